"""Settings of an OpenID Connect provider.

``issuer`` (exactly as the provider writes it), ``client_id``, ``client_secret``; ``scope``
(``openid profile email``); ``groups_claim`` (``groups``; Entra ID's app roles are in ``roles``);
``number_claim`` (where a personal number stands, several with spaces, empty: nowhere);
``subject_claim`` (``sub``; ``oid`` for Entra ID); ``tenant`` (the only ``tid`` that is taken, for
Entra ID); ``levels`` (a table from ``acr`` to assurance level); ``default_level`` (of a log-in
whose ``acr`` is not in the table, 2; 0 refuses it); ``prompt`` (``login`` to ask anew each time);
``log_out`` (``there`` to log people out at the provider as well, when they log out here);
``trusted_authorities`` (path to a PEM file; else the system's), ``timeout`` (seconds per call, 5).
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from samtjanst.adapters import configuration
from samtjanst.ports.failures import NotConfigured

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Read once, when the adapter is made."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    groups_claim: str
    number_claims: tuple[str, ...]
    subject_claim: str
    tenant: str
    levels: Mapping[str, int]
    default_level: int
    prompt: str
    ends_there: bool
    authorities: str
    timeout: float


def read(settings: Mapping[str, Any]) -> Settings:
    """The settings, checked.

    Raises:
        NotConfigured: one is absent or wrong.
    """
    issuer = configuration.text(settings, "issuer")
    check_address(issuer, "issuer")
    return Settings(
        issuer=issuer,
        client_id=configuration.text(settings, "client_id"),
        client_secret=configuration.text(settings, "client_secret"),
        scope=configuration.text(settings, "scope", "openid profile email"),
        groups_claim=configuration.text(settings, "groups_claim", "groups"),
        number_claims=tuple(configuration.text(settings, "number_claim", "").split()),
        subject_claim=configuration.text(settings, "subject_claim", "sub"),
        tenant=configuration.text(settings, "tenant", ""),
        levels=_levels(settings.get("levels") or {}),
        default_level=int(configuration.number(settings, "default_level", 2, least=0, most=3)),
        prompt=configuration.text(settings, "prompt", ""),
        ends_there=_ends_there(configuration.text(settings, "log_out", "")),
        authorities=configuration.text(settings, "trusted_authorities", ""),
        timeout=configuration.number(settings, "timeout", 5, least=0.1, most=30),
    )


def check_address(address: str, name: str) -> None:
    """TLS everywhere but on this very machine.

    Raises:
        NotConfigured: ``invalid:<name>``.
    """
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_safe or not parts.hostname or parts.fragment or "@" in parts.netloc:
        raise NotConfigured(f"invalid:{name}")


def trust(authorities: str) -> ssl.SSLContext:
    """Whose certificates are believed.

    Raises:
        NotConfigured: the file cannot be read.
    """
    try:
        return ssl.create_default_context(cafile=authorities or None)
    except (OSError, ssl.SSLError):
        raise NotConfigured("invalid:trusted_authorities") from None


def _ends_there(told: str) -> bool:
    if told not in {"", "there"}:
        raise NotConfigured("invalid:log_out")
    return bool(told)


def _levels(told: Any) -> dict[str, int]:
    is_table = isinstance(told, dict) and all(
        isinstance(acr, str) and level in {2, 3, 4} for acr, level in told.items()
    )
    if not is_table:
        raise NotConfigured("invalid:levels")
    return dict(told)
