"""Answering what one is asked about somebody else's case: what is asked, and nothing else of it.

The link is bound to a log-in: an e-ID for a person, the municipality's own log-in for staff. A
member of staff writes in a draft that is hers until it is handed in; a colleague of the unit that
was asked sees who has begun, and can go on in her place from the beginning.
"""

import uuid
from dataclasses import dataclass, replace

from django.db import transaction

from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import supplement
from samtjanst.journey.asked_others import APPLICANT_ROLE
from samtjanst.journey.supplement import Desk
from samtjanst.kernel.errors import ConflictError, NotFoundError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, SupplementView
from samtjanst.running.filing import queries as filings


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to the actor, as she may see it; ``held_by`` is the colleague who has begun."""

    case: CaseView
    request: SupplementView
    held_by: str = ""


def asked(*, supplement_id: uuid.UUID, by: Actor) -> Asked:
    """What the actor is asked; the reading is recorded.

    Raises:
        NotFoundError: as cases.open_inquiry.
    """
    request = cases.open_inquiry(by, supplement_id)
    case = cases.case_by_id(request.case_id)
    if case is None:
        raise NotFoundError
    held = filings.held_by(request.filing_id, by) if request.filing_id and by.is_staff else ""
    return Asked(case, request, held)


def open_desk(*, supplement_id: uuid.UUID, by: Actor, instead: bool = False) -> Desk:
    """What the actor is asked, with her draft; one is begun when there is none.

    ``instead``: of the colleague who has begun, whose draft is left.

    Raises:
        NotFoundError: as cases.open_inquiry.
        ConflictError: a colleague has begun to answer.
        TransitionError: it has been answered, or is not wanted any more.
    """
    found = asked(supplement_id=supplement_id, by=by)
    if not found.request.is_open:
        raise TransitionError("supplement", found.request.state, "supplement")
    if found.held_by:
        if not instead:
            raise ConflictError
        record("case.inquiry_taken_over", by=by, subject=("case", found.case.id))
    return supplement.desk_of(found.case, found.request, _filler(found.case, by))


@transaction.atomic
def hand_in(*, supplement_id: uuid.UUID, by: Actor) -> None:
    """Seal the answer, once; also when the day has passed.

    Raises:
        NotFoundError, ConflictError, TransitionError: as :func:`open_desk`.
        InvalidInputError: something is missing or wrong; by question.
    """
    supplement.sealed(open_desk(supplement_id=supplement_id, by=by))


def _filler(case: CaseView, by: Actor) -> Actor:
    """Who has the draft: a member of staff writes in one that the case's applicant owns."""
    if not by.is_staff:
        return by
    owner = next(one.citizen_id for one in case.parties if one.role == APPLICANT_ROLE)
    return replace(by, prepares_for=owner)
