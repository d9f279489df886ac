"""Port for a log-in that happens at somebody else's: a directory of staff, or another e-ID.

The browser is sent away with ``start`` and comes back with an answer for ``finish``. What is kept
in between stays on the server (encrypted), bound to the browser's session, and is used once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.personal_number import PersonalNumber


@dataclass(frozen=True, slots=True)
class StartLogin:
    """Where to come back to, and the levels of which one is demanded (empty: any).

    ``binding`` is the SHA-256 (64 hexadecimals) of what the person confirms by logging in; the
    provider's signed answer names it.
    """

    return_url: str
    levels: tuple[int, ...] = ()
    language: str = "sv"
    binding: str = ""


@dataclass(frozen=True, slots=True)
class StartedLogin:
    """A started log-in: where the browser goes, and what the server keeps."""

    url: str = field(repr=False)
    kept: dict[str, Any] = field(repr=False)
    handle: str = field(repr=False)  # comes back with the browser, by which the rest is found


@dataclass(frozen=True, slots=True)
class VouchedPerson:
    """Somebody whom the provider vouches for. ``issuer`` and ``subject`` together never change.

    With another country's e-ID she has a ``foreign`` identity and no ``personal_number``: a Swedish
    number told beside it is a link that somebody has made, and says nothing of who is here.
    """

    issuer: str
    subject: str = field(repr=False)
    name: str = field(repr=False)
    given_name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    personal_number: PersonalNumber | None = field(default=None, repr=False)
    foreign: ForeignIdentity | None = field(default=None, repr=False)
    assurance_level: int = 2
    groups: frozenset[str] = frozenset()
    evidence: dict[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Never two identities.

        Raises:
            ValueError: both a foreign identity and a number.
        """
        if self.foreign and self.personal_number:
            raise ValueError("two identities")


class LoginProvider(Protocol):
    """Raises Temporary, Rejected or NotConfigured and nothing else."""

    def start(self, request: StartLogin) -> StartedLogin:
        """Begin a log-in."""
        ...

    def finish(self, kept: dict[str, Any], answer: Mapping[str, str]) -> VouchedPerson:
        """Who came back. ``answer`` is what the browser brought; nothing in it is believed.

        Rejected when the person broke off (``cancelled``), or when anything is not as it must be.
        """
        ...

    def describe(self, return_url: str) -> str:
        """What we publish about ourselves for the provider (XML); "" where nothing is."""
        ...

    def levels(self) -> frozenset[int]:
        """The assurance levels that people can be identified at there, as it is set up."""
        ...

    def check(self) -> None:
        """Raise the failure that a start would meet now, without starting anything."""
        ...


class EndingLogin(Protocol):
    """A provider that can log people out, too. Raises Temporary or NotConfigured alone."""

    def end(self, return_url: str, language: str) -> str:
        """Where the browser goes to be logged out there; "" where it is not meant to be."""
        ...
