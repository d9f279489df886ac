"""The municipality's own map: for whoever is logged in there, fetched by the platform."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.web import browser_of

from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators.geodata.server import Running, start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
# The square of half a kilometre, with the church of Mjölby in it, counted from the grid's corner.
LEVEL, SIDE = 11, 512
COLUMN, ROW = (507_234 + 1_200_000) // SIDE, (8_500_000 - 6_465_001) // SIDE
SQUARE = f"/karta/{LEVEL}/{COLUMN}/{ROW}/"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("geodata"))
    yield running
    running.stop()


@pytest.fixture
def mjolby(tmp_path: Path, service: Running) -> Iterator[Municipality]:
    service.service.mode = "up"
    service.service.asked.clear()
    cast.municipality("norrkoping")
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        bind(port=Port.MAP_GROUND, adapter="wms", settings=service.settings)
        yield row


def test_square_is_the_one_that_was_asked_for_and_is_kept_by_nobody(
    mjolby: Municipality, service: Running
) -> None:
    anna = browser_of.citizen()
    assert anna.get("/karta/").json() == {"source": "Provkartan, en påhittad stad"}
    answer = anna.get(SQUARE)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "no-store" in answer["Cache-Control"]  # where she has looked can be her home
    south, west, north, east = (float(one) for one in service.service.asked[-1].split(","))
    assert (north - south, east - west) == (SIDE, SIDE)
    assert south <= 6_465_001 < north
    assert west <= 507_234 < east


def test_staff_see_it_and_nobody_who_is_not_logged_in(mjolby: Municipality) -> None:
    assert browser_of.staff().get(SQUARE).status_code == 200
    nobody = Client(SERVER_NAME="mjolby.localhost")
    assert nobody.get(SQUARE).status_code == 404
    assert nobody.get("/karta/").json() == {"source": ""}


def test_municipality_without_a_map_has_none_of_the_neighbours(mjolby: Municipality) -> None:
    next_door = Municipality.objects.get(slug="norrkoping")
    with open_scope(next_door):
        there = browser_of.citizen(slug="norrkoping")
    assert there.get("/karta/").json() == {"source": ""}
    assert there.get(SQUARE).status_code == 404


@pytest.mark.parametrize(
    "square", ["/karta/5/10/10/", "/karta/14/10/10/", "/karta/11/0/0/", f"/karta/11/{10**9}/1/"]
)
def test_service_is_not_asked_for_what_is_not_in_sweden(
    mjolby: Municipality, service: Running, square: str
) -> None:
    assert browser_of.citizen().get(square).status_code == 404
    assert service.service.asked == []


@pytest.mark.parametrize("mode", ["down", "nonsense", "cut", "huge"])
def test_service_that_misbehaves_gives_no_picture(
    mjolby: Municipality, service: Running, mode: str
) -> None:
    service.service.mode = mode
    answer = browser_of.citizen().get(SQUARE)
    assert answer.status_code == 503
    assert "script>alert" not in answer.content.decode()
