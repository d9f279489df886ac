"""What has been given out of a case to somebody who asked, or refused."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel
from samtjanst.running.cases.models.core import Case
from samtjanst.running.cases.types import DisclosureState


class Disclosure(TenantModel):
    """A request to see a case: what was given, masked on which ground, or refused. Append-only."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "content": "with the case, by its retention rule",
        "staff": "with the case, as public record",
    }

    case = TenantForeignKey(Case, models.PROTECT)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in DisclosureState])
    asked_on = models.DateField()
    content = models.BinaryField()  # encrypted: who, what, what was masked, reasons
    pages = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="")  # of the file that was given
    staff = TenantForeignKey(StaffAccount, models.PROTECT)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [
            models.Index(fields=["municipality", "case", "at"]),
            models.Index(fields=["municipality", "at"]),
        ]
