"""The whole case as one file: asked for, begun, ready, and forgotten after a while."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import Case, WholeFile
from samtjanst.running.cases.types import FileState, next_file

KEEP_FILES = timedelta(hours=1)
_GOING_ON = (FileState.ASKED.value, FileState.WORKING.value)


@transaction.atomic
def ask_for_file(*, reference: str, by: Actor, is_anew: bool = False) -> tuple[uuid.UUID, bool]:
    """Ask for the whole case as one file; its key, and whether it is a new one.

    One that the actor has asked for and that is being made is the same; so is one that is ready,
    of the case as it is now, unless it is made anew.

    Raises:
        NotFoundError: not a case that the actor may read and take out.
    """
    require(by, Permission.CASE_EXPORT)
    row = Case.objects.select_for_update().filter(reference=reference).first()
    if row is None or by.id is None:
        raise NotFoundError
    require(by, Permission.CASE_READ, row)
    mine = WholeFile.objects.filter(case=row, staff_id=by.id)
    ready = Q(state=FileState.READY, revision=row.revision, level=by.assurance_level)
    wanted = Q(state__in=_GOING_ON) | (Q(pk=None) if is_anew else ready)
    if (found := mine.filter(wanted).order_by("-asked_at").first()) is not None:
        return found.id, False
    made = WholeFile(case=row, staff_id=by.id, level=by.assurance_level, asked_at=clock.now())
    made.save(force_insert=True)
    record("case.file_asked", by=by, subject=("case", row.id))
    return made.id, True


@transaction.atomic
def begin_file(*, file_id: uuid.UUID, attachments: int, by: Actor) -> None:
    """Note that it is being made, of the case as it is now.

    Raises:
        NotFoundError: it is not asked for any more.
        TransitionError: it is made, or cannot be.
    """
    row = _locked(file_id, by)
    row.state = next_file(row.state, "begin").value
    row.attachments, row.revision = attachments, row.case.revision
    row.save(update_fields=["state", "attachments", "revision"])
    record("case.file_begun", by=by, subject=("case", row.case_id))


@transaction.atomic
def end_file(*, file_id: uuid.UUID, event: str, by: Actor) -> None:
    """Note that it is "ready", or that it cannot be made ("fail").

    Raises:
        NotFoundError, TransitionError: as :func:`begin_file`.
    """
    row = _locked(file_id, by)
    row.state = next_file(row.state, event).value
    row.ready_at = clock.now()
    row.save(update_fields=["state", "ready_at"])
    record("case.file_ended", by=by, subject=("case", row.case_id), details={"state": row.state})


@transaction.atomic
def forget_file(*, file_id: uuid.UUID, by: Actor) -> None:
    """Delete what has been kept long enough. Its content is the caller's to remove."""
    _locked(file_id, by).delete()
    record("case.file_forgotten", by=by, subject=("whole_file", file_id))


def _locked(file_id: uuid.UUID, by: Actor) -> WholeFile:
    require(by, Permission.CASE_INDEX)
    rows = WholeFile.objects.select_related("case").select_for_update(of=("self",))
    row = rows.filter(id=file_id).first()
    if row is None:
        raise NotFoundError
    return row
