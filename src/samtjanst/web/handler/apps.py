"""Application of the module."""

from django.apps import AppConfig


class HandlerConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.web.handler"
    label = "handler"
