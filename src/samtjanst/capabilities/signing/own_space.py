"""What staff may know of rooms that wait in the citizens' own space."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnSpaceView:
    """What staff may know of a room that waits in the citizens' own space: not what it holds."""

    label: str
    since: datetime
    missing_roles: tuple[str, ...]
    still: int | None = None  # how many of them have to sign; None for all


@dataclass(frozen=True, slots=True)
class OwnSpace:
    """What waits in the citizens' own space: those that have waited longest, and how many wait.

    ``number`` is counted as far as ``MOST_COUNTED`` + 1.
    """

    longest: tuple[OwnSpaceView, ...] = ()
    number: int = 0
