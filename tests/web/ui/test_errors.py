"""The pages for when something is wrong have the head of whoever is looking."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client, RequestFactory
from tests import cast
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.web.ui import views

pytestmark = pytest.mark.django_db
STAFF_HEAD, CITIZEN_HEAD = "/handlaggning/min-dag/", "/mina-arenden/"


@pytest.fixture(autouse=True)
def small_bodies(settings: Any) -> None:
    settings.MAX_BODY_BYTES = 50


def _answers(person: Client) -> dict[int, str]:
    careful = Client(SERVER_NAME="mjolby.localhost", SERVER_PORT="8000", enforce_csrf_checks=True)
    careful.cookies = person.cookies
    answers = [
        person.get("/handlaggning/arenden/FINNS-INTE/"),
        person.get("/finns-inte/"),
        person.get("/handlaggning/?q=%00"),
        person.post("/handlaggning/", {"long": "x" * 100}),
        careful.post("/logga-ut/"),
    ]
    return {one.status_code: one.content.decode() for one in answers if one.status_code != 302}


def test_staff_keep_their_head_where_something_is_wrong() -> None:
    with open_scope(cast.municipality()):
        hanna = browser(token=staff_token(cast.staff()))
    found = _answers(hanna)
    assert set(found) == {400, 403, 404, 413}
    for status, page in found.items():
        assert STAFF_HEAD in page, status
        assert CITIZEN_HEAD not in page, status
        assert 'href="/handlaggning/">Till startsidan' in page, status


def test_citizens_and_strangers_meet_the_portals_head() -> None:
    with open_scope(cast.municipality()):
        anna = browser(token=citizen_token())
    for status, page in _answers(anna).items():
        assert CITIZEN_HEAD in page, status
        assert STAFF_HEAD not in page, status


def test_page_of_a_fault_has_the_head_of_the_one_who_met_it() -> None:
    with open_scope(cast.municipality()):
        request = RequestFactory().get("/handlaggning/")
        request.resolver_match = None
        request.actor = cast.staff_actor()  # type: ignore[attr-defined]
        answer = views.server_error(request)
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert STAFF_HEAD in answer.content.decode()
