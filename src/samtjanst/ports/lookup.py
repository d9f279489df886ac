"""Port for a look-up at any service that answers in JSON, set up by an administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"


class AccessKind(StrEnum):
    """How we show who we are."""

    NONE = "none"
    HEADER = "header"  # a key in a header of its own
    BASIC = "basic"  # RFC 7617
    OAUTH = "oauth"  # OAuth 2.0 client credentials


@dataclass(frozen=True, slots=True)
class Access:
    """``name`` is the header's name, the user or the client; ``secret`` what proves it."""

    kind: AccessKind = AccessKind.NONE
    name: str = ""
    secret: str = field(default="", repr=False)
    token_url: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class LookupQuery:
    """One question. ``address`` holds one ``{name}``, in whose place ``value`` is put.

    An address without one has one answer for all, and no value.
    ``within`` is how many seconds somebody waits for the answer.
    """

    address: str
    value: str = field(repr=False)
    access: Access = Access()
    within: float | None = None


class JsonLookup(Protocol):
    """Raises Temporary, Rejected or NotConfigured and nothing else."""

    def ask(self, query: LookupQuery) -> Json:
        """What the service answers, numbers with decimals as text; None when it has nothing.

        Rejected is an address that must not be called, or a value that the service refuses.
        """
        ...

    def hosts(self) -> tuple[str, ...]:
        """The hosts that may be asked, as the operator has written them."""
        ...

    def check(self) -> None:
        """Raise the failure that any question would meet now."""
        ...
