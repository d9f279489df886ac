"""What goes over the interface. Names and forms here are a contract: they change with a version."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from samtjanst.running.cases.types import CaseState
from samtjanst.running.filing.types import Became
from samtjanst.web.api.process_schemas import OWN_STATUS, PLAIN

# No address of ours, and no name, holds control characters.
CURSOR = r"^([0-9a-f]{46})?$"
BASE64 = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
TEXT = r"^[^\x00]*$"


class Fault(Schema):
    """Something in a filing that its form would not take."""

    place: str = Field(description="Such as `answers.school`, by the question's id")
    text: str = Field(description="In the language asked for")


class Problem(Schema):
    """An error (RFC 9457); ``title`` in the language asked for."""

    type: str = Field(description="A stable name of the kind of error")
    title: str
    status: int
    detail: str = ""
    reference: str = Field("", description="To quote to the operator")
    errors: list[str] = Field([], description="Places in the request that are wrong")
    faults: list[Fault] = Field([], description="What is wrong with a filing, as its form says it")


class TokenRequest(Schema):
    """RFC 6749, 4.4.2; id and secret may stand in HTTP Basic instead."""

    grant_type: str
    client_id: str = ""
    client_secret: str = ""


class Place(Schema):
    """A place in the feed."""

    after: str = Field("", pattern=CURSOR, description="The cursor of the page before")
    limit: int = Field(100, ge=1, le=200)


class CasesWanted(Place):
    """Which cases, from which place."""

    e_service: str = Field("", max_length=80, pattern=PLAIN, description="Slug")
    state: CaseState | None = None


class Token(Schema):
    """RFC 6749, 5.1."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the protocol's word
    expires_in: int = Field(description="Seconds")
    scope: str


class Service(Schema):
    """An e-service in the municipality's catalogue."""

    slug: str
    title: str
    summary: str
    version: int
    audience: Literal["everybody", "staff"]
    url: str


class Choice(Schema):
    """Something that can be chosen."""

    id: str
    title: str


class QuestionItem(Schema):
    """A question of an e-service; ``questions`` are those of each row of a repeated group."""

    id: str
    kind: str
    title: str
    options: list[Choice]
    questions: list["QuestionItem"]


class WholeService(Service):
    """An e-service with what it asks."""

    sha256: str = Field(description="Digest of the version")
    questions: list[QuestionItem]
    outcomes: list[Choice]


class ChangeItem(Schema):
    """Something that has happened to a case; no personal data."""

    id: str
    at: datetime
    event: str
    reference: str
    title: str


class Changes(Schema):
    """A page of the feed. Ask again with ``after=cursor``, also when the page is empty."""

    items: list[ChangeItem]
    cursor: str
    has_more: bool


class ListedCase(Schema):
    """A case in a list."""

    reference: str
    title: str
    e_service: str
    state: CaseState
    process_status: str | None = OWN_STATUS
    revision: int
    arrived_at: datetime
    completed_at: datetime | None
    due: date | None


class CaseList(Schema):
    """A page of cases."""

    items: list[ListedCase]
    cursor: str
    has_more: bool


class MessageItem(Schema):
    """A notice to a party."""

    kind: str
    state: str
    written_at: datetime
    sent_at: datetime | None


class NoteItem(Schema):
    """A note, as written."""

    written_at: datetime
    by: str
    text: str


class NewNote(Schema):
    """A note to be written."""

    text: str = Field(min_length=1, max_length=10_000, pattern=TEXT)


class NoteWritten(Schema):
    """When the note was written."""

    written_at: datetime


Word = Annotated[str, Field(pattern=PLAIN)]
Key = Annotated[
    str,
    Field(
        min_length=1,
        max_length=100,
        pattern=r"^[!-~]+$",
        description="The caller's own name for this call, kept for a day (such as a UUID)",
    ),
]


class NewFile(Schema):
    """A file for a question of the form."""

    question: str = Field(max_length=60, pattern=PLAIN)
    name: str = Field(min_length=1, max_length=200, pattern=PLAIN)
    content: str = Field(max_length=14_000_000, pattern=BASE64, description="Base64")


class ActsFor(Schema):
    """For which company or person (by a power of attorney) somebody acts."""

    kind: Literal["company", "person"]
    number: str = Field(
        min_length=10,
        max_length=13,
        pattern=r"^[0-9+-]*$",
        description="Ten digits of a company, twelve of a person",
    )


_NUMBER, _PRID = r"^[0-9+-]{10,13}$", r"^[A-Z]{2}:[0-9A-Za-z-]{1,64}$"


class NewFiling(Schema):
    """An application that is filled in for somebody."""

    personal_number: str | None = Field(None, pattern=_NUMBER, description="Twelve digits, or:")
    foreign_identity: str | None = Field(None, pattern=_PRID, description="Another country's prid")
    answers: dict[str, Any] = Field(
        description="By question id, in the forms that `answers` of a case has"
    )
    files: list[NewFile] = Field([], max_length=20)
    represents: ActsFor | None = Field(None, description="For whom; absent for the person herself")


class Filing(Schema):
    """The filing, which waits in the person's own space until she has handed it in."""

    id: str
    e_service: str
    version: int
    state: Literal["waits_for_applicant"] = "waits_for_applicant"


class FilingStatus(Schema):
    """What became of a filing that the system has prepared; nothing of what is in it."""

    id: str
    e_service: str
    version: int
    state: Became
    ended_at: datetime | None = Field(description="When it was handed in, or ended without it")
    reference: str | None = Field(description="The case's number when it is handed in")


class Party(Schema):
    """A party of a case."""

    role: str
    name: str
    personal_number: str | None = Field(description="Twelve digits; null for somebody without")
    foreign_identity: str | None = Field(description="Another country's prid; null for others")


class Represented(Schema):
    """For whom the applicant acts, what shows it, and when that was so."""

    kind: Literal["child", "person", "company"]
    name: str
    number: str = Field(description="Ten digits of a company, twelve of a person")
    source: Literal["navet", "bolagsverket", "mina_ombud", "own_statement"]
    at: datetime
    alone: bool | None = Field(
        None,
        description="Whether she states that she signs for the company alone: always her own "
        "statement, whatever `source` is. Null when she was not asked",
    )


class FileItem(Schema):
    """An attachment."""

    id: str
    name: str
    content_type: str
    size: int = Field(description="Bytes")
    sha256: str


class DecisionItem(Schema):
    """The decision."""

    outcome: str
    title: str
    reasons: str
    legal_basis: list[str]
    decided_at: datetime = Field(description="When it was made here; of a board's, registered")
    decided_on: date = Field(description="The day of the decision; of a board's, the meeting's")
    id: str
    replaces: str | None = Field(description="The id of the decision that it changes")


class SupplementItem(Schema):
    """What was asked for, of whom, and what was answered."""

    state: str
    asked_of: str = Field(description="`applicant`, `party`, `unit` or `person`")
    is_kept_from_parties: bool = Field(description="What the parties do not see, for a reason")
    asked_at: datetime
    due: date
    answered_at: datetime | None
    answers: dict[str, Any] = Field(description="By question; what it holds goes before `answers`")
    sealed_sha256: str
    files: list[FileItem]


class LetterItem(Schema):
    """A message between the municipality and a party."""

    id: str
    party: str = Field(description="The party's personal number, or foreign identity")
    is_from_party: bool
    by: str
    text: str
    written_at: datetime
    read_at: datetime | None = Field(description="When the other side first opened it")
    files: list[FileItem]


class NewLetter(Schema):
    """A message to a party."""

    party: str = Field(
        description="Its personal number or foreign identity",
        pattern=r"^([0-9]{12}|[A-Z]{2}:[0-9A-Za-z-]{1,64})$",
    )
    text: str = Field(min_length=1, max_length=10_000, pattern=TEXT)


class LetterWritten(Schema):
    """The message that was written."""

    id: str


class Fee(Schema):
    """What the applicant has to pay, or has paid. Amounts are whole öre."""

    reference: str = Field(description="The number of the payment and of its receipt")
    state: Literal["open", "paid", "refunded", "lapsed"]
    amount: int
    currency: Literal["SEK"]
    vat: int = Field(description="Öre of value-added tax, part of the amount")
    until: date = Field(description="The last day to pay")
    paid_at: datetime | None
    refunded: int = Field(description="Öre that have gone back, or are on their way")


class Case(Schema):
    """A case with everything that was sealed and decided."""

    reference: str
    title: str
    e_service: str
    state: CaseState
    process_status: str | None = OWN_STATUS
    revision: int
    arrived_at: datetime
    completed_at: datetime | None
    due: date | None
    parties: list[Party]
    represents: Represented | None = Field(description="Null when she acts for herself")
    answers: dict[str, Any] = Field(description="By question, in the form of the version's kinds")
    sealed_sha256: str
    files: list[FileItem]
    supplements: list[SupplementItem]
    decision: DecisionItem | None
    fee: Fee | None = Field(description="Null where nothing has to be paid")


class Confirmation(Schema):
    """The receiver's own number for what it has stored."""

    route: str = Field(
        max_length=80, pattern=PLAIN, description="The name of the receiver, as the case shows it"
    )
    number: str = Field(min_length=1, max_length=100, pattern=PLAIN)


class DeliveryItem(Schema):
    """How a delivery stands."""

    route: str
    state: str
    receipt: str
    ended_at: datetime | None


class Numbers(Schema):
    """An e-service in numbers."""

    e_service: str
    arrived: int
    waiting: int
    decided: int
    days: float | None


class Count(Schema):
    """How many deliveries a receiver has had."""

    route: str
    delivered: int
    copied_by_hand: int
    minutes_by_hand: int
    stopped: int
