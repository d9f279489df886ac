"""Application of the module."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.web.signin"
    label = "signin"
