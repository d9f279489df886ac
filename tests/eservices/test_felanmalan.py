"""Reporting a fault: logged in, without a signature, with the place on a map."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.town import ANNA, Town, fill_in, found, page_text, words

from samtjanst import eservices
from samtjanst.building.definitions.services import publish
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.models import Unit
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.cases.models import Case
from samtjanst.simulators.bankid.server import Running as Bank

pytestmark = pytest.mark.django_db
HOLE = {
    "kind": "road",
    "urgent": "no",
    "place.place": "Utanför kyrkan",
    "place.points": "6465001, 507234",
    "description": "Ett hål i cykelbanan, stort som en tallrik.",
}


def _read(name: str) -> dict[str, Any]:
    found_in: dict[str, Any] = json.loads(eservices.read(f"felanmalan/{name}.json"))
    return found_in


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path) -> Town:  # noqa: F811 - the fixture
    town = found("mjolby", bank, tmp_path)
    with open_scope(town.row):
        publish(
            slug="felanmalan",
            document=_read("definition"),
            parameters=_read("parameters/mjolby"),
            unit=Unit.objects.get(),
            by=system_actor(town.row.id),
        )
        cast.staff()
    return town


def _reported(town: Town, **changes: str) -> str:
    """The path of the filing, answered."""
    anna = town.login(ANNA)
    started = anna.post("/e-tjanster/felanmalan/starta/")["Location"]
    filing = fill_in(anna, {"fault": HOLE | changes}, started)
    seen = re.search(r'name="seen" value="(\w+)"', page_text(anna, f"{filing}kontrollera/"))
    assert seen
    handed_in = anna.post(f"{filing}kontrollera/", {"seen": seen[1]})
    assert handed_in["Location"] == f"{filing}kvitto/", words(handed_in)
    return filing


def test_place_reaches_the_desk_on_a_map_and_in_the_document(mjolby: Town) -> None:
    _reported(mjolby)
    with open_scope(mjolby.row):
        case = Case.objects.get()
    assert case.reference.startswith("FEL-")
    desk = f"/handlaggning/arenden/{case.reference}/"
    hanna = mjolby.handler()
    assert 'data-points="6465001, 507234"' in page_text(hanna, desk)
    assert b"%PDF" in hanna.get(f"{desk}dokument.pdf").content[:8]


def test_whoever_says_that_it_is_dangerous_is_told_to_call(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    page = f"{anna.post('/e-tjanster/felanmalan/starta/')['Location']}sida/fault/"
    assert "ring 112" not in words(anna.get(page))
    asked = anna.post(f"{page}falt/", {**HOLE, "urgent": "yes", "revision": "0"})
    assert "ring 112" in asked.content.decode()


def test_number_of_the_post_is_asked_for_only_where_it_is_a_lamp(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    page = f"{anna.post('/e-tjanster/felanmalan/starta/')['Location']}sida/fault/"
    asked = [
        anna.post(f"{page}falt/", {**HOLE, "kind": kind, "revision": at}).content.decode()
        for at, kind in enumerate(("road", "light"))
    ]
    assert ["Numret på stolpen" in one for one in asked] == [False, True]
