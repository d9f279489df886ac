"""What is pointed at instead of written: a status of the process, a condition on the answers.

Only conditions that need no writing are listed. One that is put together of several is made on a
screen of its own, and is kept as it stands here.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import sentences
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.web.studio.texts import Words
from samtjanst.web.ui.language import spoken

Condition = dict[str, Any]
KEPT = "kept"  # a condition that the list does not have stays as it is
_LONGEST = 90
_OF_OPTIONS = {"choice": "equals", "many_choices": "contains"}
_SHOWN = frozenset({"information", "formatted", "stop", "payment_line", "calculated"})


def statuses(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The statuses of the process, by id."""
    phases = (document.get("process") or {}).get("phases") or []
    found = (one for phase in phases for one in phase.get("statuses") or [])
    return [(str(one.get("id")), editing.text_of(one, "title").sv or "–") for one in found]


class Pointable:
    """A document with its conditions in words, worked out once for all the lists of a screen."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _told(self) -> list[tuple[str, Condition, str]]:
        document = self.document
        return [(key, said, _told(document, said)) for key, said in _conditions(document)]

    def choices(self, value: Any) -> tuple[tuple[str, Words, bool], ...]:
        """Always, each condition that needs no writing, and the one that stands when another."""
        chosen = next((key for key, said, _text in self._told if said == value), "")
        is_other = bool(value) and not chosen
        kept = [(KEPT, _told(self.document, value), True)] if is_other else []
        listed = ((key, text, key == chosen) for key, _said, text in self._told)
        return (("", _("Alltid"), not value), *kept, *listed)


def condition(document: Document, key: str, held: Any) -> Any:
    """The condition that was pointed at; None for always."""
    return held if key == KEPT else dict(_conditions(document)).get(key)


def _conditions(document: Document) -> Iterator[tuple[str, Condition]]:
    for _page, question in editing.questions(document):
        name, kind = str(question.get("id")), str(question.get("kind"))
        if kind == "yes_no":
            for key, value in (("yes", True), ("no", False)):
                yield f"{name}|{key}", {"op": "equals", "question": name, "value": value}
        for option in question.get("options") or [] if kind in _OF_OPTIONS else []:
            chosen = str(option.get("id"))
            said = {"op": _OF_OPTIONS[kind], "question": name, "value": chosen}
            yield f"{name}|is|{chosen}", said
            yield f"{name}|not|{chosen}", {"op": "not", "of": said}
        if kind not in _SHOWN:
            answered = {"op": "answered", "question": name}
            yield f"{name}|answered", answered
            yield f"{name}|unanswered", {"op": "not", "of": answered}


def _told(document: Document, said: Any) -> str:
    text = spoken(sentences.sentence(document, said))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
