"""Jobs live and die with the transaction that causes them, and always end somewhere."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from tests import cast

from samtjanst.foundation.jobs import queries, registry, services
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.types import JobState
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality, Unit
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotAllowedError, NotFoundError
from samtjanst.ports.failures import Rejected, Temporary

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Iterator[Municipality]:
    row = cast.municipality()
    with open_scope(row):
        yield row


def _queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return int(cursor.fetchone()[0])


def _lose_what_is_queued() -> None:
    """As when the worker that had it was killed."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")


@pytest.fixture(autouse=True)
def _forget_test_jobs() -> Iterator[None]:
    yield
    registry.unregister("test.job")


def _enqueue(act: Any) -> Job:
    registry.register("test.job", act)
    services.enqueue("test.job", key="1", payload={"n": 1})
    return Job.objects.get()


def test_rolled_back_transaction_leaves_no_job(mjolby: Municipality) -> None:
    before = _queued()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.enqueue("files.erase", key="1")
        _ = 1 / 0
    assert (Job.objects.count(), _queued()) == (0, before)


def test_same_name_and_key_is_one_job(mjolby: Municipality) -> None:
    services.enqueue("files.erase", key="1")
    services.enqueue("files.erase", key="1")
    assert Job.objects.count() == 1


def test_job_is_done_once(mjolby: Municipality) -> None:
    seen: list[Any] = []
    job = _enqueue(seen.append)
    services.run(job.id)
    services.run(job.id)
    job.refresh_from_db()
    assert (seen, job.state) == ([{"n": 1}], JobState.DONE)


def _raise(error: Exception) -> Any:
    def act(_payload: Any) -> None:
        cast.unit("Ska inte bli kvar")
        raise error

    return act


def test_temporary_failure_is_tried_again_later_and_parked_at_last(mjolby: Municipality) -> None:
    job = _enqueue(_raise(Temporary("down")))
    for attempt in range(services.MAX_ATTEMPTS):
        with clock.shifted(timedelta(days=attempt)):
            services.run(job.id)
        job.refresh_from_db()
    assert (job.state, job.attempts, job.problem) == (JobState.PARKED, 10, "down")


@pytest.mark.parametrize("error", [Rejected("no"), Temporary("down"), ValueError("bug")])
def test_failed_job_leaves_nothing_half_done(mjolby: Municipality, error: Exception) -> None:
    services.run(_enqueue(_raise(error)).id)
    assert [unit.name for unit in Unit.objects.all()] == [cast.UNIT]


def test_refusal_parks_at_once_and_administrator_starts_it_again(mjolby: Municipality) -> None:
    job = _enqueue(_raise(Rejected("no")))
    services.run(job.id)
    administrator = cast.staff_actor(Role.ADMINISTRATOR)
    assert [parked.id for parked in queries.unfinished(actor=administrator)] == [job.id]
    services.retry(job_id=job.id, by=administrator)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    with pytest.raises(NotFoundError):
        services.retry(job_id=job.id, by=administrator)


def test_handler_and_citizen_see_no_jobs(mjolby: Municipality) -> None:
    for actor in (cast.staff_actor(Role.HANDLER), cast.citizen_actor()):
        with pytest.raises(NotAllowedError):
            queries.unfinished(actor=actor)


def test_administrator_of_another_municipality_sees_none_of_ours(mjolby: Municipality) -> None:
    job = _enqueue(_raise(Rejected("no")))
    services.run(job.id)
    with open_scope(cast.municipality("norrkoping")):
        stranger = cast.staff_actor(Role.ADMINISTRATOR)
        assert queries.unfinished(actor=stranger) == []
        with pytest.raises(NotFoundError):
            services.retry(job_id=job.id, by=stranger)
    with pytest.raises(NotAllowedError):
        services.retry(job_id=job.id, by=stranger)


def test_overdue_job_that_no_worker_will_get_is_handed_over_once(mjolby: Municipality) -> None:
    _enqueue(lambda _payload: None)
    _lose_what_is_queued()
    with clock.shifted(services.OVERDUE * 2):
        assert [services.rescue_overdue() for _minute in range(3)] == [1, 0, 0]
    assert _queued() == 1


def test_queue_that_is_behind_is_made_no_longer(mjolby: Municipality) -> None:
    _enqueue(lambda _payload: None)
    before = _queued()
    with clock.shifted(services.OVERDUE * 2):
        assert services.rescue_overdue() == 0
    assert _queued() == before
