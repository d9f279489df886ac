"""Finding and changing pages and questions of a document. Every change gives a new document.

A document in the workshop may lack what a definition must have; only its outline (pages with
questions, rules) is taken for granted, and :func:`outline_fault` says when even that is missing.
"""

import copy
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit.texts import NO_TEXT, NO_WORDS, Text, Told
from samtjanst.kernel import ids
from samtjanst.kernel.errors import NotFoundError

Document = dict[str, Any]
Part = dict[str, Any]
_LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u"})


def pages(document: Mapping[str, Any]) -> list[Part]:
    """The pages, in order."""
    return list(document.get("pages") or [])


def questions(document: Mapping[str, Any]) -> Iterator[tuple[Part, Part]]:
    """Every page with each of its questions."""
    for page in pages(document):
        yield from ((page, question) for question in page.get("questions") or [])


def every_question(document: Mapping[str, Any]) -> Iterator[tuple[Part, Part]]:
    """As :func:`questions`, with those inside groups and tables after their own."""
    for on, one in questions(document):
        yield on, one
        yield from ((on, inner) for inner in one.get("questions") or [])


def siblings(document: Mapping[str, Any], question_id: str) -> list[Part]:
    """The list in which a question stands: its page's, or its group's.

    Raises:
        NotFoundError: there is no such question.
    """
    for on in (*pages(document), *(one for _, one in questions(document))):
        held: list[Part] = on.get("questions") or []
        if any(one.get("id") == question_id for one in held):
            return held
    raise NotFoundError


def page(document: Mapping[str, Any], page_id: str) -> Part:
    """The page with the id.

    Raises:
        NotFoundError: there is none.
    """
    return _only(one for one in pages(document) if one.get("id") == page_id)


def question(document: Mapping[str, Any], question_id: str) -> Part:
    """The question with the id.

    Raises:
        NotFoundError: there is none.
    """
    return _only(one for _, one in every_question(document) if one.get("id") == question_id)


def group_of(document: Mapping[str, Any], question_id: str) -> str:
    """The id of the group or table in whose rows a question stands; "" for none."""
    for _page, one in questions(document):
        if any(inner.get("id") == question_id for inner in one.get("questions") or []):
            return str(one.get("id"))
    return ""


def page_of(document: Mapping[str, Any], question_id: str) -> Part:
    """The page that a question stands on.

    Raises:
        NotFoundError: there is no such question.
    """
    return _only(on for on, one in every_question(document) if one.get("id") == question_id)


def new_id(label: str, taken: set[str]) -> str:
    """A stable id that can be read: the label's first words and five random characters.

    Random, so that two people who add the same thing at once do not get the same id.
    """
    folded = unicodedata.normalize("NFC", label).casefold().translate(_LETTERS)
    words = re.sub(r"[^a-z0-9]+", "_", folded).strip("_")[:40].strip("_")
    stem = words if words[:1].isalpha() else f"f_{words}".rstrip("_")
    while (made := f"{stem}_{ids.new_id().hex[:5]}") in taken:
        continue
    return made


def copied(document: Mapping[str, Any]) -> Document:
    """A copy that can be changed."""
    return copy.deepcopy(dict(document))


def taken_ids(document: Mapping[str, Any]) -> set[str]:
    """Ids of pages, questions and rules, so that no new one is given twice."""
    found = {str(one.get("id")) for one in pages(document)}
    found |= {str(one.get("id")) for _, one in every_question(document)}
    return found | {str(rule.get("id")) for rule in document.get("rules") or []}


def add_page(document: Document, title: str) -> tuple[Document, str]:
    """The document with an empty page last, and the page's id."""
    made = copy.deepcopy(document)
    page_id = new_id(title, taken_ids(made))
    made.setdefault("pages", []).append(
        {"id": page_id, "title": {"sv": title}, "questions": []},
    )
    return made, page_id


def add_question(document: Document, page_id: str, new: Part) -> tuple[Document, str]:
    """The document with a question last on a page, under an id of its own; and the id."""
    made = copy.deepcopy(document)
    own = renewed(new, taken_ids(made))
    page(made, page_id).setdefault("questions", []).append(own)
    return made, str(own["id"])


def add_inner(document: Document, question_id: str, new: Part) -> tuple[Document, str]:
    """The document with a question last in a group or table; and its id."""
    made = copy.deepcopy(document)
    own = renewed(new, taken_ids(made))
    question(made, question_id).setdefault("questions", []).append(own)
    return made, str(own["id"])


def renewed(new: Part, taken: set[str]) -> Part:
    """A copy of a question with an id that is not taken. Ids of options are kept."""
    words = new.get("label") or {}
    label = str(words.get("sv") or new.get("kind") or "fraga")
    made = {**copy.deepcopy(new), "id": new_id(label, taken)}
    if inner := made.get("questions"):
        made["questions"] = [renewed(one, taken) for one in inner]
    return made


def change_page(document: Document, page_id: str, change: Callable[[Part], None]) -> Document:
    """The document with ``change`` made to a copy of the page."""
    made = copy.deepcopy(document)
    change(page(made, page_id))
    return made


def change_question(
    document: Document, question_id: str, change: Callable[[Part], None]
) -> Document:
    """The document with ``change`` made to a copy of the question."""
    made = copy.deepcopy(document)
    change(question(made, question_id))
    return made


def move_page(document: Document, page_id: str, place: int) -> Document:
    """The document with the page at another place (0 is first)."""
    made = copy.deepcopy(document)
    _move(made["pages"], page(made, page_id), place)
    return made


def move_question(document: Document, question_id: str, page_id: str, place: int) -> Document:
    """The document with the question at a place of a page."""
    made = copy.deepcopy(document)
    moving, target = question(made, question_id), page(made, page_id)
    siblings(made, question_id).remove(moving)
    target.setdefault("questions", []).append(moving)
    _move(target["questions"], moving, place)
    return made


def step_question(document: Document, question_id: str, step: int) -> Document:
    """The document with the question one step up (-1) or down (1), over pages' edges too."""
    held, on = siblings(document, question_id), page_of(document, question_id)
    place = held.index(question(document, question_id)) + step
    if 0 <= place < len(held):
        made = copy.deepcopy(document)
        _move(siblings(made, question_id), question(made, question_id), place)
        return made
    everything = pages(document)
    number = everything.index(on) + step
    if held is not on.get("questions") or not 0 <= number < len(everything):
        return document
    target = everything[number]
    last = len(target.get("questions") or [])
    return move_question(document, question_id, target["id"], 0 if step > 0 else last)


def step_page(document: Document, page_id: str, step: int) -> Document:
    """The document with the page one step up (-1) or down (1)."""
    place = pages(document).index(page(document, page_id)) + step
    return move_page(document, page_id, place) if place >= 0 else document


def duplicate_question(document: Document, question_id: str) -> tuple[Document, str]:
    """The document with a copy right after the question, and the copy's id."""
    made = copy.deepcopy(document)
    twin = renewed(question(made, question_id), taken_ids(made))
    held = siblings(made, question_id)
    held.insert(held.index(question(made, question_id)) + 1, twin)
    return made, str(twin["id"])


def duplicate_page(document: Document, page_id: str) -> tuple[Document, str]:
    """The document with a copy right after the page, questions too; and the copy's id."""
    made, found = copy.deepcopy(document), page(document, page_id)
    taken = taken_ids(made)
    twin = {**copy.deepcopy(found), "id": new_id(str(found["title"].get("sv", "")), taken)}
    twin["questions"] = [renewed(one, taken) for one in found.get("questions") or []]
    made["pages"].insert(pages(document).index(found) + 1, twin)
    return made, str(twin["id"])


def outline_fault(document: Any) -> Told:
    """Why the document has no outline to work on, or "" when it has."""
    if not isinstance(document, dict) or not isinstance(document.get("pages"), list):
        return Told("filen har inga sidor", "the file has no pages")
    parts = [*document["pages"], *(document.get("rules") or [])]
    if not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in parts):
        return Told("en sida eller ett villkor saknar id", "a page or a rule has no id")
    return NO_WORDS


def _move(items: list[Part], item: Part, place: int) -> None:
    items.remove(item)
    items.insert(max(0, place), item)


def _only(found: Iterator[Part]) -> Part:
    for one in found:
        return one
    raise NotFoundError


def text_of(part: Mapping[str, Any], field: str) -> Text:
    """A text that stands in a part, as far as it has been written."""
    found = part.get(field)
    if not isinstance(found, Mapping):
        return NO_TEXT
    return Text(str(found.get("sv") or ""), str(found.get("en") or ""))
