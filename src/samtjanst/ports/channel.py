"""Port for a channel that carries a message to a person."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message. ``key`` is the same for every attempt, so that a channel can drop doubles."""

    key: str
    to: str = field(repr=False)
    subject: str
    text: str
    sender_name: str
    sender_address: str
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The channel took the message over; ``receipt`` is our name for it, the same for each attempt.

    ``report`` is the channel's own, by which it can be asked how it went; "" where it cannot.
    """

    receipt: str
    report: str = ""


class Delivery(StrEnum):
    """How a message that was taken over has fared."""

    UNDERWAY = "underway"
    DELIVERED = "delivered"  # it has reached the phone, or the box
    FAILED = "failed"  # and will not


class Channel(Protocol):
    """Raises Temporary, Rejected or NotConfigured and nothing else."""

    def send(self, message: Outgoing) -> Accepted:
        """Hand the message over."""
        ...

    def check(self) -> None:
        """Raise the failure that a send would meet now."""
        ...


class ReportingChannel(Channel, Protocol):
    """A channel that tells afterwards whether a message came through. Raises as a channel does."""

    def delivery(self, report: str) -> Delivery:
        """How the message fares; ``report`` is what the channel gave when it took it over."""
        ...
