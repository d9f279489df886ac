"""Application of the face."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Names the face for Django."""

    name = "samtjanst.web.api"
    label = "api"
