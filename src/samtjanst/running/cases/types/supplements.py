"""Requests for supplements: what is asked for, of whom, and what came of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from samtjanst.running.cases.types.states import SupplementState
from samtjanst.running.filing.types import SealedSnapshot


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Of whom something is asked; the applicant when nothing else is said.

    ``citizen_id`` is another party or, when not ``is_of_party``, somebody outside the case.
    ``unit_id`` is a unit of the municipality's, of which ``colleague_id`` alone answers where it
    is given. ``name`` is for showing: "" for the applicant and for whoever is protected.
    """

    citizen_id: uuid.UUID | None = None
    unit_id: uuid.UUID | None = None
    colleague_id: uuid.UUID | None = None
    is_of_party: bool = True
    name: str = field(default="", repr=False)

    @property
    def is_applicant(self) -> bool:
        """Whether the applicant herself is asked."""
        return self.is_of_party and self.citizen_id is None

    @property
    def kind(self) -> str:
        """In a word, for another system."""
        if self.unit_id:
            return "unit"
        if not self.is_of_party:
            return "person"
        return "applicant" if self.is_applicant else "party"


APPLICANT_HERSELF = AskedOf()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What somebody who is no party is asked and has not answered."""

    id: uuid.UUID
    reference: str
    title: str
    due: date

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due < today


class Reason(StrEnum):
    """Why something is asked for once more."""

    INCOMPLETE = "incomplete"  # it is missing, or not all of it is there
    WRONG = "wrong"
    UNCLEAR = "unclear"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """How many requests of an e-service's in twelve months had each reason, and how many in all."""

    slug: str
    whole: int
    reasons: tuple[tuple[Reason, int], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a handler asks for: questions again, and texts or files besides.

    ``reasons`` is why, by question; an extra is known by its place as the form engine names it.
    ``hidden`` is why the parties do not see it (FL 10 §), "" where they do.

    ``extras`` are (kind, what is asked for), the kind "file" or "text". An order
    (föreläggande, FL 20 §) says what can follow when nothing comes.
    """

    due: date
    text: str = field(repr=False)
    questions: tuple[str, ...] = ()
    extras: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    is_order: bool = False
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    hidden: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SupplementView:
    """A request for a supplement and what came of it."""

    id: uuid.UUID
    state: SupplementState
    asked: Asked
    asked_at: datetime
    asked_by: str
    filing_id: uuid.UUID | None
    snapshot: SealedSnapshot | None
    answered_at: datetime | None
    passed_at: datetime | None
    reminded_at: datetime | None
    ended_at: datetime | None
    case_id: uuid.UUID
    of: AskedOf = APPLICANT_HERSELF

    @property
    def is_open(self) -> bool:
        """Whether it can be answered."""
        return self.state is SupplementState.OPEN

    @property
    def is_late(self) -> bool:
        """Whether the answer came when the time had passed."""
        return self.answered_at is not None and self.passed_at is not None
