"""What a new list would change: for those who choose in it, and for what points at its items."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Any]
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """Items that are new, gone, called something else (before, after), or translated otherwise."""

    added: tuple[Item, ...] = ()
    removed: tuple[Item, ...] = ()
    renamed: tuple[tuple[Item, Item], ...] = ()
    translated: tuple[Item, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed or self.translated)


@dataclass(frozen=True, slots=True)
class Use:
    """An item that a rule ("rule"), a step of the process ("process") or so points at."""

    item_id: str
    kind: str
    id: str


def changes(before: Iterable[Item], after: Iterable[Item]) -> Changes:
    """What becomes different, by the items' ids."""
    old = {one["id"]: one for one in before}
    new = {one["id"]: one for one in after}
    both = [(old[one], new[one]) for one in new if one in old]
    return Changes(
        added=tuple(one for name, one in new.items() if name not in old),
        removed=tuple(one for name, one in old.items() if name not in new),
        renamed=tuple(pair for pair in both if pair[0]["name"] != pair[1]["name"]),
        translated=tuple(
            later
            for first, later in both
            if first["name"] == later["name"] and _other(first) != _other(later)
        ),
    )


def asked(document: Document, parameter: str) -> frozenset[str]:
    """The ids of the questions that choose in the list, those in rows too."""
    return frozenset(
        str(one.get("id"))
        for page in document.get("pages") or ()
        for question in page.get("questions") or ()
        for one in (question, *(question.get("questions") or ()))
        if (one.get("settings") or {}).get("parameter") == parameter
    )


def uses(document: Document, parameter: str) -> tuple[Use, ...]:
    """Everything in the document that points at items of the list."""
    questions = asked(document, parameter)
    found = [
        Use(item, "rule", str(rule.get("id")))
        for rule in document.get("rules") or ()
        for item in dict.fromkeys(_pointed(rule, questions))
    ]
    process = _pointed(document.get("process"), questions)
    found += [Use(item, "process", "") for item in dict.fromkeys(process)]
    for page in document.get("pages") or ():
        for question in page.get("questions") or ():
            inside = _pointed((question.get("settings") or {}).get("calculate"), questions)
            found += [Use(item, "question", str(question["id"])) for item in dict.fromkeys(inside)]
    return tuple(found)


def _other(item: Item) -> Mapping[str, str]:
    return item.get("names") or {}


def _pointed(value: Any, questions: frozenset[str]) -> Iterator[str]:
    if isinstance(value, Mapping):
        if value.get("question") in questions:
            held = value.get("value"), *(value.get("values") or ())
            yield from (one for one in held if isinstance(one, str))
        for one in value.values():
            yield from _pointed(one, questions)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _pointed(one, questions)
