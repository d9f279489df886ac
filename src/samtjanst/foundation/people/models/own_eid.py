"""The e-ID by which a member of staff signs."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models.core import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel


class OwnEid(TenantModel):
    """What a member of staff's own e-ID is known by, since she has shown it; never its number."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "staff": "with the account",
        "person_index": "when the account is closed, or when she takes it away",
        "name": "when the account is closed, or when she takes it away",
    }

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    person_index = models.CharField(max_length=64)  # keyed hash of the number, for this use only
    name = models.CharField(max_length=200)  # as the e-ID tells it
    shown_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "staff"], name="one_own_eid"),
            models.UniqueConstraint(
                fields=["municipality", "person_index"], name="one_account_per_own_eid"
            ),
        ]
