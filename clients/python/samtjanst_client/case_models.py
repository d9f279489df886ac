"""What is sent and answered of a case.

Made from the interface's description by scripts/client.py: change that, not this.
"""

from typing import Any, Literal, TypedDict

from samtjanst_client.models import (
    CaseState,
)


class ChangeItem(TypedDict):
    """Something that has happened to a case; no personal data."""

    id: str
    at: str
    event: str
    reference: str
    title: str


class Changes(TypedDict):
    """A page of the feed. Ask again with ``after=cursor``, also when the page is empty."""

    items: list[ChangeItem]
    cursor: str
    has_more: bool


class ListedCase(TypedDict):
    """A case in a list."""

    reference: str
    title: str
    e_service: str
    state: CaseState
    process_status: str | None
    revision: int
    arrived_at: str
    completed_at: str | None
    due: str | None


class CaseList(TypedDict):
    """A page of cases."""

    items: list[ListedCase]
    cursor: str
    has_more: bool


class DecisionItem(TypedDict):
    """The decision."""

    outcome: str
    title: str
    reasons: str
    legal_basis: list[str]
    decided_at: str
    decided_on: str
    id: str
    replaces: str | None


class Fee(TypedDict):
    """What the applicant has to pay, or has paid. Amounts are whole öre."""

    reference: str
    state: str
    amount: int
    currency: Literal["SEK"]
    vat: int
    until: str
    paid_at: str | None
    refunded: int


class FileItem(TypedDict):
    """An attachment."""

    id: str
    name: str
    content_type: str
    size: int
    sha256: str


class Party(TypedDict):
    """A party of a case."""

    role: str
    name: str
    personal_number: str | None
    foreign_identity: str | None


class Represented(TypedDict):
    """For whom the applicant acts, what shows it, and when that was so."""

    kind: str
    name: str
    number: str
    source: str
    at: str
    alone: bool | None


class SupplementItem(TypedDict):
    """What was asked for, of whom, and what was answered."""

    state: str
    asked_of: str
    is_kept_from_parties: bool
    asked_at: str
    due: str
    answered_at: str | None
    answers: dict[str, Any]
    sealed_sha256: str
    files: list[FileItem]


class Case(TypedDict):
    """A case with everything that was sealed and decided."""

    reference: str
    title: str
    e_service: str
    state: CaseState
    process_status: str | None
    revision: int
    arrived_at: str
    completed_at: str | None
    due: str | None
    parties: list[Party]
    represents: Represented | None
    answers: dict[str, Any]
    sealed_sha256: str
    files: list[FileItem]
    supplements: list[SupplementItem]
    decision: DecisionItem | None
    fee: Fee | None


class Step(TypedDict):
    """A step of the e-service's own process that the caller may take now."""

    id: str
    title: str
    to: str


class Waiting(TypedDict):
    """A signature that is missing; in the state "queued" the person is asked in her turn."""

    role: str
    state: str
    since: str | None


class Status(TypedDict):
    """Where a case stands. ``still_needed`` is how many of those waited for have to sign, where not all do; else null."""

    reference: str
    state: CaseState
    process_status: str | None
    steps: list[Step]
    revision: int
    due: str | None
    waiting_for: list[Waiting]
    still_needed: int | None


class MessageItem(TypedDict):
    """A notice to a party."""

    kind: str
    state: str
    written_at: str
    sent_at: str | None


class NoteItem(TypedDict):
    """A note, as written."""

    written_at: str
    by: str
    text: str


class NoteWritten(TypedDict):
    """When the note was written."""

    written_at: str


class NewNote(TypedDict):
    """A note to be written."""

    text: str


class StepTaken(TypedDict):
    """The status that the case has now."""

    process_status: str


class NewStep(TypedDict):
    """A step to be taken: from which status, so that it is not taken from another."""

    step: str
    status: str


class LetterItem(TypedDict):
    """A message between the municipality and a party."""

    id: str
    party: str
    is_from_party: bool
    by: str
    text: str
    written_at: str
    read_at: str | None
    files: list[FileItem]


class LetterWritten(TypedDict):
    """The message that was written."""

    id: str


class NewLetter(TypedDict):
    """A message to a party."""

    party: str
    text: str


class DeliveryItem(TypedDict):
    """How a delivery stands."""

    route: str
    state: str
    receipt: str
    ended_at: str | None


class Confirmation(TypedDict):
    """The receiver's own number for what it has stored."""

    route: str
    number: str
