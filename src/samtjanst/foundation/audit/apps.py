"""Application of the module."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.foundation.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
