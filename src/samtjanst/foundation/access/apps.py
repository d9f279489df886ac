"""Application of the module."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.foundation.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
