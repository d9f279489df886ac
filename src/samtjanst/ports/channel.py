"""Port for a channel that carries a message to a person."""

from dataclasses import dataclass, field
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
    """The channel took the message over; ``receipt`` is its own name for it."""

    receipt: str


class Channel(Protocol):
    """Raises Temporary, Rejected or NotConfigured and nothing else."""

    def send(self, message: Outgoing) -> Accepted:
        """Hand the message over."""
        ...

    def check(self) -> None:
        """Raise the failure that a send would meet now."""
        ...
