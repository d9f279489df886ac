"""Application of the module."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.foundation.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
