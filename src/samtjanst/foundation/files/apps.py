"""Application of the module."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.foundation.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
