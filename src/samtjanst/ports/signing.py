"""Port for electronic signatures over a text that the person sees.

Same life as an identification: start, collect, cancel, plus ``verify``, which judges a
finished signature again, offline, from the evidence alone.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.identity import Signatory
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.identity import Progress, StartedOrder


@dataclass(frozen=True, slots=True)
class StartSignature:
    """What is to be signed, by whom, on what device."""

    # Anybody else's signature makes the order fail; None: it is told who signed, for the caller
    # to judge, who does not know her number.
    signatory: PersonalNumber | None = field(repr=False)
    visible_text: str  # exactly what the person is shown and signs
    hidden_data: bytes  # signed too; carries the digest of the sealed filing
    end_user_ip: str
    return_url: str
    referring_domain: str
    user_agent: str
    device_identifier: str


@dataclass(frozen=True, slots=True)
class StartCallSignature:
    """What somebody signs whom an official has on the telephone."""

    signatory: PersonalNumber = field(repr=False)  # anybody else's signature makes it fail
    visible_text: str = field(repr=False)
    hidden_data: bytes = field(repr=False)
    is_hers: bool  # she has called; else she was called


@dataclass(frozen=True, slots=True)
class Expected:
    """What a signature must be over, and whose it must be."""

    signatory: Signatory
    visible_text: str
    hidden_data: bytes

    @property
    def digest(self) -> str:
        """SHA-256 over both parts of what is signed, whosever signature it is."""
        parts = (self.visible_text.encode(), self.hidden_data)
        return digest_bytes("".join(map(digest_bytes, parts)).encode())


@dataclass(frozen=True, slots=True)
class Check:
    """One step of a verification: its stable name, whether it held, and a short why."""

    name: str
    held: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The verdict of every step, with the versions of what judged."""

    checks: tuple[Check, ...]
    verifier: str
    signed_at: datetime | None = None
    roots: tuple[str, ...] = field(default=())  # SHA-256 fingerprints of the pinned roots

    @property
    def valid(self) -> bool:
        """Whether every step held (and there was at least one)."""
        return bool(self.checks) and all(check.held for check in self.checks)


class SigningProvider(Protocol):
    """A way to sign. Raises Temporary, Rejected or NotConfigured and nothing else."""

    def start(self, request: StartSignature) -> StartedOrder:
        """Start a signature."""
        ...

    def collect(self, order: dict[str, Any]) -> Progress:
        """Ask how it goes; ``evidence`` of a complete answer is all that must be kept."""
        ...

    def cancel(self, order: dict[str, Any]) -> None:
        """Stop the order; stopping one that has ended does nothing."""
        ...

    def qr_text(self, order: dict[str, Any], at: datetime) -> str:
        """The text of the code to show at the instant ``at``."""
        ...

    def verify(self, evidence: dict[str, Any], expected: Expected) -> VerificationReport:
        """Judge kept evidence again; needs no network."""
        ...


class CallerSigner(SigningProvider, Protocol):
    """A way to sign while on the telephone. Raises as :class:`SigningProvider` does."""

    def start_call(self, request: StartCallSignature) -> StartedOrder:
        """Start a signature in her app; there is no code to scan, and no address that opens it."""
        ...
