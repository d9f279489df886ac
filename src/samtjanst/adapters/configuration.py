"""Reading an adapter's settings: what is absent or wrong is named, never its value."""

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from samtjanst.ports.failures import NotConfigured


def text(settings: Mapping[str, Any], name: str, default: str | None = None) -> str:
    """The setting as text without spaces around it; ``default`` None means that it must be there.

    Raises:
        NotConfigured: ``missing:<name>`` when absent or empty, ``invalid:<name>`` when not text.
    """
    value = settings.get(name)
    if value is None or value == "":
        if default is None:
            raise NotConfigured(f"missing:{name}")
        return default
    if not isinstance(value, str):
        raise NotConfigured(f"invalid:{name}")
    return value.strip()


def choice(
    settings: Mapping[str, Any], name: str, allowed: tuple[str, ...], default: str | None = None
) -> str:
    """The setting, which must be one of the allowed words.

    Raises:
        NotConfigured: absent, or another word.
    """
    value = text(settings, name, default)
    if value not in allowed:
        raise NotConfigured(f"invalid:{name}")
    return value


def number(
    settings: Mapping[str, Any],
    name: str,
    default: float | None = None,
    *,
    least: float,
    most: float,
) -> float:
    """The setting as a number between ``least`` and ``most``; text with digits is read too.

    Raises:
        NotConfigured: absent, not a number, or outside the limits.
    """
    value = settings.get(name, default)
    if value is None or value == "":
        raise NotConfigured(f"missing:{name}")
    try:
        read = float(value)
    except (TypeError, ValueError):
        raise NotConfigured(f"invalid:{name}") from None
    if isinstance(value, bool) or not least <= read <= most:
        raise NotConfigured(f"invalid:{name}")
    return read


def web_address(settings: Mapping[str, Any], name: str) -> str:
    """The setting as an address of the web, without a slash at its end.

    Raises:
        NotConfigured: absent, or no such address.
    """
    value = text(settings, name).rstrip("/")
    if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname:
        raise NotConfigured(f"invalid:{name}")
    return value


def trust(settings: Mapping[str, Any]) -> ssl.SSLContext:
    """Whom TLS trusts: the PEM file of the setting ``trusted_authorities``, else the system's.

    Raises:
        NotConfigured: there is no such file.
    """
    try:
        return ssl.create_default_context(cafile=text(settings, "trusted_authorities", "") or None)
    except (OSError, ssl.SSLError):
        raise NotConfigured("invalid:trusted_authorities") from None
