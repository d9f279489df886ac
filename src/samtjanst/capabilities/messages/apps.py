"""Application of the module."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.capabilities.messages"
    label = "messages"
