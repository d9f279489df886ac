"""The project as an application, so that its wiring and commands are found."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Connects the parts when Django has loaded them."""

    name = "samtjanst.project"
    label = "project"

    def ready(self) -> None:
        """Wire jobs and schedules."""
        from samtjanst.project import wiring

        wiring.connect()
