"""E-services and their versions."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit


class Version(TenantModel):
    """One immutable definition document."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    slug = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "slug", "number"], name="one_version_per_number"
            )
        ]


class EService(TenantModel):
    """What the citizen finds in the portal; lives through many versions."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    slug = models.SlugField(max_length=80)
    unit = TenantForeignKey(Unit, models.PROTECT)
    published = TenantForeignKey(Version, models.PROTECT, null=True)
    parameters = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="one_e_service_per_slug")
        ]
