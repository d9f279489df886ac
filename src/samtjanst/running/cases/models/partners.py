"""Rooms in which an outside body gets chosen fields of chosen cases, and answers."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit
from samtjanst.running.cases.models.core import Case


class PartnerRoom(TenantModel):
    """What an outside body (a unit of its own) may see of an e-service's cases, why, how long."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    unit = TenantForeignKey(Unit, models.PROTECT)
    partner = TenantForeignKey(Unit, models.PROTECT)
    slug = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    questions = ArrayField(models.CharField(max_length=80))
    purpose = models.CharField(max_length=300)
    until = models.DateField()

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "partner", "until"])]


class PartnerShare(TenantModel):
    """A case in a partner room: acknowledged, and answered."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "result": "with the case, by its retention rule",
        "shared_by": "with the case, as public record",
        "seen_by": "with the case, as public record",
    }

    room = TenantForeignKey(PartnerRoom, models.PROTECT)
    case = TenantForeignKey(Case, models.PROTECT)
    shared_at = models.DateTimeField()
    shared_by = TenantForeignKey(StaffAccount, models.PROTECT)
    seen_at = models.DateTimeField(null=True)
    seen_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    seen_system = models.CharField(max_length=80, default="")  # the system that took it
    result = models.BinaryField(default=b"")  # encrypted: what the partner answered
    result_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "room", "case"], name="one_share_per_room_and_case"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "case"]),
            models.Index(fields=["municipality", "room", "shared_at", "id"], name="room_feed"),
        ]
