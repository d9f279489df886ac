"""One delivery of a case waits for another where its route says so."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.running.case_support import decided_case
from tests.running.handoff.delivering import change, connected, route, work

from samtjanst.foundation.people import clients
from samtjanst.foundation.people.clients import NewClient
from samtjanst.foundation.people.types import Actor, Role, Scope
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import hand_over
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.handoff import queries, services
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import Step
from samtjanst.simulators.pupils.server import Running, start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def pupils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("pupils"))
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _calm(pupils: Running) -> Iterator[None]:
    yield
    pupils.register.mode = "up"
    pupils.register.entries.clear()


@pytest.fixture
def mjolby(tmp_path: Path, pupils: Running) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        connected(pupils)
        folder = tmp_path / "folder"
        folder.mkdir()
        bind(
            port=Port.BUSINESS_SYSTEM,
            adapter="folder",
            name="bus",
            settings={"path": str(folder)},
        )
        yield row


def _admin() -> Actor:
    return cast.staff_actor(Role.ADMINISTRATOR)


def _bus(after: uuid.UUID, **more: Any) -> uuid.UUID:
    """By its name it would come before the register."""
    new = {"name": "Bussbolaget", "system": "bus", "step": Step.FILE, "after": after}
    return route(**{**new, **more})


def _states() -> dict[str, str]:
    rows = Delivery.objects.select_related("route")
    return {row.route.name: row.state for row in rows}


def test_second_goes_when_the_first_receiver_has_the_case(
    mjolby: Municipality, pupils: Running, tmp_path: Path
) -> None:
    _bus(route())
    pupils.register.mode = "down"
    case = decided_case(cast.staff_actor())
    for _ in range(3):
        work()
    assert _states() == {"Elevregistret": "queued", "Bussbolaget": "waiting"}
    waiting = next(one for one in queries.of_case(case.id) if one.route == "Bussbolaget")
    assert waiting.waits_for == "Elevregistret"
    assert not list((tmp_path / "folder").glob("*.json"))
    pupils.register.mode = "up"
    work()
    work()
    assert _states() == {"Elevregistret": "received", "Bussbolaget": "sent"}
    assert len(list((tmp_path / "folder").glob("*.json"))) == 1


def test_first_that_stops_keeps_the_second_until_it_is_mended(
    mjolby: Municipality, pupils: Running
) -> None:
    _bus(route())
    pupils.register.mode = "refuses"
    decided_case(cast.staff_actor())
    work()
    work()
    assert _states() == {"Elevregistret": "parked", "Bussbolaget": "waiting"}
    pupils.register.mode = "up"
    [stopped] = queries.parked(_admin())
    hand_over.restart(delivery_id=stopped.id, by=_admin())
    work()
    work()
    assert _states() == {"Elevregistret": "received", "Bussbolaget": "sent"}


def test_second_that_stopped_waits_when_it_is_started_again_too_early(
    mjolby: Municipality, pupils: Running
) -> None:
    _bus(route())
    pupils.register.mode = "down"
    decided_case(cast.staff_actor())
    second = Delivery.objects.get(route__name="Bussbolaget")
    Delivery.objects.filter(id=second.id).update(state="parked", problem="folder")
    hand_over.restart(delivery_id=second.id, by=_admin())
    work()
    assert _states()["Bussbolaget"] == "waiting"


def test_what_is_copied_by_hand_comes_first_too(mjolby: Municipality) -> None:
    _bus(route(Step.COPY_CARD, system=""))
    handler = cast.staff_actor()
    case = decided_case(handler)
    assert _states() == {"Elevregistret": "to_copy", "Bussbolaget": "waiting"}
    first = Delivery.objects.get(state="to_copy")
    card = queries.copy_card(handler, case.reference, first.id)
    names = [name for name, _value in card.fields]
    services.copy(reference=case.reference, delivery_id=first.id, names=names, by=handler)
    assert _states()["Bussbolaget"] == "queued"


def test_card_is_shown_when_its_turn_has_come(mjolby: Municipality) -> None:
    _bus(route(), step=Step.COPY_CARD, system="")
    decided_case(cast.staff_actor())
    assert _states()["Bussbolaget"] == "waiting"
    work()
    assert _states() == {"Elevregistret": "received", "Bussbolaget": "to_copy"}


def test_case_that_does_not_take_the_first_waits_for_nothing(mjolby: Municipality) -> None:
    _bus(route(outcomes=("partly_granted",)))
    decided_case(cast.staff_actor())
    assert _states() == {"Bussbolaget": "queued"}


def test_order_in_a_circle_or_across_e_services_is_refused(mjolby: Municipality) -> None:
    first = route()
    second = _bus(first)
    view = queries.get_route(_admin(), first)
    for after in (second, first, uuid.uuid4()):
        with pytest.raises(InvalidInputError) as told:
            change(view, after=after)
        assert list(told.value.problems) == ["after"]
    assert queries.get_route(_admin(), first).after is None


def test_receipt_of_a_fetching_receiver_lets_the_second_go(mjolby: Municipality) -> None:
    _bus(route(Step.INTERFACE, system=""))
    case = decided_case(cast.staff_actor())
    assert _states() == {"Elevregistret": "sent", "Bussbolaget": "waiting"}
    made = NewClient(
        name="Elevsystemet",
        scopes=(Scope.CASES, Scope.DELIVERIES),
        unit=cast.unit(),
        expires_at=clock.now() + timedelta(days=1),
    )
    given = clients.put_client(new=made)[1]
    token = clients.issue_token(
        client_id=given.client_id, secret=given.secret, address="127.0.0.1"
    )[0]
    system = clients.caller(token=token, address="127.0.0.1").actor
    services.confirm(reference=case.reference, route="Elevregistret", number="E-1", by=system)
    assert _states() == {"Elevregistret": "received", "Bussbolaget": "queued"}
