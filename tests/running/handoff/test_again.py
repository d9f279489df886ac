"""A delivery is sent once more with a ground, in effect once; lists are of one's own."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import cast
from tests.running.case_support import decided_case
from tests.running.handoff.delivering import SHIPPED, change, connected, only, route, work

from samtjanst.building.definitions.models import EService
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import hand_over
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.handoff import queries, services
from samtjanst.running.handoff.models import Delivery, Redelivery
from samtjanst.running.handoff.types import DeliveryState, Step
from samtjanst.simulators.pupils.server import Running, start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
GROUND = "Skolan ser inte beslutet i sitt register."


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
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        yield row


def _admin() -> Actor:
    return cast.staff_actor(Role.ADMINISTRATOR)


def _manager(unit: str = cast.UNIT) -> Actor:
    return cast.staff_actor(Role.MANAGER, unit)


def _delivered(pupils: Running) -> uuid.UUID:
    connected(pupils)
    route()
    decided_case(cast.staff_actor())
    work()
    assert only().state == DeliveryState.RECEIVED
    return only().id


def test_what_was_delivered_is_sent_again_and_has_its_effect_once(
    mjolby: Municipality, pupils: Running
) -> None:
    delivery = _delivered(pupils)
    before, entries = only().receipt, dict(pupils.register.entries)
    attempts = pupils.register.attempts
    services.send_again(delivery_id=delivery, ground=GROUND, by=_manager())
    assert (only().state, only().attempts) == (DeliveryState.QUEUED, 0)
    work()
    assert pupils.register.attempts == attempts + 1
    assert pupils.register.entries == entries
    assert (only().state, only().receipt) == (DeliveryState.RECEIVED, before)


def test_receiver_that_has_lost_it_gets_the_same_fields_under_the_same_key(
    mjolby: Municipality, pupils: Running
) -> None:
    delivery = _delivered(pupils)
    [(key, entry)] = pupils.register.entries.items()
    pupils.register.entries.clear()
    # What the mapping has become since then is for new cases.
    fields = [one for one in SHIPPED["mapping"]["fields"] if one["to"] != "SKOLA"]
    change(queries.routes(_admin())[0], mapping={"fields": fields})
    services.send_again(delivery_id=delivery, ground=GROUND, by=_manager())
    work()
    assert {name: one.values for name, one in pupils.register.entries.items()} == {
        key: entry.values
    }


def test_ground_is_kept_encrypted_with_the_receipt_before_and_audited(
    mjolby: Municipality, pupils: Running
) -> None:
    delivery, receipt = _delivered(pupils), only().receipt
    services.send_again(delivery_id=delivery, ground=GROUND, by=_manager())
    [told] = queries.sent_again([delivery])[delivery]
    assert (told.ground, told.receipt) == (GROUND, receipt)
    assert GROUND.encode() not in bytes(Redelivery.objects.get().ground)
    assert GROUND not in repr(told)
    event = AuditEvent.objects.get(action="handoff.sent_again")
    assert event.details == {"was": "received"}


@pytest.mark.parametrize("ground", ["", "   ", "för kort", "x" * 501])
def test_without_a_ground_nothing_is_sent(
    mjolby: Municipality, pupils: Running, ground: str
) -> None:
    delivery = _delivered(pupils)
    with pytest.raises(InvalidInputError) as told:
        services.send_again(delivery_id=delivery, ground=ground, by=_manager())
    assert list(told.value.problems) == ["ground"]
    assert only().state == DeliveryState.RECEIVED


def test_second_press_sends_nothing_more(mjolby: Municipality, pupils: Running) -> None:
    delivery = _delivered(pupils)
    services.send_again(delivery_id=delivery, ground=GROUND, by=_manager())
    with pytest.raises(TransitionError):
        services.send_again(delivery_id=delivery, ground=GROUND, by=_manager())
    assert Redelivery.objects.count() == 1
    attempts = pupils.register.attempts
    work()
    work()
    assert pupils.register.attempts == attempts + 1


def test_what_was_sent_again_can_stop_and_be_started_as_any_other(
    mjolby: Municipality, pupils: Running
) -> None:
    delivery = _delivered(pupils)
    services.send_again(delivery_id=delivery, ground=GROUND, by=_manager())
    pupils.register.mode = "refuses"
    work()
    assert [one.id for one in queries.parked(_manager())] == [delivery]
    pupils.register.mode = "up"
    hand_over.restart(delivery_id=delivery, by=_manager())
    work()
    assert only().state == DeliveryState.RECEIVED
    assert len(pupils.register.entries) == 1


def test_copied_waiting_and_protected_are_not_sent_again(
    mjolby: Municipality, pupils: Running
) -> None:
    delivery = _delivered(pupils)
    for state in (DeliveryState.COPIED, DeliveryState.QUEUED, DeliveryState.TO_COPY):
        Delivery.objects.update(state=state)
        with pytest.raises(TransitionError):
            services.send_again(delivery_id=delivery, ground=GROUND, by=_manager())
    Delivery.objects.update(state=DeliveryState.PARKED, problem=services.PROTECTED)
    with pytest.raises(NotFoundError):
        services.send_again(delivery_id=delivery, ground=GROUND, by=_manager())


def test_what_the_receiver_fetches_waits_for_it_again(mjolby: Municipality) -> None:
    route(Step.INTERFACE, system="")
    decided_case(cast.staff_actor())
    Delivery.objects.update(state=DeliveryState.RECEIVED, receipt="A-1")
    services.send_again(delivery_id=only().id, ground=GROUND, by=_manager())
    assert only().state == DeliveryState.SENT


def test_managers_follow_their_own_units_and_administrators_all(
    mjolby: Municipality, pupils: Running
) -> None:
    delivery = _delivered(pupils)
    Delivery.objects.update(state=DeliveryState.PARKED, problem="status:422")
    elsewhere = _manager("Socialförvaltningen")
    assert [one.id for one in queries.parked(_manager())] == [delivery]
    assert [one.id for one in queries.parked(_admin())] == [delivery]
    assert queries.parked(elsewhere) == queries.every_parked(elsewhere) == []
    with pytest.raises(NotFoundError):
        hand_over.restart(delivery_id=delivery, by=elsewhere)
    Delivery.objects.update(state=DeliveryState.RECEIVED, problem="")
    assert queries.delivered(elsewhere) == []
    with pytest.raises(NotFoundError):
        services.send_again(delivery_id=delivery, ground=GROUND, by=elsewhere)


@pytest.mark.parametrize("part", ["owner_id", "deputy_id"])
def test_owner_and_her_deputy_follow_their_e_services_alone(
    mjolby: Municipality, pupils: Running, part: str
) -> None:
    delivery = _delivered(pupils)
    developer = cast.staff_actor(Role.SERVICE_DEVELOPER, "Kommunledningskontoret")
    with pytest.raises(NotFoundError):
        queries.parked(developer)
    EService.objects.update(**{part: developer.id})
    assert [one.id for one in queries.delivered(developer)] == [delivery]
    assert [one.e_service for one in queries.routes(developer)] == ["skolskjuts"]
    services.send_again(delivery_id=delivery, ground=GROUND, by=developer)
    assert only().state == DeliveryState.QUEUED
    EService.objects.update(**{part: None})
    with pytest.raises(NotFoundError):
        queries.delivered(developer)
    with pytest.raises(NotFoundError):
        queries.routes(developer)


def test_neighbour_reaches_nothing(mjolby: Municipality, pupils: Running, tmp_path: Path) -> None:
    delivery = _delivered(pupils)
    other = cast.municipality("norrkoping", storage=str(tmp_path / "n"))
    with open_scope(other):
        admin = _admin()
        assert queries.delivered(admin) == []
        assert queries.sent_again([delivery]) == {}
        with pytest.raises(NotFoundError):
            services.send_again(delivery_id=delivery, ground=GROUND, by=admin)
        with pytest.raises(NotFoundError):
            queries.to_send_again(admin, delivery)
