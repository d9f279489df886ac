"""What happens by itself in a process: timers and events, once each, with what they send."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from tests import cast
from tests.capabilities.formkit import process_sample as processes
from tests.days import working_days
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.running.cases.test_process import begun, status, step
from tests.web.handler.test_leases import GRANTED

from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.types import JobState
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import letters, process
from samtjanst.kernel import clock
from samtjanst.ports.failures import Temporary
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseLabel, CaseStep, Letter
from samtjanst.running.cases.types import Asked, Needs, TrashGround

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=31)


@pytest.fixture
def mjolby() -> Iterator[Municipality]:
    row = cast.municipality()
    with open_scope(row):
        school_transport(document=processes.document())
        yield row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    return complete_case()


def run(name: str) -> int:
    """Do the jobs of a name that are not done; how many."""
    waiting = Job.objects.filter(name=name, state=JobState.QUEUED)
    found = list(waiting.values_list("id", flat=True))
    for job_id in found:
        jobs.run(job_id)
    return len(found)


def tick_clock() -> int:
    """What the schedule and the worker do at the present time; how many cases it was."""
    count = process.timers_due()
    run(process.TIMER_JOB)
    return count


def decided(reference: str) -> Actor:
    hanna = begun(reference)
    step(reference, "to_write", "review", hanna)
    revision = cases.get_case(hanna, reference).revision
    services.decide(reference=reference, draft=GRANTED, revision=revision, by=hanna)
    return hanna


def written(reference: str) -> list[str]:
    by = system_actor(scope_id())
    return [one.letter.text for one in letters.shown(case=cases.get_case(by, reference), by=by)]


def published(**change: Any) -> None:
    """The e-service with another status to be reviewed in."""
    document = processes.document()
    processes.status(document, "review").update(change)
    school_transport(document=document)


def test_timer_writes_and_marks_once_after_working_days(reference: str) -> None:
    begun(reference)
    with clock.shifted(working_days(4)):
        assert tick_clock() == 0
    with clock.shifted(working_days(5)):
        assert (tick_clock(), tick_clock()) == (1, 0)
        assert written(reference) == [f"Vi granskar {reference}."]
    assert CaseLabel.objects.get().label.name == "Dröjer"
    assert status(reference) == ("review", "in_progress")
    case = cases.get_case(cast.staff_actor(), reference)
    assert "happened_by_itself" in {one.what for one in cases.timeline(case.id)}
    with clock.shifted(MONTH):
        assert tick_clock() == 0
        assert Letter.objects.count() == 1


def test_timer_moves_a_decided_case_to_its_end(reference: str) -> None:
    decided(reference)
    with clock.shifted(MONTH):
        tick_clock()
    assert status(reference) == ("ended", "decided")
    history = cases.steps_of(Case.objects.get().id)
    assert (history[-1].step, history[-1].who) == ("wrap_up", "")
    assert Case.objects.get().status_due is None


def test_timer_that_falls_in_the_middle_leaves_nothing_and_is_done_by_the_next_try(
    reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(reference)
    real = letters.write

    def falls(**told: Any) -> Any:
        real(**told)
        raise Temporary("killed")

    with clock.shifted(working_days(5)):
        process.timers_due()
        monkeypatch.setattr(letters, "write", falls)
        run(process.TIMER_JOB)
        assert (Letter.objects.count(), CaseLabel.objects.count()) == (0, 0)
        assert Case.objects.get().status_due == clock.today()
        monkeypatch.undo()
    with clock.shifted(working_days(5) + timedelta(minutes=5)):
        run(process.TIMER_JOB)
        run(process.TIMER_JOB)
        assert (Letter.objects.count(), CaseLabel.objects.count()) == (1, 1)


def test_job_that_is_run_again_after_its_time_does_nothing(reference: str) -> None:
    hanna = begun(reference)
    case = cases.get_case(hanna, reference)
    payload = {"case": str(case.id)}
    process.fire_timer(payload)
    with clock.shifted(working_days(5)):
        process.fire_timer(payload)
        process.fire_timer(payload)
    assert Letter.objects.count() == 1


def test_timer_stands_still_while_the_case_waits(mjolby: Municipality) -> None:
    document = processes.document()
    waits = processes.without(document, "waits")
    school_transport(document=waits)
    reference = complete_case()
    hanna = begun(reference)
    due = clock.today() + timedelta(days=40)
    asked = Asked(due=due, text="Mer behövs.", extras=(("text", "Mer"),))
    services.ask(reference=reference, asked=asked, by=hanna)
    assert status(reference) == ("review", "waiting_for_applicant")
    with clock.shifted(working_days(8)):
        assert tick_clock() == 0
        services.withdraw(reference=reference, by=hanna)
        assert status(reference) == ("review", "in_progress")
        assert tick_clock() == 0  # counted anew
    with clock.shifted(working_days(16)):
        assert tick_clock() == 1


def test_timer_leaves_a_case_in_the_trash_alone(reference: str) -> None:
    hanna = begun(reference)
    services.put_in_trash(reference=reference, ground=TrashGround.TEST, why="Prov.", by=hanna)
    with clock.shifted(working_days(6)):
        assert tick_clock() == 0
        services.take_out_of_trash(reference=reference, by=hanna)
        assert tick_clock() == 1


def test_timer_at_an_answered_date_whose_condition_does_not_hold_does_nothing(
    mjolby: Municipality,
) -> None:
    before = {"id": "soon", "title": {"sv": "Snart"}, "trigger": "at", "question": "start_date",
              "days": -14, "mark": "Snart", "when": processes.PLACED}  # fmt: skip
    published(automatic=[before])
    placed, elsewhere = complete_case(), complete_case(answers={"placed_school": False})
    begun(placed)
    begun(elsewhere)
    assert Case.objects.get(reference=placed).status_due == date(2026, 12, 28)
    with clock.shifted(date(2026, 12, 27) - clock.today()):
        assert tick_clock() == 0
    with clock.shifted(date(2026, 12, 28) - clock.today()):
        assert (tick_clock(), tick_clock()) == (2, 0)
    assert CaseLabel.objects.get().case.reference == placed


def test_answer_to_a_supplement_takes_the_step_that_waits_for_it(reference: str) -> None:
    hanna, anna = begun(reference), cast.citizen_actor()
    due = clock.today() + timedelta(days=5)
    asked = Asked(due=due, text="Mer behövs.", extras=(("text", "Mer"),))
    services.ask(reference=reference, asked=asked, by=hanna)
    assert status(reference) == ("waits", "waiting_for_applicant")
    case = cases.get_case(hanna, reference)
    (supplement,) = cases.supplements_of(case.id)
    services.answer(supplement_id=supplement.id, snapshot_id=case.snapshot_id, by=anna)
    assert status(reference) == ("review", "in_progress")
    assert run(services.EVENT_JOB) == 1
    assert status(reference) == ("writing", "in_progress")
    assert run(services.EVENT_JOB) == 0


def test_event_of_a_case_that_has_moved_on_since_does_nothing(mjolby: Municipality) -> None:
    wrote = {"id": "wrote", "title": {"sv": "Part skrev"}, "trigger": "on",
             "event": "message_received", "mark": "Läs"}  # fmt: skip
    published(automatic=[wrote])
    reference = complete_case()
    hanna, anna = begun(reference), cast.citizen_actor()
    services.write_to_handler(reference=reference, text="Hej!", by=anna)
    step(reference, "to_write", "review", hanna)
    assert run(services.EVENT_JOB) == 1
    assert not CaseLabel.objects.exists()


def test_event_marks_a_case_once_and_another_event_does_not(mjolby: Municipality) -> None:
    wrote = {"id": "wrote", "title": {"sv": "Part skrev"}, "trigger": "on",
             "event": "message_received", "mark": "Läs"}  # fmt: skip
    published(automatic=[wrote])
    reference = complete_case()
    hanna, anna = begun(reference), cast.citizen_actor()
    services.write_note(reference=reference, text="Ringt.", by=hanna)
    assert run(services.EVENT_JOB) == 0
    for text in ("Hej!", "Hej igen!"):
        services.write_to_handler(reference=reference, text=text, by=anna)
    assert run(services.EVENT_JOB) == 2
    assert CaseLabel.objects.get().label.name == "Läs"


def test_receipt_of_a_receiving_system_takes_a_step(mjolby: Municipality) -> None:
    document = processes.document()
    processes.status(document, "carried_out")["automatic"] = [
        {"id": "taken_over", "title": {"sv": "Mottaget"}, "trigger": "on",
         "event": "delivery_receipt", "to": "ended"}
    ]  # fmt: skip
    school_transport(document=document)
    reference = complete_case()
    decided(reference)
    case = Case.objects.get()
    services.note_receipt(case_id=case.id, by=system_actor(scope_id()))
    assert run(services.EVENT_JOB) == 1
    assert status(reference) == ("ended", "decided")


def test_timers_of_another_municipality_are_left_to_it(reference: str) -> None:
    begun(reference)
    with clock.shifted(working_days(6)), open_scope(cast.municipality("norrkoping")):
        assert tick_clock() == 0
    assert CaseStep.objects.count() == 2


def test_event_waits_while_a_decision_is_about_to_leave(mjolby: Municipality) -> None:
    wrote = {"id": "wrote", "title": {"sv": "Part skrev"}, "trigger": "on",
             "event": "message_received", "mark": "Läs"}  # fmt: skip
    document = processes.document()
    processes.status(document, "writing")["automatic"] = [wrote]
    school_transport(document=document)
    reference = complete_case()
    hanna, anna = begun(reference), cast.citizen_actor()
    step(reference, "to_write", "review", hanna)
    services.write_to_handler(reference=reference, text="Hej!", by=anna)
    revision = cases.get_case(hanna, reference).revision
    services.decide_later(
        reference=reference, draft=GRANTED, revision=revision, wait=timedelta(hours=1), by=hanna
    )
    run(services.EVENT_JOB)
    assert not CaseLabel.objects.exists()
    assert Job.objects.get(name=services.EVENT_JOB).state == JobState.QUEUED.value
    services.take_back_decision(reference=reference, by=hanna)
    with clock.shifted(timedelta(minutes=5)):
        run(services.EVENT_JOB)
    assert CaseLabel.objects.get().label.name == "Läs"


def test_timer_leaves_a_case_alone_while_a_decision_is_proposed(reference: str) -> None:
    hanna = begun(reference)
    case = cases.get_case(hanna, reference)
    step(reference, "to_write", "review", hanna)
    services.propose(
        reference=reference, draft=GRANTED, needs=Needs.READER,
        revision=cases.get_case(hanna, reference).revision, by=hanna,
    )  # fmt: skip
    Case.objects.update(status_due=clock.today())
    assert process.timers_due() == 0
    process.fire_timer({"case": str(case.id)})
    assert Case.objects.get().status_due == clock.today()
