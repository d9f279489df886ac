"""What stays behind, or begins to be missing, when parts are pasted into another e-service.

Beside the rules and settings that point outside, which pasting itself names: what the source says
elsewhere of what was copied, and what the e-service here demands of what it gets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.pasting import Pasted
from samtjanst.capabilities.formkit.editing.references import references
from samtjanst.capabilities.formkit.editing.wordings import wordings
from samtjanst.capabilities.formkit.registers_asked import NAMES, undeclared_in
from samtjanst.capabilities.formkit.texts import Text, Told

_SIGNERS = ("guardians_of", "stated_in", "named_in", "alone_in", "neighbours_of")
_SIGNED_BY = Told("vilka som skriver under", "who signs")
_STEP = Text("steget ”{it}” i processen", "the step “{it}” of the process")
_SETTING = Text("inställningarna i frågan ”{it}”", "the settings of the question “{it}”")
_PER = Text("parametern ”{it}”", "the parameter “{it}”")


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What is told beside rules and settings.

    ``looking`` are parts of the source that look at what was copied and stay there. ``registers``
    are asked by what was pasted, and nothing here says why and by what right. ``untranslated``
    counts pasted parts without English where the e-service here speaks it; ``speaks`` says that
    only what was pasted does.
    """

    looking: tuple[Told, ...] = ()
    registers: tuple[Told, ...] = ()
    untranslated: int = 0
    speaks: bool = False


def left_behind(source: Document, before: Document, done: Pasted) -> LeftBehind:
    """What is told when parts of ``source`` were pasted into ``before``."""
    copied = {one.id for one in done.names if one.kind == "question"}
    known = set(undeclared_in(before))
    fresh = [one for one in undeclared_in(done.document) if one not in known]
    had, has, lacking = _speaks(before), *_english(done)
    return LeftBehind(
        tuple(dict.fromkeys(_looking(source, copied))),
        tuple(NAMES[one] for one in fresh),
        lacking if had else 0,
        speaks=has and not had,
    )


def _looking(source: Document, copied: set[str]) -> Iterator[Told]:
    who = (source.get("signing") or {}).get("signatories") or {}
    if any(who.get(name) in copied for name in _SIGNERS):
        yield _SIGNED_BY
    for step in _steps(source):
        if _points(step, copied):
            yield _STEP.told(it=editing.text_of(step, "title") or str(step.get("id")))
    for _page, one in editing.every_question(source):
        if one.get("id") not in copied and _points(one.get("settings") or {}, copied):
            yield _SETTING.told(it=editing.text_of(one, "label") or str(one.get("id")))
    for one in source.get("parameters") or []:
        if one.get("per") in copied:
            yield _PER.told(it=editing.text_of(one, "title") or str(one.get("id")))


def _points(part: Mapping[str, Any], copied: set[str]) -> bool:
    return any(one.kind == "question" and one.id in copied for one in references(part))


def _steps(document: Document) -> Iterator[Part]:
    for phase in (document.get("process") or {}).get("phases") or []:
        for status in phase.get("statuses") or []:
            for name in ("steps", "automatic"):
                yield from status.get(name) or []


def _speaks(document: Document) -> bool:
    return any(one.language == "en" for one in wordings(document))


def _english(done: Pasted) -> tuple[bool, int]:
    """Whether what was pasted has any English, and how many of its parts lack some."""
    new = {("question", one) for one in done.question_ids}
    new |= {(old.kind, here) for old, here in done.names.items()}
    held: dict[tuple[str, str], dict[str, int]] = {}
    for one in wordings(done.document):
        if (one.kind, one.id) in new and one.language:
            count = held.setdefault((one.kind, one.id), {"sv": 0, "en": 0})
            count[one.language] += 1
    lacking = sum(one["en"] < one["sv"] for one in held.values())
    return any(one["en"] for one in held.values()), lacking
