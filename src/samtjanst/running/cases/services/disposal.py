"""Disposing of what has lain its time in the trash; the line of the protocol is what is left."""

import uuid

from django.db import transaction

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError
from samtjanst.running.cases.models import (
    Appeal,
    Case,
    CaseEvent,
    CaseStep,
    Decision,
    DecisionRequest,
    Disclosure,
    Disposal,
    Hearing,
    HeldDecision,
    Letter,
    Opinion,
    PartnerShare,
    Proposal,
    Struck,
    Supplement,
    WholeFile,
)
from samtjanst.running.cases.queries.diary import documents_in
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import is_over

# Whatever has any of these is of importance to somebody, or will not be in an hour.
_IN_THE_WAY = (
    Appeal, Decision, DecisionRequest, Disclosure, Hearing, HeldDecision, Letter, Opinion,
    PartnerShare, Proposal, Struck, Supplement, WholeFile,
)  # fmt: skip
# What the database refuses to let go of until the line of the protocol stands.
_APPEND_ONLY = (CaseEvent, CaseStep)


@transaction.atomic
def dispose(*, reference: str, files: int, by: Actor) -> uuid.UUID:
    """Dispose of a case whose last day in the trash has passed; the key of what was handed in.

    Of the diary only the line of the application stays, without names: what has more documents
    than that is not clearly without importance (OSL 5 kap. 1 §), and stays. ``files``: how many
    files the caller disposes of in the same transaction.

    Raises:
        NotFoundError: no such case.
        ConflictError: it is not in the trash, its day has not passed, or something stands in
            the way.
    """
    row = rows.locked(reference, permission=Permission.CASE_INDEX, by=by)
    if not is_over(row.trash_until, clock.today()) or _is_of_importance(row):
        raise ConflictError
    _protocol(row, files).save(force_insert=True)
    case_id, filing_id = row.id, row.filing_id
    for kind in _APPEND_ONLY:
        kind.objects.filter(case=row).delete()
    row.delete()
    details = {"reference": reference, "files": files}
    record("case.disposed", by=by, subject=("case", case_id), details=details)
    return filing_id


def _is_of_importance(row: Case) -> bool:
    if any(kind.objects.filter(case=row).exists() for kind in _IN_THE_WAY):
        return True
    return documents_in(row.id) > 1


def _protocol(row: Case, files: int) -> Disposal:
    if row.trashed_at is None or row.trash_until is None:
        raise ConflictError
    return Disposal(
        of_case=row.id,
        of_filing=row.filing_id,
        reference=row.reference,
        title=row.title,
        slug=row.version.slug,
        unit_id=row.unit_id,
        arrived_at=row.arrived_at,
        trashed_at=row.trashed_at,
        ground=row.trash_ground,
        stayed_until=row.trash_until,
        files=files,
        at=clock.now(),
    )
