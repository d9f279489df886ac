"""Pages that have been printed, downloaded and exported: numbers, and nobody's."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.tenancy.models import TenantModel
from samtjanst.running.cases.types import PaperKind


class PaperCount(TenantModel):
    """The pages of an e-service ("" for lists over several) in a month, by how they left."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    slug = models.CharField(max_length=80, default="")
    unit_id = models.UUIDField(null=True)  # which handles the e-service; None for several
    month = models.DateField()  # its first day
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in PaperKind])
    pages = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "slug", "month", "kind"], name="one_paper_count"
            )
        ]
