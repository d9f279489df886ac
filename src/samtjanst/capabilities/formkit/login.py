"""How the applicant must have logged in."""

from dataclasses import dataclass
from enum import StrEnum


class LoginLevel(StrEnum):
    """The assurance level that a log-in must have (the Swedish trust framework)."""

    BY_CLASS = "by_class"  # what follows from how the e-service's information is classified
    LOA2 = "loa2"
    LOA3 = "loa3"
    LOA4 = "loa4"

    @property
    def number(self) -> int | None:
        """2-4; None where it follows from the class."""
        return None if self is LoginLevel.BY_CLASS else int(self.value[-1])


@dataclass(frozen=True, slots=True)
class LoginRule:
    """How the applicant must have logged in, to fill in and to hand in."""

    start: LoginLevel = LoginLevel.BY_CLASS
    hand_in: LoginLevel = LoginLevel.BY_CLASS

    def demanded(self, by_class: int) -> tuple[int, int]:
        """The levels to fill in and to hand in, where ``by_class`` follows from the class.

        What is handed in is never asked less for than the filling in.
        """
        start = self.start.number or by_class
        return start, max(start, self.hand_in.number or by_class)
