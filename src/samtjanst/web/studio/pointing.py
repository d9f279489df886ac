"""What is pointed at instead of written: a status of the process, a condition on the answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import sentences
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.sentences import Line
from samtjanst.web.studio.texts import Words
from samtjanst.web.ui.language import spoken

KEPT = "kept"  # a condition that no line of the list says stays as it is
_LONGEST = 90


def statuses(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The statuses of the process, by id."""
    phases = (document.get("process") or {}).get("phases") or []
    found = (one for phase in phases for one in phase.get("statuses") or [])
    return [(str(one.get("id")), editing.text_of(one, "title").sv or "–") for one in found]


def choices(document: Document, value: Any) -> tuple[tuple[str, Words, bool], ...]:
    """Always, each condition that needs no writing, and the one that stands when it is another."""
    known = [(_key(line), _told(document, line)) for line in _lines(document)]
    line = sentences.line_of(document, value) if isinstance(value, Mapping) else None
    chosen = _key(line) if line else ""
    is_other = bool(value) and chosen not in {key for key, _text in known}
    kept = [(KEPT, spoken(sentences.sentence(document, value)), True)] if is_other else []
    always = ("", _("Alltid"), not value)
    return (always, *kept, *((key, text, key == chosen) for key, text in known))


def condition(document: Document, key: str, held: Any) -> Any:
    """The condition that was pointed at; None for always."""
    if key == KEPT:
        return held
    parts = key.split("|")
    known = {str(one.get("id")) for _page, one in editing.questions(document)}
    if len(parts) != 3 or parts[0] not in known:
        return None
    return sentences.condition(document, Line(*parts))


def _lines(document: Document) -> Iterator[Line]:
    for _page, question in editing.questions(document):
        for operator in sentences.operators(question):
            if operator.value == "option":
                for option in question.get("options") or []:
                    yield Line(str(question["id"]), operator.key, str(option.get("id")))
            elif not operator.value:
                yield Line(str(question["id"]), operator.key)


def _key(line: Line) -> str:
    return f"{line.question}|{line.operator}|{line.value}"


def _told(document: Document, line: Line) -> str:
    said = sentences.condition(document, line)
    text = spoken(sentences.sentence(document, said)) if said else line.question
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
