"""The database goes away in the middle of a request, and two people sign in the same second."""

import copy

import pytest
from django.db import connection
from django.test import Client
from pytest_django.live_server_helper import LiveServer
from tests.journey_support import DOCUMENT
from tests.processes import held, visit
from tests.town import ANNA, BO, Town, fill_in, page_text, prepare, words

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing.models import Evidence, SignatureRequest
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.cases.models import Case, CaseEvent
from samtjanst.running.filing.models import Filing

OWN_SPACE = copy.deepcopy(DOCUMENT)
OWN_SPACE["signing"]["mode"] = "own_space_until_signed"


@pytest.fixture
def place(committed_town: Town) -> Town:
    return committed_town


def _port(server: LiveServer) -> int:
    return int(server.url.rsplit(":", 1)[1])


def _begun(place: Town, client: Client, request: str, number: str) -> str:
    started = client.post(f"{request}starta/")
    assert started.status_code == 302, words(started)
    place.play(number)
    return str(started["Location"])


def _terminate(backend: int) -> None:
    """As an operator, or a database that is restarted, ends a connection."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
        assert cursor.fetchone() == (True,)
        cursor.execute("SET ROLE samtjanst_app")


def test_connection_cut_in_a_request_is_told_with_a_number_and_the_next_one_works(
    place: Town, live_server: LiveServer
) -> None:
    anna, port = place.login(ANNA), _port(live_server)
    filing = fill_in(anna, place.answers())
    order = _begun(place, anna, prepare(anna, filing), ANNA)
    with held("cases_case") as stand_at:
        answer = visit(anna, port, order)
        (backend,) = stand_at(1)
        _terminate(backend)
        assert answer.wait().status == 503
    assert "Det är inte ditt fel" in answer.text
    assert "Felnummer:" in answer.text
    with open_scope(place.row):
        assert Filing.objects.get().state == "sealed"
        assert not Case.objects.exists()
        assert not Evidence.objects.exists()
        assert not Message.objects.exists()
        assert not AuditEvent.objects.filter(action="signing.signed").exists()
    assert visit(anna, port, order).wait().location == f"{filing}kvitto/"
    with open_scope(place.row):
        assert (Case.objects.count(), Evidence.objects.count()) == (1, 1)


@pytest.mark.parametrize("document", [DOCUMENT, OWN_SPACE], ids=["at_once", "own_space"])
def test_two_guardians_who_sign_in_the_same_second_complete_one_case(
    place: Town, live_server: LiveServer
) -> None:
    """Both have signed in the app when both pages ask, and neither is done before the other."""
    anna, bo, port = place.login(ANNA), place.login(BO), _port(live_server)
    filing = fill_in(anna, place.answers())
    request = prepare(anna, filing)
    with open_scope(place.row):
        other = SignatureRequest.objects.get(role="guardian")
    orders = [
        _begun(place, anna, request, ANNA),
        _begun(place, bo, f"/underskrift/{other.id}/", BO),
    ]
    with held("signing_evidence") as stand_at:
        answers = [visit(one, port, order) for one, order in zip((anna, bo), orders, strict=True)]
        stand_at(2)
    assert [answer.wait().status for answer in answers] == [302, 302]
    _is_one_complete_case(place)
    for one in (anna, bo):
        assert "Komplett" in page_text(one, "/mina-arenden/")


def _is_one_complete_case(place: Town) -> None:
    with open_scope(place.row):
        assert list(Case.objects.values_list("state", flat=True)) == ["received"]
        assert Filing.objects.get().state == "handed_in"
        assert Evidence.objects.count() == 2
        assert AuditEvent.objects.filter(action="case.completed").count() == 1
        assert CaseEvent.objects.filter(what="completed").count() == 1
        receipts = Message.objects.filter(template="application_complete")
        assert receipts.count() == len(set(receipts.values_list("citizen_id", flat=True))) == 2
