"""Application of the module."""

from django.apps import AppConfig


class CitizenConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.web.citizen"
    label = "citizen"
