"""The one task that the queue library knows: run our job by its key."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from samtjanst.foundation.tenancy.services import open_scope

QUEUE = "samtjanst"
TASK = "samtjanst.run"


@app.task(name=TASK, queue=QUEUE)
def run_job(*, job_id: str, municipality_id: str) -> None:
    """Open the municipality's scope and do the job."""
    from samtjanst.foundation.jobs import services

    with open_scope(uuid.UUID(municipality_id)):
        services.run(uuid.UUID(job_id))


def not_in_queue(job_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Those of the jobs that no worker will be given, in the same order."""
    keys = [str(job_id) for job_id in job_ids]
    lying = ProcrastinateJob.objects.filter(task_name=TASK, status="todo", args__job_id__in=keys)
    waiting = set(lying.values_list("args__job_id", flat=True))
    return [job_id for job_id in job_ids if str(job_id) not in waiting]


def defer(jobs: Sequence[tuple[uuid.UUID, datetime]], *, municipality_id: uuid.UUID) -> None:
    """Hand jobs to the queue in the caller's transaction; one statement per instant of start."""
    by_time: dict[datetime, list[dict[str, Any]]] = {}
    for job_id, run_at in jobs:
        arguments = {"job_id": str(job_id), "municipality_id": str(municipality_id)}
        by_time.setdefault(run_at, []).append(arguments)
    for run_at, arguments_of in by_time.items():
        task = app.configure_task(TASK, queue=QUEUE, schedule_at=run_at)
        task.batch_defer(*arguments_of)
