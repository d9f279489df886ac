"""What can be shown of a form that is not done: everything that is sound, nothing that is not."""

import copy
import re
from typing import Any

from samtjanst.capabilities.formkit.definition import Definition, DefinitionError, Problem, load
from samtjanst.capabilities.formkit.editing import blank
from samtjanst.capabilities.formkit.editing.document import Document

_PLACE = re.compile(r"pages\[(\d+)\](?:\.questions\[(\d+)\])?|rules\[(\d+)\]|parameters\[(\d+)\]")
_ROUNDS = 6


def problems(document: Document) -> tuple[Problem, ...]:
    """Everything that keeps the document from being a definition; () when nothing does."""
    try:
        load(document)
    except DefinitionError as error:
        return error.problems
    return ()


def sketch(document: Document) -> Definition | None:
    """A definition of the parts that are sound, or None when no question is.

    Settings are stand-ins (see ``blank.filled``): a sketch is for looking at questions.
    """
    try:
        return load(document)
    except DefinitionError:
        return _reduced(blank.filled(document))


def has_questions(document: Document) -> bool:
    """Whether there is any question, sound or not: what to say where there is no sketch."""
    pages = document.get("pages")
    found = pages if isinstance(pages, list) else []
    return any(isinstance(one, dict) and one.get("questions") for one in found)


def _reduced(made: Document) -> Definition | None:
    _drop_empty(made)
    for _ in range(_ROUNDS):
        try:
            return load(made)
        except DefinitionError as error:
            if not _drop(made, error.problems):
                made["rules"] = []
        _drop_empty(made)
        if not made["pages"]:
            return None
    return None


def _drop_empty(made: Document) -> None:
    made["pages"] = [one for one in made.get("pages") or [] if one.get("questions")]


def _drop(made: Document, found: tuple[Problem, ...]) -> bool:
    """Take out what the problems point at; whether anything was."""
    places = [match for one in found if (match := _PLACE.match(one.path))]
    before = copy.deepcopy(made)
    questions = {(int(one[1]), int(one[2])) for one in places if one[2]}
    for number, page in enumerate(made["pages"]):
        whole = any(one[1] == str(number) and not one[2] for one in places)
        if whole and not _words(page.get("title")):
            page["title"] = {"sv": "–"}
        page["questions"] = [
            one for place, one in enumerate(page["questions"]) if (number, place) not in questions
        ]
    for key, group in (("rules", 3), ("parameters", 4)):
        lost = {int(one[group]) for one in places if one[group]}
        made[key] = [one for place, one in enumerate(made.get(key) or []) if place not in lost]
    return made != before


def _words(value: Any) -> bool:
    return isinstance(value, dict) and bool(str(value.get("sv", "")).strip())
