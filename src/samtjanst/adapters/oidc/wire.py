"""What is asked of the provider directly: its description, its keys, and the code's token."""

import base64
import json
import threading
import time
from typing import Any
from urllib.parse import quote, urlencode

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.adapters.oidc.settings import Settings, check_address, trust
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

NAME = "oidc"
_MOST = 512 * 1024  # bytes
KEPT_FOR = 600.0  # seconds that description and keys are kept
FRESH_FOR = 30.0  # an unknown key is looked for again no sooner than this
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
END = "end_session_endpoint"  # that a provider need not have


class Wire:
    """Calls one provider; keeps its description and keys for a while."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limits = Limits(settings.timeout, _MOST)
        self._http = client(trust(settings.authorities))
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Any]] = {}

    def description(self) -> dict[str, str]:
        """The provider's endpoints.

        Raises:
            Temporary: unreachable, slow or unreadable.
            NotConfigured: it is another issuer's, or names endpoints that cannot be.
        """
        found: dict[str, str] = self._keep("description", KEPT_FOR, self._describe)
        return found

    def keys(self, *, fresh: bool = False) -> KeySet:
        """The keys that the provider signs with now.

        Raises:
            Temporary: unreachable, slow or unreadable.
        """
        found: KeySet = self._keep("keys", FRESH_FOR if fresh else KEPT_FOR, self._fetch_keys)
        return found

    def token(self, code: str, verifier: str, return_url: str) -> str:
        """The ID token that the code is worth.

        Raises:
            Temporary: unreachable, slow or unreadable.
            Rejected: the code is not good.
            NotConfigured: the provider does not know us.
        """
        content = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": return_url,
            "code_verifier": verifier,
        }
        request = self._http.build_request(
            "POST",
            self.description()["token_endpoint"],
            content=urlencode(content).encode(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Authorization": f"Basic {self._credentials()}",
                "Accept": "application/json",
            },
        )
        status, answer = exchange(self._http, request, self._limits, NAME)
        return _id_token(status, _object(answer))

    def _credentials(self) -> str:
        # Both parts are form-encoded first (RFC 6749, 2.3.1).
        parts = (self._settings.client_id, self._settings.client_secret)
        return base64.b64encode(":".join(quote(part, safe="") for part in parts).encode()).decode()

    def _describe(self) -> dict[str, str]:
        told = self._get(f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != self._settings.issuer:
            raise NotConfigured(f"{NAME}:issuer")
        names = [*_ENDPOINTS, *([END] if self._settings.ends_there else ())]
        for name in names:
            check_address(str(told.get(name, "")), name)
        return {name: str(told[name]) for name in names}

    def _fetch_keys(self) -> KeySet:
        try:
            return KeySet.import_key_set(self._get(self.description()["jwks_uri"]))  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError):
            raise Temporary(f"{NAME}:keys") from None

    def _get(self, url: str) -> dict[str, Any]:
        request = self._http.build_request("GET", url, headers={"Accept": "application/json"})
        status, answer = exchange(self._http, request, self._limits, NAME)
        if status == 404:
            raise NotConfigured(f"{NAME}:status:404")
        if status != 200:
            raise Temporary(f"{NAME}:status:{status}")
        return _object(answer)

    def _keep(self, name: str, seconds: float, fetch: Any) -> Any:
        with self._lock:
            at, value = self._kept.get(name, (float("-inf"), None))
        if time.monotonic() - at > seconds:
            value = fetch()
            with self._lock:
                self._kept[name] = (time.monotonic(), value)
        return value


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Temporary(f"{NAME}:unreadable")
    return value


def _id_token(status: int, answer: dict[str, Any]) -> str:
    if status == 200 and isinstance(answer.get("id_token"), str):
        return str(answer["id_token"])
    if answer.get("error") in {"invalid_client", "unauthorized_client"} or status == 401:
        raise NotConfigured(f"{NAME}:client")
    if status >= 500:
        raise Temporary(f"{NAME}:status:{status}")
    raise Rejected(f"{NAME}:code")
