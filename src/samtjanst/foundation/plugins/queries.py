"""Reads of bindings; never their settings."""

from samtjanst.foundation.plugins.models import PluginBinding
from samtjanst.foundation.plugins.types import Port


def bound(port: Port) -> list[tuple[str, str]]:
    """The name and the adapter of every binding of the port in this municipality."""
    rows = PluginBinding.objects.filter(port=port.value).order_by("name")
    return list(rows.values_list("name", "adapter"))


def all_bound() -> list[tuple[Port, str]]:
    """The port and the name of every binding in this municipality, in order."""
    rows = PluginBinding.objects.order_by("port", "name").values_list("port", "name")
    return [(Port(port), name) for port, name in rows]


def names_of(port: Port) -> list[str]:
    """The names under which adapters serve the port in this municipality, in order."""
    rows = PluginBinding.objects.filter(port=port.value).order_by("name")
    return list(rows.values_list("name", flat=True))
