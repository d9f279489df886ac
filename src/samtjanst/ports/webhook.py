"""Port for telling another system that something has happened, at an address that it has given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Call:
    """One call. Its headers carry an id that is the same for every attempt, and a signature."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class WebhookCaller(Protocol):
    """Raises Temporary, Rejected or NotConfigured and nothing else."""

    def post(self, call: Call) -> None:
        """Make the call; returns when the other system has said that it has it.

        Rejected is an address that must not be called, or a receiver that is gone for good.
        """
        ...

    def check(self) -> None:
        """Raise the failure that any call would meet now."""
        ...
