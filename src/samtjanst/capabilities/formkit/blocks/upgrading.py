"""A newer version of a block meets its parts as they stand in a document.

Three small documents are compared, all with the ids that the parts have where they stand: the
block as it was put in, the newer block, and what stands there now. What one side only has
changed counts; what both have changed is a conflict until somebody has chosen.
"""

import copy
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from samtjanst.capabilities.formkit.blocks.content import Block, Mark, Use, marked
from samtjanst.capabilities.formkit.compare import Conflict, Path, Side, choose
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import pasting
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.pasting import Clip, Names
from samtjanst.capabilities.formkit.editing.references import Reference, references

_ROOM = "@room"  # no id of a page
_NO_CHOICES: Mapping[Path, Side] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What comes of taking a newer version.

    ``document`` has the local side of every conflict. ``held`` are questions that the newer block
    has not, and that stay because something outside it points at them. ``before``, ``here`` and
    ``newer`` are the three that were compared, to be told from.
    """

    document: Document = field(repr=False)
    conflicts: tuple[Conflict, ...]
    held: tuple[Part, ...]
    before: Document = field(repr=False)
    here: Document = field(repr=False)
    newer: Document = field(repr=False)


def upgraded(  # noqa: PLR0913 - the three sides, and what is said of them
    document: Document,
    use: Use,
    old: Block,
    new: Block,
    mark: Mark,
    *,
    choices: Mapping[Path, Side] = _NO_CHOICES,
) -> Upgrade:
    """The document with the newer block, and what could not be both.

    ``mark`` is of the newer version. ``choices`` say for paths of conflicts whose change counts:
    the document's (theirs) or the block's (mine).
    """
    before, _names = _as_here(document, use, old)
    newer, names = _as_here(document, use, new)
    here = _standing(document, use, old)
    _keep_titles(here, before, newer)
    held = _hold(document, use, before, newer)
    merged = choose(before, here, newer, choices)
    made, _use_id = marked(_laid(document, here, merged.document), mark, names, use.id)
    return Upgrade(made, merged.conflicts, held, before, here, newer)


def changed_here(document: Document, use: Use, old: Block) -> tuple[Document, Document]:
    """The block as it was put in and its parts as they stand now, to be compared."""
    before, here = _as_here(document, use, old)[0], _standing(document, use, old)
    _keep_titles(here, before)
    return before, here


def clip_of(document: Document, use: Use, block: Block, more: Iterable[str] = ()) -> Clip:
    """What of the document would be the next version of the block; ``more`` are questions to add.

    A page is taken whole, whatever has come to it.
    """
    if block.is_page:
        return Clip(document, page_id=_home(document, use, block))
    wanted = {*use.named("question").values(), *more}
    tops = [str(one["id"]) for _, one in editing.questions(document)]
    return Clip(document, question_ids=tuple(one for one in tops if one in wanted))


def _home(document: Document, use: Use, block: Block) -> str:
    """The page that the block is, or else on which its first question stands."""
    if block.is_page:
        return use.named("page").get(str(block.document["pages"][0]["id"]), "")
    own = set(use.named("question").values())
    found = (on for on, one in editing.every_question(document) if one.get("id") in own)
    return str(next(found, {}).get("id", ""))


def _as_here(document: Document, use: Use, block: Block) -> tuple[Document, Names]:
    """The block with the ids that its parts have, or would get, in the document."""
    names = {**use.names, **_parameters(document, use, block)}
    room: Document = {"pages": [{"id": _ROOM, "questions": []}], "parameters": []}
    taken = editing.taken_ids(document)
    done = pasting.paste(room, block.clip(), _ROOM, names=names, taken=taken)
    page = editing.page(done.document, done.page_id)
    made = {
        "pages": [page if block.is_page else {**page, "id": _home(document, use, block)}],
        "rules": _sorted(done.document.get("rules") or []),
        "parameters": _sorted(done.document["parameters"]),
    }
    return made, done.names


def _parameters(document: Document, use: Use, block: Block) -> Names:
    """What parameters that the block had not are called: as there, if not taken for another."""
    there = {str(one.get("id")): one for one in document.get("parameters") or []}
    made: dict[Reference, str] = {}
    for one in block.document["parameters"]:
        own, held = Reference("parameter", str(one["id"])), there.get(str(one["id"]))
        if own not in use.names:
            is_same = held is None or {**held, "title": 0} == {**one, "title": 0}
            made[own] = own.id if is_same else editing.new_id(own.id, set(there))
    return made


def _standing(document: Document, use: Use, block: Block) -> Document:
    """The block's parts as they are, and nothing else of the document."""
    own, home = set(use.named("question").values()), _home(document, use, block)
    pages = []
    for page in editing.pages(document):
        held = [one for one in page.get("questions") or [] if own & _ids(one)]
        if block.is_page and page["id"] == home:
            pages.append(page)
        elif held or page["id"] == home:
            pages.append({"id": page["id"], "questions": held})
    rules, parameters = (set(use.named(kind).values()) for kind in ("rule", "parameter"))
    return {
        "pages": pages,
        "rules": _sorted(one for one in document.get("rules") or [] if one["id"] in rules),
        "parameters": _sorted(
            one for one in document.get("parameters") or [] if one["id"] in parameters
        ),
    }


def _keep_titles(here: Document, before: Document, *others: Document) -> None:
    """A parameter that was here before the block keeps the title that it has here."""
    titles = {one["id"]: one.get("title") for one in here["parameters"]}
    was = {one["id"]: one.get("title") for one in before["parameters"]}
    for one in (one for side in (before, *others) for one in side["parameters"]):
        own = one["id"]
        if own in titles and own in was and titles[own] != was[own]:
            one["title"] = titles[own]


def _hold(document: Document, use: Use, before: Document, newer: Document) -> tuple[Part, ...]:
    """Keep in the newer what it has removed and what something outside points at."""
    needed, held = _looked_at(document, use), list[Part]()
    there = {str(one["id"]) for _, one in editing.every_question(newer)}
    needed -= there
    _restore(before["pages"][0]["questions"], newer["pages"][0]["questions"], needed, held)
    return tuple(held)


def _restore(was: list[Part], now: list[Part], needed: set[str], held: list[Part]) -> None:
    place = -1
    for one in was:
        found = next((at for at, kept in enumerate(now) if kept["id"] == one["id"]), None)
        if found is not None:
            place = found
            inner = now[place].get("questions") or []
            _restore(one.get("questions") or [], inner, needed, held)
        elif needed & _ids(one):
            place += 1
            now.insert(place, copy.deepcopy(one))
            held.append(one)


def _looked_at(document: Document, use: Use) -> set[str]:
    """The questions that something outside the block points at."""
    own, rules = set(use.named("question").values()), set(use.named("rule").values())
    parts = [one for one in document.get("rules") or [] if one.get("id") not in rules]
    parts += [
        one.get("settings") or {}
        for _, one in editing.every_question(document)
        if one.get("id") not in own
    ]
    found = {one.id for part in parts for one in references(part) if one.kind == "question"}
    signing = (document.get("signing") or {}).get("signatories") or {}
    return found | {one for one in signing.values() if isinstance(one, str)}


def _laid(document: Document, here: Document, merged: Document) -> Document:
    """The document with the merged parts where the block's parts stood."""
    made = copy.deepcopy(document)
    was = {page["id"]: page for page in here["pages"]}
    for page in merged["pages"]:
        _lay_page(made, was.get(page["id"], {}), page)
    for name in ("rules", "parameters"):
        held = {one["id"] for one in here[name]}
        made[name] = _relisted(made.get(name) or [], held, merged[name])
    gone = {one["id"] for one in here["parameters"]} - {one["id"] for one in merged["parameters"]}
    made["parameters"] += [
        one for one in here["parameters"] if one["id"] in gone and _needs(made, str(one["id"]))
    ]
    return made


def _lay_page(made: Document, was: Part, page: Part) -> None:
    target = next((one for one in made["pages"] if one["id"] == page["id"]), None)
    if target is None:
        made["pages"].append(page)
        return
    for name in was.keys() - page.keys():
        del target[name]
    held = {one["id"] for one in was.get("questions") or []}
    listed = _relisted(target.get("questions") or [], held, page.get("questions") or [])
    target.update({**page, "questions": listed})


def _relisted(there: list[Part], held: set[str], merged: list[Part]) -> list[Part]:
    """The list with the merged parts; others stay after what they stood after."""
    stays = {one["id"] for one in merged}
    after: dict[str, list[Part]] = {}
    anchor = ""
    for one in there:
        if one["id"] not in held:
            after.setdefault(anchor, []).append(one)
        elif one["id"] in stays:
            anchor = one["id"]
    made = list(after.get("", []))
    for one in merged:
        made += [one, *after.get(one["id"], [])]
    return made


def _needs(document: Document, parameter: str) -> bool:
    """Whether a rule, a setting or a text still wants a parameter that was removed."""
    parts = [document[name] for name in ("pages", "rules", "parameters")]
    if Reference("parameter", parameter) in set(references(parts)):
        return True
    return f"{{{parameter}}}" in json.dumps(document, ensure_ascii=False)


def _ids(part: Part) -> set[str]:
    return {str(part["id"]), *(str(one["id"]) for one in part.get("questions") or [])}


def _sorted(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda one: str(one["id"]))
