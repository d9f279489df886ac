"""Webhooks over HTTPS.

Settings: ``timeout`` (seconds, 10), ``trusted_authorities`` (path to a PEM file; else the
system's), ``inner_networks`` (networks of the municipality's own, separated by spaces, that may be
called though they are not public; there, plain HTTP may be used).
"""

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpx2

from samtjanst.adapters import configuration, guard
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary
from samtjanst.ports.webhook import Call

_MOST = 64_000  # bytes of an answer, which nobody reads
_GONE = 410
_PORTS = {"https": 443, "http": 80}


class HttpsWebhooks:
    """The webhook port over HTTPS."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        within = configuration.number(settings, "timeout", 10, least=0.1, most=30)
        self._limits = Limits(within, _MOST)
        text = configuration.text(settings, "inner_networks", "")
        self._inner = guard.networks(text, "inner_networks")
        self._trust = _trust(configuration.text(settings, "trusted_authorities", ""))

    def post(self, call: Call) -> None:
        """Call the address that its name has now.

        Raises:
            Temporary: no name, unreachable, slow, or any answer but a good one.
            Rejected: ``address`` must not be called, ``gone`` for good.
            NotConfigured: the two do not accept each other's certificates.
        """
        request, host = self._request(call)
        request.extensions = {"sni_hostname": host}
        # One connection for one call: another name at the same address is another receiver.
        with client(self._trust) as http:
            status, _content = exchange(http, request, self._limits, "webhook")
        if status == _GONE:
            raise Rejected("gone")
        if not httpx2.codes.is_success(status):
            raise Temporary(f"status:{status}")

    def check(self) -> None:
        """Nothing can be said before somebody is called."""

    def _request(self, call: Call) -> tuple[httpx2.Request, str]:
        parts, port = _parts(call.url)
        host = str(parts.hostname)
        address = guard.address_of(host, port, self._inner)
        if parts.scheme == "http" and not guard.is_within(address, self._inner):
            raise Rejected("address")
        to = httpx2.URL(call.url).copy_with(host=str(address), port=port)
        named = host if port == _PORTS[parts.scheme] else f"{host}:{port}"
        headers = {**call.headers, "Host": named}
        return httpx2.Request("POST", to, headers=headers, content=call.body), host


def _parts(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise Rejected("address") from None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password:
        raise Rejected("address")
    return parts, port


def _trust(authorities: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authorities or None)
    except (OSError, ssl.SSLError):
        raise NotConfigured("invalid:trusted_authorities") from None
