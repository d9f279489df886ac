"""Connecting systems: the key is shown once, and taken back at once."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey_support import school_transport
from tests.web import browser_of
from tests.web.api import support

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.clients import Credentials
from samtjanst.foundation.people.models import ApiClient
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db
PAGE = "/drift/system/"


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        school_transport()
        yield row


def _form(**change: Any) -> dict[str, Any]:
    return {
        "name": "Elevsystemet",
        "scopes": ["cases:read", "deliveries:confirm"],
        "unit": str(cast.unit().id),
        "e_services": ["skolskjuts"],
        "networks": "127.0.0.0/8\n::1/128",
        "expires_at": (clock.today() + timedelta(days=30)).isoformat(),
    } | change


def test_key_is_shown_once_and_opens_the_interface(mjolby: Municipality) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    answer = admin.post(PAGE, _form())
    assert 'id="f-name" name="name" value=""' in answer.content.decode()  # ready for the next one
    found = re.findall(r'<code[^>]*class="copy__value"[^>]*>([^<]+)<', answer.content.decode())
    made = Credentials(*found)
    assert "no-store" in answer.headers["Cache-Control"]
    assert support.token(made).json()["scope"] == "cases:read deliveries:confirm"
    page = admin.get(PAGE).content.decode()
    assert made.secret not in page
    assert "Elevsystemet" in page
    event = AuditEvent.objects.get(action="client.connected")
    assert made.secret not in str(event.details)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("scopes", []),
        ("scopes", ["everything"]),
        ("unit", "x"),
        ("networks", "<b>"),
        ("expires_at", "2026-02-31"),
        ("expires_at", "2020-01-01"),
        ("expires_at", "2099-01-01"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_is_kept(
    mjolby: Municipality, field: str, value: Any
) -> None:
    answer = browser_of.staff(Role.ADMINISTRATOR).post(PAGE, _form(**{field: value}))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in body
    assert not ApiClient.objects.exists()
    assert "<b>" not in body.replace("<b>&", "")


def test_closing_takes_effect_at_once_and_twice_is_told(mjolby: Municipality) -> None:
    caller = support.caller(support.connect())
    admin, row = browser_of.staff(Role.ADMINISTRATOR), ApiClient.objects.get()
    assert caller.get("/api/v1/changes").status_code == 200
    assert admin.post(f"{PAGE}{row.id}/stang/").status_code == 302
    assert caller.get("/api/v1/changes").status_code == 401
    assert admin.post(f"{PAGE}{row.id}/stang/").status_code == 404
    assert "Avstängt" in admin.get(PAGE).content.decode()


def test_last_call_and_last_day_are_shown(mjolby: Municipality) -> None:
    support.caller(support.connect()).get("/api/v1/changes")
    row = ApiClient.objects.get()
    assert row.used_at
    page = browser_of.staff(Role.ADMINISTRATOR).get(PAGE).content.decode()
    assert clock.local(row.used_at).strftime("%Y-%m-%d</time> <time>%H:%M") in page
    assert clock.local(row.expires_at).strftime("%Y-%m-%d") in page


def test_systems_do_not_exist_for_others(mjolby: Municipality, tmp_path: Path) -> None:
    support.connect()
    row = ApiClient.objects.get()
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        elsewhere = browser_of.staff(Role.ADMINISTRATOR, slug="norrkoping")
        assert "Elevsystemet" not in elsewhere.get(PAGE).content.decode()
        assert elsewhere.post(f"{PAGE}{row.id}/stang/").status_code == 404
    handler = browser_of.staff(Role.HANDLER)
    assert handler.get(PAGE).status_code == 404
    row.refresh_from_db()
    assert row.closed_at is None
