"""Files of e-services, read for the command line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samtjanst.capabilities.formkit import package, problems
from samtjanst.capabilities.formkit.package import Package
from samtjanst.capabilities.formkit.problems import DefinitionError, Problem

LARGEST = 10_000_000


@dataclass(slots=True)
class Told:
    """What a command says: lines for people, ``data`` for programs, ``code`` for the shell.

    ``content`` is what it made for the file named in ``data["output"]``.
    """

    lines: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    code: int = 0
    content: str | bytes = ""


class UnusableError(Exception):
    """A file that no command can use, with every reason; ``problems`` is () for one not found."""

    def __init__(self, name: str, problems: tuple[Problem, ...], reason: str = "") -> None:
        super().__init__(name)
        self.name, self.problems, self.reason = name, problems, reason

    def told(self) -> Told:
        """The reasons, each on a line that an editor can jump to."""
        lines = [line_of(self.name, one) for one in self.problems]
        said = [data_of(self.name, one) for one in self.problems]
        if self.reason:
            lines, said = [f"{self.name}: {self.reason}"], [{"file": self.name,
                           "reason": self.reason}]  # fmt: skip
        return Told(lines, {"ok": False, "problems": said}, 2)


def line_of(name: str, problem: Problem) -> str:
    """``file:line:column: place: reason``."""
    place = f"{name}:{problem.line}:{problem.column}" if problem.line else name
    return f"{place}: {problem.path or 'dokumentet'}: {problem.reason}"


def data_of(name: str, problem: Problem) -> dict[str, Any]:
    """The same for a program."""
    return {
        "file": name,
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "reason": problem.reason,
    }


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
        raise UnusableError(name, (), str(error.strerror or error)) from None
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


def made(told: Told, content: str | bytes, output: str) -> Told:
    """What a command made goes to the file ``output``, or to the lines when there is none."""
    if output:
        told.lines.append(f"Skrev {output}.")
        told.data["output"], told.content = output, content
    else:
        told.lines.append(content.rstrip("\n") if isinstance(content, str) else "")
        told.data["text"] = content if isinstance(content, str) else ""
    return told
