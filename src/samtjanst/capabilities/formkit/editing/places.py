"""Which part of a document a problem is about, so that it can be told where it is mended."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.problems import Problem
from samtjanst.capabilities.formkit.texts import Told

_PAGE = re.compile(r"pages\[(\d+)\](?:\.questions\[(\d+)\])?(?:\.(.*))?")
_INNER = re.compile(r"questions\[(\d+)\](?:\.(.*))?")
_LISTED = re.compile(r"(rules|parameters)\[(\d+)\](?:\.(.*))?")


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a document.

    ``kind`` is "question", "page", "rule" or the name of a section ("about", "handling" …);
    ``id`` the part's id, or "" for a section; ``field`` the path inside it.
    """

    kind: str
    id: str
    field: str
    reason: Told


def place(document: Mapping[str, Any], problem: Problem) -> Place:
    """Where the problem is."""
    if match := _PAGE.fullmatch(problem.path):
        return _on_page(document, match, problem.reason)
    if match := _LISTED.fullmatch(problem.path):
        one = _item(document.get(match[1]), int(match[2]))
        kind = "rule" if match[1] == "rules" else "parameters"
        return Place(kind, str(one.get("id", "")), match[3] or "", problem.reason)
    section, _, field = problem.path.partition(".")
    return Place(section.split("[")[0], "", field or problem.path, problem.reason)


def _on_page(document: Mapping[str, Any], match: re.Match[str], reason: Told) -> Place:
    page = _item(document.get("pages"), int(match[1]))
    field = match[3] or ""
    if match[2] is None:
        return Place("page", str(page.get("id", "")), field, reason)
    question = _item(page.get("questions"), int(match[2]))
    if inner := _INNER.fullmatch(field):
        question, field = _item(question.get("questions"), int(inner[1])), inner[2] or ""
    return Place("question", str(question.get("id", "")), field, reason)


def _item(items: Any, number: int) -> Mapping[str, Any]:
    if isinstance(items, list) and number < len(items) and isinstance(items[number], dict):
        found: Mapping[str, Any] = items[number]
        return found
    return {}
