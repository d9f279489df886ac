"""Stored files."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.files.types import ScanState
from samtjanst.foundation.tenancy.models import TenantModel


class StoredFile(TenantModel):
    """A file that somebody has handed over; its content lies encrypted in the storage."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "name": "with the owner (a draft, a case)",
        "storage_key": "the content goes with the row",
    }

    owner_kind = models.CharField(max_length=30)
    owner_id = models.UUIDField()
    name = models.BinaryField()  # encrypted: people put names in file names
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=80)
    scan_state = models.CharField(
        max_length=10,
        default=ScanState.PENDING.value,
        choices=[(s.value, s.value) for s in ScanState],
    )
    stored_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "owner_kind", "owner_id"])]
