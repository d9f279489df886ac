"""A mapping has versions: which one a delivery used is kept, and two are compared on real cases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.running.case_support import decided_case
from tests.running.handoff.delivering import SHIPPED, change, only, route

from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import hand_over
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.handoff import queries
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import RouteView, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        route(Step.COPY_CARD, system="")
        yield row


def _admin() -> Actor:
    return cast.staff_actor(Role.ADMINISTRATOR)


def _view() -> RouteView:
    return queries.routes(_admin())[0]


def _mapping(**codes: str) -> dict[str, Any]:
    """The shipped one with other codes for the decision, and one field less."""
    fields = [one for one in SHIPPED["mapping"]["fields"] if one["to"] != "SKOLA"]
    known = [{**one, "codes": codes} if one["to"] == "SKJUTS_KOD" else one for one in fields]
    return {"fields": known}


def test_change_of_the_mapping_is_a_version_and_the_one_before_is_kept(
    mjolby: Municipality,
) -> None:
    assert (_view().version, queries.former_mappings(_admin(), _view().id)) == (1, [])
    change(_view(), name="Elevregistret i skolan")
    assert _view().version == 1  # nothing of what is sent has changed
    change(_view(), mapping=_mapping(granted="X", refused="Y"))
    change(_view(), schema='{"type": "object"}')
    assert _view().version == 3
    kept = queries.former_mappings(_admin(), _view().id)
    assert [one.number for one in kept] == [2, 1]
    assert kept[1].mapping == SHIPPED["mapping"]


def test_delivery_keeps_the_version_that_made_it(mjolby: Municipality) -> None:
    decided_case(cast.staff_actor())
    assert only().version == 1
    change(_view(), mapping=_mapping(granted="X", refused="Y"))
    assert only().version == 1
    Delivery.objects.update(state="parked")
    hand_over.restart(delivery_id=only().id, by=_admin())
    assert only().version == 2  # made anew by the one in force


def test_earlier_cases_show_what_the_new_version_makes_otherwise(mjolby: Municipality) -> None:
    manager = cast.staff_actor(Role.MANAGER)
    cases = [decided_case(manager) for _ in range(2)]
    assert [one.before for one in hand_over.trials(route=_view(), by=manager)] == [0, 0]
    change(_view(), mapping=_mapping(granted="X", refused="Y"))
    made = hand_over.trials(route=_view(), by=manager)
    assert {one.reference for one in made} == {case.reference for case in cases}
    for one in made:
        told = {each.name: (each.before, each.now) for each in one.differences}
        assert told == {"SKJUTS_KOD": ("J", "X"), "SKOLA": ("Egebyskolan, Mjölby", None)}
        assert "Egebyskolan" not in repr(one)


def test_fault_that_the_new_version_makes_is_a_difference(mjolby: Municipality) -> None:
    manager = cast.staff_actor(Role.MANAGER)
    case = decided_case(manager)
    change(_view(), mapping=_mapping(refused="Y"))
    made = hand_over.trial(route=_view(), reference=case.reference, by=manager)
    told = {each.name: each.now for each in made.differences}
    assert told["SKJUTS_KOD"] == "?"


def test_cases_out_of_reach_are_not_tried(mjolby: Municipality, tmp_path: Path) -> None:
    decided_case(cast.staff_actor())
    elsewhere = cast.staff_actor(Role.MANAGER, "Socialförvaltningen")
    assert hand_over.trials(route=_view(), by=elsewhere) == []
    view = _view()
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        with pytest.raises(NotFoundError):
            queries.former_mappings(_admin(), view.id)
        assert queries.lately_taken(_admin(), view.id, 20) == []
