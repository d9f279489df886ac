"""What is sent and answered.

Made from the interface's description by scripts/client.py: change that, not this.
"""

from typing import Any, Literal, TypedDict


class Token(TypedDict):
    """RFC 6749, 5.1."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    scope: str


class Fault(TypedDict):
    """Something in a filing that its form would not take."""

    place: str
    text: str


class Problem(TypedDict):
    """An error (RFC 9457); ``title`` in the language asked for."""

    type: str
    title: str
    status: int
    detail: str
    reference: str
    errors: list[str]
    faults: list[Fault]


class TokenRequest(TypedDict):
    """RFC 6749, 4.4.2; id and secret may stand in HTTP Basic instead."""

    grant_type: str
    client_id: str
    client_secret: str


class Service(TypedDict):
    """An e-service in the municipality's catalogue."""

    slug: str
    title: str
    summary: str
    version: int
    audience: str
    url: str


class Choice(TypedDict):
    """Something that can be chosen."""

    id: str
    title: str


class QuestionItem(TypedDict):
    """A question of an e-service; ``questions`` are those of each row of a repeated group."""

    id: str
    kind: str
    title: str
    options: list[Choice]
    questions: list["QuestionItem"]


class WholeService(TypedDict):
    """An e-service with what it asks."""

    slug: str
    title: str
    summary: str
    version: int
    audience: str
    url: str
    sha256: str
    questions: list[QuestionItem]
    outcomes: list[Choice]


class Place(TypedDict):
    """A place in the feed."""

    after: str
    limit: int


# Where a case stands.
CaseState = Literal[
    "waiting_for_signature",
    "received",
    "in_progress",
    "waiting_for_applicant",
    "decided",
    "lapsed",
    "withdrawn",
]


class CasesWanted(TypedDict):
    """Which cases, from which place."""

    after: str
    limit: int
    e_service: str
    state: CaseState | None


class Filing(TypedDict):
    """The filing, which waits in the person's own space until she has handed it in."""

    id: str
    e_service: str
    version: int
    state: Literal["waits_for_applicant"]


class ActsFor(TypedDict):
    """For which company or person (by a power of attorney) somebody acts."""

    kind: str
    number: str


class NewFile(TypedDict):
    """A file for a question of the form."""

    question: str
    name: str
    content: str


class NewFiling(TypedDict):
    """An application that is filled in for somebody."""

    personal_number: str | None
    foreign_identity: str | None
    answers: dict[str, Any]
    files: list[NewFile]
    represents: ActsFor | None


# What a system is told of a filing that it has prepared; nothing more than that.
Became = Literal[
    "waits_for_applicant",
    "handed_in",
    "discarded",
    "expired",
]


class FilingStatus(TypedDict):
    """What became of a filing that the system has prepared; nothing of what is in it."""

    id: str
    e_service: str
    version: int
    state: Became
    ended_at: str | None
    reference: str | None


class ShareItem(TypedDict):
    """A case that an outside body is given, in a list: no personal data."""

    id: str
    reference: str
    room: str
    purpose: str
    until: str
    shared_at: str
    acknowledged_at: str | None
    answered_at: str | None


class Shares(TypedDict):
    """A page of what a partner room shows."""

    items: list[ShareItem]
    cursor: str
    has_more: bool


class EndedShareItem(TypedDict):
    """A case that has been taken back from a partner room."""

    id: str
    reference: str
    ended_at: str


class EndedShares(TypedDict):
    """A page of what has been taken back."""

    items: list[EndedShareItem]
    cursor: str
    has_more: bool


class ShareField(TypedDict):
    """A chosen field in words."""

    question: str
    label: str
    answer: list[str]


class Share(TypedDict):
    """A case that an outside body is given: the chosen fields and nothing else."""

    id: str
    reference: str
    room: str
    purpose: str
    until: str
    shared_at: str
    acknowledged_at: str | None
    answered_at: str | None
    fields: list[ShareField]


class ShareTaken(TypedDict):
    """When it was kept."""

    at: str


class ResultFile(TypedDict):
    """A file that comes with an answer: PDF, picture or Word."""

    name: str
    content: str


class ShareResult(TypedDict):
    """What the outside body answers."""

    text: str
    files: list[ResultFile]
    files_for_parties: bool


class Count(TypedDict):
    """How many deliveries a receiver has had."""

    route: str
    delivered: int
    copied_by_hand: int
    minutes_by_hand: int
    stopped: int


class Numbers(TypedDict):
    """An e-service in numbers."""

    e_service: str
    arrived: int
    waiting: int
    decided: int
    days: float | None
