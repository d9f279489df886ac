"""The project as an application, so that its wiring and commands are found."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Connects the parts when Django has loaded them."""

    name = "samtjanst.project"
    label = "project"

    def ready(self) -> None:
        """Wire jobs and schedules.

        Not in the queue library's own hook: that one runs before this, when there is no schedule
        yet, and a task that is made while it runs is lost.
        """
        from procrastinate.contrib.django import app

        from samtjanst.project import wiring

        wiring.connect()
        wiring.set_up_queue(app)
