"""Files of e-services, read for the command line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samtjanst.capabilities.formkit import package, problems
from samtjanst.capabilities.formkit.package import Package
from samtjanst.capabilities.formkit.problems import DefinitionError, Problem
from samtjanst.capabilities.formkit.texts import Text, Told, Value

LARGEST = 10_000_000
DOCUMENT = Told("dokumentet", "the document")
_FAULT = Text("{file}: {reason}", "{file}: {reason}")
_PLACED = Text("{at}: {path}: {reason}", "{at}: {path}: {reason}")
_WROTE = Text("Skrev {file}.", "Wrote {file}.")
_NOT_THERE = Told("filen finns inte", "there is no such file")
_NOT_ALLOWED = Told("filen får inte läsas eller skrivas", "the file may not be read or written")
_NO_FILE = Told("det är ingen fil", "it is not a file")
_NO_WAY = Told("det gick inte att läsa eller skriva filen", "the file could not be read or written")


@dataclass(slots=True)
class Answer:
    """What a command says: lines for people, ``data`` for programs, ``code`` for the shell.

    Both are in every language of the engine until they are shown.

    ``content`` is what it made for the file named in ``data["output"]``.
    """

    lines: list[Value] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    code: int = 0
    content: str | bytes = ""


class UnusableError(Exception):
    """A file that no command can use, with every reason; ``problems`` is () for one not found."""

    def __init__(
        self, name: str, problems: tuple[Problem, ...], reason: Told | None = None
    ) -> None:
        super().__init__(name)
        self.name, self.problems, self.reason = name, problems, reason

    def told(self) -> Answer:
        """The reasons, each on a line that an editor can jump to."""
        if self.reason:
            fault = {"file": self.name, "reason": self.reason}
            line = _FAULT.told(**fault)
            return Answer([line], {"ok": False, "problems": [fault]}, 2)
        said = [data_of(self.name, one) for one in self.problems]
        lines: list[Value] = [line_of(self.name, one) for one in self.problems]
        return Answer(lines, {"ok": False, "problems": said}, 2)


def line_of(name: str, problem: Problem) -> Told:
    """``file:line:column: place: reason``."""
    place = f"{name}:{problem.line}:{problem.column}" if problem.line else name
    return _PLACED.told(at=place, path=problem.path or DOCUMENT, reason=problem.reason)


def data_of(name: str, problem: Problem) -> dict[str, Any]:
    """The same for a program."""
    return {
        "file": name,
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "reason": problem.reason,
    }


def reason_of(error: OSError) -> Told:
    """Why a file could not be read or written."""
    match error:
        case FileNotFoundError():
            return _NOT_THERE
        case PermissionError():
            return _NOT_ALLOWED
        case IsADirectoryError() | NotADirectoryError():
            return _NO_FILE
    return _NO_WAY


def text_of(name: str) -> str:
    """The text of a file.

    Raises:
        UnusableError: it is not there, too large, or no text.
    """
    path = Path(name)
    try:
        if path.stat().st_size > LARGEST:
            raise UnusableError(name, (Problem("", 0, problems.TOO_LARGE),))
        content = path.read_bytes()
    except OSError as error:
        raise UnusableError(name, (), reason_of(error)) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise UnusableError(name, (Problem("", line, problems.NOT_TEXT, column),)) from None


def opened(name: str) -> Package:
    """The e-service in a file.

    Raises:
        UnusableError: with every reason.
    """
    try:
        return package.read(text_of(name))
    except DefinitionError as error:
        raise UnusableError(name, error.problems) from None


def values(name: str) -> Mapping[str, Any]:
    """A municipality's values of the parameters; {} without a file.

    Raises:
        UnusableError: not there, or no JSON object.
    """
    if not name:
        return {}
    try:
        found = json.loads(text_of(name))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UnusableError(name, (Problem("", 1, problems.NOT_OBJECT, 1),))
    return found


def made(told: Answer, content: str | bytes, output: str) -> Answer:
    """What a command made goes to the file ``output``, or to the lines when there is none."""
    if output:
        told.lines.append(_WROTE.told(file=output))
        told.data["output"], told.content = output, content
    else:
        told.lines.append(content.rstrip("\n") if isinstance(content, str) else "")
        told.data["text"] = content if isinstance(content, str) else ""
    return told
