"""A worker that is killed at any point of a delivery, and receivers that misbehave: once in effect.

The worker is the product's own process and gets SIGKILL; the receivers are the demo's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests import cast
from tests.browser.waiting import until
from tests.processes import Process, held, made
from tests.running.case_support import decided_case
from tests.running.handoff.delivering import connected, only, route, work

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.handoff import services
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import DeliveryState
from samtjanst.simulators.pupils import server as pupil_server
from samtjanst.simulators.social import server as social_server

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
AUDIT = "audit_auditevent"
GONE = {DeliveryState.SENT, DeliveryState.RECEIVED}


@pytest.fixture(scope="module")
def pupils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pupil_server.Running]:
    running = pupil_server.start(tmp_path_factory.mktemp("pupils"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def social(tmp_path_factory: pytest.TempPathFactory) -> Iterator[social_server.Running]:
    running = social_server.start(tmp_path_factory.mktemp("social"))
    running.office.is_strict = False  # it gets the pupil register's fields here
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _calm(pupils: pupil_server.Running, social: social_server.Running) -> Iterator[None]:
    yield
    pupils.register.mode = social.office.mode = "up"
    pupils.register.entries.clear()
    social.office.entries.clear()


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        yield row


@pytest.fixture
def town(committed_db: None, mjolby: Municipality) -> Municipality:
    return mjolby


@contextmanager
def _delivery_held() -> Iterator[Callable[[], object]]:
    """Nobody else gets to the delivery; gives a wait until somebody stands at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        Delivery.objects.select_for_update().get()

        def stands() -> bool:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return bool(cursor.fetchone()[0])

        yield lambda: until(stands)


def _follows(worker: Process) -> None:
    """Another worker takes over what the dead one had."""
    worker.start()
    until(_has_gone)


def _has_gone() -> bool:
    lost = Job.objects.filter(name=services.DELIVER_JOB, state="queued", run_at__lt=clock.now())
    lost.update(run_at=clock.now() - 2 * jobs.OVERDUE)
    jobs.rescue_overdue()
    return only().state in GONE


def _effects() -> int:
    """How often the audit tells that the delivery has gone."""
    tried = AuditEvent.objects.filter(action="handoff.tried")
    return tried.filter(details__state__in=[state.value for state in GONE]).count()


def _killed_before_it_sends(worker: Process, _pupils: pupil_server.Running) -> None:
    with _delivery_held() as stands_at:
        worker.start()
        stands_at()
        worker.kill()


def _killed_before_it_is_stored(worker: Process, pupils: pupil_server.Running) -> None:
    # The register has the request, and goes on with it when nobody waits for the answer.
    pupils.register.mode, before = "slow", pupils.register.attempts
    worker.start()
    until(lambda: pupils.register.attempts > before)
    worker.kill()
    assert not pupils.register.entries
    pupils.register.mode = "up"


def _killed_before_the_answer(worker: Process, pupils: pupil_server.Running) -> None:
    pupils.register.mode = "slow_after"
    worker.start()
    until(lambda: pupils.register.entries)
    worker.kill()
    pupils.register.mode = "up"


def _killed_before_the_receipt_is_kept(worker: Process, pupils: pupil_server.Running) -> None:
    with held(AUDIT) as stand_at:
        worker.start()
        until(lambda: pupils.register.entries)
        stand_at(1)
        worker.kill()


def _killed_when_all_is_kept(worker: Process, _pupils: pupil_server.Running) -> None:
    worker.start()
    until(_has_gone)
    worker.kill()


@pytest.mark.parametrize(
    "killed",
    [
        _killed_before_it_sends,
        _killed_before_it_is_stored,
        _killed_before_the_answer,
        _killed_before_the_receipt_is_kept,
        _killed_when_all_is_kept,
    ],
    ids=lambda killed: killed.__name__.strip("_"),
)
def test_delivery_of_a_killed_worker_has_its_effect_once(
    town: Municipality,
    pupils: pupil_server.Running,
    tmp_path: Path,
    killed: Callable[[Process, pupil_server.Running], None],
) -> None:
    connected(pupils, timeout=20)
    pupils.register.delay = 1.5
    route()
    decided_case(cast.staff_actor())
    with made("worker", tmp_path) as worker:
        killed(worker, pupils)
        _follows(worker)
    [entry] = pupils.register.entries.values()
    assert (only().state, only().receipt) == (DeliveryState.RECEIVED, entry.number)
    assert _effects() == 1


@pytest.mark.parametrize("killed", ["before the answer is kept", "when all is kept"])
def test_delivery_to_the_social_system_of_a_killed_worker_has_its_effect_once(
    town: Municipality, social: social_server.Running, tmp_path: Path, killed: str
) -> None:
    bind(port=Port.BUSINESS_SYSTEM, adapter="soap", name="pupils", settings=social.settings)
    route()
    decided_case(cast.staff_actor())
    with made("worker", tmp_path) as worker:
        if killed == "when all is kept":
            worker.start()
            until(_has_gone)
            worker.kill()
        else:
            with held(AUDIT) as stand_at:
                worker.start()
                until(lambda: social.office.entries)
                stand_at(1)
                worker.kill()
        _follows(worker)
    social.office.handle_all()
    services.collect_receipts()
    [entry] = social.office.entries.values()
    assert (only().state, only().receipt) == (DeliveryState.RECEIVED, entry.number)


def test_register_that_stores_and_answers_too_late_is_asked_again_and_stores_once(
    mjolby: Municipality, pupils: pupil_server.Running
) -> None:
    connected(pupils, timeout=0.5)
    pupils.register.delay = 1.0
    route()
    decided_case(cast.staff_actor())
    pupils.register.mode = "slow_after"
    for _ in range(2):
        work()
    assert (only().state, only().problem) == (DeliveryState.QUEUED, "rest:timeout")
    pupils.register.mode = "up"
    work()
    [entry] = pupils.register.entries.values()
    assert (only().state, only().receipt) == (DeliveryState.RECEIVED, entry.number)


def test_second_answer_is_never_taken_for_the_next_deliverys(
    mjolby: Municipality, pupils: pupil_server.Running
) -> None:
    connected(pupils)
    route()
    pupils.register.mode = "twice"
    for _ in range(3):
        decided_case(cast.staff_actor())
        work()
    for _ in range(3):
        work()
    held_by = {key: entry.number for key, entry in pupils.register.entries.items()}
    known = {row.id.hex: row.receipt for row in Delivery.objects.all()}
    assert len(held_by) == 3
    assert known == held_by


def test_register_that_is_down_for_a_day_gets_it_once_without_anybody_doing_anything(
    mjolby: Municipality, pupils: pupil_server.Running
) -> None:
    connected(pupils)
    route()
    decided_case(cast.staff_actor())
    pupils.register.mode, waited = "down", timedelta()
    while waited < timedelta(hours=25):
        work()
        [job] = Job.objects.filter(name=services.DELIVER_JOB, state="queued")
        waited += job.run_at - clock.now()
    assert only().state == DeliveryState.QUEUED
    pupils.register.mode = "up"
    work()
    [entry] = pupils.register.entries.values()
    assert (only().state, only().receipt) == (DeliveryState.RECEIVED, entry.number)
