"""Enqueueing, running, retrying and parking.

A job's row and its effect in the database commit together. An outside effect can happen
again if the process dies after it and before the commit, so that handlers pass a stable key
to the outside system.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs import registry
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.tasks import defer, not_in_queue
from samtjanst.foundation.jobs.types import JobState, Request
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.prepared import Prepared, PreparedUpdate
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.ids import error_reference
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
OVERDUE = timedelta(minutes=2)
KEEP_DONE = timedelta(days=30)

_gathered: ContextVar[list[Request] | None] = ContextVar("gathered_jobs", default=None)


def enqueue(name: str, *, key: str, payload: dict[str, Any] | None = None, **more: Any) -> None:
    """Enqueue one job in the caller's transaction; see :class:`Request` for ``more``."""
    enqueue_all([Request(name=name, key=key, payload=payload or {}, **more)])


def enqueue_all(requests: Sequence[Request]) -> None:
    """Enqueue several jobs with two statements, in the caller's transaction.

    A job whose name and key are already there is left as it is.
    """
    gathered = _gathered.get()
    if gathered is None:
        _write(requests)
    else:
        gathered.extend(requests)


@contextmanager
def one_batch() -> Iterator[None]:
    """Enqueue the block's jobs together at its end, in the order they came.

    Only around a whole transaction, or a part of one in which nothing is caught and gone on
    from: an error that leaves the block takes the jobs and their causes with it.
    """
    if _gathered.get() is not None:
        yield
        return
    requests: list[Request] = []
    token = _gathered.set(requests)
    try:
        yield
    finally:
        _gathered.reset(token)
    _write(requests)


def _write(requests: Sequence[Request]) -> None:
    if not requests:
        return
    now = clock.now()
    rows = [
        Job(
            name=request.name,
            key=request.key,
            payload=request.payload,
            subject_kind=request.subject[0],
            subject_id=request.subject[1],
            created_at=now,
            run_at=request.run_at or now,
        )
        for request in requests
    ]
    Job.objects.bulk_create(rows, ignore_conflicts=True)
    defer([(row.id, row.run_at) for row in rows], municipality_id=scope_id())


def run(job_id: uuid.UUID) -> None:
    """Do the job, unless it is done or somebody else is at it. Called by the worker."""
    try:
        with transaction.atomic():
            job = _to_do.first(job_id=job_id, now=clock.now())
            if job is None:
                return
            registry.handler_for(job.name)(job.payload)
            _end.run(job_id=job.id, now=clock.now())
    except Temporary as failure:
        _failed(job_id, failure.code, hopeless=False)
    except (Rejected, NotConfigured) as failure:
        _failed(job_id, failure.code, hopeless=True)
    except Exception as error:  # noqa: BLE001 - the edge of the process: every job must end somewhere
        reference = error_reference()
        # Without the traceback: a database error can quote what a person has written.
        log.error(  # noqa: TRY400
            "job.error", reference=reference, job=str(job_id), kind=type(error).__name__
        )
        _failed(job_id, f"error {reference}", hopeless=False)


@transaction.atomic
def retry(*, job_id: uuid.UUID, by: Actor) -> None:
    """Start a parked job again.

    Raises:
        NotFoundError: no such parked job for this actor.
    """
    require(by, Permission.OPERATIONS_RETRY)
    job = Job.objects.select_for_update().filter(id=job_id, state=JobState.PARKED).first()
    if job is None:
        raise NotFoundError
    job.state, job.attempts, job.run_at = JobState.QUEUED.value, 0, clock.now()
    job.save(update_fields=["state", "attempts", "run_at"])
    record("job.retried", by=by, subject=("job", job.id), details={"name": job.name})
    defer([(job.id, job.run_at)], municipality_id=scope_id())


def rescue_overdue() -> int:
    """Hand overdue jobs to a worker again: their worker died, or a hand-over was lost.

    What lies in the queue already is left: a queue that is behind gets no longer by waiting.
    Returns how many were handed over.
    """
    rows = Job.objects.filter(state=JobState.QUEUED, run_at__lt=clock.now() - OVERDUE)
    late = rows.order_by("run_at").values_list("id", flat=True)
    overdue = not_in_queue(list(late[:1000]))
    defer([(job_id, clock.now()) for job_id in overdue], municipality_id=scope_id())
    return len(overdue)


def forget_done() -> int:
    """Delete jobs that were done long ago."""
    return Job.objects.filter(state=JobState.DONE, done_at__lt=clock.now() - KEEP_DONE).delete()[0]


@Prepared
def _to_do(job_id: uuid.UUID, now: datetime) -> QuerySet[Job]:
    """The job, held for the caller; nothing when it is done or somebody else is at it."""
    rows = Job.objects.select_for_update(skip_locked=True)
    return rows.filter(id=job_id, state=JobState.QUEUED, run_at__lte=now)


@PreparedUpdate
def _end(job_id: uuid.UUID, now: datetime) -> Any:
    """The job is done."""
    done = {"state": JobState.DONE.value, "done_at": now, "problem": ""}
    return Job.objects.filter(id=job_id), done


@transaction.atomic
def _failed(job_id: uuid.UUID, problem: str, *, hopeless: bool) -> None:
    job = Job.objects.select_for_update().get(id=job_id)
    job.attempts, job.problem = job.attempts + 1, problem[:120]
    if hopeless or job.attempts >= MAX_ATTEMPTS:
        job.state = JobState.PARKED.value
        log.warning("job.parked", job=str(job.id), name=job.name, problem=job.problem)
    else:
        job.run_at = clock.now() + min(FIRST_WAIT * 2 ** (job.attempts - 1), LONGEST_WAIT)
        defer([(job.id, job.run_at)], municipality_id=scope_id())
    job.save(update_fields=["attempts", "problem", "state", "run_at"])
