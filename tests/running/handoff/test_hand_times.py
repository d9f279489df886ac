"""What is typed by hand without any help is counted, and what a copy card would save is told."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests import cast
from tests.running.case_support import decided_case
from tests.running.handoff.delivering import route

from samtjanst.building.definitions.models import EService
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.handoff import hand_times, queries
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.types import Step, Typed

pytestmark = pytest.mark.django_db
DAYS = 90


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        yield row


def _manager(unit: str = cast.UNIT) -> Actor:
    return cast.staff_actor(Role.MANAGER, unit)


def _typed(actor: Actor) -> list[Typed]:
    since = clock.now() - timedelta(days=DAYS)
    return hand_times.typed(actor, since, queries.use(actor, since))


def _set(minutes: int | None, by: Actor) -> None:
    hand_times.set_hand_time(e_service="skolskjuts", minutes=minutes, by=by)


def test_decided_cases_without_a_route_are_typed_and_their_hours_told(
    mjolby: Municipality,
) -> None:
    for _ in range(3):
        decided_case(cast.staff_actor())
    [row] = _typed(_manager())
    assert (row.e_service, row.title, row.cases) == ("skolskjuts", "Ansökan om skolskjuts", 3)
    assert (row.minutes, row.hours_a_year(DAYS), row.saved_a_year(DAYS)) == (None, None, None)
    _set(20, _manager())
    _set(30, _manager())
    [row] = _typed(_manager())
    assert row.hours_a_year(DAYS) == pytest.approx(3 * 0.5 * 365 / 90)
    assert row.saved_a_year(DAYS) is None  # no card has been used anywhere
    event = AuditEvent.objects.filter(action="handoff.hand_time").latest("at")
    assert event.details == {"minutes": 30}
    _set(None, _manager())
    assert _typed(_manager())[0].minutes is None


def test_measured_cards_tell_what_the_next_step_would_save(mjolby: Municipality) -> None:
    decided_case(cast.staff_actor())
    _set(12, _manager())
    route(Step.COPY_CARD, system="")
    decided_case(cast.staff_actor())
    opened = clock.now() - timedelta(minutes=2)
    Delivery.objects.update(state="copied", opened_at=opened, ended_at=clock.now())
    [row] = _typed(_manager())
    assert row.cases == 1  # the other one took the route
    assert row.saved_a_year(DAYS) == pytest.approx(10 / 60 * 365 / 90, rel=0.01)


@pytest.mark.parametrize("minutes", [0, -1, 601])
def test_minutes_that_cannot_be_are_refused(mjolby: Municipality, minutes: int) -> None:
    decided_case(cast.staff_actor())
    with pytest.raises(InvalidInputError) as told:
        _set(minutes, _manager())
    assert list(told.value.problems) == ["skolskjuts"]


def test_only_those_who_tend_it_see_and_tell(mjolby: Municipality, tmp_path: Path) -> None:
    decided_case(cast.staff_actor())
    assert [one.cases for one in _typed(cast.staff_actor(Role.ADMINISTRATOR))] == [1]
    elsewhere = _manager("Socialförvaltningen")
    assert _typed(elsewhere) == []
    with pytest.raises(NotFoundError):
        _set(10, elsewhere)
    developer = cast.staff_actor(Role.SERVICE_DEVELOPER, "Kommunledningskontoret")
    with pytest.raises(NotFoundError):
        _set(10, developer)
    EService.objects.update(owner_id=developer.id)
    _set(10, developer)
    assert [one.minutes for one in _typed(developer)] == [10]
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        admin = cast.staff_actor(Role.ADMINISTRATOR)
        assert _typed(admin) == []
        with pytest.raises(NotFoundError):
            _set(10, admin)
