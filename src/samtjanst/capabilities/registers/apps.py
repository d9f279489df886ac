"""Application of the module."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.capabilities.registers"
    label = "registers"
