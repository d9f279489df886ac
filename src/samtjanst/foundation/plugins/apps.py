"""Application of the module."""

from django.apps import AppConfig


class PluginsConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.foundation.plugins"
    label = "plugins"
    default_auto_field = "django.db.models.BigAutoField"
