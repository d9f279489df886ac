"""What a block holds, how it is taken out of a document and put into another.

A block is a small document of its own: one page (the whole page, or only a place for its
questions), the rules between them and the parameters that they need. Nothing in it points
outside. Its rules and parameters stand in the order of their ids, so that the same content has
the same SHA-256 wherever it was taken from.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import pasting
from samtjanst.capabilities.formkit.editing.blank import filled
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.pasting import Clip, Left, Names, Pasted
from samtjanst.capabilities.formkit.editing.places import Place, place
from samtjanst.capabilities.formkit.editing.references import Reference
from samtjanst.capabilities.formkit.editing.sketch import problems
from samtjanst.kernel import canonical
from samtjanst.kernel.errors import NotFoundError

FORMAT = "samtjanst-block/1"
# The page on which the questions of a block stand that is no whole page.
ROOM = "block"


@dataclass(frozen=True, slots=True)
class Block:
    """The content of one version of a block."""

    document: Document = field(repr=False)

    @property
    def is_page(self) -> bool:
        """Whether it is a whole page; else it is some questions."""
        return bool(self.document["pages"][0]["id"] != ROOM)

    @property
    def sha256(self) -> str:
        """The digest of the canonical content (kernel.canonical)."""
        return canonical.digest(self.document)

    def questions(self) -> list[Part]:
        """The questions, in order."""
        return list(self.document["pages"][0]["questions"])

    def clip(self) -> Clip:
        """All of it, as something to paste."""
        if self.is_page:
            return Clip(self.document, page_id=str(self.document["pages"][0]["id"]))
        return Clip(self.document, question_ids=tuple(str(one["id"]) for one in self.questions()))


@dataclass(frozen=True, slots=True)
class Mark:
    """Which version of which block; ``block`` is its key in the library, ``title`` its name."""

    block: str
    title: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Use:
    """A block in use: ``names`` leads from what it holds to the ids in this document."""

    id: str
    mark: Mark
    names: Names = field(repr=False)

    def named(self, kind: str) -> dict[str, str]:
        """The ids here of one kind of part ("page", "question", "rule" or "parameter")."""
        return {old.id: new for old, new in self.names.items() if old.kind == kind}


@dataclass(frozen=True, slots=True)
class Taken:
    """A block that was taken out; ``names`` leads back to where it was taken.

    ``left`` are rules and settings that point outside and are no part of it, ``elsewhere`` ids of
    rules about other things that look at what is in it.
    """

    block: Block
    names: Names = field(repr=False)
    left: tuple[Left, ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PutIn:
    """The document with the block, and what pasting it did."""

    document: Document = field(repr=False)
    use_id: str
    pasted: Pasted = field(repr=False)


def taken_out(document: Document, clip: Clip, known: Names | None = None) -> Taken:
    """A block of a page or some questions. ``known``: what they are called in it already.

    Raises:
        NotFoundError: the page or a question is not in the document.
    """
    empty: Document = {"pages": [{"id": ROOM, "questions": []}]}
    whole = Clip(document, clip.page_id, clip.question_ids)
    done = pasting.paste(empty, whole, ROOM, names=known or {})
    made = done.document
    pages = [one for one in made["pages"] if (one["id"] == ROOM) != bool(clip.page_id)]
    content = {"format": FORMAT, "pages": pages}
    for name in ("rules", "parameters"):
        content[name] = sorted(made.get(name) or [], key=lambda one: str(one["id"]))
    names = {Reference(old.kind, new): old.id for old, new in done.names.items()}
    return Taken(Block(content), names, tuple(done.left), tuple(done.elsewhere))


def put_in(document: Document, block: Block, mark: Mark, page_id: str) -> PutIn:
    """Put the block last on a page, or as a page after it; the document remembers it.

    Raises:
        NotFoundError: there is no such page.
    """
    done = pasting.paste(document, block.clip(), page_id)
    made, use_id = marked(done.document, mark, done.names)
    return PutIn(made, use_id, done)


def marked(document: Document, mark: Mark, names: Names, use_id: str = "") -> tuple[Document, str]:
    """The document that remembers the block under ``use_id`` ("" for a new one); and that id."""
    made = copy.deepcopy(document)
    listed: list[Part] = made.setdefault("blocks", [])
    own = use_id or editing.new_id(mark.title, {str(one.get("id")) for one in listed})
    entry = {
        "id": own,
        "block": mark.block,
        "title": {"sv": mark.title},
        "version": mark.version,
        "sha256": mark.sha256,
        "names": _written(names),
    }
    places = [place for place, one in enumerate(listed) if one.get("id") == own]
    if places:
        listed[places[0]] = entry
    else:
        listed.append(entry)
    return made, own


def left_alone(document: Document, use_id: str) -> Document:
    """The document that no longer remembers the block; its parts stand where they are."""
    made = copy.deepcopy(document)
    made["blocks"] = [one for one in made.get("blocks") or [] if one.get("id") != use_id]
    if not made["blocks"]:
        del made["blocks"]
    return made


def faults(block: Block) -> list[Place]:
    """What keeps the block from being a sound part of a form; [] when nothing does."""
    page = {"title": {"sv": "Block"}, **block.document["pages"][0]}
    whole = filled({**block.document, "id": "block", "title": {"sv": "Block"}, "pages": [page]})
    return [place(whole, one) for one in problems(whole)]


def uses(document: Mapping[str, Any]) -> list[Use]:
    """The blocks that the document remembers and of which a question still stands in it."""
    there = {str(one.get("id")) for _, one in editing.every_question(document)}
    found = (_use(one) for one in document.get("blocks") or [])
    return [use for use in found if there & set(use.named("question").values())]


def use(document: Mapping[str, Any], use_id: str) -> Use:
    """One of them.

    Raises:
        NotFoundError: there is no such use.
    """
    for one in uses(document):
        if one.id == use_id:
            return one
    raise NotFoundError


def _use(entry: Mapping[str, Any]) -> Use:
    title = str((entry.get("title") or {}).get("sv") or "")
    mark = Mark(str(entry["block"]), title, int(entry["version"]), str(entry["sha256"]))
    names = {
        Reference(kind, old): str(new)
        for kind, listed in (entry.get("names") or {}).items()
        for old, new in listed.items()
    }
    return Use(str(entry["id"]), mark, names)


def _written(names: Names) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for old, new in names.items():
        made.setdefault(old.kind, {})[old.id] = new
    return made
