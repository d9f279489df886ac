"""Addresses that are told, and the calls to them."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models import ApiClient
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel
from samtjanst.running.webhooks.types import CallState


class Webhook(TenantModel):
    """An address at which a connected system wants to be told."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    client = TenantForeignKey(ApiClient, models.CASCADE)
    url = models.CharField(max_length=300)
    secret = models.BinaryField()  # encrypted
    events = models.JSONField(default=list, help_text="Which events; empty for all")
    cursor_at = models.DateTimeField()
    cursor_id = models.UUIDField()
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=120, default="")
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "client"])]


class WebhookCall(TenantModel):
    """One event to one address; its body is made from what stands here."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    webhook = TenantForeignKey(Webhook, models.CASCADE)
    event_id = models.UUIDField()
    event = models.CharField(max_length=60)
    reference = models.CharField(max_length=30)
    happened_at = models.DateTimeField()
    state = models.CharField(
        max_length=10,
        default=CallState.QUEUED.value,
        choices=[(s.value, s.value) for s in CallState],
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=0, help_text="How often started again by hand")
    problem = models.CharField(max_length=120, default="")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "webhook", "event_id"], name="one_call_per_event"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "webhook", "-happened_at"])]
