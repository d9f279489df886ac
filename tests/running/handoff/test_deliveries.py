"""Decided cases reach the pupil register; a failing register never harms a case."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.running.case_support import decided_case
from tests.running.handoff.delivering import SHIPPED, connected, only, route, work

from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import hand_over
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases.types import CaseState
from samtjanst.running.handoff import queries, services
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import LATE_AFTER, DeliveryState, NewRoute, Step
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
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        yield row


def _admin() -> Actor:
    return cast.staff_actor(Role.ADMINISTRATOR)


def test_granted_case_is_in_the_pupil_register_without_typing(
    mjolby: Municipality, pupils: Running
) -> None:
    connected(pupils)
    route()
    case = decided_case(cast.staff_actor())
    work()
    entry = next(iter(pupils.register.entries.values()))
    assert entry.values["SKJUTS_KOD"] == "J"
    assert entry.values["GALLER_FROM"] == "20270111"
    assert entry.values["SKOLA"] == "Egebyskolan, Mjölby"
    assert entry.values["ARENDE_NR"] == case.reference
    delivery = queries.of_case(case.id)[0]
    assert (delivery.state, delivery.receipt) == (DeliveryState.RECEIVED, entry.number)


def test_other_outcomes_take_no_route(mjolby: Municipality, pupils: Running) -> None:
    connected(pupils)
    route()
    decided_case(cast.staff_actor(), "refused")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("mode", ["down", "dies_before", "dies_after", "nonsense"])
def test_fault_is_waited_out_and_has_its_effect_once(
    mjolby: Municipality, pupils: Running, mode: str
) -> None:
    connected(pupils)
    route()
    case = decided_case(cast.staff_actor())
    pupils.register.mode = mode
    for _ in range(3):
        work()
    assert (only().state, only().attempts) == (DeliveryState.QUEUED, 3)
    assert case.state == CaseState.DECIDED
    pupils.register.mode = "up"
    work()
    assert only().state == DeliveryState.RECEIVED
    assert len(pupils.register.entries) == 1


def test_each_wait_is_longer_up_to_an_hour(mjolby: Municipality, pupils: Running) -> None:
    connected(pupils)
    route()
    decided_case(cast.staff_actor())
    pupils.register.mode = "down"
    waits = []
    for _ in range(10):
        work()
        job = Job.objects.get(name=services.DELIVER_JOB, state="queued")
        waits.append((job.run_at - clock.now()).total_seconds())
    assert 20 < waits[0] < 40
    assert all(2_800 < wait < 4_400 for wait in waits[-2:])


def test_receiver_that_never_comes_back_ends_with_the_owner(
    mjolby: Municipality, pupils: Running
) -> None:
    connected(pupils)
    route()
    decided_case(cast.staff_actor())
    pupils.register.mode = "down"
    Delivery.objects.update(attempts=services.MAX_ATTEMPTS - 1)
    work()
    assert [one.problem for one in queries.parked(_admin())] == ["status:503"]
    # Started again, it has all its attempts before it.
    hand_over.restart(delivery_id=only().id, by=_admin())
    work()
    work()
    assert (only().state, only().attempts) == (DeliveryState.QUEUED, 2)


def test_refused_delivery_is_parked_and_started_again_when_mended(
    mjolby: Municipality, pupils: Running
) -> None:
    connected(pupils)
    route()
    decided_case(cast.staff_actor())
    pupils.register.mode = "refuses"
    work()
    parked = queries.parked(_admin())
    assert [one.problem for one in parked] == ["status:422"]
    pupils.register.mode = "up"
    hand_over.restart(delivery_id=parked[0].id, by=_admin())
    work()
    assert only().state == DeliveryState.RECEIVED


def test_answer_without_a_code_is_parked_with_the_field_and_mended_by_the_mapping(
    mjolby: Municipality, pupils: Running
) -> None:
    connected(pupils)
    fields = [
        {**one, "codes": {"traffic": "20"}} if one["to"] == "ORSAK_KOD" else one
        for one in SHIPPED["mapping"]["fields"]
    ]
    made = route(mapping={"fields": fields})
    decided_case(cast.staff_actor())
    assert (only().state, only().problem) == (DeliveryState.PARKED, "ORSAK_KOD: no_code")
    view = queries.get_route(_admin(), made)
    sources = [source.name for source in hand_over.sources("skolskjuts")]
    services.put_route(
        new=NewRoute(
            view.e_service, view.name, view.system, view.step, view.outcomes, SHIPPED["mapping"]
        ),
        sources=sources,
        by=_admin(),
        route_id=made,
        revision=view.revision,
    )
    hand_over.restart(delivery_id=only().id, by=_admin())
    work()
    assert only().state == DeliveryState.RECEIVED


def test_protected_person_is_never_delivered_by_itself(
    mjolby: Municipality, pupils: Running
) -> None:
    connected(pupils)
    route()
    manager = cast.staff_actor(Role.MANAGER)
    case = decided_case(manager, is_protected=True)
    work()
    assert (only().state, only().problem) == (DeliveryState.PARKED, services.PROTECTED)
    with pytest.raises(NotFoundError):
        hand_over.restart(delivery_id=only().id, by=_admin())
    services.take_by_hand(reference=case.reference, delivery_id=only().id, by=manager)
    assert queries.copy_card(manager, case.reference, only().id).fields
    assert pupils.register.entries == {}


def test_file_is_received_when_the_taker_has_answered(mjolby: Municipality, tmp_path: Path) -> None:
    bind(
        port=Port.BUSINESS_SYSTEM, adapter="folder", name="pupils", settings={"path": str(tmp_path)}
    )
    route(Step.FILE)
    decided_case(cast.staff_actor())
    work()
    assert only().state == DeliveryState.SENT
    assert services.collect_receipts() == 0
    file = next(tmp_path.glob("*.json"))
    file.with_suffix(".receipt").write_text("A-17")
    assert services.collect_receipts() == 1
    assert (only().state, only().receipt) == (DeliveryState.RECEIVED, "A-17")


def test_file_that_nobody_takes_ends_with_the_owner(mjolby: Municipality, tmp_path: Path) -> None:
    bind(
        port=Port.BUSINESS_SYSTEM, adapter="folder", name="pupils", settings={"path": str(tmp_path)}
    )
    route(Step.FILE)
    decided_case(cast.staff_actor())
    work()
    Delivery.objects.update(created_at=clock.now() - LATE_AFTER - timedelta(hours=1))
    services.collect_receipts()
    assert (only().state, only().problem) == (DeliveryState.PARKED, "no_receipt")


def test_archive_that_is_slow_is_waited_for_and_told_of(
    mjolby: Municipality, tmp_path: Path
) -> None:
    settings = {"path": str(tmp_path)}
    bind(port=Port.BUSINESS_SYSTEM, adapter="earchive", name="pupils", settings=settings)
    route(Step.FILE)
    decided_case(cast.staff_actor())
    Delivery.objects.update(state=DeliveryState.SENT)
    manager = cast.staff_actor(Role.MANAGER)
    assert queries.late(manager) == []
    Delivery.objects.update(created_at=clock.now() - timedelta(days=200))
    assert services.collect_receipts() == 0
    [waiting] = queries.late(manager)
    assert (waiting.state, waiting.problem) == (DeliveryState.SENT, services.LATE)
    (tmp_path / f"{only().id.hex}.receipt").write_text("KA-1")
    assert services.collect_receipts() == 1
    assert (only().state, only().problem) == (DeliveryState.RECEIVED, "")


def test_copy_card_ends_when_every_field_is_copied_and_tells_the_time(mjolby: Municipality) -> None:
    route(Step.COPY_CARD, system="")
    handler = cast.staff_actor()
    case = decided_case(handler)
    card = queries.copy_card(handler, case.reference, only().id)
    names = [name for name, _value in card.fields]
    assert names == [field["to"] for field in SHIPPED["mapping"]["fields"]]
    services.copy(
        reference=case.reference, delivery_id=card.delivery.id, names=names[:2], by=handler
    )
    assert only().copied == names[:2]
    Delivery.objects.update(opened_at=clock.now() - timedelta(seconds=90))
    services.copy(reference=case.reference, delivery_id=card.delivery.id, names=names, by=handler)
    used = queries.use(cast.staff_actor(Role.MANAGER), clock.now() - timedelta(days=1))
    assert [(one.copied, one.seconds) for one in used] == [(1, 90)]


def test_nothing_of_it_is_seen_from_another_municipality(
    mjolby: Municipality, pupils: Running, tmp_path: Path
) -> None:
    connected(pupils)
    made = route(Step.COPY_CARD)
    handler = cast.staff_actor()
    case = decided_case(handler)
    delivery = only().id
    other = cast.municipality("norrkoping", storage=str(tmp_path / "n"))
    with open_scope(other):
        admin, stranger = _admin(), cast.staff_actor()
        assert (queries.routes(admin), queries.parked(admin)) == ([], [])
        with pytest.raises(NotFoundError):
            queries.get_route(admin, made)
        for act in (services.take_by_hand, services.copy):
            more: dict[str, Any] = {"names": []} if act is services.copy else {}
            with pytest.raises(NotFoundError):
                act(reference=case.reference, delivery_id=delivery, by=stranger, **more)
        with pytest.raises(NotFoundError):
            hand_over.restart(delivery_id=delivery, by=admin)
        with pytest.raises(NotFoundError):
            queries.copy_card(stranger, case.reference, delivery)


def test_only_the_right_roles_set_up_and_tend(mjolby: Municipality) -> None:
    for actor in (cast.staff_actor(), cast.citizen_actor()):
        with pytest.raises(NotFoundError):
            queries.routes(actor)
        with pytest.raises(NotFoundError):
            queries.parked(actor)


def test_route_is_refused_field_by_field(mjolby: Municipality, pupils: Running) -> None:
    connected(pupils)
    made = route()
    for change, where in (
        ({"name": " "}, "name"),
        ({"outcomes": ()}, "outcomes"),
        ({"system": "gone", "name": "Annat"}, "system"),
        ({}, "name"),
        ({"mapping": {"fields": []}, "name": "Annat"}, "fields"),
    ):
        with pytest.raises(InvalidInputError) as told:
            route(**change)
        assert list(told.value.problems) == [where]
    with pytest.raises(ConflictError):
        services.put_route(
            new=NewRoute(
                "skolskjuts", "Elevregistret", "", Step.COPY_CARD, ("granted",), SHIPPED["mapping"]
            ),
            sources=[source.name for source in hand_over.sources("skolskjuts")],
            by=_admin(),
            route_id=made,
            revision=0,
        )  # fmt: skip


def test_earlier_case_shows_what_the_mapping_would_make(mjolby: Municipality) -> None:
    handler = cast.staff_actor()
    found = queries.get_route(_admin(), route(Step.COPY_CARD, system=""))
    case = decided_case(handler)
    made = hand_over.trial(route=found, reference=case.reference, by=handler)
    assert made.content.fields["SKJUTS_KOD"] == "J"
    assert made.content.problems == ()
    assert "201801012392" not in repr(made)


def test_what_the_receivers_schema_refuses_stops_here_with_the_field(
    mjolby: Municipality, pupils: Running
) -> None:
    connected(pupils)
    route(schema='{"properties": {"SKJUTS_KOD": {"enum": ["X"]}}}')
    decided_case(cast.staff_actor())
    work()
    assert (only().state, only().problem) == (DeliveryState.PARKED, "SKJUTS_KOD: refused")
    assert not pupils.register.entries
