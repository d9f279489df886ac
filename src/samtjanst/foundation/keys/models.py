"""Wrapped data keys."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.tenancy.models import TenantModel


class DataKey(TenantModel):
    """A municipality's data key, wrapped by the installation's master key."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
    active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality"], condition=models.Q(active=True), name="one_active_key"
            )
        ]
