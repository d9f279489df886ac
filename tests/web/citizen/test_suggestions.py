"""Addresses are suggested while they are typed; only to the one whose draft it is."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.journey_support import DOCUMENT, school_transport
from tests.web import browser_of

from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer
from samtjanst.simulators.lantmateriet.server import Running, start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
HOME = {
    "id": "home",
    "kind": "address",
    "label": {"sv": "Adress"},
    "settings": {"from_register": True},
}
TYPED = {"home.street": "storgatan", "home.city": "mjölby", "other.street": "storgatan"}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("lantmateriet"))
    yield running
    running.stop()


@pytest.fixture
def mjolby(tmp_path: Path, register: Running) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    document = copy.deepcopy(DOCUMENT)
    document["pages"][0]["questions"].append(HOME)
    with open_scope(row):
        bind(port=Port.PROPERTY_REGISTER, adapter="lantmateriet", settings=register.settings)
        school_transport(document=document)
        yield row


def _page() -> str:
    anna = cast.citizen_actor()
    work = answer.open_work(filing_id=answer.start(slug="skolskjuts", by=anna), by=anna)
    return f"/ansokan/{work.filing.id}/sida/{work.evaluation.visible_pages[0]}/"


def _ask(browser: Client, page: str, field: str = "home.street") -> Any:
    headers = {"HX-Request": "true", "HX-Trigger-Name": field}
    return browser.post(f"{page}forslag/", TYPED, headers=headers)


def test_choices_of_the_field_that_is_typed_in(mjolby: Municipality) -> None:
    anna, page = browser_of.citizen(), _page()
    shown = anna.get(page).content.decode()
    assert f'hx-post="{page}forslag/"' in shown
    assert 'list="f-home-forslag"' in shown
    assert '<datalist id="f-home-forslag"></datalist>' in shown
    found = _ask(anna, page)
    assert '<option value="Storgatan 1 A, 595 30 Mjölby" data-street="Storgatan 1 A"' in (
        found.content.decode()
    )
    assert "Norrköping" not in found.content.decode()
    assert "no-store" in found.headers["Cache-Control"]
    assert "Norrköping" in _ask(anna, page, "other.street").content.decode()


@pytest.mark.parametrize("field", ["", "home.city", "home", "home.street.street", ".street"])
def test_field_that_is_no_street_gets_no_choices(mjolby: Municipality, field: str) -> None:
    assert _ask(browser_of.citizen(), _page(), field).content.strip() == b""


def test_others_ask_in_nobodys_draft(mjolby: Municipality, tmp_path: Path) -> None:
    page = _page()
    assert _ask(browser_of.citizen(cast.OTHER_GUARDIAN), page).status_code == 404
    assert _ask(browser_of.citizen(), f"{page.rsplit('/', 2)[0]}/x/").status_code == 404
    away = _ask(Client(SERVER_NAME="mjolby.localhost", SERVER_PORT="8000"), page)
    assert "HX-Redirect" in away.headers
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        assert _ask(browser_of.citizen(slug="norrkoping"), page).status_code == 404
