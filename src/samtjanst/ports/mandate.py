"""Port for a register of powers of attorney: what somebody may do for others at us."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class MandateQuery:
    """One question; ``purpose`` and ``reference`` go to the log, never to the register.

    ``holder`` is the twelve digits of who is logged in, ``principal`` the ten or twelve of whom
    she wants to act for. ``power`` is the e-service's own name of what it takes, which the
    municipality has tied to a code in the register. ``within`` as in PersonQuery.
    """

    holder: str = field(repr=False)
    principal: str = field(repr=False)
    power: str
    purpose: str
    reference: str
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """A power that holds at ``at``, as the register has signed it.

    ``mandate_id`` names the document in the register. ``is_joint`` says that others hold the
    power too, and nobody has told that one alone is enough. ``proof`` is the signed answer and
    the key that it was verified with, as JSON, to keep with the matter.
    """

    principal_name: str = field(repr=False)
    mandate_id: str
    at: datetime
    is_joint: bool
    proof: bytes = field(default=b"", repr=False)


class MandateRegister(Protocol):
    """A register of powers. Raises Temporary, Rejected or NotConfigured and nothing else."""

    def find(self, query: MandateQuery) -> Mandate | None:
        """The power that is asked for; None when there is none in force."""
        ...

    def key_set(self) -> Mapping[str, Any]:
        """Our public keys, by which the register verifies our questions (RFC 7517); no network."""
        ...

    def check(self) -> None:
        """Raise the failure that a question would meet now."""
        ...
