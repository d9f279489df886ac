"""Reads of jobs."""

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.types import JobState
from samtjanst.foundation.people.types import Actor


def unfinished(*, actor: Actor, limit: int = 200) -> list[Job]:
    """Parked jobs first, then those that wait; only for those who run the municipality's service.

    Raises:
        NotAllowedError: the actor does not.
    """
    require(actor, Permission.OPERATIONS_READ)
    rows = Job.objects.exclude(state=JobState.DONE)
    return list(rows.order_by("state", "run_at")[:limit])


def of_subject(kind: str, key: str) -> list[Job]:
    """The jobs that concern a thing, oldest first. The caller has authorised the thing."""
    rows = Job.objects.filter(subject_kind=kind, subject_id=key)
    return list(rows.order_by("created_at"))
