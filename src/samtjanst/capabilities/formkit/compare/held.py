"""What stands in a field of a document, in plain words and without the document's own signs."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.compare.parts import MISSING, Path, owner
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import formulas, sentences
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.list_forms import Mark
from samtjanst.capabilities.formkit.model import Kind, SigningOrder
from samtjanst.capabilities.formkit.process import Who
from samtjanst.capabilities.formkit.process.words import BASES, EVENTS, TRIGGERS, WHO
from samtjanst.capabilities.formkit.settings import MEDIA_TYPES, PREFILLS, USES, OneOf
from samtjanst.capabilities.formkit.texts import Text, Told, Value, join

EMPTY = Told("tomt", "empty")
PROCESS = "process"
_KINDS: Mapping[str, Text] = MappingProxyType(
    {kind.value: BEHAVIOURS[kind].title for kind in Kind if kind in BEHAVIOURS}
)
_ORDERS: Mapping[Any, Told] = MappingProxyType(
    {
        MISSING: Told("alla på en gång", "all at once"),
        SigningOrder.TOGETHER.value: Told("alla på en gång", "all at once"),
        SigningOrder.IN_TURN.value: Told("en i taget", "one at a time"),
    }
)
_MARKS: Mapping[str, Told] = MappingProxyType(
    {
        Mark.SEARCH.value: Told("går att söka på", "can be searched for"),
        Mark.COLUMN.value: Told("visas som kolumn", "is shown as a column"),
    }
)
_COUNTED: Mapping[str, Text] = MappingProxyType(
    {
        "page": Text("{n} sidor", "{n} pages"),
        "question": Text("{n} frågor", "{n} questions"),
        "rule": Text("{n} villkor", "{n} rules"),
        "parameter": Text("{n} parametrar", "{n} parameters"),
    }
)
_PARTS = Text("{n} delar", "{n} parts")
_SETTINGS: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        one.name: one.words
        for behaviour in BEHAVIOURS.values()
        for one in behaviour.settings
        if isinstance(one, OneOf)
    }
    | {"prefill": PREFILLS, "use": USES}
)
_PROCESS: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {"base": BASES, "event": EVENTS, "trigger": TRIGGERS}
)
_OF_STEPS = frozenset({"who", "when", "to", "question"})
_COMMA = ", "


def shown(path: Path, held: Any, document: Mapping[str, Any]) -> Told:
    """The value at a path, whole: what somebody has to choose between is never cut."""
    if path[-2:] == ("signatories", "order") and held in _ORDERS:
        return _ORDERS[held]
    if path[0] == PROCESS and path[-1] in _OF_STEPS:
        return _of_step(path[-1], held, document)
    if held is MISSING or held in ("", [], {}):
        return EMPTY
    if isinstance(held, Mapping):
        return _object(path, held, document)
    if isinstance(held, list):
        return join((_item(path, one) for one in held), _COMMA)
    return _word(path, held)


def _of_step(name: str, held: Any, document: Mapping[str, Any]) -> Told:
    """What stands in a step of the process."""
    if name == "who":
        listed = [Who.HANDLER.value] if held is MISSING else held
        return join((WHO.get(one, one) for one in listed), _COMMA)
    if name == "when":
        return sentences.sentence(dict(document), None if held is MISSING else held)
    return EMPTY if held is MISSING else _named(held, document)


def _named(held: Any, document: Mapping[str, Any]) -> Told:
    """The status or the question that a step of the process names, by its own text."""
    phases = (document.get(PROCESS) or {}).get("phases") or []
    statuses = (one for phase in phases for one in phase.get("statuses") or [])
    named = (*statuses, *(one for _page, one in editing.questions(document)))
    part: Mapping[str, Any] = next((one for one in named if one.get("id") == held), {})
    return _title(part) or sentences.QUOTED.told(it=str(held))


def _object(path: Path, held: Mapping[str, Any], document: Mapping[str, Any]) -> Told:
    if "of" in held:
        return formulas.value(dict(document), held)
    if path[-1] == "names":
        counted = ((kind, len(names)) for kind, names in sorted(held.items()) if names)
        return join((_COUNTED.get(kind, _PARTS).told(n=n) for kind, n in counted), _COMMA)
    return _title(held) or join((_item(path, one) for one in held.values()), _COMMA)


def _item(path: Path, one: Any) -> Value:
    """One of several: an object by its own text, so that no list is ever shown as signs."""
    if isinstance(one, Mapping):
        return _title(one) or join((_item(path, inner) for inner in one.values()), _COMMA)
    if isinstance(one, list):
        return join((_item(path, inner) for inner in one), _COMMA)
    return _word(path, one)


def _title(part: Mapping[str, Any]) -> Told | None:
    texts: Iterable[Text] = (editing.text_of(part, name) for name in ("label", "title", "text"))
    found = next((one for one in texts if one), None)
    if found is None and isinstance(part.get("sv"), str):
        found = Text(part["sv"], str(part.get("en", "")))
    return sentences.QUOTED.told(it=found) if found else None


def _word(path: Path, held: Any) -> Told:
    """A word or a number; one that the format has given a meaning is told by that."""
    if isinstance(held, bool):
        return sentences.YES if held else sentences.NO
    if not isinstance(held, str):
        return Told(str(held))
    known = _meaning(path, held)
    if known is not None:
        return known.told() if isinstance(known, Text) else known
    return sentences.QUOTED.told(it=held)


def _meaning(path: Path, held: str) -> Text | Told | None:
    inside = path[len(owner(path)) :]
    if inside == ("kind",):
        return _KINDS.get(held)
    if inside == ("in_lists",):
        return _MARKS.get(held)
    if path[0] == PROCESS:
        return _PROCESS.get(inside[-1], {}).get(held)
    if "settings" not in inside:
        return None
    if held in MEDIA_TYPES:
        return Told(MEDIA_TYPES[held][0].removeprefix(".").upper())
    return _SETTINGS.get(inside[-1], {}).get(held)
