"""Application of the module."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.web.ui"
    label = "ui"
