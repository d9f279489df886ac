"""Bindings of ports to adapters."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import TenantModel


class PluginBinding(TenantModel):
    """Which adapter serves a port, with what (encrypted) settings."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    port = models.CharField(max_length=20, choices=[(port.value, port.value) for port in Port])
    name = models.CharField(max_length=20, default="", help_text="e.g. email, for a channel")
    adapter = models.CharField(max_length=60)
    settings = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "port", "name"], name="one_binding")
        ]
