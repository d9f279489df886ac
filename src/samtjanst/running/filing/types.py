"""Values of filings."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from samtjanst.kernel.errors import TransitionError

SEAL_FORMAT = "samtjanst-filing/1"
ORIGINS = "origins"  # in what is sealed: where answers came from that look-ups are about


class Purpose(StrEnum):
    """What a filing is for."""

    APPLICATION = "application"
    SUPPLEMENT = "supplement"  # answers what the municipality has asked for in a case


class Channel(StrEnum):
    """How staff received what somebody applied for; nothing for what came through the e-service."""

    PHONE = "phone"
    VISIT = "visit"
    PAPER = "paper"
    EMAIL = "email"
    FAX = "fax"


ON_PAPER = frozenset({Channel.PAPER, Channel.FAX})  # that there is a page of, to be scanned


class FilingState(StrEnum):
    """Where a filing stands."""

    DRAFT = "draft"
    SEALED = "sealed"  # ready for the applicant's signature; not handed in
    SIGNED = "signed"  # by the applicant; in her own space until everybody has signed
    HANDED_IN = "handed_in"
    DISCARDED = "discarded"


class Became(StrEnum):
    """What a system is told of a filing that it has prepared; nothing more than that."""

    WAITS = "waits_for_applicant"  # hers, whatever she does with it
    HANDED_IN = "handed_in"
    DISCARDED = "discarded"
    EXPIRED = "expired"  # nobody used it within its told time


TRANSITIONS: dict[tuple[FilingState, str], FilingState] = {
    (FilingState.DRAFT, "seal"): FilingState.SEALED,
    (FilingState.SEALED, "seal"): FilingState.SEALED,
    (FilingState.SEALED, "reopen"): FilingState.DRAFT,
    (FilingState.SEALED, "hand_in"): FilingState.HANDED_IN,
    (FilingState.SEALED, "sign"): FilingState.SIGNED,
    (FilingState.SIGNED, "hand_in"): FilingState.HANDED_IN,
    (FilingState.SIGNED, "take_up"): FilingState.DRAFT,
    (FilingState.SIGNED, "discard"): FilingState.DISCARDED,
    (FilingState.DRAFT, "discard"): FilingState.DISCARDED,
    (FilingState.SEALED, "discard"): FilingState.DISCARDED,
}


def next_state(state: str, event: str) -> FilingState:
    """The state after an event.

    Raises:
        TransitionError: the event is not possible in the state.
    """
    try:
        return TRANSITIONS[FilingState(state), event]
    except KeyError:
        raise TransitionError("filing", state, event) from None


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What was sent on a page when the session had ended; not yet part of the answers."""

    page_id: str
    data: Mapping[str, list[str]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenFiling:
    """A filing opened for its owner: what is in it, decrypted."""

    id: uuid.UUID
    citizen_id: uuid.UUID
    state: FilingState
    revision: int
    version_id: uuid.UUID
    slug: str
    parameters: Mapping[str, Any]  # of the e-service, as they are now
    unit_id: uuid.UUID  # that handles the e-service now
    answers: Mapping[str, Any] = field(repr=False)
    facts: Mapping[str, Any] = field(repr=False)
    started_at: datetime
    saved_at: datetime
    expires_at: datetime
    handed_in_at: datetime | None = None
    purpose: Purpose = Purpose.APPLICATION
    unsaved: Unsaved | None = field(default=None, repr=False)
    confidentiality: int | None = None  # of the e-service, as it is classified now
    newer_id: uuid.UUID | None = None  # of the version that a draft is to go on with


@dataclass(frozen=True, slots=True)
class Prepared:
    """Where a filing stands that a connected system has prepared; without anything in it."""

    id: uuid.UUID
    slug: str
    version: int
    became: Became
    at: datetime | None  # when it ended; None while it waits


@dataclass(frozen=True, slots=True)
class TakenDown:
    """What a member of staff has begun to take down for somebody; without anything in it."""

    id: uuid.UUID
    citizen_id: uuid.UUID
    version_id: uuid.UUID
    channel: Channel
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class SealedSnapshot:
    """What was sealed: content, exact bytes and their SHA-256."""

    id: uuid.UUID
    filing_id: uuid.UUID
    sha256: str
    sealed_at: datetime
    content: Mapping[str, Any] = field(repr=False)
    raw: bytes = field(repr=False)
