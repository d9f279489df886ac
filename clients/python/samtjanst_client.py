"""Client of the interface of Samtjänst, version 1.0.0.

Made from the interface's description by scripts/client.py: change that, not this. Needs nothing
but Python 3.11. Times and dates are texts as in ISO 8601.
"""

import base64
import json
from typing import Any, Literal, TypedDict, cast
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

TOKEN = "/api/v1/token"


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
    """What the applicant was asked for, and what she answered."""

    state: str
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

    personal_number: str
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


class ShareResult(TypedDict):
    """What the outside body answers."""

    text: str


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


class ProblemError(Exception):
    """The interface said no. ``retry_after`` is in seconds; 0 when it says nothing of that."""

    def __init__(self, status: int, told: dict[str, Any], retry_after: int) -> None:
        super().__init__(f"{status} {told.get('type', '')} {told.get('title', '')}")
        self.status, self.type = status, str(told.get("type", ""))
        self.title, self.reference = str(told.get("title", "")), str(told.get("reference", ""))
        self.errors: list[str] = list(told.get("errors", []))
        self.faults: list[dict[str, str]] = list(told.get("faults", []))
        self.retry_after = retry_after


class Client:
    """A connected system. Fetches a token when it needs one, and a new one when that has run out.

    ``host`` is the municipality's own address, such as "https://etjanster.exempel.se"; ``timeout``
    is in seconds; ``language`` of errors is "sv" or "en".
    """

    def __init__(
        self, host: str, client_id: str, secret: str, *, timeout: float = 30, language: str = "sv"
    ) -> None:
        if not host.startswith(("https://", "http://")):
            raise ValueError("host must be a web address")
        self._host, self._timeout, self._language = host.rstrip("/"), timeout, language
        text = f"{quote(client_id)}:{quote(secret)}".encode()
        self._basic = f"Basic {base64.b64encode(text).decode()}"
        self._bearer = ""

    def _ask(
        self,
        method: str,
        path: str,
        query: dict[str, Any],
        headers: dict[str, str],
        content: object = None,
    ) -> bytes:
        asked = urlencode({name: value for name, value in query.items() if value is not None})
        url = f"{self._host}{path}" + (f"?{asked}" if asked else "")
        body = None if content is None else json.dumps(content).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        for is_last in (False, True):
            self._bearer = self._bearer or self._new_token()
            try:
                more = {"Authorization": self._bearer, **kind, **headers}
                return self._send(Request(url, body, more, method=method))
            except ProblemError as problem:
                if problem.status != 401 or is_last:
                    raise
                self._bearer = ""
        raise AssertionError

    def _new_token(self) -> str:
        form = urlencode({"grant_type": "client_credentials"}).encode()
        address = f"{self._host}{TOKEN}"
        told = json.loads(self._send(Request(address, form, {"Authorization": self._basic})))
        return f"Bearer {told['access_token']}"

    def _send(self, request: Request) -> bytes:
        request.add_header("Accept-Language", self._language)
        try:
            with urlopen(request, timeout=self._timeout) as answer:
                return cast("bytes", answer.read())
        except HTTPError as error:
            with error:
                retry = error.headers.get("Retry-After", "0")
                told = _told(error.read())
            raise ProblemError(error.code, told, int(retry)) from None

    def e_services(
        self,
    ) -> list[Service]:
        """The published e-services, by title."""
        return cast(
            "list[Service]",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/e-services",
                    {},
                    {},
                )
            ),
        )

    def e_service(
        self,
        slug: str,
    ) -> WholeService:
        """An e-service as published now: its questions in order, and the possible outcomes."""
        return cast(
            "WholeService",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/e-services/{quote(slug, safe='')}",
                    {},
                    {},
                )
            ),
        )

    def changes(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
    ) -> Changes:
        """What has happened to cases, oldest first; ask again with the cursor for what is new.

        The event `removed` says that a case is erased, or out of reach: erase what was fetched.
        """
        return cast(
            "Changes",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/changes",
                    {"after": after, "limit": limit},
                    {},
                )
            ),
        )

    def cases(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
        e_service: str | None = None,
        state: CaseState | None = None,
    ) -> CaseList:
        """Cases in the order in which they came in, without personal data."""
        return cast(
            "CaseList",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/cases",
                    {"after": after, "limit": limit, "e_service": e_service, "state": state},
                    {},
                )
            ),
        )

    def case(
        self,
        reference: str,
    ) -> Case:
        """A case with parties, sealed answers, files and decision. The reading is recorded."""
        return cast(
            "Case",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}",
                    {},
                    {},
                )
            ),
        )

    def case_status(
        self,
        reference: str,
    ) -> Status:
        """Where a case stands and whose signature it waits for, without personal data."""
        return cast(
            "Status",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/status",
                    {},
                    {},
                )
            ),
        )

    def case_documents(
        self,
        reference: str,
    ) -> list[FileItem]:
        """The attachments of a case. The reading is recorded."""
        return cast(
            "list[FileItem]",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/documents",
                    {},
                    {},
                )
            ),
        )

    def case_messages(
        self,
        reference: str,
    ) -> list[MessageItem]:
        """The notices that have gone to the parties: what kind, when, how it went; never where to."""
        return cast(
            "list[MessageItem]",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/messages",
                    {},
                    {},
                )
            ),
        )

    def case_decision(
        self,
        reference: str,
    ) -> DecisionItem:
        """The decision; 404 while there is none. The reading is recorded."""
        return cast(
            "DecisionItem",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/decision",
                    {},
                    {},
                )
            ),
        )

    def case_notes(
        self,
        reference: str,
    ) -> list[NoteItem]:
        """The notes of a case, oldest first. The reading is recorded."""
        return cast(
            "list[NoteItem]",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/notes",
                    {},
                    {},
                )
            ),
        )

    def write_note(
        self,
        reference: str,
        given: NewNote,
        *,
        idempotency_key: str,
    ) -> NoteWritten:
        """Write a note. The same key again gives the same answer and writes nothing."""
        return cast(
            "NoteWritten",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/cases/{quote(reference, safe='')}/notes",
                    {},
                    {"idempotency_key": idempotency_key},
                    given,
                )
            ),
        )

    def take_step(
        self,
        reference: str,
        given: NewStep,
        *,
        idempotency_key: str,
    ) -> StepTaken:
        """Take a step of the process that systems may take. The same key again takes none."""
        return cast(
            "StepTaken",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/cases/{quote(reference, safe='')}/steps",
                    {},
                    {"idempotency_key": idempotency_key},
                    given,
                )
            ),
        )

    def case_letters(
        self,
        reference: str,
    ) -> list[LetterItem]:
        """The messages with the parties, oldest first. The reading is recorded; none becomes read."""
        return cast(
            "list[LetterItem]",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/cases/{quote(reference, safe='')}/letters",
                    {},
                    {},
                )
            ),
        )

    def write_letter(
        self,
        reference: str,
        given: NewLetter,
        *,
        idempotency_key: str,
    ) -> LetterWritten:
        """Write to a party. The same key again gives the same answer and writes nothing."""
        return cast(
            "LetterWritten",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/cases/{quote(reference, safe='')}/letters",
                    {},
                    {"idempotency_key": idempotency_key},
                    given,
                )
            ),
        )

    def letter_file(
        self,
        reference: str,
        letter_id: str,
        file_id: str,
    ) -> bytes:
        """A file that came with a message. The reading is recorded; the message stays unread."""
        return self._ask(
            "GET",
            f"/api/v1/cases/{quote(reference, safe='')}/letters/{quote(letter_id, safe='')}/files/{quote(file_id, safe='')}",
            {},
            {},
        )

    def case_document(
        self,
        reference: str,
    ) -> bytes:
        """The whole case as one archive PDF (PDF/A-3, PDF/UA). The reading is recorded."""
        return self._ask(
            "GET",
            f"/api/v1/cases/{quote(reference, safe='')}/document.pdf",
            {},
            {},
        )

    def case_file(
        self,
        reference: str,
        file_id: str,
    ) -> bytes:
        """An attachment as it was handed in. The reading is recorded."""
        return self._ask(
            "GET",
            f"/api/v1/cases/{quote(reference, safe='')}/files/{quote(file_id, safe='')}",
            {},
            {},
        )

    def confirm(
        self,
        reference: str,
        given: Confirmation,
    ) -> DeliveryItem:
        """The receiver has the case. The same confirmation again has no further effect."""
        return cast(
            "DeliveryItem",
            json.loads(
                self._ask(
                    "PUT",
                    f"/api/v1/cases/{quote(reference, safe='')}/confirmation",
                    {},
                    {},
                    given,
                )
            ),
        )

    def prepare_filing(
        self,
        slug: str,
        given: NewFiling,
        *,
        idempotency_key: str,
    ) -> Filing:
        """Fill in an application for a person: judged as her own form, with the same faults.

        It waits in her own space until she has read it and handed it in, with her signature where the
        e-service asks for one; nobody at the municipality reads it before that. ``represents`` says for
        which company or person she acts; that she may do so she states herself when she hands it in,
        or a register shows it. The same key again gives the same answer and makes nothing.
        """
        return cast(
            "Filing",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/e-services/{quote(slug, safe='')}/filings",
                    {},
                    {"idempotency_key": idempotency_key},
                    given,
                )
            ),
        )

    def filing_status(
        self,
        filing_id: str,
    ) -> FilingStatus:
        """What became of an application that this system has filled in; only the state of it.

        It waits for the applicant, is handed in as a case, is thrown away, or nobody used it in time.
        Whatever she does with it before that is hers alone.
        """
        return cast(
            "FilingStatus",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/filings/{quote(filing_id, safe='')}",
                    {},
                    {},
                )
            ),
        )

    def partner_shares(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
    ) -> Shares:
        """What the room shows now, oldest first, without personal data."""
        return cast(
            "Shares",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/partner/shares",
                    {"after": after, "limit": limit},
                    {},
                )
            ),
        )

    def partner_removals(
        self,
        *,
        after: str | None = None,
        limit: int | None = None,
    ) -> EndedShares:
        """What has been taken back, oldest first: erase what was fetched."""
        return cast(
            "EndedShares",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/partner/removals",
                    {"after": after, "limit": limit},
                    {},
                )
            ),
        )

    def partner_share(
        self,
        share_id: str,
    ) -> Share:
        """The chosen fields of one case. The reading is recorded."""
        return cast(
            "Share",
            json.loads(
                self._ask(
                    "GET",
                    f"/api/v1/partner/shares/{quote(share_id, safe='')}",
                    {},
                    {},
                )
            ),
        )

    def acknowledge_share(
        self,
        share_id: str,
        *,
        idempotency_key: str,
    ) -> ShareTaken:
        """Say that the system has what it needs; again changes nothing."""
        return cast(
            "ShareTaken",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/partner/shares/{quote(share_id, safe='')}/acknowledgement",
                    {},
                    {"idempotency_key": idempotency_key},
                )
            ),
        )

    def answer_share(
        self,
        share_id: str,
        given: ShareResult,
        *,
        idempotency_key: str,
    ) -> ShareTaken:
        """The outside body's own result, which reaches the parties as a message."""
        return cast(
            "ShareTaken",
            json.loads(
                self._ask(
                    "POST",
                    f"/api/v1/partner/shares/{quote(share_id, safe='')}/result",
                    {},
                    {"idempotency_key": idempotency_key},
                    given,
                )
            ),
        )

    def delivery_statistics(
        self,
    ) -> list[Count]:
        """The last 90 days per receiver; no personal data."""
        return cast(
            "list[Count]",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/statistics/deliveries",
                    {},
                    {},
                )
            ),
        )

    def case_statistics(
        self,
    ) -> list[Numbers]:
        """The last 90 days per e-service: came in, of these not ended, decided, and days to decide.

        `days` is what every second decision took at most; null when there are fewer than twenty.
        """
        return cast(
            "list[Numbers]",
            json.loads(
                self._ask(
                    "GET",
                    "/api/v1/statistics/cases",
                    {},
                    {},
                )
            ),
        )


def _told(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
