"""What has been disposed of: the line of the protocol, which is what is left of a case."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit
from samtjanst.running.cases.types import TrashGround


class Disposal(TenantModel):
    """A case that is gone: which, when and by which rule; nothing of whom. Append-only.

    The database lets go of what is append-only in a case only when this line stands. It is the
    case's line in the diary from then on.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    of_case = models.UUIDField()  # the keys that the rows had; they lead nowhere
    of_filing = models.UUIDField()
    reference = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=80)
    unit = TenantForeignKey(Unit, models.PROTECT)
    arrived_at = models.DateTimeField()
    trashed_at = models.DateTimeField()
    ground = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in TrashGround]
    )
    stayed_until = models.DateField()  # the last day that had been told
    files = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "reference"], name="disposed_of_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "of_case"]),
            models.Index(fields=["municipality", "of_filing"]),
            models.Index(fields=["municipality", "unit", "at"]),
            models.Index(fields=["municipality", "arrived_at"]),
        ]
