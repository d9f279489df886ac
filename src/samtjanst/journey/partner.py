"""A partner room: exactly the chosen fields go out, and the answer reaches the parties."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import all_published, definition_of
from samtjanst.capabilities.formkit.present.types import SummaryRow
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import document, letters, typed
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import ShareView

OWNER = "partner_share"
LIMITS = replace(letters.LIMITS, max_files=20)  # of all answers about one case


@dataclass(frozen=True, slots=True)
class Given:
    """What an outside body sees of a case: these fields, and what it has answered itself."""

    share: ShareView
    rows: tuple[SummaryRow, ...] = field(repr=False)
    files: tuple[FileInfo, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class Result:
    """What an outside body answers; ``for_parties``: the parties read the files, too."""

    text: str = field(repr=False)
    files: Sequence[tuple[str, bytes]] = field(repr=False, default=())
    for_parties: bool = True


def fields(slug: str) -> list[tuple[str, str]]:
    """The fields that a room for an e-service can show: id and words."""
    found = next((one for one in all_published() if one.slug == slug), None)
    pages = definition_of(found.version_id).pages if found else ()
    return [(q.id, q.label.to("sv")) for page in pages for q in page.questions]


def given(*, share_id: uuid.UUID, by: Actor) -> Given:
    """The chosen fields of a case in the actor's room; the reading is recorded.

    Raises:
        NotFoundError: as cases.open_share.
    """
    share = cases.open_share(by, share_id)
    case = cases.case_by_id(share.case_id)
    if case is None:
        raise NotFoundError
    parts = document.summary_now(case)
    wanted = [row for part in parts for row in part.rows if row.question_id in share.questions]
    return Given(share, tuple(wanted), tuple(files.infos((OWNER, share.id))))


def brief(share: ShareView) -> dict[str, Any]:
    """A share for a machine's list, without personal data."""
    return {
        "id": str(share.id),
        "reference": share.reference,
        "room": share.room,
        "purpose": share.purpose,
        "until": share.until,
        "shared_at": clock.local(share.shared_at),
        "acknowledged_at": clock.local(share.seen_at) if share.seen_at else None,
        "answered_at": clock.local(share.result_at) if share.result_at else None,
    }


def whole(*, share_id: uuid.UUID, by: Actor) -> dict[str, Any]:
    """A share for a machine, with the chosen fields in words; the reading is recorded.

    Raises:
        NotFoundError: as cases.open_share.
    """
    found = given(share_id=share_id, by=by)
    told = [
        {"question": row.question_id, "label": row.label, "answer": list(row.lines)}
        for row in found.rows
    ]
    return {**brief(found.share), "fields": told}


def shared(case_id: uuid.UUID) -> list[tuple[ShareView, tuple[FileInfo, ...]]]:
    """With whom a case that the caller has authorised is shared, and what they sent."""
    found = cases.shares_of(case_id)
    held = files.infos_by_owner(OWNER, [one.id for one in found]) if found else {}
    return [(one, tuple(held.get(one.id, ()))) for one in found]


def open_file(
    *, reference: str, share_id: uuid.UUID, file_id: uuid.UUID, by: Actor
) -> tuple[FileInfo, bytes]:
    """A file that came with an outside body's answer; the reading is recorded.

    Raises:
        NotFoundError: not a case that the actor may read, or no clean file of such an answer.
    """
    case = cases.read_case(by, reference)
    if share_id not in {one.id for one in cases.shares_of(case.id)}:
        raise NotFoundError
    return file_services.read(file_id=file_id, owner=(OWNER, share_id), by=by)


@transaction.atomic
def answer(*, share_id: uuid.UUID, result: Result, by: Actor) -> None:
    """The outside body's own result: kept with the case, and told to the parties.

    All or nothing: a file that is refused keeps the answer back. Files are kept for the handler,
    and once more with each party's message where they are for the parties.

    Raises:
        NotFoundError, InvalidInputError: as cases.services.answer_share; "files" names a refused
            file.
    """
    share = cases.open_share(by, share_id)
    kept = typed.clean(result.text)
    if told := typed.faults(kept, services.LONGEST_LETTER):
        raise InvalidInputError({"text": told})
    case = cases.case_by_id(share.case_id)
    reached = services.answer_share(share_id=share_id, text=kept, by=by)
    _keep(share_id, result, list(reached.values()), by)
    for citizen_id in reached:
        notify(
            citizen_id=citizen_id,
            template="letter_sent",
            subject=("filing", str(case.filing_id if case else "")),
            path="/mina-arenden/",
            by=by,
        )


def _keep(share_id: uuid.UUID, result: Result, sent: Sequence[uuid.UUID], by: Actor) -> None:
    owner = (OWNER, share_id)
    try:
        for name, content in result.files:
            file_services.store_upload(
                owner=owner, name=name, content=content, limits=LIMITS, by=by
            )
    except InvalidInputError as error:
        raise InvalidInputError({"files": error.problems[""]}) from error
    except PortError as error:
        told = _("Vi kunde inte ta emot filen just nu. Försök igen om en stund.")
        raise InvalidInputError({"files": [told]}) from error
    for letter_id in sent if result.for_parties else ():
        letters.keep(letter_id=letter_id, uploads=result.files, by=by)
