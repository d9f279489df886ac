"""Reads of files of whole cases."""

import uuid
from datetime import datetime

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import grants_of, staff_names
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import WholeFile
from samtjanst.running.cases.types import FileState, WholeFileView


def whole_file(actor: Actor, reference: str, file_id: uuid.UUID) -> WholeFileView:
    """A file of the case that the actor has asked for herself. She has authorised the case.

    Raises:
        NotFoundError: absent, kept no longer, another case's or somebody else's.
    """
    require(actor, Permission.CASE_EXPORT)
    row = WholeFile.objects.filter(
        id=file_id, case__reference=reference, staff_id=actor.id, staff__isnull=False
    ).first()
    if row is None:
        raise NotFoundError
    return WholeFileView(
        id=row.id,
        case_id=row.case_id,
        state=FileState(row.state),
        attachments=row.attachments,
        revision=row.revision,
        asked_at=row.asked_at,
        ready_at=row.ready_at,
    )


def asked_by(file_id: uuid.UUID) -> tuple[str, Actor] | None:
    """The number of the case and who has asked for its file, with the rights that she has now.

    For the job that makes it; None when it is wanted no longer.
    """
    row = WholeFile.objects.select_related("case").filter(id=file_id).first()
    if row is None:
        return None
    actor = Actor(
        ActorKind.STAFF,
        scope_id(),
        row.staff_id,
        row.level,
        grants_of(row.staff_id, row.level),
        name=staff_names([row.staff_id]).get(row.staff_id, ""),
    )
    return row.case.reference, actor


def files_to_forget(before: datetime) -> list[uuid.UUID]:
    """The files that were asked for before an instant."""
    return list(WholeFile.objects.filter(asked_at__lt=before).values_list("id", flat=True))
