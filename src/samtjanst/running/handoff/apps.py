"""Application of the module."""

from django.apps import AppConfig


class HandoffConfig(AppConfig):
    """Names the module for Django."""

    name = "samtjanst.running.handoff"
    label = "handoff"
