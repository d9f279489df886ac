"""The certificates that a connection stands on, and when they end.

An adapter of any port may have ``certificates``; one without has none that it knows of.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Whose(StrEnum):
    """Whose certificate it is."""

    OWN = "own"  # what we show, sign or seal with
    THEIRS = "theirs"  # what the other side signs with, and we trust


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate in use. ``subject`` is its common name, or all of its subject."""

    whose: Whose
    subject: str
    ends_at: datetime


class Certified(Protocol):
    """An adapter that can tell its certificates, without asking anybody."""

    def certificates(self) -> tuple[Certificate, ...]:
        """All of them, also those that have ended."""
        ...
