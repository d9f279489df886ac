"""Application of the webhooks."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Names the app for Django."""

    name = "samtjanst.running.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"
