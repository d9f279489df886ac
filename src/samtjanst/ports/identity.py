"""Port for electronic identification: who is in front of the screen.

An order is started, followed with ``collect`` and ends once. ``order`` is opaque to the
caller: it is kept on the server (encrypted) and never reaches the browser.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from samtjanst.kernel.personal_number import PersonalNumber


class OrderState(StrEnum):
    """Where an order stands."""

    PENDING = "pending"
    FAILED = "failed"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class StartIdentification:
    """What an identification is for, and on what device."""

    end_user_ip: str
    purpose: str  # shown to the person in the app, plain text in Swedish
    return_url: str
    referring_domain: str
    user_agent: str
    device_identifier: str  # a lasting hash of the browser; not the session's secret


@dataclass(frozen=True, slots=True)
class StartCall:
    """Whom an official has on the telephone, and what she is to read in the app."""

    person: PersonalNumber = field(repr=False)
    purpose: str  # plain text in Swedish
    is_hers: bool  # she has called; else she was called


@dataclass(frozen=True, slots=True)
class StartedOrder:
    """A started order: what the server keeps, and what the browser may get."""

    order: dict[str, Any] = field(repr=False)  # secrets; stays on the server
    launch_url: str = field(repr=False)  # opens the app on this device; the browser gets it
    started_at: datetime


@dataclass(frozen=True, slots=True)
class IdentifiedPerson:
    """A person that the identity provider vouches for."""

    personal_number: PersonalNumber
    name: str
    given_name: str
    surname: str
    assurance_level: int  # 2-4, the Swedish trust framework
    method: str  # such as "bankid"


@dataclass(frozen=True, slots=True)
class Progress:
    """What ``collect`` says now.

    ``hint`` names what to tell the person: a key of the adapter's ``texts``, such as "RFA1".
    """

    state: OrderState
    hint: str = ""
    show_qr: bool = False
    person: IdentifiedPerson | None = None
    evidence: dict[str, Any] = field(default_factory=dict, repr=False)


class CallerIdentifier(Protocol):
    """An e-ID that can show who is on the telephone. Raises as :class:`IdentityProvider` does."""

    def start_call(self, request: StartCall) -> StartedOrder:
        """Ask the person in her app; only she can complete it, and there is no code to scan."""
        ...

    def collect(self, order: dict[str, Any]) -> Progress:
        """As of an :class:`IdentityProvider`."""
        ...

    def cancel(self, order: dict[str, Any]) -> None:
        """As of an :class:`IdentityProvider`."""
        ...

    def qr_text(self, order: dict[str, Any], at: datetime) -> str:
        """As of an :class:`IdentityProvider`; never asked for."""
        ...


class IdentityProvider(Protocol):
    """An e-ID. Raises Temporary, Rejected or NotConfigured and nothing else."""

    assurance_level: int  # 2-4, of everybody whom it identifies

    def start(self, request: StartIdentification) -> StartedOrder:
        """Start an identification."""
        ...

    def collect(self, order: dict[str, Any]) -> Progress:
        """Ask how it goes; a complete or failed answer is given once."""
        ...

    def cancel(self, order: dict[str, Any]) -> None:
        """Stop the order; stopping one that has ended does nothing."""
        ...

    def qr_text(self, order: dict[str, Any], at: datetime) -> str:
        """The text of the code to show at the instant ``at``; changes every second."""
        ...

    def check(self) -> None:
        """Raise the failure that a start would meet now, without starting anything."""
        ...
