"""Staff who log out are logged out at the municipality's directory, too, where it is set up so."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests import cast, invited
from tests.staff_support import browser, citizen_token, staff_token
from tests.web.signin.test_directory import (
    DESK,
    _away,
    _back,
    _running,  # noqa: F401 - a fixture
    _town,
    provider,  # noqa: F401 - a fixture
)

from samtjanst.foundation.people.middleware import COOKIE
from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.plugins.services import bind, login_provider
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.ports.failures import NotConfigured
from samtjanst.simulators.oidc import server
from samtjanst.simulators.personas import HANNA

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
OUT = "/logga-ut/"


def _bound(provider: server.Running, **more: Any) -> None:  # noqa: F811 - the fixture
    settings = provider.settings | {"timeout": 20, **more}
    bind(port=Port.LOGIN, adapter="oidc", name="katalog", settings=settings)


@pytest.fixture
def mjolby(provider: server.Running) -> Iterator[Municipality]:  # noqa: F811 - the fixture
    row = _town(provider)
    with open_scope(row):
        _bound(provider, log_out="there")
        yield row
    provider.directory.ends = True


def _hanna() -> Client:
    client = invited.browser()
    assert client.get(_back(_away(client), HANNA)).status_code == 302
    return client


def _address(page: str) -> str:
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)
    return unescape(found[1]) if found else ""


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


def test_she_is_logged_out_here_first_and_then_there(
    mjolby: Municipality,
    provider: server.Running,  # noqa: F811 - the fixture
) -> None:
    client, before = _hanna(), provider.directory.ended
    answer = client.post(OUT)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not BrowserSession.objects.filter(staff__isnull=False, ended_at=None).exists()
    assert client.get(DESK).status_code != 200
    address = _address(answer.content.decode())
    asked = parse_qs(urlsplit(address).query)
    assert asked["post_logout_redirect_uri"] == ["http://mjolby.localhost/"]
    assert set(asked) == {"client_id", "post_logout_redirect_uri", "ui_locales"}
    with pytest.raises(urllib.error.HTTPError) as sent:
        urllib.request.build_opener(_Stays).open(address)
    assert sent.value.headers["Location"] == "http://mjolby.localhost/"
    assert provider.directory.ended == before + 1


def test_whoever_has_not_logged_in_there_is_not_sent_there(mjolby: Municipality) -> None:
    for token in (staff_token(cast.staff()), citizen_token()):
        answer = browser("mjolby", token).post(OUT)
        assert (answer.status_code, answer["Location"]) == (302, "/")
    assert invited.browser().post(OUT)["Location"] == "/"


def test_where_it_is_not_asked_for_she_stays_logged_in_there(
    mjolby: Municipality,
    provider: server.Running,  # noqa: F811 - the fixture
) -> None:
    _bound(provider)
    assert _hanna().post(OUT)["Location"] == "/"


@pytest.mark.parametrize("mode", ["down", "nonsense"])
def test_directory_that_does_not_answer_keeps_nobody_logged_in(
    mjolby: Municipality,
    provider: server.Running,  # noqa: F811 - the fixture
    mode: str,
) -> None:
    client = _hanna()
    _bound(provider, log_out="there", timeout=2)  # nothing is remembered of it
    provider.directory.mode = mode
    answer = client.post(OUT)
    provider.directory.mode = "up"
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not BrowserSession.objects.filter(staff__isnull=False, ended_at=None).exists()


def test_directory_without_such_an_address_is_told_when_it_is_set_up(
    mjolby: Municipality,
    provider: server.Running,  # noqa: F811 - the fixture
) -> None:
    provider.directory.ends = False
    _bound(provider, log_out="there", timeout=19)
    with pytest.raises(NotConfigured):
        login_provider("katalog").check()
    with pytest.raises(NotConfigured):
        _bound(provider, log_out="yes")


def test_log_out_next_door_or_from_another_page_ends_nobody(mjolby: Municipality) -> None:
    client = _hanna()
    with open_scope(cast.municipality("norrkoping")):
        other = browser("norrkoping", client.cookies[COOKIE].value)
    assert other.post(OUT)["Location"] == "/"
    client.get(OUT)  # a link on somebody's page
    assert client.get(DESK).status_code == 200
