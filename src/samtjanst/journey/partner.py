"""A partner room: exactly the chosen fields go out, and the answer reaches the parties."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from samtjanst.building.definitions.queries import all_published, definition_of
from samtjanst.capabilities.formkit.present.types import SummaryRow
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import document, typed
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import ShareView


@dataclass(frozen=True, slots=True)
class Given:
    """What an outside body sees of a case: these fields, and nothing else."""

    share: ShareView
    rows: tuple[SummaryRow, ...] = field(repr=False)


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
    return Given(share, tuple(wanted))


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


@transaction.atomic
def answer(*, share_id: uuid.UUID, text: str, by: Actor) -> None:
    """The outside body's own result: kept with the case, and told to the parties.

    Raises:
        NotFoundError, InvalidInputError: as cases.services.answer_share.
    """
    share = cases.open_share(by, share_id)
    kept = typed.clean(text)
    if told := typed.faults(kept, services.LONGEST_LETTER):
        raise InvalidInputError({"text": told})
    case = cases.case_by_id(share.case_id)
    for citizen_id in services.answer_share(share_id=share_id, text=kept, by=by):
        notify(
            citizen_id=citizen_id,
            template="letter_sent",
            subject=("filing", str(case.filing_id if case else "")),
            path="/mina-arenden/",
            by=by,
        )
