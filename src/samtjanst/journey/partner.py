"""A partner room: exactly the chosen fields go out, and the answer reaches the parties."""

import uuid
from dataclasses import dataclass, field

from django.db import transaction

from samtjanst.building.definitions.queries import all_published, definition_of
from samtjanst.capabilities.formkit.present.types import SummaryRow
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import document, typed
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import ShareView
from samtjanst.running.filing import queries as filings


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
    parts = document.summary(case, filings.snapshot(case.snapshot_id))
    wanted = [row for part in parts for row in part.rows if row.question_id in share.questions]
    return Given(share, tuple(wanted))


@transaction.atomic
def answer(*, share_id: uuid.UUID, text: str, by: Actor) -> None:
    """The outside body's own result: kept with the case, and told to the parties.

    Raises:
        NotFoundError, InvalidInputError: as cases.services.answer_share.
    """
    kept = typed.clean(text)
    if told := typed.faults(kept, services.LONGEST_LETTER):
        raise InvalidInputError({"text": told})
    share = cases.open_share(by, share_id)
    case = cases.case_by_id(share.case_id)
    for citizen_id in services.answer_share(share_id=share_id, text=kept, by=by):
        notify(
            citizen_id=citizen_id,
            template="letter_sent",
            subject=("filing", str(case.filing_id if case else "")),
            path="/mina-arenden/",
            by=by,
        )
