"""Application of the module."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.foundation.tenancy"
    label = "tenancy"
    default_auto_field = "django.db.models.BigAutoField"
