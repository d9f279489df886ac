"""Application of the module."""

from django.apps import AppConfig


class FilingConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.running.filing"
    label = "filing"
