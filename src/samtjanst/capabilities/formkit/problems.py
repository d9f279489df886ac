"""What is wrong with a definition file: where, and why, in plain Swedish."""

from dataclasses import dataclass

from samtjanst.kernel.errors import SamtjanstError


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its place in the document and the reason.

    ``path`` is written as ``pages[0].questions[2].label``; ``line`` and ``column`` count from 1
    and are 0 when the document did not come from a text.
    """

    path: str
    line: int
    reason: str
    column: int = 0

    def __str__(self) -> str:
        column = f", tecken {self.column}" if self.column else ""
        place = f"rad {self.line}{column}: " if self.line else ""
        return f"{place}{self.path or 'dokumentet'}: {self.reason}"


class DefinitionError(SamtjanstError):
    """The document is not a definition that can be used; ``problems`` says every reason found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems
