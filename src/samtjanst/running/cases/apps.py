"""Application of the module."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.running.cases"
    label = "cases"
