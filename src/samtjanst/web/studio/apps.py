"""Application of the module."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.web.studio"
    label = "studio"
