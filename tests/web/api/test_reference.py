"""The page for developers: every address, tried with a token, nothing from elsewhere."""

import re

import pytest
from tests.journey_support import school_transport
from tests.web.api import support

from samtjanst.foundation.tenancy.models import Municipality

pytestmark = pytest.mark.django_db
PAGE = "/api/v1/"
HTMX = {"HX-Request": "true"}


def _token() -> str:
    return str(support.token(support.connect()).json()["access_token"])


def test_page_shows_every_address_and_fetches_nothing_from_elsewhere(mjolby: Municipality) -> None:
    schema = support.http().get("/api/v1/openapi.json").json()
    answer = support.http().get(PAGE)
    page = answer.content.decode()
    assert schema["openapi"].startswith("3.1")
    assert all(path in page for path in schema["paths"])
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_every_address_but_the_token_names_its_scopes(mjolby: Municipality) -> None:
    schema = support.http().get("/api/v1/openapi.json").json()
    known = schema["components"]["securitySchemes"]["token"]["flows"]["clientCredentials"]["scopes"]
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            named = [one["token"] for one in operation.get("security", [])]
            assert bool(named) == (path != "/api/v1/token")
            assert all(set(scopes) <= set(known) for scopes in named)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_address_is_tried_with_a_token_that_is_not_shown(
    mjolby: Municipality, headers: dict[str, str]
) -> None:
    school_transport()
    token = _token()
    given = {"token": token, "slug": "skolskjuts"}
    answer = support.http(**headers).post(f"{PAGE}prova/e_service/", given)
    body = answer.content.decode()
    assert "&quot;slug&quot;: &quot;skolskjuts&quot;" in body
    assert token not in body
    assert ("<html" in body) == (not headers)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("slug", ["", "..", "../../changes", "a/b", "å", "\x00", "<b>"])
def test_made_up_place_is_answered_as_by_the_interface(mjolby: Municipality, slug: str) -> None:
    given = {"token": _token(), "slug": slug}
    body = support.http(**HTMX).post(f"{PAGE}prova/e_service/", given).content.decode()
    assert re.search(r"Svar: (404|405|422)", body)


def test_without_a_token_nothing_is_told(mjolby: Municipality) -> None:
    for token in ("", "x", "å\r\nX: y"):
        body = support.http(**HTMX).post(f"{PAGE}prova/changes/", {"token": token}).content.decode()
        assert "401" in body


@pytest.mark.parametrize("name", ["token", "write_note", "confirm", "nothing"])
def test_only_what_reads_can_be_tried(mjolby: Municipality, name: str) -> None:
    assert support.http().post(f"{PAGE}prova/{name}/", {"token": _token()}).status_code == 404
