"""A block as a file, from one municipality to another; and blocks of older formats.

Refused whole, with place and reason, when it is no block that could be put into a form.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.blocks.content import FORMAT, Block, faults
from samtjanst.capabilities.formkit.problems import DefinitionError, Problem
from samtjanst.capabilities.formkit.reading import json_text, migrating
from samtjanst.capabilities.formkit.reading.migrating import Step
from samtjanst.capabilities.formkit.texts import Text, Told

FILE = "samtjanst-block-file/1"
# From each older format of blocks: the format that the step leads to, and the step; as
# ``migrating.STEPS`` for definitions. The first will be written with the second format.
STEPS: dict[str, tuple[str, Step]] = {}
_FIELDS = frozenset({"format", "title", "help", "block"})
_PARTS = frozenset({"format", "pages", "rules", "parameters"})
_NO_BLOCK = Told(
    "filen ska innehålla ett block: en sida med frågor, villkor och parametrar",
    "the file must hold a block: one page with questions, rules and parameters",
)
_NO_TITLE = Told("blocket ska ha ett namn", "the block must have a name")
_EXTRA = Text("fältet ”{name}” är okänt", "the field “{name}” is unknown")


@dataclass(frozen=True, slots=True)
class Carried:
    """A block in a file, with its name."""

    title: str
    help: str
    block: Block


def forward(document: Mapping[str, Any]) -> Block:
    """The block of a document that may be of an older format; what is stored stays as it is."""
    return Block(dict(migrating.forward(document, STEPS)))


def written(carried: Carried) -> str:
    """The file of a block: the same content always gives the same text."""
    content = {
        "format": FILE,
        "title": carried.title,
        "help": carried.help,
        "block": carried.block.document,
    }
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def read(text: str) -> Carried:
    """The block in a file.

    Raises:
        DefinitionError: with every problem found, each with line and column.
    """
    found = json_text.parse(text)
    problems = list(_shape(found))
    if not problems:
        block = forward(found["block"])
        problems = [Problem(f"block.{one.kind}.{one.id}", 0, one.reason) for one in faults(block)]
    if problems:
        raise DefinitionError(json_text.with_lines(tuple(problems), text))
    return Carried(found["title"], found.get("help") or "", block)


def _shape(found: Mapping[str, Any]) -> list[Problem]:
    if found.get("format") != FILE:
        return [Problem("format", 0, migrating.fault(found.get("format"), FILE))]
    made = [Problem(one, 0, _EXTRA.told(name=one[:60])) for one in sorted(set(found) - _FIELDS)]
    if not isinstance(found.get("title"), str) or not found["title"].strip():
        made.append(Problem("title", 0, _NO_TITLE))
    if not isinstance(found.get("help", ""), str):
        made.append(Problem("help", 0, _NO_BLOCK))
    return made or _content(found.get("block"))


def _content(document: Any) -> list[Problem]:
    if not isinstance(document, Mapping):
        return [Problem("block", 0, _NO_BLOCK)]
    newest = migrating.forward(document, STEPS)
    if newest.get("format") != FORMAT:
        return [Problem("block.format", 0, migrating.fault(newest.get("format"), FORMAT))]
    pages, listed = newest.get("pages"), (newest.get("rules"), newest.get("parameters"))
    page = pages[0] if isinstance(pages, list) and len(pages) == 1 else None
    questions = page.get("questions") if isinstance(page, Mapping) else None
    is_block = (
        set(newest) == _PARTS
        and isinstance(questions, list)
        and bool(questions)
        and all(_is_part(one) for one in (page, *questions))
        and all(isinstance(some, list) and all(map(_is_part, some)) for some in listed)
    )
    return [] if is_block else [Problem("block", 0, _NO_BLOCK)]


def _is_part(one: Any) -> bool:
    return isinstance(one, Mapping) and isinstance(one.get("id"), str)
