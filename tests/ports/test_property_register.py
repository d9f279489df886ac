"""The contract of a register of addresses and properties; two interfaces of the same register."""

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_disturbed, each_misconfigured

from samtjanst.ports.property_register import (
    AddressQuery,
    FoundAddress,
    FoundProperty,
    NeighbourQuery,
    Owner,
    OwnerQuery,
    PropertyQuery,
)
from samtjanst.simulators.lantmateriet import places
from samtjanst.simulators.personas import ANNA, BO, TEOFIL

pytestmark = [adapters_of("property_register"), pytest.mark.enable_socket]


def _addresses(harness: Harness, text: str) -> tuple[FoundAddress, ...]:
    answer: tuple[FoundAddress, ...] = harness.make().addresses(AddressQuery(text, "test", "1"))
    return answer


def _property(harness: Harness, designation: str) -> FoundProperty | None:
    answer: FoundProperty | None = harness.make().property_of(
        PropertyQuery(designation, "test", "1")
    )
    return answer


def _owners(harness: Harness, designation: str) -> tuple[Owner, ...]:
    found = _property(harness, designation)
    assert found is not None
    answer: tuple[Owner, ...] = harness.make().owners(OwnerQuery(found.id, "test", "1"))
    return answer


def _neighbours(harness: Harness, designation: str, distance: int) -> set[str]:
    found = _property(harness, designation)
    assert found is not None
    asked = NeighbourQuery(found.id, distance, "test", "1")
    return {one.designation for one in harness.make().neighbours(asked)}


def test_address_has_line_postal_code_city_point_and_property(harness: Harness) -> None:
    (found,) = _addresses(harness, "Kanalgatan 12 Mjölby")
    assert (found.street, found.postal_code, found.city) == ("Kanalgatan 12", "59533", "Mjölby")
    assert (found.municipality_code, found.point) == ("0586", (6465012.2, 535000.1))
    assert _property(harness, places.FISKEN) == FoundProperty(found.property_id, places.FISKEN)
    assert "Kanalgatan" not in repr(found)


def test_farm_stands_in_the_line_and_letters_are_told_apart(harness: Harness) -> None:
    assert _addresses(harness, "hulterstad norrgård 3")[0].street == "Hulterstad Norrgård 3"
    lines = [one.street for one in _addresses(harness, "storgatan 1 mjölby")]
    assert lines == ["Storgatan 1", "Storgatan 1 A", "Storgatan 1 B"]


def test_nothing_found_is_no_error(harness: Harness) -> None:
    assert _addresses(harness, "Ingenstans 99") == ()
    assert _property(harness, places.NOWHERE) is None
    assert _property(harness, "MJÖLBY FISKEN") is None  # only a part of one
    assert harness.make().owners(OwnerQuery("../../x", "test", "1")) == ()


def test_earlier_designation_leads_to_the_one_in_force(harness: Harness) -> None:
    found = _property(harness, places.OLD)
    assert found is not None
    assert found.designation == places.NEW


def test_owners_have_shares_and_earlier_ones_are_left_out(harness: Harness) -> None:
    shares = {one.person.digits: one.share for one in _owners(harness, places.FISKEN) if one.person}
    assert shares == {ANNA: (1, 2), BO: (1, 2)}
    (farmer,) = _owners(harness, places.FARM)
    assert farmer.person is not None
    assert (farmer.person.digits, farmer.share) == (TEOFIL, (1, 1))


def test_organisation_somebody_abroad_and_a_protected_owner_are_told_apart(
    harness: Harness,
) -> None:
    assert {one.organisation for one in _owners(harness, places.LEASED)} == {
        "2120000829",
        "5299999994",
    }
    assert {one.name for one in _owners(harness, places.LEASED)} == {"Provkommunen", "Provcykel AB"}
    assert _owners(harness, places.ABROAD) == (Owner((1, 1)),)
    assert _owners(harness, places.HIDDEN) == (Owner((1, 1), is_protected=True),)
    assert _owners(harness, places.JOINT) == ()


def test_neighbours_touch_or_lie_near_enough_and_are_not_the_property_itself(
    harness: Harness,
) -> None:
    beside = _neighbours(harness, places.FISKEN, 0)
    assert places.FISKEN not in beside
    assert beside == {
        places.NEW, places.LEASED, places.ABROAD, places.FARM, places.SHARED, places.HIDDEN,
        places.ESTATE, places.MINORS,
    }  # fmt: skip
    assert places.FAR not in _neighbours(harness, places.FISKEN, 59)
    assert places.FAR in _neighbours(harness, places.FISKEN, 60)
    assert _neighbours(harness, places.ALONE, 500) == set()


def test_what_has_no_area_has_no_neighbours(harness: Harness) -> None:
    asked = NeighbourQuery("../../x", 0, "test", "1")
    assert harness.make().neighbours(asked) == ()


def test_disturbance_is_temporary(harness: Harness) -> None:
    hasty = harness.hasty()
    calls = (
        lambda: hasty.addresses(AddressQuery("Storgatan 1", "test", "1")),
        lambda: hasty.property_of(PropertyQuery(places.FISKEN, "test", "1")),
        lambda: hasty.owners(OwnerQuery("x", "test", "1")),
        lambda: hasty.neighbours(NeighbourQuery("x", 0, "test", "1")),
    )
    for call in calls:
        each_disturbed(harness, call)
    harness.make().check()


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())
