"""Application of the module."""

from django.apps import AppConfig


class AdminConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.web.admin"
    label = "admin"
