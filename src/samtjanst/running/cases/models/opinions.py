"""Opinions asked of somebody else, and their sealed answers."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from samtjanst.foundation.people.models import Citizen, StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit
from samtjanst.running.cases.models.core import Case
from samtjanst.running.cases.types import OpinionState, Visibility

_OPEN = models.Q(state=OpinionState.OPEN.value)


class Opinion(TenantModel):
    """What one unit or one person is asked about a case, what she sees of it, and her answer."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "citizen": "with the case",
        "content": "with the case, by its retention rule",
        "answer": "with the case, by its retention rule",
        "asked_by": "with the case, as public record",
    }

    case = TenantForeignKey(Case, models.PROTECT)
    unit = TenantForeignKey(Unit, models.PROTECT, null=True)
    citizen = TenantForeignKey(Citizen, models.PROTECT, null=True)
    state = models.CharField(
        max_length=10,
        default=OpinionState.OPEN.value,
        choices=[(s.value, s.value) for s in OpinionState],
    )
    questions = ArrayField(models.CharField(max_length=80))
    files = ArrayField(models.UUIDField())
    content = models.BinaryField()  # encrypted: the question, and why it is kept from the parties
    due = models.DateField()
    is_needed = models.BooleanField()  # no decision before it has come, or is asked for no longer
    visibility = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Visibility]
    )
    asked_by = TenantForeignKey(StaffAccount, models.PROTECT)
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)  # by whoever was asked, first time
    reminded_at = models.DateTimeField(null=True)
    answer = models.BinaryField(default=b"")  # encrypted: canonical JSON, as it was sealed
    digest = models.CharField(max_length=64, default="")  # SHA-256 of the canonical JSON
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "case", "citizen"],
                condition=_OPEN,
                name="one_open_opinion_per_person",
            ),
            models.UniqueConstraint(
                fields=["municipality", "case", "unit"],
                condition=_OPEN,
                name="one_open_opinion_per_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True, citizen__isnull=False)
                | models.Q(unit__isnull=False, citizen__isnull=True),
                name="opinion_of_a_unit_or_a_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "case", "asked_at"]),
            models.Index(fields=["municipality", "unit", "asked_at"]),
            models.Index(fields=["municipality", "citizen", "asked_at"]),
            models.Index(fields=["municipality", "due"], condition=_OPEN, name="open_opinions"),
        ]
