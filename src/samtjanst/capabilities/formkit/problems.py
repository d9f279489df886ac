"""What is wrong with a definition file: where, and why, in plain Swedish and English."""

from dataclasses import dataclass

from samtjanst.capabilities.formkit.texts import Text, Told, join
from samtjanst.kernel.errors import SamtjanstError

_DOCUMENT = Told("dokumentet", "the document")
_AT = Text("{path}: {reason}", "{path}: {reason}")
_LINE = Text("rad {line}", "line {line}")
_COLUMN = Text("rad {line}, tecken {column}", "line {line}, character {column}")
TOO_LARGE = Told("filen är större än 10 MB", "the file is larger than 10 MB")
NOT_TEXT = Told("filen är inte text i UTF-8", "the file is not text in UTF-8")
NOT_OBJECT = Told("här ska det stå ett JSON-objekt", "a JSON object must stand here")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its place in the document and the reason.

    ``path`` is written as ``pages[0].questions[2].label``; ``line`` and ``column`` count from 1
    and are 0 when the document did not come from a text.
    """

    path: str
    line: int
    reason: Told
    column: int = 0

    def __str__(self) -> str:
        return self.told()

    def told(self) -> Told:
        """Place and reason as one sentence."""
        path = self.path or _DOCUMENT
        if not self.line:
            return _AT.told(path=path, reason=self.reason)
        where = (
            _COLUMN.told(line=self.line, column=self.column)
            if self.column
            else _LINE.told(line=self.line)
        )
        return join((where, _AT.told(path=path, reason=self.reason)), ": ")


class DefinitionError(SamtjanstError):
    """The document is not a definition that can be used; ``problems`` says every reason found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems
