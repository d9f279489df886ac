"""The process of a definition: read strictly, analysed, compared in words, timed."""

import copy
from datetime import date

import jsonschema
import pytest
from tests.capabilities.formkit import process_sample as processes
from tests.capabilities.formkit import sample

from samtjanst.capabilities.formkit import DefinitionError, load, schema
from samtjanst.capabilities.formkit.analysis import Code, Severity, analyse
from samtjanst.capabilities.formkit.compare import changes, merge, said
from samtjanst.capabilities.formkit.editing import removing
from samtjanst.capabilities.formkit.process import Process, timing
from samtjanst.kernel.errors import NotFoundError

DAY = date(2026, 11, 27)  # a Friday


def loaded() -> Process:
    found = load(processes.document()).process
    assert found is not None
    return found


def faults(document: processes.Document) -> dict[str, str]:
    with pytest.raises(DefinitionError) as caught:
        load(document)
    return {one.path: str(one.reason) for one in caught.value.problems}


def codes(document: processes.Document) -> dict[Code, tuple[str, Severity]]:
    report = analyse(load(document), today=DAY)
    return {one.code: (one.id, one.severity) for one in report.findings if one.kind == "status"}


def test_definition_without_a_process_is_what_it_was() -> None:
    assert load(sample.document()).process is None


def test_process_is_read_and_fits_the_published_schema() -> None:
    process = loaded()
    assert [one.id for one in process.statuses()] == [
        "fresh", "review", "waits", "writing", "carried_out", "ended",
    ]  # fmt: skip
    assert process.phase_of("waits").title.sv == "Utredning"
    assert process.status("fresh").told("en") == "For you: fresh"
    jsonschema.Draft202012Validator(schema.document_schema()).validate(processes.document())
    with pytest.raises(NotFoundError):
        process.phase_of("gone")


def test_status_without_words_for_the_applicant_is_read_as_it_is() -> None:
    document = processes.document()
    del processes.status(document, "fresh")["shown"]
    process = load(document).process
    assert process
    assert process.status("fresh").told() == "Ny"
    assert codes(document)[Code.TEXT_MISSING] == ("fresh", Severity.NOTE)


@pytest.mark.parametrize(
    ("status_id", "change", "where"),
    [
        ("fresh", {"steps": [{"id": "x", "title": {"sv": "X"}, "to": "gone"}]}, "steps[0].to"),
        ("fresh", {"steps": [{"id": "x", "title": {"sv": "X"}, "to": "ended"}]}, "steps[0].to"),
        ("fresh", {"id": "review"}, "id"),
        ("fresh", {"base": "lapsed"}, "base"),
        ("fresh", {"decides": True}, "decides"),
        (
            "fresh",
            {"steps": [{"id": "x", "title": {"sv": "X"}, "to": "review", "who": ["system"]}]},
            "steps[0].to",
        ),
        (
            "fresh",
            {"steps": [{"id": "x", "title": {"sv": "X"}, "to": "fresh", "who": ["anybody"]}]},
            "steps[0].who[0]",
        ),
        (
            "fresh",
            {"automatic": [{"id": "x", "title": {"sv": "X"}, "trigger": "after", "days": 0,
                            "mark": "M"}]},
            "automatic[0].days",
        ),
        (
            "fresh",
            {"automatic": [{"id": "x", "title": {"sv": "X"}, "trigger": "after", "days": 1}]},
            "automatic[0]",
        ),
        (
            "fresh",
            {"automatic": [{"id": "x", "title": {"sv": "X"}, "trigger": "after", "days": 1,
                            "to": "review"}]},
            "automatic[0].to",
        ),
        (
            "fresh",
            {"automatic": [{"id": "x", "title": {"sv": "X"}, "trigger": "at", "mark": "M",
                            "question": "placed_school"}]},
            "automatic[0].question",
        ),
        (
            "fresh",
            {"automatic": [{"id": "x", "title": {"sv": "X"}, "trigger": "on", "mark": "M" * 41,
                            "event": "message_received"}]},
            "automatic[0].mark",
        ),
        (
            "fresh",
            {"steps": [{"id": "x", "title": {"sv": "X"}, "to": "fresh",
                        "when": {"op": "answered", "question": "gone"}}]},
            "steps[0].when.question",
        ),
    ],
)  # fmt: skip
def test_what_points_at_nothing_is_refused_at_its_place(
    status_id: str, change: processes.Document, where: str
) -> None:
    document = processes.document()
    processes.status(document, status_id).update(change)
    assert any(path.endswith(f".{where}") for path in faults(document)), faults(document)


def test_process_without_a_status_to_decide_in_is_refused() -> None:
    document = processes.without(processes.without(processes.document(), "ended"), "carried_out")
    assert "Beslutat" in faults(document)["process.phases"]


def test_sound_process_gives_no_finding() -> None:
    assert codes(processes.document()) == {}


def test_status_that_no_step_leads_to_is_found() -> None:
    document = processes.document()
    processes.status(document, "review")["steps"] = []
    processes.status(document, "waits")["automatic"] = []
    report = analyse(load(document), today=DAY)
    lost = [one.id for one in report.of(Code.STATUS_UNREACHABLE)]
    assert lost == ["writing", "carried_out", "ended"]
    stuck = [one.id for one in report.of(Code.STATUS_NO_WAY_OUT)]
    assert stuck == ["fresh", "review", "waits"]
    assert not report.sound


def test_timers_that_lead_round_are_found() -> None:
    document = processes.document()
    back = {"id": "back", "title": {"sv": "Tillbaka"}, "trigger": "after", "days": 1,
            "to": "carried_out"}  # fmt: skip
    processes.status(document, "ended")["automatic"] = [back]
    report = analyse(load(document), today=DAY)
    (found,) = report.of(Code.TIMERS_LOOP)
    assert "Verkställs → Avslutat → Verkställs" in str(found.reason)
    assert not report.sound


def test_case_returns_to_the_status_it_had_before_it_waited() -> None:
    process = loaded()
    had = process.entry("in_progress", seen=("waits", "writing", "review"))
    first = process.entry("in_progress")
    assert (had and had.id, first and first.id) == ("writing", "review")
    assert process.entry("lapsed") is None


def test_decisions_are_made_where_the_process_says_so() -> None:
    process = loaded()
    assert not process.decides("review")
    assert process.decides("writing")
    document = processes.document()
    del processes.status(document, "writing")["decides"]
    free = load(document).process
    assert free
    assert free.decides("review")


def test_timers_are_due_after_working_days_days_and_dates() -> None:
    document = processes.document()
    review = processes.status(document, "review")
    review["automatic"].append(
        {"id": "week", "title": {"sv": "Vecka"}, "trigger": "after", "days": 7, "mark": "Vecka"}
    )
    process = load(document).process
    assert process
    found = timing.due(process.status("review"), DAY, {})
    assert [(day.isoformat(), one.id) for day, one in found] == [
        ("2026-12-04", "nudge"), ("2026-12-04", "week"),
    ]  # fmt: skip


def test_timer_at_a_date_waits_for_the_answer() -> None:
    asked = {"id": "begins", "kind": "date", "label": {"sv": "Börjar"}}
    document = processes.document()
    document["pages"][0]["questions"].append(asked)
    processes.status(document, "fresh")["automatic"] = [
        {"id": "soon", "title": {"sv": "Snart"}, "trigger": "at", "question": "begins", "days": -14,
         "mark": "Snart"}
    ]  # fmt: skip
    process = load(document).process
    assert process
    fresh = process.status("fresh")
    assert timing.due(fresh, DAY, {}) == []
    assert timing.due(fresh, DAY, {"begins": "not a day"}) == []
    assert timing.due(fresh, DAY, {"begins": "2027-01-15"})[0][0] == date(2027, 1, 1)


def test_changes_of_a_process_are_told_in_plain_words() -> None:
    before = processes.document()
    after = copy.deepcopy(before)
    processes.status(after, "review")["shown"]["sv"] = "Vi läser din ansökan"
    processes.status(after, "review")["automatic"][0]["days"] = 8
    processes.status(after, "review")["steps"][0]["who"] = ["manager"]
    processes.status(after, "waits")["automatic"][0]["to"] = "review"
    after["process"]["phases"][2]["statuses"].pop()
    processes.status(after, "carried_out")["automatic"] = []
    told = {str(said(one, before, after)) for one in changes(before, after)}
    assert told == {
        "Statusen ”Granskas”: den sökandes ord var ”För dig: granskas”, är ”Vi läser din ansökan”.",
        "Det automatiska steget ”Påminnelse”: antalet dagar var 5, är 8.",
        "Steget ”Steget to_write”: vem som får ta det var Handläggare, är Chef.",
        "Det automatiska steget ”Svar har kommit”: vart det leder var ”Skrivs”, är ”Granskas”.",
        "Det automatiska steget ”Avslutas” är borttaget.",
        "Statusen ”Avslutat” är borttagen.",
    }


def test_own_phase_is_kept_when_the_builder_changes_another() -> None:
    base = processes.document()
    theirs, mine = copy.deepcopy(base), copy.deepcopy(base)
    processes.status(theirs, "review")["title"]["sv"] = "Utreds"
    mine["process"]["phases"][1]["checklist"].append({"id": "own", "text": {"sv": "Vår egen"}})
    merged = merge(base, theirs, mine)
    assert merged.conflicts == ()
    assert processes.status(merged.document, "review")["title"]["sv"] == "Utreds"
    assert merged.document["process"]["phases"][1]["checklist"][-1]["id"] == "own"


def test_removed_question_takes_the_steps_that_look_at_it() -> None:
    document = processes.document()
    begin = processes.status(document, "fresh")["steps"][0]
    begin["when"] = {"op": "answered", "question": "placed_school"}
    made = removing.remove_question(document, "placed_school")
    assert processes.status(made, "fresh")["steps"] == []
    assert processes.status(made, "review")["steps"]
