"""What a condition says in words, such as: ”Skäl” innehåller ”Funktionsnedsättning”.

The words are the engine's own, those that explain a filing. A condition that does not exist is
told as such.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit.conditions.reading import READERS
from samtjanst.capabilities.formkit.conditions.tree import COMPARISONS
from samtjanst.capabilities.formkit.editing import formulas
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.texts import Text, Told

Condition = Mapping[str, Any]
QUOTED = Text("”{it}”", "“{it}”")
ALWAYS = Told("alltid", "always")
YES, NO = Told("ja", "yes"), Told("nej", "no")
_UNKNOWN = Told("något som inte finns", "something that does not exist")


def sentence(document: Document, said: Condition | None, group: str = "") -> Told:
    """The condition in words: ”Skäl” innehåller ”Funktionsnedsättning” och ”Ålder” är minst 18.

    ``group`` is the group whose rows it is about, where it stands in a rule on rows.
    """
    if not said:
        return ALWAYS
    known = set(READERS) | set(COMPARISONS)
    if not all(op in known for op in _operations(said)):
        return _UNKNOWN
    return formulas.condition(document, said, group)


def _operations(said: Any) -> Iterator[str]:
    """The name of every condition in it."""
    if isinstance(said, list):
        for part in said:
            yield from _operations(part)
    elif isinstance(said, Mapping) and "of" in said and not isinstance(said["of"], str):
        yield str(said.get("op"))
        yield from _operations(said["of"])
    elif isinstance(said, Mapping):
        yield str(said.get("op"))
