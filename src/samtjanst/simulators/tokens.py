"""A token service (OAuth 2.0, client credentials), as the registers' interfaces have one."""

import base64
import binascii
import secrets
from collections.abc import Callable
from urllib.parse import parse_qs

from samtjanst.simulators import page

TOKEN = "/oauth2/token"  # noqa: S105 - an address
Keep = Callable[[str, frozenset[str]], None]


class TokenHandler(page.PageHandler):
    """Gives tokens to the client that shows its secret, and reads them again."""

    def give_token(self, content: bytes, client: str, secret: str, keep: Keep) -> None:
        """Answer a request for a token, which ``keep`` has with its scopes before the caller has.

        Kept afterwards it could be shown before it is known.
        """
        asked = {name: values[0] for name, values in parse_qs(content.decode()).items()}
        if self._login() != (client, secret):
            self.json({"error": "invalid_client"}, 401)
            return
        if asked.get("grant_type") != "client_credentials":
            self.json({"error": "unsupported_grant_type"}, 400)
            return
        token, scope = secrets.token_urlsafe(24), asked.get("scope", "")
        keep(token, frozenset(scope.split()))
        told = {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
        self.json({**told, "scope": scope})

    def bearer(self) -> str:
        """The token that the request shows; empty when it shows none."""
        kind, _space, token = self.headers.get("Authorization", "").partition(" ")
        return token if kind == "Bearer" else ""

    def _login(self) -> tuple[str, str]:
        kind, _space, given = self.headers.get("Authorization", "").partition(" ")
        try:
            name, _colon, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return (name, secret) if kind == "Basic" else ("", "")
