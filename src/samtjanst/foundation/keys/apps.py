"""Application of the module."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.foundation.keys"
    label = "keys"
    default_auto_field = "django.db.models.BigAutoField"
