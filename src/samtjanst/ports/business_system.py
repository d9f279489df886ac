"""Port for a business system that takes a case over, such as a pupil register."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from samtjanst.ports.case_file import Ask


@dataclass(frozen=True, slots=True)
class Package:
    """What is delivered.

    ``key`` is the same for every attempt at the same delivery, so that a receiver that sees it
    twice has an effect once. ``content`` is the receiver's own shape, made by the mapping.
    ``supplements`` is the key of the case's first delivery, where this one comes after it.
    ``days`` names the fields that are days, written YYYY-MM-DD, for a form that has such.
    ``case`` gives the whole case to an adapter that asks, as an archive does; most never do.
    """

    key: str
    reference: str
    content: Mapping[str, Any] = field(repr=False)
    case: Ask | None = field(repr=False, default=None)
    days: frozenset[str] = frozenset()
    supplements: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a receiver of its kind behaves.

    A receipt that has not come ``receipt_within`` is a fault; None: it comes when it comes.
    ``takes_later``: what comes to a case after it was delivered is delivered too, by itself.
    """

    receipt_within: timedelta | None = timedelta(days=3)
    takes_later: bool = False


PROMPT, PATIENT = Manner(), Manner(receipt_within=None, takes_later=True)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receiver has it; ``number`` is its own name for what it stored."""

    number: str
    received_at: datetime | None = None


class BusinessSystem(Protocol):
    """Raises Temporary, Rejected or NotConfigured and nothing else."""

    manner: Manner

    def deliver(self, package: Package) -> Receipt | None:
        """Hand the package over; None when it is taken but the receipt comes later."""
        ...

    def receipt(self, key: str) -> Receipt | None:
        """The receipt of an earlier delivery; None when the receiver does not have it (yet)."""
        ...

    def check(self) -> None:
        """Raise the failure that a delivery would meet now."""
        ...
