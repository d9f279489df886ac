"""Application of the module."""

from django.apps import AppConfig


class FeesConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.capabilities.fees"
    label = "fees"
