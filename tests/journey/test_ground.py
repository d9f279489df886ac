"""The municipality's own map: for whoever is logged in there, fetched by the platform."""

import pytest
from django.test import Client
from tests.web import browser_of

from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators.geodata.server import Running

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
# The square of half a kilometre, with the church of Mjölby in it, counted from the grid's corner.
LEVEL, SIDE = 11, 512
COLUMN, ROW = (507_234 + 1_200_000) // SIDE, (8_500_000 - 6_465_001) // SIDE
SQUARE = f"/karta/{LEVEL}/{COLUMN}/{ROW}/"


def test_square_is_the_one_that_was_asked_for_and_is_kept_by_nobody(
    mapped: Municipality, map_service: Running
) -> None:
    anna = browser_of.citizen()
    assert anna.get("/karta/").json() == {"source": "Provkartan, en påhittad stad"}
    answer = anna.get(SQUARE)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "no-store" in answer["Cache-Control"]  # where she has looked can be her home
    south, west, north, east = (float(one) for one in map_service.service.asked[-1].split(","))
    assert (north - south, east - west) == (SIDE, SIDE)
    assert south <= 6_465_001 < north
    assert west <= 507_234 < east


def test_staff_see_it_and_nobody_who_is_not_logged_in(mapped: Municipality) -> None:
    assert browser_of.staff().get(SQUARE).status_code == 200
    nobody = Client(SERVER_NAME="mjolby.localhost")
    assert nobody.get(SQUARE).status_code == 404
    assert nobody.get("/karta/").json() == {"source": ""}


def test_municipality_without_a_map_has_none_of_the_neighbours(mapped: Municipality) -> None:
    next_door = Municipality.objects.get(slug="norrkoping")
    with open_scope(next_door):
        there = browser_of.citizen(slug="norrkoping")
    assert there.get("/karta/").json() == {"source": ""}
    assert there.get(SQUARE).status_code == 404


@pytest.mark.parametrize(
    "square", ["/karta/5/10/10/", "/karta/14/10/10/", "/karta/11/0/0/", f"/karta/11/{10**9}/1/"]
)
def test_service_is_not_asked_for_what_is_not_in_sweden(
    mapped: Municipality, map_service: Running, square: str
) -> None:
    assert browser_of.citizen().get(square).status_code == 404
    assert map_service.service.asked == []


@pytest.mark.parametrize("mode", ["down", "nonsense", "cut", "huge"])
def test_service_that_misbehaves_gives_no_picture(
    mapped: Municipality, map_service: Running, mode: str
) -> None:
    map_service.service.mode = mode
    answer = browser_of.citizen().get(SQUARE)
    assert answer.status_code == 503
    assert "script>alert" not in answer.content.decode()
