"""An administrator names a look-up by trying it and pointing; nothing typed is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import cast
from tests.web import browser_of

from samtjanst.capabilities.registers.models import Lookup, Source
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators.meters import server as meters

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
ONE = "/drift/uppslag/vattenmatare/"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[meters.Running]:
    found = meters.start(tmp_path_factory.mktemp("meters"))
    yield found
    found.stop()


@pytest.fixture
def mjolby(tmp_path: Path, running: meters.Running) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        bind(port=Port.LOOKUP, adapter="json", settings=running.settings)
        yield row


def _typed(running: meters.Running) -> dict[str, str]:
    return {
        "name": "vattenmatare",
        "title": "Mätarregistret",
        "address": running.address,
        "access": "header",
        "user": meters.HEADER,
        "secret": running.register.secret,
        "purpose": "Adressen fylls i",
        "legal_basis": "Lag (2006:412)",
    }


def test_look_up_is_named_tried_and_pointed_in(
    mjolby: Municipality, running: meters.Running
) -> None:
    ada = browser_of.staff(Role.ADMINISTRATOR)
    assert running.settings["allowed_hosts"] in ada.get("/drift/uppslag/").content.decode()
    made = ada.post("/drift/uppslag/nytt/", _typed(running))
    assert made["Location"] == ONE
    tried = ada.post(f"{ONE}prova/", {"value": meters.HOUSE})
    page = tried.content.decode()
    assert 'value="/mätare/anläggning/adress"' in page
    assert "Storgatan 4, 595 30 Mjölby" in page
    assert running.register.secret not in page
    assert "no-store" in tried.headers["Cache-Control"]
    pointed = {
        "version": "1",
        "value": meters.HOUSE,
        "pointer": ["/mätare/anläggning/adress", "/mätare/dimension", "/mätare/nummer"],
        "field": ["adress", "", ""],
    }
    assert ada.post(ONE, pointed).status_code == 302
    assert Source.objects.get(version=2).fields == {"adress": "/mätare/anläggning/adress"}
    wrong = ada.post(ONE, pointed | {"version": "2", "field": ["Adress!", "samma", "samma"]})
    assert wrong.status_code == 422
    assert "Adress!" in wrong.content.decode()
    assert ada.post(f"{ONE}lage/", {"version": "2", "on": "no"}).status_code == 302
    assert ada.post(f"{ONE}lage/", {"version": "2", "on": "yes"}).status_code == 409
    assert not Source.objects.get(version=3).is_active
    tried_rows = Lookup.objects.filter(reference="lookup:test")
    assert [one.legal_basis for one in tried_rows] == ["Lag (2006:412)"] * len(tried_rows)
    told = str(list(AuditEvent.objects.values_list("action", "details")))
    assert "lookup.set" in told
    assert "lookup.tried" in told
    assert meters.HOUSE not in told


def test_address_that_is_not_allowed_is_told_at_its_field_and_kept(
    mjolby: Municipality, running: meters.Running
) -> None:
    ada = browser_of.staff(Role.ADMINISTRATOR)
    for address in ("http://169.254.169.254/{x}", "https://<b>/{x}", running.address + "{y}"):
        answer = ada.post("/drift/uppslag/nytt/", _typed(running) | {"address": address})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert 'href="#f-address"' in page
        assert "<b>/" not in page
        assert running.register.secret not in page
    assert not Source.objects.exists()


def test_failure_of_a_trial_is_told_in_words(mjolby: Municipality, running: meters.Running) -> None:
    ada = browser_of.staff(Role.ADMINISTRATOR)
    ada.post("/drift/uppslag/nytt/", _typed(running) | {"secret": "fel"})
    page = ada.post(f"{ONE}prova/", {"value": "<b>1"}).content.decode()
    assert "Tjänsten släpper inte in oss" in page
    assert "&lt;b&gt;1" in page
    assert "Skriv ett värde" in ada.post(f"{ONE}prova/", {}).content.decode()


def test_only_an_administrator_and_only_her_own(
    mjolby: Municipality, running: meters.Running, tmp_path: Path
) -> None:
    browser_of.staff(Role.ADMINISTRATOR).post("/drift/uppslag/nytt/", _typed(running))
    for path in ("/drift/uppslag/", ONE, f"{ONE}adress/"):
        assert browser_of.staff(Role.HANDLER).get(path).status_code == 404
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        assert browser_of.staff(Role.ADMINISTRATOR, "norrkoping").get(ONE).status_code == 404
