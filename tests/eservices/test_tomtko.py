"""Queueing for a building plot: a fee for each area, paid with Swish."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.paying import order, pay
from tests.town import ANNA, Town, fill_in, found, page_text

from samtjanst import eservices
from samtjanst.building.definitions.services import publish
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Unit
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import case_package
from samtjanst.running.cases.models import Case
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.swish import server as swish_server
from samtjanst.simulators.swish.server import Running as Swish

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
ANSWERS = {
    "areas": ["centre", "lake"],
    "home_address.street": "Storgatan 1",
    "home_address.postal_code": "595 30",
    "home_address.city": "Mjölby",
    "email": "anna@exempel.invalid",
}


@pytest.fixture(scope="module")
def swish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Swish]:
    running = swish_server.start(tmp_path_factory.mktemp("swish"))
    running.swish.mode = "no_callback"
    yield running
    running.stop()


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path, swish: Swish) -> Town:  # noqa: F811 - the fixture
    town = found("mjolby", bank, tmp_path)
    town.bind(Port.PAYMENT, "swish", swish.settings)
    with open_scope(town.row):
        publish(
            slug="tomtko",
            document=_read("definition"),
            parameters=_read("parameters/mjolby"),
            unit=Unit.objects.get(),
            by=system_actor(town.row.id),
        )
        cast.staff()
    return town


def _read(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(eservices.read(f"tomtko/{name}.json"))
    return told


def test_fee_follows_the_areas_and_is_told_at_the_desk_in_document_and_interface(
    mjolby: Town, swish: Swish
) -> None:
    anna = mjolby.login(ANNA)
    started = anna.post("/e-tjanster/tomtko/starta/")["Location"]
    filing = fill_in(anna, {"queue": ANSWERS}, started)
    check = page_text(anna, f"{filing}kontrollera/")
    seen = re.search(r'name="seen" value="(\w+)"', check)
    assert seen
    anna.post(f"{filing}kontrollera/", {"seen": seen[1]})
    page = anna.get(f"{filing}kvitto/")["Location"]
    assert order(mjolby).amount == 20_000
    anna.post(f"{page}betala/", {"way": "app"})
    pay(mjolby, swish)
    assert "Avgiften är betald" in page_text(anna, page)
    with open_scope(mjolby.row):
        reference = Case.objects.get().reference
        told = case_package.package(reference=reference, by=cast.staff_actor())["fee"]
    assert (told["state"], told["amount"], told["refunded"]) == ("paid", 20_000, 0)
    desk = f"/handlaggning/arenden/{reference}/"
    hanna = mjolby.handler()
    assert "Köavgift till tomtkön" in page_text(hanna, desk)
    assert hanna.get(f"{desk}dokument.pdf").content.startswith(b"%PDF")
