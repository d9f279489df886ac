"""A text is filled in from a service that the municipality has named, with where it came from."""

import copy
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey_support import DOCUMENT, school_transport
from tests.running.case_support import ANSWERS, complete_case
from tests.web import browser_of

from samtjanst.building.definitions import soundness
from samtjanst.capabilities.formkit.analysis import Code
from samtjanst.capabilities.formkit.definition import load
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Control
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.problems import DefinitionError
from samtjanst.capabilities.registers.models import Lookup, Source
from samtjanst.capabilities.registers.queries import about_me, source_values
from samtjanst.capabilities.registers.sources import put_fields, put_source, switch_source
from samtjanst.capabilities.registers.types import NewSource, SourceOffer
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer
from samtjanst.journey.recheck import recheck
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.ports.lookup import Access, AccessKind
from samtjanst.running.filing.models import Filing
from samtjanst.simulators.meters import server as meters

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
METER = {"id": "meter", "kind": "text", "label": {"sv": "Mätarens nummer"}}
PLACE = {
    "id": "place",
    "kind": "text",
    "label": {"sv": "Anläggningens adress"},
    "settings": {"lookup": "vattenmatare", "lookup_value": "adress", "lookup_key": "meter"},
}
READING = {
    "id": "reading",
    "kind": "text",
    "label": {"sv": "Avläsning"},
    "settings": {"lookup": "vattenmatare", "lookup_value": "datum", "lookup_key": "meter",
                 "lookup_use": "choose", "max_length": 200},
}  # fmt: skip
NUMBER: dict[str, Any] = {
    "id": "number",
    "kind": "text",
    "label": {"sv": "Grannens mätare"},
    "settings": {"lookup": "vattenmatare", "lookup_value": "adress", "lookup_use": "check"},
}
ADDRESS = "Storgatan 4, 595 30 Mjölby"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[meters.Running]:
    found = meters.start(tmp_path_factory.mktemp("meters"))
    found.register.delay = 5
    yield found
    found.stop()


def _new(running: meters.Running, **changes: Any) -> NewSource:
    texts = {
        "name": "vattenmatare",
        "title": "Mätarregistret",
        "address": running.address,
        "purpose": "Adressen fylls i",
        "legal_basis": "Lag (2006:412)",
    }
    key = Access(AccessKind.HEADER, meters.HEADER, running.register.secret)
    return NewSource(**{**texts, "access": key, **changes})


def _put(running: meters.Running) -> int:
    ada = cast.staff_actor(Role.ADMINISTRATOR)
    version = put_source(new=_new(running), by=ada)
    fields = {"adress": "/mätare/anläggning/adress", "fastighet": "/mätare/anläggning/fastighet",
              "datum": "/mätare/avläsningar/1/datum"}  # fmt: skip
    return put_fields(name="vattenmatare", fields=fields, version=version, by=ada)


def _document(*, strict: bool = False) -> dict[str, Any]:
    document, number = copy.deepcopy(DOCUMENT), copy.deepcopy(NUMBER)
    number["settings"]["lookup_strict"] = strict
    document["pages"][0]["questions"].append(METER)
    document["pages"][1]["questions"] += [PLACE, READING, number]
    return document


@pytest.fixture
def anna(tmp_path: Path, running: meters.Running) -> Iterator[Actor]:
    running.register.mode = "up"
    running.register.asked.clear()
    with open_scope(cast.municipality(storage=str(tmp_path / "files"))):
        bind(port=Port.LOOKUP, adapter="json", settings=running.settings)
        school_transport(document=_document())
        yield cast.citizen_actor()


def _start(by: Actor) -> answer.Work:
    return answer.open_work(filing_id=answer.start(slug="skolskjuts", by=by), by=by)


def _saved(work: answer.Work, by: Actor, page: int, **posted: str) -> answer.Work:
    revision = Filing.objects.get(id=work.filing.id).revision
    page_id = work.definition.pages[page].id
    data = {name: [value] for name, value in posted.items()} | {"_shown": list(posted)}
    return answer.save_page(work=work, page_id=page_id, data=data, revision=revision, by=by)


def _note(work: answer.Work, name: str = "place") -> str:
    return _asked(work, name).note


def _asked(work: answer.Work, name: str) -> Control:
    question, value = work.definition.question(name), work.filing.answers.get(name)
    return BEHAVIOURS[Kind.TEXT].control(question, value, work.context, "sv")


def _faults(work: answer.Work, name: str) -> list[str]:
    question, value = work.definition.question(name), work.filing.answers.get(name)
    return [one.to(question) for one in BEHAVIOURS[Kind.TEXT].judge(question, value, work.context)]


def test_answer_is_filled_in_with_its_origin_which_ends_when_she_changes_it(
    anna: Actor, running: meters.Running
) -> None:
    _put(running)
    work = _saved(_start(anna), anna, 0, meter=meters.HOUSE)
    kept = work.filing.answers["place"]
    assert (kept["text"], kept["source"], kept["title"]) == (ADDRESS, "lookup", "Mätarregistret")
    assert "Ifyllt från Mätarregistret" in _note(work)
    behaviour = BEHAVIOURS[Kind.TEXT]
    question = next(one for one in work.definition.questions() if one.id == "place")
    assert behaviour.judge(question, kept, work.context) == ()
    assert behaviour.lines(question, kept, work.context, "sv")[1].startswith(
        "Enligt Mätarregistret"
    )
    forged = {**kept, "text": "Slottet 1"}
    assert behaviour.judge(question, forged, work.context)
    work = _saved(work, anna, 1, place=ADDRESS)
    assert work.filing.answers["place"] == kept
    work = _saved(work, anna, 1, place="Storgatan 6")
    assert work.filing.answers["place"] == {"text": "Storgatan 6", "source": "own_statement"}
    work = _saved(work, anna, 0, meter=meters.SUMMER_HOUSE)  # her own words are never changed
    assert work.filing.answers["place"]["text"] == "Storgatan 6"


def test_what_was_fetched_for_another_key_does_not_stay(
    anna: Actor, running: meters.Running
) -> None:
    _put(running)
    work = _saved(_start(anna), anna, 0, meter=meters.HOUSE)
    work = _saved(work, anna, 0, meter=meters.NOBODY)
    assert work.filing.answers.get("place") is None
    assert "har ingen uppgift" in _note(work)
    work = _saved(work, anna, 0, meter=meters.HOUSE)
    assert work.filing.answers["place"]["text"] == ADDRESS
    assert running.register.asked == [meters.HOUSE, meters.NOBODY]  # remembered for the matter
    running.register.mode = "down"
    work = _saved(work, anna, 0, meter=meters.SUMMER_HOUSE)
    assert work.filing.answers.get("place") is None
    assert "kunde inte hämtas" in _note(work)
    work = _saved(work, anna, 1, place="Själv")
    assert work.filing.answers["place"]["source"] == "own_statement"


def test_one_is_chosen_among_what_the_service_gives(anna: Actor, running: meters.Running) -> None:
    _put(running)
    work = _saved(_start(anna), anna, 0, meter=meters.HOUSE)
    assert work.filing.answers.get("reading") is None  # nothing is chosen for anybody
    which, _own = _asked(work, "reading").parts
    assert which.label == "Välj ur Mätarregistret"  # the question is told once, above
    assert [one.label for one in which.choices[:-1]] == ["2026-01-31", "2025-01-31"]
    work = _saved(work, anna, 1, **{"reading.which": "1", "reading.own": ""})
    kept = work.filing.answers["reading"]
    assert (kept["text"], kept["source"], kept["title"]) == (
        "2025-01-31",
        "lookup",
        "Mätarregistret",
    )
    assert _asked(work, "reading").parts[0].selected == ("1",)
    assert _faults(work, "reading") == []
    work = _saved(work, anna, 1, **{"reading.which": "another", "reading.own": "I våras"})
    assert work.filing.answers["reading"] == {"text": "I våras", "source": "own_statement"}
    for gone in ("7", "-1", "99999", "1e1", "٣"):
        work = _saved(work, anna, 1, **{"reading.which": gone})
        assert work.filing.answers["reading"] is None
    work = _saved(work, anna, 1, **{"reading.which": "1"})
    work = _saved(work, anna, 0, meter=meters.SUMMER_HOUSE)  # which has none
    assert work.filing.answers["reading"] is None
    assert "inget att välja bland" in _note(work, "reading")
    assert _asked(work, "reading").parts == ()
    work = _saved(work, anna, 1, reading="I våras")
    assert work.filing.answers["reading"]["text"] == "I våras"
    running.register.mode = "down"
    work = _saved(work, anna, 0, meter="VM-1003")
    assert "kunde inte hämtas" in _note(work, "reading")


def test_crafted_values_are_text_and_few(anna: Actor, running: meters.Running) -> None:
    _put(running)
    running.register.mode = "crafted"
    work = _saved(_start(anna), anna, 0, meter=meters.HOUSE)
    offered = [one.label for one in _asked(work, "reading").parts[0].choices[:-1]]
    assert offered[:3] == ["<script>alert(1)</script>", "bakfram", "7"]
    assert len(offered) <= 50
    where = f"/ansokan/{work.filing.id}/sida/{work.definition.pages[1].id}/"
    page = browser_of.citizen().get(where).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_answer_is_checked_and_what_is_not_known_is_told(
    anna: Actor, running: meters.Running
) -> None:
    _put(running)
    work = _saved(_start(anna), anna, 1, number=meters.SUMMER_HOUSE)
    kept = work.filing.answers["number"]
    assert (kept["text"], kept["source"]) == (meters.SUMMER_HOUSE, "checked")
    assert ADDRESS not in str(work.filing.facts)  # what it says of it is nobody's to see
    work = _saved(work, anna, 1, number=meters.NOBODY)
    assert work.filing.answers["number"]["status"] == "missing"
    assert "finns inte i Mätarregistret" in _note(work, "number")
    behaviour, question = BEHAVIOURS[Kind.TEXT], work.definition.question("number")
    value = work.filing.answers["number"]
    assert "Finns inte i Mätarregistret" in behaviour.lines(question, value, work.context, "sv")[1]
    assert _faults(work, "number") == []  # told, and taken
    assert behaviour.judge(question, {**value, "source": "checked"}, work.context)
    running.register.mode = "slow"
    began = time.monotonic()
    work = _saved(work, anna, 1, number="VM-1003")
    assert time.monotonic() - began < 4
    assert work.filing.answers["number"] == {"text": "VM-1003", "source": "own_statement"}
    assert "kunde inte kontrolleras" in _note(work, "number")


def test_what_must_be_known_is_refused_only_when_the_service_says_no(
    anna: Actor, running: meters.Running
) -> None:
    _put(running)
    school_transport(document=_document(strict=True))
    work = _saved(_start(anna), anna, 1, number=meters.NOBODY)
    assert _faults(work, "number") == [
        "”Grannens mätare” finns inte i Mätarregistret. Kontrollera att det är rätt skrivet."
    ]
    asked = len(running.register.asked)
    work = _saved(work, anna, 1, number="x" * 201)
    assert len(running.register.asked) == asked  # nothing too long goes out
    running.register.mode = "nonsense"
    assert _faults(_saved(work, anna, 1, number="VM-1003"), "number") == []


def test_settings_that_do_not_fit_together_are_refused() -> None:
    for settings in (
        {"lookup_use": "check"},
        {"lookup": "a", "lookup_value": "b"},
        {"lookup": "a", "lookup_value": "b", "lookup_use": "check", "lookup_key": "meter"},
        {"lookup": "a", "lookup_value": "b", "lookup_key": "meter", "lookup_strict": True},
    ):
        document = copy.deepcopy(DOCUMENT)
        document["pages"][0]["questions"].append(METER)
        document["pages"][1]["questions"].append({**PLACE, "settings": settings})
        with pytest.raises(DefinitionError):
            load(document)


def test_slow_or_absent_service_blocks_nobody(
    anna: Actor, running: meters.Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = _saved(_start(anna), anna, 0, meter=meters.HOUSE)  # not set up here
    assert work.filing.answers.get("place") is None
    assert running.register.asked == []
    version = _put(running)
    monkeypatch.setattr("samtjanst.journey.look_up.PATIENCE", 0.4)
    running.register.mode = "slow"
    work = _saved(work, anna, 0, meter=meters.HOUSE)
    assert work.filing.answers.get("place") is None
    running.register.mode = "up"
    ada = cast.staff_actor(Role.ADMINISTRATOR)
    switch_source(name="vattenmatare", version=version, is_active=False, by=ada)
    asked = len(running.register.asked)
    assert _saved(work, anna, 0, meter=meters.HOUSE).filing.answers.get("place") is None
    assert len(running.register.asked) == asked


def test_question_is_logged_with_purpose_and_basis_and_seen_by_whom_it_concerns(
    anna: Actor, running: meters.Running
) -> None:
    _put(running)
    _saved(_start(anna), anna, 0, meter=cast.OTHER_GUARDIAN.digits)
    bo = cast.citizen_actor(cast.OTHER_GUARDIAN)
    [seen] = about_me(bo)
    assert (seen.register, seen.title, seen.is_own_matter) == ("source", "Mätarregistret", False)
    assert (seen.purpose, seen.legal_basis) == ("Adressen fylls i", "Lag (2006:412)")
    assert any(one.title == "Mätarregistret" for one in about_me(anna))
    assert cast.OTHER_GUARDIAN.digits not in str(Lookup.objects.filter(register="source").values())


def test_secret_is_kept_only_for_the_same_place_and_never_in_the_clear(
    anna: Actor, running: meters.Running
) -> None:
    version = _put(running)
    ada, secret = cast.staff_actor(Role.ADMINISTRATOR), running.register.secret
    again = Access(AccessKind.HEADER, meters.HEADER)
    hosts = f"{running.settings['allowed_hosts']} other.example"
    bind(port=Port.LOOKUP, adapter="json", settings={"allowed_hosts": hosts})
    assert put_source(new=_new(running, access=again), by=ada) == version + 1
    assert _saved(_start(anna), anna, 0, meter=meters.HOUSE).filing.answers["place"]
    elsewhere = _new(running, access=again, address="https://other.example/{x}")
    with pytest.raises(InvalidInputError):
        put_source(new=elsewhere, by=ada)
    assert all(secret.encode() not in bytes(one.secret) for one in Source.objects.all())
    with pytest.raises(ConflictError):
        put_fields(name="vattenmatare", fields={}, version=version, by=ada)
    with pytest.raises(NotFoundError):
        put_source(new=_new(running), by=cast.staff_actor(Role.HANDLER))


def test_handler_sees_what_has_changed_since(anna: Actor, running: meters.Running) -> None:
    _put(running)
    place = {"text": "Gamla gatan 1", "source": "lookup", "title": "Mätarregistret",
             "on": "2026-01-02"}  # fmt: skip
    reading = {**place, "text": "2025-12-24"}
    number = {**place, "text": meters.SUMMER_HOUSE, "source": "checked"}
    answers = ANSWERS | {"meter": meters.HOUSE, "place": place, "reading": reading}
    answers |= {"number": number}
    case = complete_case(answers, document=_document())
    changes = recheck(reference=case.reference, by=cast.staff_actor()).changes
    [change] = [one for one in changes if one.code == "lookup"]
    assert (change.was, change.now) == ("Gamla gatan 1", ADDRESS)
    assert [one.about for one in changes if one.code == "missing"] == ["Avläsning"]
    running.register.mode = "down"
    found = recheck(reference=case.reference, by=cast.staff_actor())
    assert (found.is_whole, [one.code for one in found.changes]) == (False, [])


def test_another_municipality_has_its_own(
    anna: Actor, running: meters.Running, tmp_path: Path
) -> None:
    _put(running)
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        assert not Source.objects.exists()
        assert not about_me(cast.citizen_actor())


def test_neighbours_look_up_is_never_chosen_from_checked_with_or_taken_for_ones_own(
    anna: Actor, running: meters.Running, tmp_path: Path
) -> None:
    _put(running)
    document = _document(strict=True)
    assert _missing(document) == []
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        bind(port=Port.LOOKUP, adapter="json", settings=running.settings)
        school_transport(document=document)
        by = cast.citizen_actor()
        work = _saved(_start(by), by, 0, meter=meters.HOUSE)
        work = _saved(work, by, 1, number=meters.NOBODY, reading="I våras")
        told = [work.filing.answers[name]["source"] for name in ("number", "reading")]
        assert told == ["own_statement"] * 2
        assert _faults(work, "number") == []
        assert _missing(document) == ["place", "reading", "number"]
    assert running.register.asked == []


def test_value_that_a_look_up_does_not_have_is_told_and_stops_what_must_be_known() -> None:
    held = {"vattenmatare": SourceOffer("vattenmatare", "Mätarregistret", ("datum",))}
    found = soundness.findings(_document(strict=True), 2, lambda: held)
    wrong = [one for one in found if one.code is Code.LOOKUP_MISSING]
    assert [(one.id, soundness.blocks(one)) for one in wrong] == [
        ("number", True),
        ("place", False),
    ]


def _missing(document: dict[str, Any]) -> list[str]:
    by = cast.staff_actor(Role.SERVICE_DEVELOPER)
    known = {one.name: one for one in source_values(by)}
    found = soundness.findings(document, 2, lambda: known)
    return [one.id for one in found if one.code is Code.LOOKUP_MISSING]
