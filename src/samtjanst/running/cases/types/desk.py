"""How handlers share the work, as a reader may see it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class LeaseView:
    """Who has a case open to change it."""

    staff_id: uuid.UUID
    name: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class RuleView:
    """Whom new cases are given to. ``letters`` is "A-K"; empty conditions hold always."""

    id: uuid.UUID
    unit_id: uuid.UUID
    name: str
    slug: str
    question: str
    values: tuple[str, ...]
    letters: str
    staff: tuple[uuid.UUID, ...]
    unit: str = ""
    staff_names: tuple[str, ...] = ()
    expertise: str = ""  # that all of ``staff`` have; "" when none is asked for


@dataclass(frozen=True, slots=True)
class ExpertiseView:
    """A field that somebody knows well."""

    id: uuid.UUID
    staff_id: uuid.UUID
    staff: str
    name: str


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """When somebody is away, and who takes her new cases."""

    id: uuid.UUID
    staff_id: uuid.UUID
    staff: str
    first: date
    last: date
    cover_id: uuid.UUID | None
    cover: str


@dataclass(frozen=True, slots=True)
class SavedViewView:
    """A list with filters that somebody keeps."""

    id: uuid.UUID
    name: str
    view: str
    query: str
    has_words: bool  # what was looked for is kept, too
    is_shared: bool
    is_own: bool
    by: str


class Need(StrEnum):
    """Why a case needs somebody now, the most pressing first."""

    ASKED_TO_DECIDE = "asked_to_decide"
    UNSIGNED = "unsigned"
    LATE = "late"
    SOON = "soon"
    MESSAGE = "message"
    RETURNED = "returned"
    APPROVE = "approve"
    APPEAL = "appeal"
    OPINION_LATE = "opinion_late"
    OPINIONS_IN = "opinions_in"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Needed:
    """A case that needs somebody now. ``by`` is the day by which, when there is one."""

    need: Need
    reference: str
    title: str
    by: date | None = None


@dataclass(frozen=True, slots=True)
class News:
    """Something that has happened in one's own cases."""

    at: datetime
    what: str
    who: str
    reference: str
    title: str
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """How it went for each of many cases, by number; ``failed`` are (number, why), in words."""

    action: str
    done: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    is_cut: bool  # there were more than are changed at once
    letters: tuple[tuple[str, str], ...] = ()  # the messages that were written: number and key
    ways: tuple[tuple[str, str], ...] = ()  # of decisions: number and the way that it went
