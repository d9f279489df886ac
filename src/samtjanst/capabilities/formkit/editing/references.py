"""What a rule or a setting points at, and the same with other ids."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.reading.rules import KNOWN_PARTIES

_KEYS: Mapping[str, str] = {
    "question": "question",
    "answer": "question",
    "group": "question",
    "page": "page",
    "from": "page",
    "outcome": "outcome",
    "party": "question",
    "status": "status",
    "step": "step",
    "parameter": "parameter",
    "lookup_key": "question",
}
# Texts and given values point at nothing, whatever they look like.
_PLAIN = frozenset({"constant", "message", "instead", "shown_as", "unit", "statement", "body"})


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing pointed at: a "question", "page", "outcome", "parameter", "status" or "step".

    ``group`` is the group in whose rows an id is looked for first ("" for none).
    """

    kind: str
    id: str
    group: str = ""


Lookup = Callable[[Reference], str]


def references(value: Any, group: str = "") -> Iterator[Reference]:
    """Everything that a part of a document points at, in order, each time it does."""
    found: list[Reference] = []

    def note(one: Reference) -> str:
        found.append(one)
        return one.id

    redirected(value, note, group)
    yield from found


def redirected(value: Any, lookup: Lookup, group: str = "") -> Any:
    """A copy in which every reference points at what ``lookup`` says."""
    if isinstance(value, list):
        return [redirected(one, lookup, group) for one in value]
    if not isinstance(value, Mapping):
        return value
    within = _group(value) or group
    if value.get("questions") and "kind" in value:  # a question with rows of its own
        within = str(value.get("id", ""))
    made: dict[str, Any] = {}
    for key, inner in value.items():
        kind = _kind(value, key)
        if key in _PLAIN:
            made[key] = inner
        elif kind and isinstance(inner, str):
            made[key] = lookup(Reference(kind, inner, group if key == "group" else within))
        else:
            made[key] = redirected(inner, lookup, within)
    return made


def _group(value: Mapping[str, Any]) -> str:
    """The group whose rows a part is about; a rule on rows is so as a whole."""
    target = value.get("target")
    holder = target if isinstance(target, Mapping) and "effect" in value else value
    return str(holder["group"]) if isinstance(holder.get("group"), str) else ""


def _kind(holder: Mapping[str, Any], key: str) -> str:
    if key == "party" and holder[key] in KNOWN_PARTIES:
        return ""
    if key != "id":
        return _KEYS.get(key, "")
    if holder.get("of") in {"question", "parameter"}:
        return str(holder["of"])
    return "parameter" if holder.get("op") == "parameter_is" else ""
