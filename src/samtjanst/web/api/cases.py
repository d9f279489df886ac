"""Cases: the feed of changes, the list, one case and its parts, notes, confirmation."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Path, Query, Router, Status

from samtjanst.foundation.people.types import Actor, Scope
from samtjanst.journey import case_package, document, process, supplemented
from samtjanst.kernel import clock
from samtjanst.running.cases import queries
from samtjanst.running.cases import services as case_services
from samtjanst.running.filing import queries as filings
from samtjanst.running.handoff import services as deliveries
from samtjanst.web.api import process_schemas, schemas
from samtjanst.web.api.auth import Bearer
from samtjanst.web.api.support import CHECKED, FOUND, caller, now, page, place_of, written
from samtjanst.web.ui.download import download

router = Router(tags=["cases"])
READ = Bearer(Scope.CASES)


def _file_of(kind: str) -> dict[str, Any]:
    schema = {"type": "string", "format": "binary"}
    return {"responses": {200: {"description": "The file", "content": {kind: {"schema": schema}}}}}


@router.get(
    "/changes", response={200: schemas.Changes, **CHECKED}, auth=READ, operation_id="changes"
)
def changes(
    request: HttpRequest, response: HttpResponse, place: Query[schemas.Place]
) -> dict[str, Any]:
    """What has happened to cases, oldest first; ask again with the cursor for what is new.

    The event `removed` says that a case is erased, or out of reach: erase what was fetched.
    """
    actor = caller(request, response)
    found = queries.changes(actor, place_of(place.after), place.limit + 1)
    items = [
        {
            "id": str(one.id),
            "at": clock.local(one.at),
            "event": one.what,
            "reference": one.reference,
            "title": one.title,
        }
        for one in found
    ]
    return dict(page(found, place, "at", items))


@router.get("/cases", response={200: schemas.CaseList, **CHECKED}, auth=READ, operation_id="cases")
def cases(
    request: HttpRequest, response: HttpResponse, wanted: Query[schemas.CasesWanted]
) -> dict[str, Any]:
    """Cases in the order in which they came in, without personal data."""
    actor = caller(request, response)
    found = queries.listed(
        actor,
        place_of(wanted.after),
        wanted.limit + 1,
        e_service=wanted.e_service,
        state=wanted.state,
    )
    return dict(page(found, wanted, "arrived_at", [case_package.listed(one) for one in found]))


@router.get(
    "/cases/{reference}", response={200: schemas.Case, **FOUND}, auth=READ, operation_id="case"
)
def case(
    request: HttpRequest, response: HttpResponse, reference: Path[schemas.Word]
) -> dict[str, Any]:
    """A case with parties, sealed answers, files and decision. The reading is recorded."""
    return case_package.package(reference=reference, by=caller(request, response))


@router.get(
    "/cases/{reference}/status",
    response={200: process_schemas.Status, **FOUND},
    auth=READ,
    operation_id="case_status",
)
def status(
    request: HttpRequest, response: HttpResponse, reference: Path[schemas.Word]
) -> dict[str, Any]:
    """Where a case stands and whose signature it waits for, without personal data."""
    return case_package.status(reference=reference, by=caller(request, response))


@router.get(
    "/cases/{reference}/documents",
    response={200: list[schemas.FileItem], **FOUND},
    auth=READ,
    operation_id="case_documents",
)
def documents(
    request: HttpRequest, response: HttpResponse, reference: Path[schemas.Word]
) -> list[dict[str, Any]]:
    """The attachments of a case. The reading is recorded."""
    return case_package.documents(reference=reference, by=caller(request, response))


@router.get(
    "/cases/{reference}/messages",
    response={200: list[schemas.MessageItem], **FOUND},
    auth=READ,
    operation_id="case_messages",
)
def messages(
    request: HttpRequest, response: HttpResponse, reference: Path[schemas.Word]
) -> list[dict[str, Any]]:
    """The notices that have gone to the parties: what kind, when, how it went; never where to."""
    return case_package.messages(reference=reference, by=caller(request, response))


@router.get(
    "/cases/{reference}/decision",
    response={200: schemas.DecisionItem, **FOUND},
    auth=READ,
    operation_id="case_decision",
)
def decision(
    request: HttpRequest, response: HttpResponse, reference: Path[schemas.Word]
) -> dict[str, Any]:
    """The decision; 404 while there is none. The reading is recorded."""
    return case_package.decision(reference=reference, by=caller(request, response))


@router.get(
    "/cases/{reference}/notes",
    response={200: list[schemas.NoteItem], **FOUND},
    auth=READ,
    operation_id="case_notes",
)
def notes(
    request: HttpRequest, response: HttpResponse, reference: Path[schemas.Word]
) -> list[dict[str, Any]]:
    """The notes of a case, oldest first. The reading is recorded."""
    return case_package.notes(reference=reference, by=caller(request, response))


@router.post(
    "/cases/{reference}/notes",
    response={201: schemas.NoteWritten, 409: schemas.Problem, **FOUND},
    auth=Bearer(Scope.CASES, Scope.NOTES),
    operation_id="write_note",
)
def write_note(
    request: HttpRequest,
    response: HttpResponse,
    reference: Path[schemas.Word],
    given: schemas.NewNote,
    idempotency_key: Header[schemas.Key],
) -> Status[dict[str, Any]]:
    """Write a note. The same key again gives the same answer and writes nothing."""

    def act(by: Actor) -> dict[str, Any]:
        case_services.write_note(reference=reference, text=given.text, by=by)
        return {"written_at": now()}

    return written(request, response, idempotency_key, act)


@router.post(
    "/cases/{reference}/steps",
    response={201: process_schemas.StepTaken, 409: schemas.Problem, **FOUND},
    auth=Bearer(Scope.CASES, Scope.STEPS),
    operation_id="take_step",
)
def take_step(
    request: HttpRequest,
    response: HttpResponse,
    reference: Path[schemas.Word],
    given: process_schemas.NewStep,
    idempotency_key: Header[schemas.Key],
) -> Status[dict[str, Any]]:
    """Take a step of the process that systems may take. The same key again takes none."""

    def act(by: Actor) -> dict[str, Any]:
        _process, status = process.take_step(
            reference=reference, step_id=given.step, status_id=given.status, by=by
        )
        return {"process_status": status.id}

    return written(request, response, idempotency_key, act)


@router.get(
    "/cases/{reference}/letters",
    response={200: list[schemas.LetterItem], **FOUND},
    auth=Bearer(Scope.CASES, Scope.LETTERS),
    operation_id="case_letters",
)
def letters(
    request: HttpRequest, response: HttpResponse, reference: Path[schemas.Word]
) -> list[dict[str, Any]]:
    """The messages with the parties, oldest first. The reading is recorded; none becomes read."""
    return case_package.letters(reference=reference, by=caller(request, response))


@router.post(
    "/cases/{reference}/letters",
    response={201: schemas.LetterWritten, 409: schemas.Problem, **FOUND},
    auth=Bearer(Scope.CASES, Scope.LETTERS),
    operation_id="write_letter",
)
def write_letter(
    request: HttpRequest,
    response: HttpResponse,
    reference: Path[schemas.Word],
    given: schemas.NewLetter,
    idempotency_key: Header[schemas.Key],
) -> Status[dict[str, Any]]:
    """Write to a party. The same key again gives the same answer and writes nothing."""

    def act(by: Actor) -> dict[str, Any]:
        letter_id = case_package.write_letter(
            reference=reference, party=given.party, text=given.text, by=by
        )
        return {"id": str(letter_id)}

    return written(request, response, idempotency_key, act)


@router.get(
    "/cases/{reference}/letters/{letter_id}/files/{file_id}",
    response={200: None, **FOUND},
    auth=Bearer(Scope.CASES, Scope.LETTERS),
    openapi_extra=_file_of("*/*"),
    operation_id="letter_file",
)
def letter_file(
    request: HttpRequest,
    response: HttpResponse,
    reference: Path[schemas.Word],
    letter_id: uuid.UUID,
    file_id: uuid.UUID,
) -> HttpResponse:
    """A file that came with a message. The reading is recorded; the message stays unread."""
    info, content = case_package.letter_file(
        reference=reference, letter_id=letter_id, file_id=file_id, by=caller(request, response)
    )
    return download(content, info.name, info.content_type)


@router.get(
    "/cases/{reference}/document.pdf",
    response={200: None, **FOUND},
    auth=READ,
    openapi_extra=_file_of("application/pdf"),
    operation_id="case_document",
)
def case_document(
    request: HttpRequest, response: HttpResponse, reference: Path[schemas.Word]
) -> HttpResponse:
    """The whole case as one archive PDF (PDF/A-3, PDF/UA). The reading is recorded."""
    content = document.case_document(reference=reference, by=caller(request, response))
    return download(content, f"{reference}.pdf", "application/pdf")


@router.get(
    "/cases/{reference}/files/{file_id}",
    response={200: None, **FOUND},
    auth=READ,
    openapi_extra=_file_of("*/*"),
    operation_id="case_file",
)
def case_file(
    request: HttpRequest, response: HttpResponse, reference: Path[schemas.Word], file_id: uuid.UUID
) -> HttpResponse:
    """An attachment as it was handed in. The reading is recorded."""
    actor = caller(request, response)
    found = queries.read_case(actor, reference)
    sealed = supplemented.snapshots_of(
        filings.snapshot(found.snapshot_id), queries.supplements_of(found.id)
    )
    info, content = supplemented.open_any(sealed, file_id, by=actor)
    return download(content, info.name, info.content_type)


@router.put(
    "/cases/{reference}/confirmation",
    response={200: schemas.DeliveryItem, 409: schemas.Problem, **FOUND},
    auth=Bearer(Scope.CASES, Scope.DELIVERIES),
    operation_id="confirm",
)
def confirm(
    request: HttpRequest,
    response: HttpResponse,
    reference: Path[schemas.Word],
    given: schemas.Confirmation,
) -> dict[str, Any]:
    """The receiver has the case. The same confirmation again has no further effect."""
    actor = caller(request, response)
    done = deliveries.confirm(reference=reference, route=given.route, number=given.number, by=actor)
    return {
        "route": done.route,
        "state": done.state.value,
        "receipt": done.receipt,
        "ended_at": clock.local(done.ended_at) if done.ended_at else None,
    }
