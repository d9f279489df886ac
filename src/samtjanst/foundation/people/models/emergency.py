"""Access of the supplier's staff in an emergency."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models.core import StaffAccount
from samtjanst.foundation.people.types import EmergencyState
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit


class EmergencyAccess(TenantModel):
    """A request of the supplier's staff to read a unit's cases for some hours."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "staff": "with the account",
        "reason": "with the account",
        "answered_by": "with the account",
        "ended_by": "with the account",
    }

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    unit = TenantForeignKey(Unit, models.CASCADE)
    reason = models.BinaryField()  # encrypted
    hours = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10,
        default=EmergencyState.ASKED.value,
        choices=[(state.value, state.value) for state in EmergencyState],
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)  # once it has been approved
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "staff"],
                condition=models.Q(state__in=["asked", "approved"]),
                name="one_standing_emergency",
            )
        ]
