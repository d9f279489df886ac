"""The e-IDs that citizens can choose between."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.types import LOA3
from samtjanst.foundation.tenancy.models import TenantModel


class CitizenWay(TenantModel):
    """What the municipality has decided about one of its e-IDs for citizens."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    provider = models.CharField(max_length=20)  # the name of the binding, or "bankid"
    title = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField(default=1)
    lowest = models.PositiveSmallIntegerField(default=LOA3)  # no log-in below it is taken
    is_open = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "provider"], name="one_citizen_way")
        ]
