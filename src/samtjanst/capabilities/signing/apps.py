"""Application of the module."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.capabilities.signing"
    label = "signing"
