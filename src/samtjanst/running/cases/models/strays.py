"""What came in another way than through the platform."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit
from samtjanst.running.cases.types import WRONG_WAYS, StrayState


class Stray(TenantModel):
    """A scanned letter, a fax or an e-mail to a unit, with its files, until it is placed.

    Its files are of the owner ``stray`` with its key; those of one that is placed are the
    message's.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "content": "when it is placed in a case it is that case's; else as a public record",
        "staff": "with the row, as public record",
    }

    unit = TenantForeignKey(Unit, models.PROTECT)
    slug = models.CharField(max_length=80, blank=True, default="")
    channel = models.CharField(max_length=5, choices=[(c.value, c.value) for c in WRONG_WAYS])
    state = models.CharField(
        max_length=7,
        default=StrayState.WAITING.value,
        choices=[(s.value, s.value) for s in StrayState],
    )
    came_on = models.DateField()
    content = models.BinaryField()  # encrypted: sender, her address, what it says
    staff = TenantForeignKey(StaffAccount, models.PROTECT)  # who registered it
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "unit", "registered_at"],
                condition=models.Q(state=StrayState.WAITING.value),
                name="waiting_strays",
            )
        ]


class StrayCount(TenantModel):
    """How many came the wrong way to an e-service in a month: numbers, and nobody's."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    slug = models.CharField(max_length=80, blank=True, default="")  # "": nobody could tell which
    unit_id = models.UUIDField()
    month = models.DateField()  # its first day
    channel = models.CharField(max_length=5, choices=[(c.value, c.value) for c in WRONG_WAYS])
    count = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "slug", "unit_id", "month", "channel"],
                name="one_stray_count",
            )
        ]
