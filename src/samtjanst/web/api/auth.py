"""Who calls: a bearer token of a connected system, its scopes and its limits."""

import base64
import binascii
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from samtjanst.foundation.people import clients
from samtjanst.foundation.people.clients import Caller, CredentialsError
from samtjanst.foundation.people.types import Scope
from samtjanst.web.api.problems import ScopeError
from samtjanst.web.ui.eid import client_ip


class Bearer(HttpBearer):
    """A living token; the caller is put on the request as ``auth``."""

    openapi_description = "Token from /api/v1/token"

    def __init__(self, *scopes: Scope) -> None:
        super().__init__()
        self.scopes = frozenset(scopes)

    def __call__(self, request: HttpRequest) -> Any:
        """As the base, but an absent or broken header is told as a problem."""
        found = super().__call__(request)
        if not found:
            raise CredentialsError
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller.

        Raises:
            CredentialsError, TooManyError: as clients.caller.
            ScopeError: the token does not carry the scopes of the address.
        """
        found = clients.caller(token=token, address=client_ip(request))
        if not self.scopes <= found.actor.scopes:
            raise ScopeError
        return found


def credentials(request: HttpRequest, client_id: str, secret: str) -> tuple[str, str]:
    """Id and secret from HTTP Basic (preferred by RFC 6749, 2.3.1), else from the form."""
    kind, _space, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return client_id, secret
    try:
        text = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise CredentialsError from None
    given, _colon, password = text.partition(":")
    return given, password
