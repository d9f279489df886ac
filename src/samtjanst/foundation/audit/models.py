"""The audit: events, the chain over them, and the daily anchors."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.tenancy.models import TenantModel


class AuditEvent(TenantModel):
    """Something that happened or was read. Never changed, never removed by the product."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "actor_id": "a key only; kept as long as the audit (at least five years)",
        "subject_id": "a key only; kept as long as the audit",
    }

    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]  # ordered, for the chain
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    session_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    row_hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [
            models.Index(fields=["municipality", "subject_kind", "subject_id"]),
            models.Index(fields=["municipality", "id"]),
        ]


class AuditSeal(TenantModel):
    """One link of the chain: the event's hash joined to everything before it."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    place = models.BigIntegerField()
    event_id = models.BigIntegerField()
    chain_hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "place"], name="one_seal_per_place"),
            models.UniqueConstraint(fields=["municipality", "event_id"], name="one_seal_per_event"),
        ]


class AuditAnchor(TenantModel):
    """The chain's head on one day, also written to the log so that it leaves the database."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    day = models.DateField()
    place = models.BigIntegerField()
    chain_hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "day"], name="one_anchor_per_day")
        ]
