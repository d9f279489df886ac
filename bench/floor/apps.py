"""Application of the floor."""

from django.apps import AppConfig


class FloorConfig(AppConfig):
    """Names the floor for Django."""

    name = "bench.floor"
    label = "bench_floor"
