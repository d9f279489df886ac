"""Which fields of a case have been changed: by whom, when, from what to what."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import hand_in_application, reference_of
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token
from tests.statements import statements

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import ActorKind
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import history, supplement
from samtjanst.journey.history import Field, Line
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.working_days import add_working_days
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Asked, MoveGround, Priority, Reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        return reference_of(hand_in_application())


def _lines(reference: str) -> list[Line]:
    """Those of the case, first to last."""
    return list(reversed(history.history(reference=reference, by=cast.staff_actor())[1]))


def _short(line: Line) -> tuple[Any, ...]:
    return line.what, line.before, line.after


def _supplemented(reference: str) -> None:
    due = add_working_days(clock.today(), 10)
    asked = Asked(due, "Vilken skola?", ("time_to",), reasons={"time_to": Reason.WRONG})
    supplement.ask(reference=reference, asked=asked, by=cast.staff_actor())
    anna = cast.citizen_actor()
    desk = supplement.open_desk(reference=reference, by=anna)
    revision = desk.work.filing.revision
    supplement.save(desk=desk, data={"time_to": ["08:10"]}, revision=revision, by=anna)
    supplement.hand_in(reference=reference, by=anna)


def test_each_field_is_told_with_what_it_was_and_is(mjolby: Municipality, reference: str) -> None:
    with open_scope(mjolby):
        by, other = cast.staff_actor(), cast.put_other_handler()
        services.take(reference=reference, by=by)
        services.prioritise(reference=reference, priority=Priority.HIGH, by=by)
        services.put_label(reference=reference, name="Skola", by=by)
        services.remove_label(reference=reference, name="Skola", by=by)
        services.assign(reference=reference, staff_id=other.id, by=by)  # type: ignore[arg-type]
        assert [_short(line) for line in _lines(reference)] == [
            (Field.HANDLER, (), ("Hanna Handläggare",)),
            (Field.PRIORITY, (str(Priority.NORMAL.value),), (str(Priority.HIGH.value),)),
            (Field.LABEL, (), ("Skola",)),
            (Field.LABEL, ("Skola",), ()),
            (Field.HANDLER, ("Hanna Handläggare",), ("Hugo Handläggare",)),
        ]
        assert {line.who for line in _lines(reference)} == {"Hanna Handläggare"}


def test_answer_and_limit_that_a_supplement_moves_are_told(
    mjolby: Municipality, reference: str
) -> None:
    with open_scope(mjolby):
        services.take(reference=reference, by=cast.staff_actor())
        before = cases.get_case(cast.staff_actor(), reference).due
        _supplemented(reference)
        found = _lines(reference)
        [answered] = [line for line in found if line.what is Field.ANSWER]
        assert answered.kind is ActorKind.CITIZEN
        assert answered.who == "Anna Provsson"
        assert (answered.before, answered.after) == (("07:45",), ("08:10",))
        after = cases.get_case(cast.staff_actor(), reference).due
        moved = [line for line in found if line.what is Field.DUE]
        assert bool(moved) == (before != after)


def test_new_unit_is_told_by_name(mjolby: Municipality, reference: str) -> None:
    with open_scope(mjolby):
        by, elsewhere = cast.staff_actor(), cast.unit("Miljöförvaltningen")
        cast.put_other_handler(elsewhere)
        services.take(reference=reference, by=by)
        services.move_case(
            reference=reference,
            unit_id=elsewhere.id,
            ground=MoveGround.SAME_BRANCH,
            why="Den hör dit.",
            by=by,
        )
        theirs = cast.staff_actor(unit_name="Miljöförvaltningen")
        _case, lines = history.history(reference=reference, by=theirs)
        told = [_short(line) for line in lines if line.what is Field.UNIT]
        assert told == [(Field.UNIT, (cast.UNIT,), ("Miljöförvaltningen",))]


def test_nothing_personal_is_in_the_audit_and_the_reading_is(
    mjolby: Municipality, reference: str
) -> None:
    with open_scope(mjolby):
        services.take(reference=reference, by=cast.staff_actor())
        services.put_label(reference=reference, name="Anna Provsson", by=cast.staff_actor())
        _lines(reference)
        told = [row.details for row in AuditEvent.objects.filter(details__has_key="changed")]
        assert "Anna" not in str(told)
        assert "Hanna" not in str(told)
        assert AuditEvent.objects.filter(action="case.history.read").count() == 1


def test_page_is_for_those_who_read_the_case(
    mjolby: Municipality, reference: str, tmp_path: Path
) -> None:
    with open_scope(mjolby):
        services.take(reference=reference, by=cast.staff_actor())
        hanna = browser(token=staff_token(cast.staff()))
    url = f"/handlaggning/arenden/{reference}/historik/"
    assert url in hanna.get(f"/handlaggning/arenden/{reference}/").content.decode()
    assert "Hanna Handläggare" in hanna.get(url).content.decode()
    with open_scope(mjolby):
        with pytest.raises(NotFoundError):
            by = cast.staff_actor(unit_name="Miljöförvaltningen")
            history.history(reference=reference, by=by)
        outside = browser(token=staff_token(cast.staff(unit_name="Miljöförvaltningen")))
    assert outside.get(url).status_code == 404
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        school_transport("norrkoping")
        with pytest.raises(NotFoundError):
            history.history(reference=reference, by=cast.staff_actor())


def test_same_number_of_statements_however_many_changes(
    mjolby: Municipality, reference: str
) -> None:
    with open_scope(mjolby):
        by = cast.staff_actor()
        services.take(reference=reference, by=by)
        services.put_label(reference=reference, name="Först", by=by)
        history.history(reference=reference, by=by)
        for more in (0, 15):
            for number in range(more):
                services.put_label(reference=reference, name=f"Nr {number}", by=by)
                services.remove_label(reference=reference, name=f"Nr {number}", by=by)
            with CaptureQueriesContext(connection) as seen:
                _case, lines = history.history(reference=reference, by=by)
            assert statements(seen) == 8
        assert len(lines) == 32
