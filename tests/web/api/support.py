"""A connected system in front of the interface."""

import base64
from datetime import timedelta
from typing import Any

from django.test import Client
from tests import cast

from samtjanst.foundation.people.clients import Credentials, NewClient
from samtjanst.foundation.people.types import Role, Scope
from samtjanst.journey import connect as connecting
from samtjanst.kernel import clock

ALL = tuple(Scope)
LATER = timedelta(seconds=30)  # the feed holds the last seconds back


def connect(scopes: tuple[Scope, ...] = ALL, unit: str = cast.UNIT, **more: Any) -> Credentials:
    """A system that may call for 90 days, in the open scope."""
    new = NewClient(
        name="Elevsystemet",
        scopes=scopes,
        unit=cast.unit(unit),
        expires_at=clock.now() + timedelta(days=90),
        **more,
    )
    return connecting.connect(new=new, by=cast.staff_actor(Role.ADMINISTRATOR))


def http(slug: str = "mjolby", **headers: str) -> Client:
    """A caller at the municipality's host."""
    return Client(SERVER_NAME=f"{slug}.localhost", SERVER_PORT="8000", headers=headers)


def token(made: Credentials, slug: str = "mjolby") -> Any:
    """The answer to the question for a token."""
    form = {
        "grant_type": "client_credentials",
        "client_id": made.client_id,
        "client_secret": made.secret,
    }
    return http(slug).post("/api/v1/token", form)


def caller(made: Credentials) -> Client:
    """A caller with a token."""
    return http(Authorization=f"Bearer {token(made).json()['access_token']}")


def basic(text: str) -> str:
    """The header's value for ``id:secret``."""
    return f"Basic {base64.b64encode(text.encode()).decode()}"
