"""Jobs as the people concerned see them."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.jobs.types import JobState
from samtjanst.foundation.tenancy.models import TenantModel


class Job(TenantModel):
    """One outside effect, from the transaction that caused it until it is done or parked."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    name = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict, help_text="Keys and counts only, no personal data")
    subject_kind = models.CharField(max_length=30, default="")
    subject_id = models.CharField(max_length=64, default="")
    state = models.CharField(
        max_length=10,
        default=JobState.QUEUED.value,
        choices=[(s.value, s.value) for s in JobState],
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=120, default="", help_text="Code and error reference")
    created_at = models.DateTimeField()
    run_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "name", "key"], name="one_job_per_key")
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "subject_kind", "subject_id"]),
            models.Index(
                fields=["municipality", "state", "run_at"],
                condition=~models.Q(state="done"),
                name="unfinished_jobs",
            ),
        ]
