"""The log of look-ups, which is also their short memory."""

from typing import ClassVar

from django.db import models

from samtjanst.capabilities.registers.types import Outcome
from samtjanst.foundation.tenancy.models import TenantModel


class Lookup(TenantModel):
    """One question to a register: who asked, for which matter, why, when, with what outcome."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "number_index": "with the matter",
        "answer": "after twelve hours",
    }

    register = models.CharField(max_length=20)
    number_index = models.CharField(max_length=64)
    reference = models.CharField(max_length=64)
    purpose = models.CharField(max_length=60)
    outcome = models.CharField(max_length=12, choices=[(o.value, o.value) for o in Outcome])
    answer = models.BinaryField(default=b"")  # encrypted
    asked_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [
            models.Index(fields=["municipality", "reference", "number_index", "asked_at"]),
            models.Index(fields=["municipality", "number_index", "asked_at"]),
        ]
