"""Where a case has been in its e-service's own process, and what has been ticked off on the way."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel
from samtjanst.running.cases.models.core import Case


class CaseStep(TenantModel):
    """A status that a case has come to, by which step ("" when its state changed); append-only."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "with the case, as public record"}

    case = TenantForeignKey(Case, models.PROTECT)
    at = models.DateTimeField()
    status = models.CharField(max_length=64)
    step = models.CharField(max_length=64, default="")
    staff = TenantForeignKey(StaffAccount, models.PROTECT, null=True, db_index=False)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "case", "at"])]


class CaseTick(TenantModel):
    """A line of a phase's checklist that is done, by whom and when."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "with the case, as public record"}

    case = TenantForeignKey(Case, models.CASCADE)
    line = models.CharField(max_length=64)
    at = models.DateTimeField()
    staff = TenantForeignKey(StaffAccount, models.PROTECT, db_index=False)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "case", "line"], name="one_tick_a_line")
        ]
