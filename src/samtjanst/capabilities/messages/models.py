"""Messages that have been, or are to be, sent."""

from typing import ClassVar

from django.db import models

from samtjanst.capabilities.messages.types import MessageState
from samtjanst.foundation.people.models import Citizen
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel


class Message(TenantModel):
    """One notice to one person; it never holds what the matter is about."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"citizen": "with the case"}

    citizen = TenantForeignKey(Citizen, models.PROTECT)
    channel = models.CharField(max_length=10, default="email")
    template = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12,
        default=MessageState.QUEUED.value,
        choices=[(s.value, s.value) for s in MessageState],
    )
    receipt = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "subject_kind", "subject_id"])]
