"""Application of the module."""

from django.apps import AppConfig


class DefinitionsConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.building.definitions"
    label = "definitions"
