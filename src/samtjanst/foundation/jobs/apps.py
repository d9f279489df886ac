"""Application of the module."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.foundation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
