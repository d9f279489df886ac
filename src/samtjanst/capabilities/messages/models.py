"""Messages that have been, or are to be, sent."""

from typing import ClassVar

from django.db import models

from samtjanst.capabilities.messages.types import MessageState, Way
from samtjanst.foundation.people.models import Citizen
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel


class Message(TenantModel):
    """One notice to one person; it never holds what the matter is about."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "citizen": "with the case",
        "sent_to": "with the case",
    }

    citizen = TenantForeignKey(Citizen, models.PROTECT)
    channel = models.CharField(
        max_length=10,
        default=Way.EMAIL.value,
        choices=[(way.value, way.value) for way in Way],
    )
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
    report = models.CharField(max_length=100, default="")  # by which the channel can be asked
    asked_at = models.DateTimeField(null=True)  # when it was, last
    delivered_at = models.DateTimeField(null=True)
    sent_to = models.BinaryField(default=b"")  # encrypted: the postal address of a letter
    about = models.UUIDField(null=True)  # the decision that it tells of
    is_carrying = models.BooleanField(default=False)  # what it is about lies in the letter
    posted_on = models.DateField(null=True)  # the day on which a letter was handed to the post
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [
            models.Index(fields=["municipality", "subject_kind", "subject_id"]),
            models.Index(
                fields=["municipality", "created_at"],
                condition=models.Q(state="to_print"),
                name="messages_to_print",
            ),
            models.Index(
                fields=["municipality", "asked_at"],
                condition=models.Q(state="sent") & ~models.Q(report=""),
                name="messages_to_follow",
            ),
        ]


class PostChoice(TenantModel):
    """Whether letters are printed for those whom nothing else reaches, and with what in them."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    is_printing = models.BooleanField(default=False)
    with_decisions = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality"], name="one_choice_of_post")
        ]
