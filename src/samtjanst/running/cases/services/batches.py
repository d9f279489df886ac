"""Many cases at once: what a form has begun it does not begin again."""

import uuid
from datetime import timedelta

from django.db import transaction

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import BatchRun
from samtjanst.running.cases.types import BatchOutcome

KEEP_RUNS = timedelta(days=1)


@transaction.atomic
def begin_batch(*, key: uuid.UUID, action: str, by: Actor) -> bool:
    """Begin to do something to many cases; False when that was begun under the key already.

    Of two at the same moment the second waits here, and is told False.
    """
    require(by, Permission.CASE_HANDLE)
    if by.id is None:
        raise NotFoundError
    row = BatchRun(staff_id=by.id, key=key, made_at=clock.now())
    BatchRun.objects.bulk_create([row], ignore_conflicts=True)
    if not BatchRun.objects.filter(id=row.id).exists():
        return False
    record("case.batch_begun", by=by, subject=("batch", row.id), details={"action": action})
    return True


@transaction.atomic
def end_batch(*, key: uuid.UUID, outcome: BatchOutcome, by: Actor) -> None:
    """Keep for a day how it went, to be told again."""
    require(by, Permission.CASE_HANDLE)
    row = BatchRun.objects.filter(staff_id=by.id, key=key).first()
    if row is None:
        raise NotFoundError
    row.outcome = {
        "action": outcome.action,
        "done": outcome.done,
        "failed": outcome.failed,
        "is_cut": outcome.is_cut,
        "letters": outcome.letters,
        "ways": outcome.ways,
    }
    row.save(update_fields=["outcome"])
    count = {"done": len(outcome.done), "failed": len(outcome.failed)}
    record("case.batch_ended", by=by, subject=("batch", row.id), details=count)


def forget_batches() -> int:
    """Schedule: delete what was begun more than a day ago; returns how many."""
    return BatchRun.objects.filter(made_at__lt=clock.now() - KEEP_RUNS).delete()[0]
