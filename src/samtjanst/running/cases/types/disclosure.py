"""The diary and what has been given out of cases, as a reader may see them."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Entry(StrEnum):
    """What kind of document a line of the diary stands for."""

    APPLICATION = "application"
    SUPPLEMENT_ASKED = "supplement_asked"
    SUPPLEMENT = "supplement"
    LETTER_IN = "letter_in"
    LETTER_OUT = "letter_out"
    DECISION = "decision"
    RETRACTION = "retraction"
    DECISION_REQUEST = "decision_request"
    REFUSAL = "refusal"
    OPINION_ASKED = "opinion_asked"
    OPINION = "opinion"
    DELAY = "delay"
    DISCLOSURE_REFUSED = "disclosure_refused"
    PAPER = "paper"
    RECONSIDERED = "reconsidered"
    APPEAL_REJECTED = "appeal_rejected"
    APPEAL_TO_COURT = "appeal_to_court"

    @property
    def is_incoming(self) -> bool:
        """Whether it came to the municipality; otherwise it was sent from it."""
        return self in {
            Entry.APPLICATION,
            Entry.SUPPLEMENT,
            Entry.LETTER_IN,
            Entry.RETRACTION,
            Entry.DECISION_REQUEST,
            Entry.OPINION,
            Entry.PAPER,
        }


@dataclass(frozen=True, slots=True)
class DiaryFilter:
    """Which lines of the diary are wanted: first and last day, e-service ("" for all), page."""

    first: date
    last: date
    slug: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """One document in the diary. ``who`` is "" when it is left out (OSL 5 kap. 2 §)."""

    reference: str
    number: int  # of the document in its case, from 1
    at: datetime
    entry: Entry
    title: str
    who: str = field(repr=False, default="")


class DisclosureState(StrEnum):
    """What came of somebody's request to see a case."""

    GIVEN = "given"
    PARTLY = "partly"  # with something masked
    REFUSED = "refused"  # told so, and that a decision can be asked for
    DECIDED = "decided"  # refused in a written decision that can be appealed


@dataclass(frozen=True, slots=True)
class MaskNote:
    """Something that was masked, in words, and the provision that it was masked by."""

    what: str
    ground: str


@dataclass(frozen=True, slots=True)
class DisclosureDraft:
    """What somebody asked to see, and what she is given or told."""

    id: uuid.UUID  # made when the form was: the same request twice is one
    asked_on: date
    asked_by: str = field(repr=False, default="")  # nobody has to say who she is (TF 2:18)
    wish: str = field(repr=False, default="")
    masked: tuple[MaskNote, ...] = ()
    given: int = 0  # parts
    reasons: str = field(repr=False, default="")
    ground: str = ""
    appeal: str = ""
    pages: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class DisclosureView:
    """A line of the log of what has been given out."""

    id: uuid.UUID
    reference: str
    state: DisclosureState
    at: datetime
    staff: str
    draft: DisclosureDraft
