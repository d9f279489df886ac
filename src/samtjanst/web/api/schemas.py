"""What goes over the interface. Names and forms here are a contract: they change with a version."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema


class Problem(Schema):
    """An error (RFC 9457); ``title`` in the language asked for."""

    type: str = Field(description="A stable name of the kind of error")
    title: str
    status: int
    detail: str = ""
    reference: str = Field("", description="To quote to the operator")


class TokenRequest(Schema):
    """RFC 6749, 4.4.2; id and secret may stand in HTTP Basic instead."""

    grant_type: str
    client_id: str = ""
    client_secret: str = ""


class Place(Schema):
    """A place in the feed."""

    after: str = Field("", max_length=120, description="The cursor of the page before")
    limit: int = Field(100, ge=1, le=200)


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
    url: str


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


class Party(Schema):
    """A party of a case."""

    role: str
    name: str
    personal_number: str = Field(description="Twelve digits")


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
    decided_at: datetime


class Case(Schema):
    """A case with everything that was sealed and decided."""

    reference: str
    title: str
    e_service: str
    state: str
    revision: int
    arrived_at: datetime
    completed_at: datetime | None
    due: date | None
    parties: list[Party]
    answers: dict[str, Any] = Field(description="By question, in the form of the version's kinds")
    sealed_sha256: str
    files: list[FileItem]
    decision: DecisionItem | None


class Confirmation(Schema):
    """The receiver's own number for what it has stored."""

    route: str = Field(max_length=80, description="The name of the receiver, as the case shows it")
    number: str = Field(min_length=1, max_length=100)


class DeliveryItem(Schema):
    """How a delivery stands."""

    route: str
    state: str
    receipt: str
    ended_at: datetime | None


class Count(Schema):
    """How many deliveries a receiver has had."""

    route: str
    delivered: int
    copied_by_hand: int
    minutes_by_hand: int
    stopped: int
