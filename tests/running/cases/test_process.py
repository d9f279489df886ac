"""A case follows the process of its own version: its statuses, steps, rights and history."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from tests import cast
from tests.capabilities.formkit import process_sample as processes
from tests.handling_support import complete_case, hand_in_application, person, reference_of, sign
from tests.journey_support import school_transport
from tests.web.handler.test_leases import GRANTED

from samtjanst.building.definitions.queries import service_of
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.types import JobState
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import process
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseStep, CaseTick
from samtjanst.running.cases.services.statuses import EVENT_JOB
from samtjanst.running.cases.types import CaseState, Filters, Selection, View

pytestmark = pytest.mark.django_db
BO = PersonalNumber("198501012390")


@pytest.fixture
def mjolby() -> Iterator[Municipality]:
    row = cast.municipality()
    with open_scope(row):
        school_transport(document=processes.document())
        yield row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    return complete_case()


def step(reference: str, step_id: str, status_id: str, by: Actor) -> None:
    process.take_step(reference=reference, step_id=step_id, status_id=status_id, by=by)


def status(reference: str) -> tuple[str, str]:
    row = Case.objects.get(reference=reference)
    return row.status, row.state


def begun(reference: str) -> Actor:
    """A handler who has taken the case by the process's first step."""
    hanna = cast.staff_actor()
    step(reference, "begin", "fresh", hanna)
    return hanna


def test_case_of_an_e_service_without_a_process_has_no_status_and_no_steps() -> None:
    with open_scope(cast.municipality()):
        school_transport()
        reference, hanna = complete_case(), cast.staff_actor()
        services.take(reference=reference, by=hanna)
        case = cases.get_case(hanna, reference)
        assert (case.status, process.standing(case, hanna)) == ("", None)
        assert process.status_of(case) is None
        assert not CaseStep.objects.exists()
        with pytest.raises(NotFoundError):
            step(reference, "begin", "", hanna)
        with pytest.raises(NotFoundError):
            services.tick(reference=reference, line="distance", is_done=True, by=hanna)


def test_step_moves_the_case_and_stands_in_history_time_line_and_audit(reference: str) -> None:
    assert status(reference) == ("fresh", "received")
    hanna = begun(reference)
    assert status(reference) == ("review", "in_progress")
    step(reference, "to_write", "review", hanna)
    case = cases.get_case(hanna, reference)
    assert (case.status, case.state, case.handler_id) == (
        "writing", CaseState.IN_PROGRESS, hanna.id,
    )  # fmt: skip
    history = cases.steps_of(case.id)
    assert [(one.status, one.step) for one in history] == [
        ("fresh", ""), ("review", "begin"), ("writing", "to_write"),
    ]  # fmt: skip
    assert history[-1].who == hanna.name
    told = [one.text for one in cases.timeline(case.id) if one.what == "step"]
    assert told == ["Ny → Granskas", "Granskas → Skrivs"]
    assert AuditEvent.objects.filter(action="case.step", subject_id=str(case.id)).count() == 2


def test_taking_a_case_the_usual_way_takes_the_status_along(reference: str) -> None:
    services.take(reference=reference, by=cast.staff_actor())
    assert status(reference) == ("review", "in_progress")


def test_case_comes_back_to_the_status_that_it_had_when_it_is_let_go_and_taken(
    reference: str,
) -> None:
    hanna = begun(reference)
    step(reference, "to_write", "review", hanna)
    services.release(reference=reference, by=hanna)
    assert status(reference) == ("fresh", "received")
    services.take(reference=reference, by=hanna)
    assert status(reference) == ("writing", "in_progress")


def test_step_that_is_not_there_or_not_hers_is_absent(reference: str) -> None:
    hanna = begun(reference)
    for step_id in ("gone", "begin", "quick", "by_system"):
        with pytest.raises(NotFoundError):
            step(reference, step_id, "review", hanna)
    assert status(reference) == ("review", "in_progress")


def test_step_of_a_manager_is_taken_by_one(reference: str) -> None:
    begun(reference)
    chief = cast.staff_actor(Role.MANAGER)
    case = cases.get_case(chief, reference)
    standing = process.standing(case, chief)
    assert standing
    assert [one.id for one in standing.steps] == ["to_write", "quick"]
    step(reference, "quick", "review", chief)
    assert status(reference)[0] == "writing"


def test_form_that_is_sent_twice_moves_the_case_once(reference: str) -> None:
    hanna = begun(reference)
    step(reference, "to_write", "review", hanna)
    with pytest.raises(ConflictError):
        step(reference, "to_write", "review", hanna)
    assert CaseStep.objects.count() == 3


def test_step_whose_condition_does_not_hold_is_neither_offered_nor_taken() -> None:
    document = processes.document()
    processes.status(document, "review")["steps"][0]["when"] = {
        "op": "not", "of": processes.PLACED,
    }  # fmt: skip
    with open_scope(cast.municipality()):
        school_transport(document=document)
        placed, elsewhere = complete_case(), complete_case(answers={"placed_school": False})
        hanna = begun(placed)
        begun(elsewhere)
        standing = process.standing(cases.get_case(hanna, placed), hanna)
        assert standing
        assert standing.steps == ()
        with pytest.raises(TransitionError):
            step(placed, "to_write", "review", hanna)
        step(elsewhere, "to_write", "review", hanna)
        assert status(elsewhere)[0] == "writing"


def test_decision_is_made_where_the_process_says_so_and_leads_to_what_comes_after(
    reference: str,
) -> None:
    hanna = begun(reference)

    def decide() -> None:
        revision = cases.get_case(hanna, reference).revision
        services.decide(reference=reference, draft=GRANTED, revision=revision, by=hanna)

    with pytest.raises(InvalidInputError) as caught:
        decide()
    assert caught.value.problems == {"outcome": ["Beslut fattas när ärendet har statusen Skrivs."]}
    step(reference, "to_write", "review", hanna)
    decide()
    assert status(reference) == ("carried_out", "decided")


def test_case_follows_the_version_that_it_was_handed_in_in(reference: str) -> None:
    newer = processes.document()
    processes.status(newer, "review")["steps"] = []
    processes.status(newer, "review")["decides"] = True
    processes.status(newer, "waits")["automatic"] = []
    school_transport(document=processes.without(newer, "writing"))
    assert service_of("skolskjuts").published
    hanna = begun(reference)
    step(reference, "to_write", "review", hanna)
    assert status(reference)[0] == "writing"


def test_manager_puts_a_case_where_no_step_leads_and_says_why(reference: str) -> None:
    hanna = begun(reference)
    step(reference, "to_write", "review", hanna)
    wish = {"reference": reference, "to": "review", "status_id": "writing"}
    with pytest.raises(NotFoundError):
        services.put_in_status(**wish, why="Fel väg.", by=hanna)
    chief = cast.staff_actor(Role.MANAGER)
    with pytest.raises(InvalidInputError):
        services.put_in_status(**wish, why=" ", by=chief)
    with pytest.raises(TransitionError):
        services.put_in_status(**wish | {"to": "ended"}, why="Fel väg.", by=chief)
    services.put_in_status(**wish, why="Fel väg.", by=chief)
    assert status(reference)[0] == "review"
    case = cases.get_case(chief, reference)
    assert cases.timeline(case.id)[-1].text == "Skrivs → Granskas. Fel väg."


def test_checklist_line_is_ticked_off_once_and_can_be_taken_back(reference: str) -> None:
    hanna = begun(reference)
    case = cases.get_case(hanna, reference)
    for _ in range(2):
        services.tick(reference=reference, line="distance", is_done=True, by=hanna)
    assert CaseTick.objects.count() == 1
    assert cases.ticks_of(case.id)["distance"].who == hanna.name
    services.tick(reference=reference, line="distance", is_done=False, by=hanna)
    assert cases.ticks_of(case.id) == {}
    with pytest.raises(NotFoundError):
        services.tick(reference=reference, line="gone", is_done=True, by=hanna)
    actions = AuditEvent.objects.filter(action__contains="ticked").order_by("at")
    assert [one.action for one in actions] == ["case.ticked", "case.unticked"]


def test_case_that_waits_for_signatures_waits_in_the_first_status(mjolby: Municipality) -> None:
    bo = person(BO, "Bo Provsson")
    filing_id = hand_in_application(other=bo)
    reference = reference_of(filing_id)
    hanna = cast.staff_actor()
    standing = process.standing(cases.get_case(hanna, reference), hanna)
    assert standing
    assert (standing.is_aside, standing.steps) == (True, ())
    with pytest.raises(TransitionError):
        step(reference, "begin", "fresh", hanna)
    sign(filing_id, bo)
    assert status(reference) == ("fresh", "received")
    step(reference, "begin", "fresh", hanna)


def test_other_unit_other_municipality_and_a_citizen_find_nothing(reference: str) -> None:
    stranger = cast.staff_actor(unit_name="Parkenheten")
    for by in (stranger, cast.citizen_actor()):
        with pytest.raises(NotFoundError):
            step(reference, "begin", "fresh", by)
        with pytest.raises(NotFoundError):
            services.tick(reference=reference, line="distance", is_done=True, by=by)
    second = complete_case()  # numbers are counted in each municipality
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping", processes.document())
        assert complete_case() == reference
        with pytest.raises(NotFoundError):
            step(second, "begin", "fresh", cast.staff_actor())
        assert CaseStep.objects.count() == 1


def test_list_is_narrowed_by_status_of_the_e_service_only(reference: str) -> None:
    hanna = begun(reference)
    complete_case()

    def found(**filters: Any) -> list[str]:
        chosen = Selection(view=View.ALL, filters=Filters(**filters))
        return [one.reference for one in cases.work_list(hanna, chosen).rows]

    assert found(service="skolskjuts", status="review") == [reference]
    assert found(service="skolskjuts", status="gone") == []
    assert len(found(status="review")) == 2


def test_of_two_steps_in_the_same_moment_one_is_taken(committed_db: None) -> None:
    mjolby = cast.municipality()
    with open_scope(mjolby):
        school_transport(document=processes.document())
        reference = complete_case()
        hanna = begun(reference)
    start, told = threading.Barrier(2), []

    def move() -> None:
        try:
            with open_scope(mjolby):
                start.wait(timeout=60)
                step(reference, "to_write", "review", hanna)
            told.append("moved")
        except ConflictError:
            told.append("refused")
        finally:
            connections.close_all()

    both = [threading.Thread(target=move) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=60)
    assert sorted(told) == ["moved", "refused"]
    with open_scope(mjolby):
        assert CaseStep.objects.filter(status="writing").count() == 1


def held(*rules: dict[str, Any]) -> str:
    """A case whose process is held by rules; it is about a placed school."""
    document = processes.document()
    document["rules"] = [*document["rules"], *rules]
    school_transport(document=document)
    return complete_case()


def hold(target: dict[str, str], *, placed: bool) -> dict[str, Any]:
    when = {"op": "equals", "question": "placed_school", "value": placed}
    return {"id": "hold", "effect": "show", "target": target, "when": when}


def test_status_that_a_rule_holds_is_neither_offered_nor_reached(mjolby: Municipality) -> None:
    reference = held(hold({"status": "writing"}, placed=False))
    hanna = begun(reference)
    standing = process.standing(cases.get_case(hanna, reference), hanna)
    assert standing
    assert standing.steps == ()
    with pytest.raises(TransitionError):
        step(reference, "to_write", "review", hanna)
    assert status(reference) == ("review", "in_progress")


def test_step_that_a_rule_opens_is_taken_and_the_others_as_ever(mjolby: Municipality) -> None:
    reference = held(hold({"step": "to_write"}, placed=True))
    hanna = begun(reference)
    step(reference, "to_write", "review", hanna)
    assert status(reference) == ("writing", "in_progress")


def test_case_is_taken_into_a_status_that_is_open_to_all(mjolby: Municipality) -> None:
    reference = held(hold({"status": "review"}, placed=False))
    hanna = cast.staff_actor()
    services.take(reference=reference, by=hanna)
    assert status(reference) == ("writing", "in_progress")


def test_answers_set_the_status_as_the_case_comes_in(mjolby: Municipality) -> None:
    document = processes.document()
    placed = {"op": "equals", "question": "placed_school", "value": True}
    phases = document["process"]["phases"]
    words = {"sv": "Brådskande", "en": "Urgent"}
    urgent = {"id": "urgent", "title": words, "shown": words, "base": "received"}
    arrived = {"id": "sorted", "title": words, "trigger": "on", "event": "all_signed",
               "to": "urgent", "when": {"op": "and", "of": [placed, placed]}}  # fmt: skip
    processes.status(document, "fresh")["automatic"] = [arrived]
    phases[0]["statuses"].append({**urgent, "steps": [
        {"id": "from_urgent", "title": words, "to": "review"}]})  # fmt: skip
    school_transport(document=document)
    reference = complete_case()
    for job in Job.objects.filter(name=EVENT_JOB, state=JobState.QUEUED):
        jobs.run(job.id)
    assert status(reference) == ("urgent", "received")
