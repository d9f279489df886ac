"""A draft from what somebody has chosen of a paper form's proposals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.blank import blank
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.paper.guessing import kind_of
from samtjanst.capabilities.paper.types import Control, Found, Paper, Place, Proposal, Verdict

# Kinds that a field of a paper can become; the rest is built in the editor.
KINDS = (
    *(
        Kind.TEXT,
        Kind.LONG_TEXT,
        Kind.YES_NO,
        Kind.CHOICE,
        Kind.MANY_CHOICES,
        Kind.DATE,
        Kind.PERIOD,
    ),
    *(Kind.TIME, Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.PERCENTAGE, Kind.PERSON, Kind.CHILD),
    *(Kind.ADDRESS, Kind.EMAIL, Kind.PHONE, Kind.PERSONAL_NUMBER, Kind.ORGANISATION_NUMBER),
    *(Kind.COMPANY, Kind.PROPERTY, Kind.SCHOOL, Kind.FILE, Kind.BANK_ACCOUNT, Kind.IBAN, Kind.CAR),
    *(Kind.CONSENT, Kind.DECLARATION, Kind.GROUP),
)
_LONGEST_LABEL = 300
_MOST_ON_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person has decided about one proposal."""

    is_asked: bool
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Added:
    """A question of the paper that was not found, typed by a person who sees it.

    ``kind`` "" is what its words ask for; ``section`` "" is the heading of the one before it.
    """

    label: str
    kind: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the fields of the paper, by how many."""

    fields: int
    asked: int
    known: int
    joined: int
    dropped: int
    prefilled: int

    @property
    def spared(self) -> int:
        """How many fields nobody has to fill in any longer."""
        return self.fields - self.asked + self.prefilled


def document(
    paper: Paper, choices: Mapping[int, Choice], definition_id: str, title: str
) -> Document:
    """A draft with the chosen questions, a page for each heading of the paper."""
    made = blank(definition_id, title)
    taken: set[str] = set()
    pages: list[dict[str, Any]] = []
    for section, chosen in _sections(paper.proposals, choices):
        for number, part in enumerate(_parts(chosen)):
            page_id = _new_id(section or "sida", taken)
            heading = section or "Din ansökan"
            pages.append({
                "id": page_id,
                "title": {"sv": heading if not number else f"{heading} ({number + 1})"},
                "questions": [_question(one, choices[one.number], taken) for one in part],
            })  # fmt: skip
    return {**made, "pages": pages or made["pages"]}


def report(paper: Paper, choices: Mapping[int, Choice]) -> Report:
    """What became of each field."""
    asked = [one for one in paper.proposals if choices[one.number].is_asked]
    rest = [one for one in paper.proposals if not choices[one.number].is_asked]
    joined = sum(one.verdict is Verdict.JOINED for one in rest)
    known = sum(one.verdict is Verdict.KNOWN for one in rest)
    return Report(
        fields=len(paper.proposals),
        asked=len(asked),
        known=known,
        joined=joined,
        dropped=len(rest) - joined - known,
        prefilled=sum(_prefill(one, choices[one.number]) != "" for one in asked),
    )


def proposed(paper: Paper) -> dict[int, Choice]:
    """Every proposal accepted as it stands."""
    return {
        one.number: Choice(one.verdict is Verdict.ASK, one.label, one.kind or Kind.TEXT.value)
        for one in paper.proposals
    }


def with_added(paper: Paper, added: Iterable[Added]) -> tuple[Paper, dict[int, Choice]]:
    """The paper with more questions after its own, and what has been chosen of those."""
    listed, chosen = list(paper.proposals), {}
    for one in added:
        number = len(listed)
        found = Found(one.label, Control.LINE, Place(-1))
        kind = one.kind or kind_of(found) or Kind.TEXT.value
        section = one.section or (listed[-1].section if listed else "")
        listed.append(
            Proposal(number, one.label, kind, Verdict.ASK, "", found.place, section=section)
        )
        chosen[number] = Choice(is_asked=True, label=one.label, kind=kind)
    return replace(paper, proposals=tuple(listed)), chosen


def _sections(
    found: Iterable[Proposal], choices: Mapping[int, Choice]
) -> list[tuple[str, list[Proposal]]]:
    """The asked ones under each heading, headings in the order in which they are first met."""
    grouped: dict[str, list[Proposal]] = {}
    for one in found:
        if choices[one.number].is_asked:
            grouped.setdefault(one.section, []).append(one)
    return list(grouped.items())


def _parts(chosen: Sequence[Proposal]) -> list[Sequence[Proposal]]:
    return [
        chosen[begun : begun + _MOST_ON_A_PAGE] for begun in range(0, len(chosen), _MOST_ON_A_PAGE)
    ]


def _question(one: Proposal, choice: Choice, taken: set[str]) -> dict[str, Any]:
    kind = Kind(choice.kind)
    made: dict[str, Any] = {
        "id": _new_id(choice.label, taken),
        "kind": kind.value,
        "label": {"sv": choice.label[:_LONGEST_LABEL]},
    }
    if one.required:
        made["required"] = True
    if BEHAVIOURS[kind].options[1]:
        made["options"] = _options(one)
    if BEHAVIOURS[kind].takes_questions:
        made["questions"] = _inner(one, taken)
    if settings := _settings(one, choice):
        made["settings"] = settings
    return made


def _options(one: Proposal) -> list[dict[str, Any]]:
    """The paper's own; two to fill in where it has none."""
    taken: set[str] = set()
    told = one.options if len(one.options) > 1 else (*one.options, *("", "")[len(one.options) :])
    return [{"id": _new_id(text or "alternativ", taken), "label": {"sv": text}} for text in told]


def _inner(one: Proposal, taken: set[str]) -> list[dict[str, Any]]:
    columns = one.columns or (one,)
    fits = {kind.value for kind in KINDS if BEHAVIOURS[Kind.GROUP].takes(BEHAVIOURS[kind])}
    return [_column(column, fits, taken) for column in columns]


def _column(column: Proposal, fits: set[str], taken: set[str]) -> dict[str, Any]:
    """A question in each row; a choice as long as the paper says between what."""
    chooses = column.kind in {Kind.CHOICE, Kind.MANY_CHOICES}
    is_able = column.kind in fits and (not chooses or len(column.options) > 1)
    made: dict[str, Any] = {
        "id": _new_id(column.label, taken),
        "kind": column.kind if is_able else Kind.TEXT.value,
        "label": {"sv": column.label[:_LONGEST_LABEL]},
    }
    if chooses and is_able:
        made["options"] = _options(column)
    return made


def _settings(one: Proposal, choice: Choice) -> dict[str, Any]:
    known = {setting.name for setting in BEHAVIOURS[Kind(choice.kind)].settings}
    wanted: dict[str, Any] = {"prefill": _prefill(one, choice)}
    if one.max_length > 0:
        wanted["max_length"] = min(one.max_length, 4000)
    if choice.kind in {Kind.CONSENT, Kind.DECLARATION}:
        wanted["statement"] = {"sv": choice.label[:_LONGEST_LABEL]}
    return {name: value for name, value in wanted.items() if value and name in known}


def _prefill(one: Proposal, choice: Choice) -> str:
    return one.prefill if choice.kind == one.kind else ""


def _new_id(text: str, taken: set[str]) -> str:
    made = editing.new_id(text, taken)
    taken.add(made)
    return made
