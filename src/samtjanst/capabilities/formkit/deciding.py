"""By whom a decision is signed before it is sent."""

from dataclasses import dataclass
from enum import StrEnum

MOST_APPROVERS = 5


class SecondReader(StrEnum):
    """Which decisions somebody else reads before they are made."""

    NEVER = "never"
    ADVERSE = "adverse"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class DecisionSigning:
    """A decision is signed by the one who decides, and then by those who approve.

    ``approvers`` are how many she names among her colleagues, ``needed`` how many of them have to
    sign (0 for all); ``in_turn`` whether they are asked one after the other.
    """

    approvers: int = 0
    needed: int = 0
    in_turn: bool = False
