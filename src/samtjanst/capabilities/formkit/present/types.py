"""What a renderer needs: plain texts and flags, nothing left to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.kinds.base import Table
from samtjanst.capabilities.formkit.quick import frozen

__all__ = ["AboutView", "FieldView", "FileView", "OptionView", "PageView", "RowView", "SummaryRow",
           "SummarySection", "Table"]  # fmt: skip
SHORT, MANY = 12, 6  # characters of a choice, number of choices
_NO_ATTRS: Mapping[str, str] = MappingProxyType({})


@frozen
class OptionView:
    """One choice: radio button, check box or row of a list."""

    id: str
    label: str = field(repr=False)
    help: str = ""
    selected: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class FileView:
    """One attached file, as the page lists it; ``size`` is written for people ("1,2 MB")."""

    id: str
    name: str = field(repr=False)
    size: str = ""
    scan_state: str = "clean"


@frozen
class FieldView:
    """One question as it is shown now.

    ``name`` is what the control posts under; the HTML id of a field's first control is
    ``f-<question id>`` (with parts: the control of the first part). ``value`` is text for
    one-line controls (what was typed, also when it was wrong). A field with ``parts`` has no
    control of its own. ``refreshes`` says that the answer changes what else is shown.
    ``level`` is "info" or "warning" for information. ``widget`` names the template that asks
    it; ``type`` and ``width`` ("short", "code", "") are of a one-line control, and ``lines`` is
    how many lines of text a larger one has. ``statement`` is what a tick means, ``body``
    formatted text. In ``rows``, ``can_add`` and ``row_name`` are about one row more.
    ``suggests`` says that what fits can be told while it is typed.
    """

    id: str
    kind: str
    name: str
    label: str
    help: str = ""
    required: bool = False
    value: Any = field(default="", repr=False)
    options: tuple[OptionView, ...] = ()
    errors: tuple[str, ...] = ()
    attrs: Mapping[str, str] = field(default_factory=lambda: _NO_ATTRS, repr=False)
    parts: tuple["FieldView", ...] = ()
    level: str = ""
    refreshes: bool = False
    note: str = ""
    files: tuple[FileView, ...] = ()
    widget: str = "input"
    type: str = "text"
    width: str = ""
    unit: str = ""
    lines: int = 0
    statement: str = ""
    body: str = ""
    rows: tuple["RowView", ...] = ()
    can_add: bool = False
    row_name: str = ""
    suggests: bool = False

    @property
    def columns(self) -> str:
        """Whether the choices are short enough to stand side by side: "always", "wide" or ""."""
        longest = max((len(option.label) for option in self.options), default=0)
        if len(self.options) < 2 or any(option.help for option in self.options):
            return ""
        if longest <= SHORT:
            return "always"
        return "wide" if len(self.options) > MANY and longest <= 2 * SHORT else ""


@frozen
class RowView:
    """One row of questions; ``key`` is what the buttons and ``_row`` name it by."""

    key: str
    label: str = field(repr=False)
    fields: tuple[FieldView, ...]
    can_be_removed: bool = False


@dataclass(frozen=True, slots=True)
class PageView:
    """A page; ``number`` of ``total`` counts the pages that are visible now, from 1.

    ``shown`` holds the ids that the form posts in hidden inputs named ``_shown``, so that an
    unticked box can be told from a question that was not on the page. ``problems`` pairs a
    question's id with a text, in the order of the page. ``stops`` says why nobody gets past the
    page with these answers, and what to do instead ("" when nothing is said). ``takes_files``:
    whether a question of the page, shown or not, is answered by attaching.
    """

    id: str
    title: str
    intro: str
    fields: tuple[FieldView, ...]
    number: int
    total: int
    problems: tuple[tuple[str, str], ...] = ()
    shown: tuple[str, ...] = ()
    stops: tuple[tuple[str, str], ...] = ()
    language: str = "sv"
    takes_files: bool = False

    def refusing(self, refused: Mapping[str, Sequence[str]]) -> "PageView":
        """The page with what was wrong with files that were not taken, at their questions."""
        fields = tuple(
            replace(item, errors=(*item.errors, *refused[item.id])) if item.id in refused else item
            for item in self.fields
        )
        more = tuple((key, text) for key, texts in refused.items() for text in texts)
        return replace(self, fields=fields, problems=(*self.problems, *more))


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer in words; ``source`` says where it came from ("" when the person typed it).

    ``changed_at`` is when it was last changed after the filing was sealed, if it was;
    ``changed_by`` is who did it, when it was somebody else than the applicant.
    """

    question_id: str
    label: str
    lines: tuple[str, ...] = field(repr=False)
    source: str = ""
    file_ids: tuple[str, ...] = ()
    table: Table | None = None
    changed_at: datetime | None = None
    changed_by: str = field(default="", repr=False)
    drawn: str = field(default="", repr=False)  # "north, east" in metres, a point on each line
    shape: str = ""  # "point", "line" or "area", of what is drawn


@dataclass(frozen=True, slots=True)
class SummarySection:
    """The answers of one page."""

    page_id: str
    title: str
    rows: tuple[SummaryRow, ...]
    language: str = "sv"
    is_page: bool = True  # else what stands before the answers: for whom they are given


@dataclass(frozen=True, slots=True)
class AboutView:
    """The portal's page about the e-service, in one language, parameters filled in."""

    title: str
    summary: str
    have_at_hand: tuple[tuple[str, str], ...]  # what, why or how ("" when it needs no words)
    minutes: int
    pages: tuple[str, ...]  # the titles of all pages, also of those that may turn out hidden
    is_joint: bool  # whether somebody more than the applicant may have to sign
    has_guardians: bool  # whether guardians of a child sign
    is_named: bool  # whether it is she who names them
    is_for_company: bool  # those whom she names sign only for a company she is not alone in
    needed: int | None  # how many of those have to; None for all
    decides_who: str
    cost: str
    privacy: tuple[tuple[str, str], ...]  # heading, text
    otherwise: str
    registers: tuple[tuple[str, str, str], ...]  # name, why it is asked, by what right
    language: str = "sv"
    is_signed: bool = True  # whether the applicant signs; else she hands in as logged in

    @property
    def lead(self) -> str:
        """The first sentence of the summary, for a card."""
        first, more, _rest = self.summary.partition(". ")
        return f"{first}." if more else first
