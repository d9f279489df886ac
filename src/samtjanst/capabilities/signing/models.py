"""Signing rooms, requests and evidence."""

import uuid
from typing import ClassVar, cast

from django.db import models

from samtjanst.capabilities.signing.types import OWN_SPACE, RequestState, RoomState
from samtjanst.foundation.people.models import Citizen, StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel


class Room(TenantModel):
    """Those who must sign one sealed thing."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"content": "with the case"}

    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    label = models.CharField(max_length=200)
    unit_id = models.UUIDField()
    state = models.CharField(
        max_length=10,
        default=RoomState.OPEN.value,
        choices=[(s.value, s.value) for s in RoomState],
    )
    mode = models.CharField(max_length=30)
    reminders_days = models.JSONField(default=list)
    expires_days = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField(null=True)  # of those beside the applicant; all
    in_turn = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()  # encrypted: the text that is signed and the hidden data
    opened_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "subject_kind", "subject_id"],
                condition=~models.Q(state="cancelled"),
                name="one_standing_room",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "expires_at"]),
            # What waits in the citizens' own space, the longest first: staff may know that it does.
            models.Index(
                fields=["municipality", "unit_id", "invited_at", "id"],
                condition=models.Q(
                    state=RoomState.OPEN.value, mode=OWN_SPACE, invited_at__isnull=False
                ),
                name="rooms_in_own_space",
            ),
        ]


class SignatureRequest(TenantModel):
    """One person's part in a room; nobody can have two. She is a citizen or a member of staff."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "citizen": "with the case",
        "staff": "with the case, as public record",
        "decline_reason": "with the case",
    }

    room = TenantForeignKey(Room, models.CASCADE)
    citizen = TenantForeignKey(Citizen, models.PROTECT, null=True)
    staff = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    role = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField()
    is_protected = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10,
        default=RequestState.WAITING.value,
        choices=[(s.value, s.value) for s in RequestState],
    )
    invited_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.BinaryField(default=b"")  # encrypted
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    nudged_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "room", "citizen"], name="nobody_signs_as_two"
            ),
            models.UniqueConstraint(
                fields=["municipality", "room", "staff"], name="no_official_signs_as_two"
            ),
            models.CheckConstraint(
                condition=models.Q(citizen=None) ^ models.Q(staff=None), name="somebody_signs"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "citizen", "state"]),
            models.Index(fields=["municipality", "staff", "state"]),
        ]

    @property
    def person_id(self) -> uuid.UUID:
        """The key of whoever signs."""
        return cast("uuid.UUID", self.citizen_id or self.staff_id)


class Evidence(TenantModel):
    """What proves a signature; append-only, each row chained to the one before it."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"content": "with the case, by its retention rule"}

    room_key = models.UUIDField()
    request = TenantForeignKey(SignatureRequest, models.PROTECT)
    place = models.PositiveSmallIntegerField(default=0)  # in the room's chain, from 1
    content = models.BinaryField()  # encrypted
    recorded_at = models.DateTimeField()
    record_hash = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "request"], name="one_signature_per_request"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "room_key"])]
