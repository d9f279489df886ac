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
    source = models.CharField(max_length=40, default="", help_text="The name of a Source")
    title = models.CharField(max_length=80, default="")
    stated = models.CharField(max_length=300, default="", help_text="Purpose, as it was declared")
    legal_basis = models.CharField(max_length=300, default="")
    told_to_others = models.BooleanField(default=False, help_text="Both, in another's matter too")
    asked_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [
            models.Index(fields=["municipality", "reference", "number_index", "asked_at"]),
            models.Index(fields=["municipality", "number_index", "asked_at"]),
        ]


class Source(TenantModel):
    """One version of a service that an administrator has named; changes make a new version."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    name = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    address = models.CharField(max_length=500)
    purpose = models.CharField(max_length=60)
    legal_basis = models.CharField(max_length=200)
    access = models.CharField(max_length=10)
    user = models.CharField(max_length=200, default="")
    secret = models.BinaryField(default=b"")  # encrypted
    token_url = models.CharField(max_length=500, default="")
    scope = models.CharField(max_length=200, default="")
    fields = models.JSONField(default=dict, help_text="Name of a value -> JSON pointer")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "name", "version"], name="one_source_version"
            )
        ]
