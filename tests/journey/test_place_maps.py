"""Places in a case's documents lie on the municipality's own map, or on the shipped one."""

import pytest

from samtjanst.capabilities.documents.types import Row, Section
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import place_maps
from samtjanst.simulators.geodata.server import Running

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
CHURCH = "6465001, 507234"
WIDE = f"{CHURCH}\n6565001, 507234"


def _kinds(*drawn: str) -> list[str]:
    rows = tuple(Row("Var?", ("",), "", place_maps.place_of(one, "line")) for one in drawn)
    (part,) = place_maps.drawn((Section("Platsen", rows),))
    places = (row.place for row in part.rows)
    return [place.ground.content_type if place and place.ground else "" for place in places]


def test_own_map_is_asked_once_for_each_place_around_it(
    mapped: Municipality, map_service: Running
) -> None:
    assert _kinds(CHURCH, "") == ["image/png", ""]
    (asked,) = map_service.service.asked
    south, west, north, east = (float(one) for one in asked.split(","))
    assert (north - south, east - west) == (1000, 1000)
    assert (south < 6_465_001 < north, west < 507_234 < east) == (True, True)


@pytest.mark.parametrize("mode", ["down", "dropped", "busy"])
def test_map_service_that_fails_is_asked_once_and_the_shipped_ground_is_used(
    mapped: Municipality, map_service: Running, mode: str
) -> None:
    map_service.service.mode = mode
    assert _kinds(CHURCH, CHURCH) == ["application/json", "application/json"]
    assert len(map_service.service.asked) <= 1


def test_what_is_too_wide_for_streets_lies_on_the_shipped_ground(
    mapped: Municipality, map_service: Running
) -> None:
    assert _kinds(WIDE) == ["application/json"]
    assert map_service.service.asked == []


def test_municipality_without_a_map_has_none_of_the_neighbours(
    mapped: Municipality, map_service: Running
) -> None:
    with open_scope(Municipality.objects.get(slug="norrkoping")):
        assert _kinds(CHURCH) == ["application/json"]
    assert map_service.service.asked == []


def test_document_never_holds_more_than_some_maps(mapped: Municipality) -> None:
    kinds = _kinds(*[WIDE] * (place_maps.MOST + 2))
    assert kinds.count("") == 2
