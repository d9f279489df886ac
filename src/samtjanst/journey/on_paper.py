"""A signature on paper: registered by a handler, with the scanned page as its proof."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.documents.types import EmbeddedFile
from samtjanst.capabilities.messages.services import notify
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.capabilities.signing.types import (
    APPLICANT,
    DONE,
    EvidenceView,
    RequestState,
    RequestView,
    RoomState,
    RoomView,
)
from samtjanst.foundation.access.services import can, require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.sniff import JPEG, PDF, PNG
from samtjanst.foundation.files.types import FileInfo, Limits
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import hand_in
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.cases.types import CaseState, CaseView

OWNER = "paper_signature"  # of the scanned page, with the key of the signature request
LIMITS = Limits(frozenset({PDF, JPEG, PNG}), max_bytes=10_000_000, max_files=1)
OLDEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Told:
    """What the handler has filled in; ``has_seen`` that she has compared paper and application."""

    request_id: uuid.UUID | None
    signed_on: date | None
    has_seen: bool
    uploads: Sequence[tuple[str, bytes]] = field(repr=False)


def open_to_paper(*, reference: str, by: Actor) -> tuple[CaseView, list[RequestView]]:
    """The case, and those whose signature on paper can be registered.

    Raises:
        NotFoundError: not a case that the actor may handle, or it waits for nobody.
    """
    case = cases.get_case(by, reference)
    room = signing.room_of(("filing", case.filing_id))
    if not can(by, Permission.CASE_HANDLE, case) or room is None or not is_possible(case, room):
        raise NotFoundError
    return case, _left(room)


def is_possible(case: CaseView, room: RoomView) -> bool:
    """Whether somebody's signature on paper can be registered in the room of the case.

    When the time is out, or somebody has been lost, it is asked for again first.
    """
    is_open = room.state in {RoomState.OPEN, RoomState.DECLINED}
    return case.state is CaseState.WAITING_FOR_SIGNATURE and is_open and bool(_left(room))


def _left(room: RoomView) -> list[RequestView]:
    waits = DONE | {RequestState.QUEUED}
    return [one for one in room.requests if one.state not in waits]


def register(*, reference: str, told: Told, by: Actor) -> RoomState:
    """Register the signature; returns where the room stands: complete, open or still declined.

    Applicant and signatory are told. When the room goes on, so are those who are asked anew.

    Raises:
        NotFoundError: as :func:`open_to_paper`.
        InvalidInputError: by field, what is missing or wrong.
        TransitionError: she has signed meanwhile.
    """
    case, left = open_to_paper(reference=reference, by=by)
    who = next((one for one in left if one.id == told.request_id), None)
    problems = _faults(told)
    if who is None:
        problems["request"] = [_("Välj vem som har skrivit under.")]
    if problems or who is None or told.signed_on is None:
        raise InvalidInputError(problems)
    with transaction.atomic():
        page = _page(who, told.signed_on, _kept(who.id, told.uploads, by))
        signed = signing_services.register_paper(subject=who.subject, page=page, by=by)
        text = f"{who.name}, {told.signed_on.isoformat()}"
        case_services.note_about_parties(
            filing_id=case.filing_id, what="signed_on_paper", text=text, by=by
        )
        if signed.reopened:
            case_services.note_about_parties(
                filing_id=case.filing_id, what="signing_goes_on", text="", by=by
            )
        hand_in.signed(signed=signed, by=by)
        _tell(case, who, by, is_complete=signed.room_complete)
    if signed.room_complete:
        return RoomState.COMPLETE
    return RoomState.OPEN if signed.reopened else who.room_state


def by_applicant(
    *, filing_id: uuid.UUID, signed_on: date, upload: tuple[str, bytes], by: Actor
) -> None:
    """Register that the applicant has signed by hand what staff has taken down from her paper.

    A part of the hand-in's transaction; what follows from her signature follows.

    Raises:
        InvalidInputError: under "files", the page cannot be taken.
    """
    require(by, Permission.CASE_HANDLE)
    room = signing.room_of(("filing", filing_id))
    who = next(one for one in (room.requests if room else ()) if one.role == APPLICANT)
    page = _page(who, signed_on, _kept(who.id, [upload], by))
    signed = signing_services.register_paper(subject=who.subject, page=page, by=by)
    hand_in.signed(signed=signed, by=by)


def pages_of(*, case: CaseView, by: Actor) -> dict[uuid.UUID, EvidenceView]:
    """The evidence on paper of a case that the actor has opened, by the key of its scanned page."""
    found = signing.evidence_of(("filing", case.filing_id)) if by.is_staff else []
    return {uuid.UUID(one.page.id): one for one in found if one.page}


def open_page(*, reference: str, file_id: uuid.UUID, by: Actor) -> tuple[FileInfo, bytes]:
    """A scanned page of a case; the reading is recorded.

    Raises:
        NotFoundError: not a case that the actor may handle, no such page, or not a clean one.
    """
    case = cases.read_case(by, reference)
    if file_id not in pages_of(case=case, by=by):
        raise NotFoundError
    return content_of(case=case, file_id=file_id, by=by)


def content_of(*, case: CaseView, file_id: uuid.UUID, by: Actor) -> tuple[FileInfo, bytes]:
    """The scanned page of a case that the actor has opened; the reading is recorded.

    Raises:
        NotFoundError: no such page, infected, or not yet scanned.
        TamperedError: it is not what was registered.
    """
    room = signing.room_of(("filing", case.filing_id))
    for request in room.requests if room else ():
        try:
            return file_services.read(file_id=file_id, owner=(OWNER, request.id), by=by)
        except NotFoundError:
            continue
    raise NotFoundError


def enclosed(*, case: CaseView, evidence: list[EvidenceView], by: Actor) -> Iterator[EmbeddedFile]:
    """The scanned pages, to lie in the case document of a case that the actor has opened.

    One that has not been scanned for malware is not taken along, but its checksum is.
    """
    for number, item in enumerate(evidence, start=1):
        with suppress(NotFoundError):
            if item.page:
                key = uuid.UUID(item.page.id)
                info, content = content_of(case=case, file_id=key, by=by)
                ending = info.content_type.rpartition("/")[2].replace("jpeg", "jpg")
                name = f"underskrift-{number}-papper.{ending}"
                yield EmbeddedFile(name, info.content_type, content, "Underskrift på papper")


def _faults(told: Told) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    today = clock.today()
    if told.signed_on is None or not today - OLDEST <= told.signed_on <= today:
        problems["signed_on"] = [_("Ange vilken dag papperet skrevs under, inte senare än i dag.")]
    if not told.uploads:
        problems["files"] = [_("Lägg till det inskannade papperet.")]
    if not told.has_seen:
        problems["seen"] = [_("Intyga att du har jämfört papperet med ansökan.")]
    return problems


def _kept(request_id: uuid.UUID, uploads: Sequence[tuple[str, bytes]], by: Actor) -> FileInfo:
    name, content = uploads[0]
    owner = (OWNER, request_id)
    try:
        return file_services.store_upload(
            owner=owner, name=name, content=content, limits=LIMITS, by=by
        )
    except InvalidInputError as error:
        raise InvalidInputError({"files": error.problems[""]}) from error
    except PortError as error:
        told = _("Vi kunde inte ta emot filen just nu. Försök igen om en stund.")
        raise InvalidInputError({"files": [told]}) from error


def _page(who: RequestView, signed_on: date, info: FileInfo) -> signing_services.PaperSignature:
    return signing_services.PaperSignature(
        request_id=str(who.id),
        signed_on=signed_on,
        file_id=info.id,
        file_name=info.name,
        content_type=info.content_type,
        sha256=info.sha256,
    )


def _tell(case: CaseView, who: RequestView, by: Actor, *, is_complete: bool) -> None:
    """Everybody is told when it is complete; else applicant and signatory, unless protected."""
    if is_complete:
        return
    told = [party for party in case.parties if party.role == APPLICANT]
    told += [p for p in case.parties if p.citizen_id == who.citizen_id and not p.is_protected]
    for party in told:
        notify(
            citizen_id=party.citizen_id,
            template="case_news",
            subject=("filing", str(case.filing_id)),
            path="/mina-arenden/",
            by=by,
        )
