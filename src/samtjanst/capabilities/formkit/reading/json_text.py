"""JSON text to a document, and the line of every place in it."""
# ruff: noqa: S105 - the tokens here are JSON's punctuation

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from samtjanst.capabilities.formkit.problems import DefinitionError, Problem
from samtjanst.kernel import canonical

MAX_CHARACTERS = 5_000_000
MAX_DEPTH = 40
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
        _refuse(error.lineno, f"filen är inte giltig JSON (tecken {error.colno} på raden)")
    except (ValueError, RecursionError):
        _refuse(0, "filen är inte giltig JSON")
    if doubled:
        _refuse(0, f"fältet ”{doubled[0][:60]}” står två gånger i samma objekt")
    if not isinstance(document, dict):
        _refuse(1, "filen ska innehålla ett objekt inom klammer { }")
    return document


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
        _refuse(0, f"filen har fler än {MAX_DEPTH} nivåer")
    try:
        canonical.canonical_bytes(document)
    except (TypeError, ValueError):
        _refuse(0, "filen innehåller ett värde som inte är tillåtet (till exempel decimaltal)")


def with_lines(problems: tuple[Problem, ...], text: str) -> tuple[Problem, ...]:
    """The problems with their lines; a missing field gets the line of what should hold it."""
    lines = _lines(text)
    return tuple(Problem(p.path, _line_of(p.path, lines), p.reason) for p in problems)


def _line_of(path: str, lines: Mapping[str, int]) -> int:
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path, 1)


def _lines(text: str) -> dict[str, int]:
    lines: dict[str, int] = {"": 1}
    stack: list[list[Any]] = []  # per open container: path, index of the next item or None
    line, key, path = 1, None, ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "\n":
            line += 1
        elif token == ":":
            path = _join(stack[-1][0] if stack else "", key or "")
            lines[path] = line
        elif token == ",":
            key = None
        elif token in "]}":
            if stack:
                stack.pop()
        else:
            inside = stack[-1] if stack else None
            if inside and inside[1] is not None:
                path = f"{inside[0]}[{inside[1]}]"
                inside[1] += 1
                lines[path] = line
            elif inside and key is None and token.startswith('"'):
                key = token[1:-1]
                continue
            if token in "[{":
                stack.append([path, 0 if token == "[" else None])
                key = None
    return lines


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _refuse_size(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        _refuse(0, f"filen är större än {MAX_CHARACTERS} tecken")
    depth = deepest = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', text):
        token = match[0]
        depth += (token in "{[") - (token in "}]")
        deepest = max(deepest, depth)
        if deepest > MAX_DEPTH:
            _refuse(text.count("\n", 0, match.start()) + 1, f"fler än {MAX_DEPTH} nivåer")


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


def _refuse(line: int, reason: str) -> NoReturn:
    raise DefinitionError((Problem("", line, reason),))
