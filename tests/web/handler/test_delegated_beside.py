"""Decisions beside the matter are made by whoever the delegation gives them, as the matter's is."""

from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.staff_support import browser, staff_token
from tests.web.handler.test_law import _colleague, _decided, _town

from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Appeal, Decision, DecisionRequest

pytestmark = pytest.mark.django_db
DESK = "/handlaggning/arenden/"
NOT_HERS = "Delegationen ger inte dig det här beslutet. Det fattar den som har punkt 4.2."


@pytest.fixture
def mjolby() -> Municipality:
    return _town()


@pytest.fixture
def kim(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(_colleague()))


def _hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _delegate(mjolby: Municipality, kim: Client) -> None:
    """Handlers grant; managers refuse too."""
    with open_scope(mjolby):
        unit = str(cast.unit().id)
    line = {"unit": unit, "title": "Skolskjuts", "slug": "skolskjuts"}
    handlers = line | {"point": "4.1", "who": "handler"}
    managers = line | {"point": "4.2", "who": "manager", "adverse": "1"}
    for given in (handlers, managers):
        assert kim.post("/handlaggning/delegation/", given).status_code == 302


def test_appeal_is_rejected_by_whoever_the_delegation_lets(
    mjolby: Municipality, kim: Client
) -> None:
    with open_scope(mjolby), clock.shifted(timedelta(days=-60)):
        reference = _decided()
    _delegate(mjolby, kim)
    hanna, today = _hanna(mjolby), clock.today()
    with open_scope(mjolby):
        paper = {"to": str(cast.citizen().id), "received_on": str(today), "text": "Brev."}
    assert hanna.post(f"{DESK}{reference}/overklagande/", paper).status_code == 302
    with open_scope(mjolby):
        path = f"{DESK}{reference}/overklagande/{Appeal.objects.get().id}/"
    learned = str(today - timedelta(days=50))
    late = {"too_late": "1", "learned_on": learned, "rejection": "Det kom efter tre veckor."}
    refused = hanna.post(path, late)
    assert refused.status_code == 422
    for told in (NOT_HERS, "Det kom efter tre veckor."):
        assert told in refused.content.decode()
    assert kim.post(path, late).status_code == 302
    with open_scope(mjolby):
        made = Decision.objects.get(kind="rejection")
        assert (made.decided_by.name, made.point) == ("Kim Chef", "4.2")


def test_request_to_decide_is_refused_by_whoever_the_delegation_lets(
    mjolby: Municipality, kim: Client
) -> None:
    with open_scope(mjolby):
        with clock.shifted(timedelta(days=-200)):
            services.take(reference=(reference := complete_case()), by=cast.staff_actor())
        services.ask_to_decide(reference=reference, by=cast.citizen_actor())
        path = f"{DESK}{reference}/avgor/{DecisionRequest.objects.get().id}/"
    _delegate(mjolby, kim)
    hanna = _hanna(mjolby)
    refused = hanna.post(path, {"reasons": "Vi väntar på läkaren."})
    assert refused.status_code == 422
    for told in (NOT_HERS, "Vi väntar på läkaren."):
        assert told in refused.content.decode()
    assert kim.post(f"{DESK}{reference}/ta/").status_code == 302
    assert kim.post(path, {"reasons": "Vi väntar på läkaren."}).status_code == 302
    today = clock.today().isoformat()
    table = f"/handlaggning/delegationsbeslut/?fran={today}&till={today}&format=csv"
    told = kim.get(table).content.decode("utf-8-sig")
    assert '"Begäran att ärendet avgörs avslås";"Kim Chef";"4.2"' in told


def test_what_is_given_to_nobody_is_made_by_whoever_may_decide(
    mjolby: Municipality, kim: Client
) -> None:
    with open_scope(mjolby):
        with clock.shifted(timedelta(days=-200)):
            services.take(reference=(reference := complete_case()), by=cast.staff_actor())
        services.ask_to_decide(reference=reference, by=cast.citizen_actor())
        path = f"{DESK}{reference}/avgor/{DecisionRequest.objects.get().id}/"
        unit = str(cast.unit().id)
    given = {"unit": unit, "title": "Annat", "slug": "annat", "point": "9", "who": "manager"}
    assert kim.post("/handlaggning/delegation/", given).status_code == 302
    assert _hanna(mjolby).post(path, {"reasons": "Vi väntar."}).status_code == 302
