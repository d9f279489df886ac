"""The way through the pages: each with what it takes to get there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import sentences
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.texts import NO_WORDS, Told, join


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the way.

    ``when`` says in words what shows the page, "" when everybody meets it. ``asks`` counts the
    questions, ``may_ask`` those of them that a rule shows.
    """

    id: str
    title: str
    when: Told
    asks: int
    may_ask: int


@dataclass(frozen=True, slots=True)
class Way:
    """A way that leaves the straight one after a page, ``when`` in words.

    ``start`` is the number of the page that it leaves, from 0. ``end`` is the number of the page
    that it leads to, one more than the last for the end, or None for a stop, of which
    ``message`` says why nobody gets further.
    """

    rule_id: str
    start: int
    end: int | None
    when: Told
    message: str = ""


def ways(document: Document) -> list[Way]:
    """Ways past pages, and stops, in the order of the pages. What leads nowhere is left out."""
    order = {str(one.get("id")): place for place, one in enumerate(editing.pages(document))}
    found = [
        way
        for rule in document.get("rules") or []
        if (way := _way(document, rule, order)) is not None
    ]
    return sorted(found, key=lambda way: (way.start, way.end or 0))


def _way(document: Document, rule: Mapping[str, Any], order: Mapping[str, int]) -> Way | None:
    target, effect = rule.get("target") or {}, rule.get("effect")
    when = sentences.sentence(document, rule.get("when"))
    if effect == "stop" and target.get("page") in order:
        message = str((rule.get("message") or {}).get("sv") or "")
        return Way(str(rule.get("id")), order[target["page"]], None, when, message)
    if effect != "go_to" or rule.get("from") not in order:
        return None
    start, end = order[str(rule["from"])], order.get(str(target.get("page")), len(order))
    is_known = bool(target.get("end")) or target.get("page") in order
    return Way(str(rule.get("id")), start, end, when) if is_known and end > start else None


def steps(document: Document) -> list[Step]:
    """The pages in order."""
    shown = _shown(document, "question")
    pages = _shown(document, "page")
    return [
        Step(
            id=str(page["id"]),
            title=str((page.get("title") or {}).get("sv") or page["id"]),
            when=_when(document, page, pages, shown),
            asks=len(page.get("questions") or []),
            may_ask=sum(one.get("id") in shown for one in page.get("questions") or []),
        )
        for page in editing.pages(document)
    ]


def _when(
    document: Document,
    page: Mapping[str, Any],
    pages: Mapping[str, list[Any]],
    shown: Mapping[str, list[Any]],
) -> Told:
    """A page shows when its own rule says so and at least one of its questions does."""
    if own := pages.get(str(page["id"])):
        return join((sentences.sentence(document, when) for when in own), Told(" eller ", " or "))
    inside = [str(one.get("id")) for one in page.get("questions") or []]
    if inside and all(one in shown for one in inside):
        return Told("någon av sidans frågor visas", "any of the page's questions is shown")
    return NO_WORDS


def _shown(document: Document, kind: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for rule in document.get("rules") or []:
        target = rule.get("target") or {}
        is_inside = target.get("option") or target.get("group")
        if rule.get("effect") == "show" and target.get(kind) and not is_inside:
            found.setdefault(str(target[kind]), []).append(rule.get("when"))
    return found
