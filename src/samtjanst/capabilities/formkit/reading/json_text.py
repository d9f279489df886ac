"""JSON text to a document, and the line of every place in it."""
# ruff: noqa: S105 - the tokens here are JSON's punctuation

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from samtjanst.capabilities.formkit.problems import DefinitionError, Problem
from samtjanst.capabilities.formkit.texts import Text, Told
from samtjanst.kernel import canonical

MAX_CHARACTERS = 5_000_000
MAX_DEPTH = 40
Place = tuple[int, int]  # line and column, from 1; zeros for nowhere in particular
_NOWHERE = (0, 0)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|\n')


def parse(text: str) -> Mapping[str, Any]:
    """The object in a JSON text.

    Raises:
        DefinitionError: too long or too deep, not JSON, a doubled field, or no object.
    """
    _refuse_size(text)
    doubled: list[str] = []
    try:
        document = json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, doubled))
    except json.JSONDecodeError as error:
        _refuse((error.lineno, error.colno), _not_json(error, text))
    except (ValueError, RecursionError):
        _refuse(_NOWHERE, Told("filen är inte giltig JSON", "the file is not valid JSON"))
    if doubled:
        told = Text(
            "fältet ”{doubled}” står två gånger i samma objekt",
            "the field “{doubled}” stands twice in the same object",
        ).told(doubled=doubled[0][:60])
        _refuse(next(iter(_places(text)[1]), _NOWHERE), told)
    if not isinstance(document, dict):
        _refuse(
            (1, 1),
            Told(
                "filen ska innehålla ett objekt inom klammer { }",
                "the file must hold an object within braces",
            ),
        )
    return document


def _not_json(error: json.JSONDecodeError, text: str) -> Told:
    is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
    if is_cut:
        return Told(
            "filen är inte giltig JSON: den slutar för tidigt",
            "the file is not valid JSON: it ends too early",
        )
    return Told("filen är inte giltig JSON", "the file is not valid JSON")


def plain(document: Mapping[str, Any]) -> dict[str, Any]:
    """An own copy of a document, in canonical order."""
    copy: dict[str, Any] = json.loads(canonical.canonical_bytes(document))
    return copy


def refuse_unreadable(document: Any) -> None:
    """Refuse what has no canonical form, or is nested deeper than a definition can be.

    Raises:
        DefinitionError: with the one reason.
    """
    if _depth(document) > MAX_DEPTH:
        _refuse(
            _NOWHERE,
            Text(
                "filen har fler än {max_depth} nivåer", "the file has more than {max_depth} levels"
            ).told(max_depth=MAX_DEPTH),
        )
    try:
        canonical.canonical_bytes(document)
    except (TypeError, ValueError):
        _refuse(
            _NOWHERE,
            Told(
                "filen innehåller ett värde som inte är tillåtet (till exempel decimaltal)",
                "the file holds a value that is not allowed (for example a decimal number)",
            ),
        )


def with_lines(problems: tuple[Problem, ...], text: str) -> tuple[Problem, ...]:
    """The problems with their places; a missing field gets the place of what should hold it."""
    places, _doubled = _places(text)
    found = ((one, _place_of(one.path, places)) for one in problems)
    return tuple(Problem(one.path, at[0], one.reason, at[1]) for one, at in found)


def _place_of(path: str, places: Mapping[str, Place]) -> Place:
    while path and path not in places:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return places.get(path, (1, 1))


def _places(text: str) -> tuple[dict[str, Place], list[Place]]:  # noqa: C901 - one token each
    """Where each path of a JSON text stands: line and column; and where fields stand again."""
    places, doubled = {"": (1, 1)}, []
    stack: list[list[Any]] = []  # per open container: path, index of the next item or None
    line, begun, key, path, at = 1, 0, None, "", (1, 1)
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "\n":
            line, begun = line + 1, match.end()
        elif token == ":":
            path = _join(stack[-1][0] if stack else "", key or "")
            if path in places:
                doubled.append(at)
            places[path] = at
        elif token == ",":
            key = None
        elif token in "]}":
            if stack:
                stack.pop()
        else:
            inside = stack[-1] if stack else None
            at = (line, match.start() - begun + 1)
            if inside and inside[1] is not None:
                path = f"{inside[0]}[{inside[1]}]"
                inside[1] += 1
                places[path] = at
            elif inside and key is None and token.startswith('"'):
                key = token[1:-1]
                continue
            if token in "[{":
                stack.append([path, 0 if token == "[" else None])
                key = None
    return places, doubled


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _refuse_size(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        _refuse(
            _NOWHERE,
            Text(
                "filen är större än {max_characters} tecken",
                "the file is larger than {max_characters} characters",
            ).told(max_characters=MAX_CHARACTERS),
        )
    depth = deepest = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', text):
        token = match[0]
        depth += (token in "{[") - (token in "}]")
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            _refuse(
                (line, column),
                Text("fler än {max_depth} nivåer", "more than {max_depth} levels").told(
                    max_depth=MAX_DEPTH
                ),
            )


def _depth(value: Any, level: int = 0) -> int:
    if level > MAX_DEPTH or not isinstance(value, dict | list | tuple):
        return level
    inner = value.values() if isinstance(value, dict) else value
    return max((_depth(item, level + 1) for item in inner), default=level + 1)


def _object(pairs: list[tuple[str, Any]], doubled: list[str]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        doubled += [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]  # add() gives None
    return found


def _refuse(at: Place, reason: Told) -> NoReturn:
    raise DefinitionError((Problem("", at[0], reason, at[1]),))
