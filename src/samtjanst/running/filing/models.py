"""Filings and their sealed snapshots."""

from typing import ClassVar

from django.db import models

from samtjanst.building.definitions.models import Version
from samtjanst.foundation.people.models import ApiClient, Citizen, StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel
from samtjanst.running.filing.types import Channel, FilingState, Purpose


class Filing(TenantModel):
    """One applicant's use of an e-service, pinned to a version.

    Answers and facts are encrypted for the owner: a draft is hers alone (TF 2:13), and no
    query here serves staff. What a member of staff takes down for somebody (``taken_by``) is the
    municipality's own until it is handed in, and read by that member of staff alone.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "citizen": "with the row",
        "answers": "emptied at hand-in; a draft vanishes 90 days after it was last saved",
        "facts": "as answers",
        "unsaved": "when the page is saved; else as answers",
    }

    citizen = TenantForeignKey(Citizen, models.PROTECT)
    version = TenantForeignKey(Version, models.PROTECT)
    state = models.CharField(
        max_length=10,
        default=FilingState.DRAFT.value,
        choices=[(s.value, s.value) for s in FilingState],
    )
    purpose = models.CharField(
        max_length=12,
        default=Purpose.APPLICATION.value,
        choices=[(p.value, p.value) for p in Purpose],
    )
    revision = models.PositiveIntegerField(default=0)
    answers = models.BinaryField(default=b"")
    facts = models.BinaryField(default=b"")
    unsaved = models.BinaryField(default=b"")  # what was on its way when a session ended
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # thrown away, or its time was over
    prepared_by = TenantForeignKey(ApiClient, models.PROTECT, null=True)  # a system, for her
    taken_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)  # staff, for her
    channel = models.CharField(
        max_length=5, blank=True, default="", choices=[(c.value, c.value) for c in Channel]
    )

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [
            models.Index(fields=["municipality", "citizen", "state"]),
            models.Index(
                fields=["municipality", "prepared_by"],
                condition=models.Q(prepared_by__isnull=False),
                name="prepared_filings",
            ),
            models.Index(
                fields=["municipality", "taken_by", "state"],
                condition=models.Q(taken_by__isnull=False),
                name="taken_filings",
            ),
        ]


class Snapshot(TenantModel):
    """The sealed content of a filing: canonical bytes (encrypted) and their SHA-256."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"content": "with the case, by its retention rule"}

    filing = TenantForeignKey(Filing, models.PROTECT)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    is_void = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "filing"],
                condition=models.Q(is_void=False),
                name="one_standing_snapshot",
            )
        ]
