"""Look-ups about numbers, days, choices, properties and contacts, and in rows."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.handling_support import reference_of, sign
from tests.journey.test_represent import short
from tests.journey.test_sources import _new
from tests.journey_support import school_transport

from samtjanst.building.definitions import soundness
from samtjanst.capabilities.formkit.analysis import Code
from samtjanst.capabilities.formkit.definition import load
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.problems import DefinitionError
from samtjanst.capabilities.registers.sources import put_fields, put_source
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer, document, submit
from samtjanst.journey.recheck import recheck
from samtjanst.running.cases import queries as cases
from samtjanst.running.filing import queries as filings
from samtjanst.simulators.meters import server as meters

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
FIELDS = {
    "adress": "/mätare/anläggning/adress",
    "fastighet": "/mätare/anläggning/fastighet",
    "dimension": "/mätare/dimension",
    "datum": "/mätare/avläsningar/0/datum",
    "m3": "/mätare/avläsningar/0/m3",
    "nummer": "/mätare/nummer",
}
WHEN = [{"id": "d1", "label": {"sv": "20,5"}}, {"id": "d2", "label": {"sv": "2026-01-31"}}]


def _asked(name: str, kind: str, value: str, **more: Any) -> dict[str, Any]:
    settings = {"lookup": "vattenmatare", "lookup_value": value, **more.pop("settings", {})}
    if settings.get("lookup_use") != "check":
        settings["lookup_key"] = more.pop("key", "what")
    return {"id": name, "kind": kind, "label": {"sv": name}, "settings": settings, **more}


GROUP = {
    "id": "meters",
    "kind": "group",
    "label": {"sv": "Fler mätare"},
    "questions": [
        {"id": "number", "kind": "text", "label": {"sv": "Nummer"}},
        _asked("place", "text", "adress", key="number"),
        _asked("size", "number", "dimension", key="number"),
        _asked("known", "text", "nummer", settings={"lookup_use": "check"}),
    ],
}
QUESTIONS = (
    _asked("size", "number", "dimension"),
    _asked("read_on", "date", "datum"),
    _asked("option", "choice", "datum", options=WHEN),
    _asked("estate", "property", "fastighet"),
    _asked("volume", "integer", "m3", settings={"lookup_use": "choose"}),
    _asked("sum", "money", "adress"),  # which is no amount
    _asked("said", "long_text", "nummer", settings={"lookup_use": "check", "lookup_strict": True}),
    GROUP,
)


def _document(*questions: dict[str, Any]) -> dict[str, Any]:
    made = short()
    second = {**copy.deepcopy(made["pages"][0]), "id": "two", "questions": list(questions)}
    return {**made, "pages": [*made["pages"], second]}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[meters.Running]:
    found = meters.start(tmp_path / "meters")
    yield found
    found.stop()


@pytest.fixture
def anna(tmp_path: Path, running: meters.Running) -> Iterator[Actor]:
    with open_scope(cast.municipality(storage=str(tmp_path / "files"))):
        bind(port=Port.LOOKUP, adapter="json", settings=running.settings)
        ada = cast.staff_actor(Role.ADMINISTRATOR)
        version = put_source(new=_new(running), by=ada)
        put_fields(name="vattenmatare", fields=FIELDS, version=version, by=ada)
        school_transport(document=_document(*QUESTIONS))
        yield cast.citizen_actor()


def _start(by: Actor) -> answer.Work:
    return answer.open_work(filing_id=answer.start(slug="skolskjuts", by=by), by=by)


def _saved(work: answer.Work, by: Actor, page: str, **posted: Any) -> answer.Work:
    data = {name: one if isinstance(one, list) else [one] for name, one in posted.items()}
    data["_shown"] = list({name.partition(".")[0] for name in posted})
    revision = work.filing.revision
    return answer.save_page(work=work, page_id=page, data=data, revision=revision, by=by)


def _rows(*numbers: str, **more: str) -> dict[str, Any]:
    told: dict[str, Any] = {"meters._row": [str(place) for place in range(len(numbers))]}
    return told | {f"meters.{n}.number": one for n, one in enumerate(numbers)} | more


def test_each_kind_is_filled_in_as_it_is_kept_and_only_while_nobody_has_changed_it(
    anna: Actor,
) -> None:
    work = _saved(_start(anna), anna, "one", what=meters.HOUSE)
    kept = {name: work.filing.answers.get(name) for name in ("size", "read_on", "option", "estate")}
    assert kept == {
        "size": "20.5", "read_on": "2026-01-31", "option": "d2", "estate": "MJÖLBY FISKEN 4",
    }  # fmt: skip
    assert work.filing.answers.get("sum") is None  # what is no amount is not filled in
    assert "har ingen uppgift" in _control(work, "sum").note
    work = _saved(work, anna, "two", size="32", read_on="2026-01-31")
    work = _saved(work, anna, "one", what=meters.SUMMER_HOUSE)
    assert (work.filing.answers["size"], work.filing.answers["read_on"]) == ("32", None)


def test_one_is_chosen_in_a_list_or_written_and_what_must_be_known_is(anna: Actor) -> None:
    work = _saved(_start(anna), anna, "one", what=meters.HOUSE)
    which, _own = _control(work, "volume").parts
    assert [one.label for one in which.choices[:-1]] == ["812", "701"]
    work = _saved(work, anna, "two", **{"volume.which": "1", "said": meters.NOBODY})
    assert work.filing.answers["volume"] == 701
    assert _control(work, "volume").parts[0].selected == ("1",)
    [fault] = work.evaluation.messages("said")
    assert "finns inte i Mätarregistret" in fault.to(work.definition.question("said"))
    work = _saved(work, anna, "two", **{"volume.which": "another", "volume.own": "12", "said": ""})
    assert work.filing.answers["volume"] == 12
    work = _saved(work, anna, "two", **{"volume.which": "0"})
    work = _saved(work, anna, "one", what=meters.NOBODY)
    assert work.filing.answers["volume"] is None


def test_each_row_is_looked_up_by_itself_with_its_own_origin(
    anna: Actor, running: meters.Running
) -> None:
    rows = _rows(meters.HOUSE, meters.NOBODY, meters.SUMMER_HOUSE)
    work = _saved(_start(anna), anna, "two", **rows)
    first, second, third = work.filing.answers["meters"]
    assert (first["place"]["source"], first["size"], third["size"]) == ("lookup", "20.5", "15")
    assert set(second) == {"number"}
    # The second is removed, the first is changed by her, and the last is as it was.
    rows = _rows(meters.HOUSE, meters.SUMMER_HOUSE) | {
        "meters.0.size": "1", "meters.1.place": third["place"]["text"], "meters.1.size": "15",
        "meters.0.known": meters.HOUSE, "meters.1.known": meters.NOBODY,
    }  # fmt: skip
    asked = len(running.register.asked)
    work = _saved(work, anna, "two", **rows)
    first, second = work.filing.answers["meters"]
    assert (first["size"], second["size"], second["place"]["source"]) == ("1", "15", "lookup")
    assert (first["known"]["source"], second["known"].get("status")) == ("checked", "missing")
    assert running.register.asked[asked:] == [meters.NOBODY]  # the others are remembered


def test_origin_is_sealed_beside_the_answers_and_seen_by_who_handles(
    anna: Actor, running: meters.Running
) -> None:
    work = _saved(_start(anna), anna, "one", what=meters.HOUSE)
    posted = {"size": "32", "read_on": "2026-01-31", "option": "d2", "volume.which": "0"}
    work = _saved(work, anna, "two", **posted, **_rows(meters.HOUSE))
    assert submit.prepare(filing_id=work.filing.id, by=anna)
    sign(work.filing.id, anna)
    by = cast.staff_actor()
    case = cases.get_case(by, reference_of(work.filing.id))
    sealed = filings.snapshot(case.snapshot_id)
    told = {name: one["source"] for name, one in sealed.content["origins"].items()}
    assert told == {
        "size": "changed", "read_on": "lookup", "option": "lookup", "estate": "lookup",
        "volume": "lookup", "meters.0.size": "lookup",
    }  # fmt: skip
    shown = {row.label: row for part in document.sections(case, sealed) for row in part.rows}
    assert "Enligt Mätarregistret" in shown["read_on"].lines[1]
    assert "Ändrat av sökanden" in shown["size"].lines[1]
    assert "Enligt Mätarregistret" in " ".join(shown["Fler mätare"].lines)
    held = meters.METERS[meters.HOUSE]
    before, held["dimension"] = held["dimension"], 25
    try:
        [change] = recheck(reference=case.reference, by=by).changes
    finally:
        held["dimension"] = before
    assert (change.about, change.was, change.now) == ("size", "20.5", "25")


@pytest.mark.parametrize(
    "wrong",
    [
        _asked("a", "choice", "x", options=WHEN, settings={"lookup_use": "choose"}),
        _asked("a", "email", "x", settings={"confirm": True}),
        _asked("a", "property", "x", settings={"from_register": True}),
        {**GROUP, "questions": [_asked("a", "text", "x", key="what")]},
        {**GROUP, "questions": [_asked("a", "text", "x", key="number",
                                       settings={"lookup_use": "choose"}), *GROUP["questions"]]},
    ],
)  # fmt: skip
def test_what_can_never_work_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(DefinitionError):
        load(_document(wrong))


def test_look_up_about_what_is_never_shown_is_told(anna: Actor) -> None:
    made = _document(QUESTIONS[0])
    never = {"op": "and", "of": [{"op": "equals", "question": "gate", "value": one}
                                 for one in (True, False)]}  # fmt: skip
    gate = {"id": "gate", "kind": "yes_no", "label": {"sv": "Grind?"}}
    made["pages"][0]["questions"].insert(0, gate)
    made["rules"] = [{"id": "r", "effect": "show", "target": {"question": "what"}, "when": never}]
    found = [one for one in soundness.findings(made) if one.code is Code.LOOKUP_MISSING]
    assert [one.id for one in found] == ["size"]


def _control(work: answer.Work, name: str) -> Any:
    question, value = work.definition.question(name), work.filing.answers.get(name)
    return BEHAVIOURS[question.kind].control(question, value, work.context, "sv")
