"""Certificates and keys in settings: PEM, as text or as the path of a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samtjanst.adapters import configuration
from samtjanst.ports.failures import NotConfigured


def read(values: Mapping[str, Any], name: str) -> str:
    """The PEM text of a setting.

    Raises:
        NotConfigured: absent, or a file that cannot be read.
    """
    value = configuration.text(values, name)
    if "-----BEGIN" in value:
        return value
    return content(value, name).decode("ascii", "replace")


def content(path: str, name: str) -> bytes:
    """What the file holds that the setting ``name`` points at.

    Raises:
        NotConfigured: it cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise NotConfigured(f"unreadable:{name}") from error
