"""A case as it is handed to an archive: people, decision and every document with its bytes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a part in the case. ``number`` is a personal number, "" for staff.

    ``foreign`` is the identity with another country's e-ID of somebody without a number.
    """

    role: str  # applicant | guardian | principal | handler | decider
    name: str = field(repr=False)
    number: str = field(repr=False, default="")
    is_protected: bool = False
    foreign: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, why, by whom and when."""

    outcome: str
    reasons: str = field(repr=False)
    legal_basis: tuple[str, ...]
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One file. ``title`` is what its owner called it: never to be the name of a file."""

    title: str = field(repr=False)
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Record:
    """A document of the case in the archive's sense: one or several files with one date."""

    id: str  # the same at every packing
    kind: str  # application | supplement | letter | appeal | decision | case_document
    title: str
    direction: str  # incoming | outgoing | internal
    at: datetime
    items: tuple[Item, ...] = field(repr=False)
    sender: str = field(repr=False, default="")
    verified_at: tuple[datetime, ...] = ()  # one per electronic signature, when it was verified
    sealed_at: datetime | None = None  # when what came was sealed, and the seal
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything that is kept of a decided case."""

    id: str
    reference: str
    title: str
    e_service: str
    municipality: str
    organisation_number: str
    system: str
    system_version: str
    arrived_at: datetime
    packed_at: datetime  # the delivery's own moment: the same at every attempt
    people: tuple[Person, ...] = field(repr=False)
    decision: Decision | None
    records: tuple[Record, ...] = field(repr=False)
    class_code: str = ""  # of the e-service in the municipality's classification, "" when unknown
    class_name: str = ""


# Asked by an adapter that needs the case itself; raises the port's failures and nothing else.
Ask = Callable[[], CaseFile]
