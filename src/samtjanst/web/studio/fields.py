"""Fields of the studio's own forms: drawn by one template, read back the same way."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from samtjanst.web.studio.texts import Words


@dataclass(frozen=True, slots=True)
class Field:
    """One control.

    ``form`` is "line", "text", "whole", "flag", "one_of" or "many_of"; ``choices`` are value,
    label and whether it is chosen. ``step`` is the step of the process whose condition it is.
    """

    name: str
    label: Words
    form: str = "line"
    value: Any = ""
    help: Words = ""
    choices: tuple[tuple[str, Words, bool], ...] = ()
    errors: tuple[str, ...] = ()
    language: str = ""
    rows: int = 3
    step: str = ""


def words_fields(  # noqa: PLR0913 - all that a control has
    name: str,
    label: Words,
    value: Any,
    *,
    form: str = "line",
    help_text: Words = "",
    errors: Iterable[str] = (),
) -> tuple[Field, Field]:
    """The Swedish and the English control of one text."""
    said = value if isinstance(value, Mapping) else {}
    swedish = Field(
        name=f"{name}.sv",
        label=label,
        form=form,
        value=said.get("sv", ""),
        help=help_text,
        errors=tuple(errors),
        language="sv",
    )
    english = Field(
        name=f"{name}.en", label=label, form=form, value=said.get("en", ""), language="en"
    )
    return swedish, english


def options(
    known: Iterable[tuple[str, Words]], chosen: Iterable[str] | str, *, none: Words = ""
) -> tuple[tuple[str, Words, bool], ...]:
    """Choices of a control; ``none`` is the label of the empty one, when there is one."""
    picked = {chosen} if isinstance(chosen, str) else set(chosen)
    empty = (("", none, not picked or picked == {""}),) if none else ()
    return (*empty, *((value, label, value in picked) for value, label in known))


def clean(text: str) -> str:
    """What a person typed, in one Unicode form and without control characters."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in plain if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})


def read_line(posted: QueryDict, name: str) -> str:
    """One line, without white space around it."""
    return " ".join(clean(posted.get(name, "")).split())


def read_text(posted: QueryDict, name: str) -> str:
    """A text of several lines."""
    return clean(posted.get(name, "")).strip()


def read_words(posted: QueryDict, name: str) -> dict[str, str]:
    """The Swedish and, when written, the English text; {} when neither is."""
    said = {key: read_text(posted, f"{name}.{key}") for key in ("sv", "en")}
    if not said["sv"] and not said["en"]:
        return {}
    return said if said["en"] else {"sv": said["sv"]}


def read_whole(posted: QueryDict, name: str) -> int | str | None:
    """A whole number, None for nothing, or the text itself so that it can be corrected."""
    text = read_line(posted, name).replace(" ", "").replace("−", "-")
    if not text:
        return None
    try:
        return int(text) if len(text) < 16 else text
    except ValueError:
        return text


def put_words(part: dict[str, Any], posted: QueryDict, name: str, *, required: bool) -> None:
    """Lay a posted text into a part of the document; a text that may be left out is, when empty."""
    if f"{name}.sv" not in posted:
        return
    said = read_words(posted, name)
    if said or required:
        part[name] = said or {"sv": ""}
    else:
        part.pop(name, None)


def missing_number(name: Words) -> str:
    """What is said of a number that is no number."""
    return _("Skriv ”%(name)s” som ett heltal.") % {"name": name}
