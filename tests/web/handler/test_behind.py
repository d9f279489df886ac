"""What somebody has written stands when something has happened in the case meanwhile."""

import re
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token
from tests.web.handler.test_leases import _kim

from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Decision

pytestmark = pytest.mark.django_db
WRITTEN = "Vägen är lång och trafikerad, enligt väghållarens mätning."
GRANTED = {"outcome": "granted", "reasons": WRITTEN, "legal_basis": "sl_10_32_1"}
STANDS = "Det du skrev står kvar, men är inte skickat."


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
        services.take(reference=complete_case(), by=cast.staff_actor())
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _desk(mjolby: Municipality, page: str = "beslut") -> str:
    with open_scope(mjolby):
        return f"/handlaggning/arenden/{Case.objects.get().reference}/{page}/"


def _writes(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference, anna = Case.objects.get().reference, browser(token=citizen_token())
    path = f"/mina-arenden/{reference}/meddelanden/"
    assert anna.post(path, {"text": "Vi har flyttat."}).status_code == 302


def _revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    return found[1]


def test_decision_that_a_message_came_before_stands_in_the_form_and_is_sent_anew(
    mjolby: Municipality, hanna: Client
) -> None:
    path = _desk(mjolby)
    sent = GRANTED | {"send": "1", "revision": _revision(hanna.get(path).content.decode())}
    _writes(mjolby)
    answer = hanna.post(path, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    for told in (WRITTEN, STANDS, "Läs vad som har hänt", 'value="granted" id="f-outcome" checked'):
        assert told in page
    assert _revision(page) != sent["revision"]
    with open_scope(mjolby):
        assert not Decision.objects.exists()
    assert hanna.post(path, sent | {"revision": _revision(page)}).status_code == 302
    plain = hanna.post(path, sent)  # it is decided: there is nothing to send anew
    assert (plain.status_code, STANDS in plain.content.decode()) == (409, False)
    with open_scope(mjolby):
        assert Decision.objects.count() == 1


def test_decision_stands_while_a_colleague_has_the_case_open(
    mjolby: Municipality, hanna: Client
) -> None:
    path = _desk(mjolby)
    sent = GRANTED | {"send": "1", "revision": _revision(hanna.get(path).content.decode())}
    with open_scope(mjolby):
        services.open_to_change(reference=Case.objects.get().reference, by=_kim())
    answer = hanna.post(path, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    for told in (WRITTEN, STANDS, "har ärendet öppet", 'target="_blank"'):
        assert told in page
    assert hanna.post(_desk(mjolby, "ta-over")).status_code == 302
    assert hanna.post(path, sent | {"revision": _revision(page)}).status_code == 302


def test_changed_decision_that_a_message_came_before_stands_in_the_form(
    mjolby: Municipality, hanna: Client
) -> None:
    first = hanna.get(_desk(mjolby)).content.decode()
    decided = GRANTED | {"send": "1", "revision": _revision(first)}
    assert hanna.post(_desk(mjolby), decided).status_code == 302
    path = _desk(mjolby, "omprova")
    before = _revision(hanna.get(path).content.decode())
    new = decided | {"ground": "clearly_wrong", "reasons": f"{WRITTEN} Nytt.", "revision": before}
    _writes(mjolby)
    answer = hanna.post(path, new)
    page = answer.content.decode()
    assert answer.status_code == 409
    for told in (f"{WRITTEN} Nytt.", STANDS, 'value="clearly_wrong" checked'):
        assert told in page
    assert hanna.post(path, new | {"revision": _revision(page)}).status_code == 302
    with open_scope(mjolby):
        assert Decision.objects.count() == 2


def test_handler_who_loses_her_role_while_the_page_is_open_decides_nothing(
    mjolby: Municipality, hanna: Client
) -> None:
    path = _desk(mjolby)
    sent = GRANTED | {"send": "1", "revision": _revision(hanna.get(path).content.decode())}
    with open_scope(mjolby):
        cast.staff(Role.REGISTRAR)  # the same account has another role from now on
    answer = hanna.post(path, sent)
    assert (answer.status_code, WRITTEN in answer.content.decode()) == (404, False)
    with open_scope(mjolby):
        cast.staff(Role.HANDLER, "En annan enhet")
    assert hanna.post(path, sent).status_code == 404
    with open_scope(mjolby):
        assert not Decision.objects.exists()
