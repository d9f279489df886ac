"""A list without a question to ask with, addresses out of several values, and lists in rows."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey.test_sources import _new
from tests.journey.test_sources_of_kinds import _control, _document, _saved, _start
from tests.journey_support import school_transport
from tests.web import browser_of

from samtjanst.building.definitions import soundness
from samtjanst.capabilities.formkit.analysis import Code
from samtjanst.capabilities.registers.queries import source_values
from samtjanst.capabilities.registers.sources import put_fields, put_source
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.simulators.meters import server as meters

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
ALL = {"gata": "/mätare/alla/0/post/gata", "postnr": "/mätare/alla/0/post/postnr",
       "ort": "/mätare/alla/0/post/ort"}  # fmt: skip
ONE = {"gata": "/mätare/post/gata", "postnr": "/mätare/post/postnr", "ort": "/mätare/post/ort",
       "datum": "/mätare/avläsningar/0/datum"}  # fmt: skip


def _named(name: str, kind: str, **settings: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "label": {"sv": name}, "settings": settings}


PARTS = {"lookup_value": "gata", "lookup_postal_code": "postnr", "lookup_city": "ort"}
LIST = {"lookup": "alla", "lookup_use": "choose"}
GROUP = {
    "id": "places",
    "kind": "group",
    "label": {"sv": "Platser"},
    "questions": [
        {"id": "meter", "kind": "text", "label": {"sv": "Mätare"}},
        _named("street", "text", **LIST, lookup_value="gata"),
        _named("day", "date", lookup="vattenmatare", lookup_value="datum", lookup_key="meter",
               lookup_use="choose"),
    ],
}  # fmt: skip
QUESTIONS = (
    _named("street", "text", **LIST, lookup_value="gata"),
    _named("visit", "address", **LIST, **PARTS),
    _named("home", "address", lookup="vattenmatare", lookup_key="what", **PARTS),
    GROUP,
)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[meters.Running]:
    found = meters.start(tmp_path / "meters")
    found.register.delay = 5
    yield found
    found.stop()


@pytest.fixture
def anna(tmp_path: Path, running: meters.Running) -> Iterator[Actor]:
    with open_scope(cast.municipality(storage=str(tmp_path / "files"))):
        bind(port=Port.LOOKUP, adapter="json", settings=running.settings)
        ada = cast.staff_actor(Role.ADMINISTRATOR)
        listed = running.address.partition("{")[0]
        new = _new(running, name="alla", title="Alla mätare", address=listed)
        put_fields(name="alla", fields=ALL, version=put_source(new=new, by=ada), by=ada)
        version = put_source(new=_new(running), by=ada)
        put_fields(name="vattenmatare", fields=ONE, version=version, by=ada)
        school_transport(document=_document(*QUESTIONS))
        yield cast.citizen_actor()


def _shown(work: answer.Work, by: Actor) -> answer.Work:
    return answer.shown(work=work, page_id="two", by=by)


def test_list_is_there_when_the_page_is_shown_and_what_is_chosen_has_its_source(
    anna: Actor,
) -> None:
    work = _shown(_start(anna), anna)
    which, own = _control(work, "street").parts
    assert [one.label for one in which.choices[:-1]] == ["Storgatan 4", "Strandvägen 9"]
    work = _saved(work, anna, "two", **{"street.which": "1"})
    assert work.filing.answers["street"] == {
        "text": "Strandvägen 9", "source": "lookup", "title": "Alla mätare",
        "on": work.context.sources["street"].on,
    }  # fmt: skip
    assert own.name == "own"


@pytest.mark.parametrize("mode", ["slow", "down"])
def test_page_waits_three_seconds_at_most_and_then_she_writes(
    anna: Actor, running: meters.Running, mode: str
) -> None:
    running.register.mode = mode
    work, begun = _start(anna), time.monotonic()
    work = _shown(work, anna)
    assert time.monotonic() - begun < 4
    assert "Listan kunde inte hämtas nu" in _control(work, "street").note
    work = _saved(work, anna, "two", street="Egen väg 1")
    assert work.filing.answers["street"]["source"] == "own_statement"


def test_address_is_made_of_several_values_of_the_same_entry(anna: Actor) -> None:
    work = _shown(_start(anna), anna)
    which, *parts = _control(work, "visit").parts
    assert [one.name for one in parts] == ["street", "care_of", "postal_code", "city"]
    assert which.choices[1].label.startswith("Strandvägen 9, 595 96 Hulterstad")
    work = _saved(work, anna, "two", **{"visit.which": "1"})
    kept = work.filing.answers["visit"]
    assert (kept["street"], kept["postal_code"], kept["city"]) == (
        "Strandvägen 9", "595 96", "Hulterstad",
    )  # fmt: skip
    assert _control(work, "visit").parts[0].selected == ("1",)
    own = {"visit.which": "another", "visit.street": "Egen väg 1", "visit.postal_code": "59530",
           "visit.city": "Mjölby"}  # fmt: skip
    work = _saved(work, anna, "two", **own)
    assert work.filing.answers["visit"]["street"] == "Egen väg 1"


def test_address_is_filled_in_by_what_was_answered_before(anna: Actor) -> None:
    work = _saved(_start(anna), anna, "one", what=meters.HOUSE)
    assert work.filing.answers["home"]["city"] == "Mjölby"
    work = _saved(work, anna, "one", what=meters.NOBODY)
    assert not work.filing.answers["home"]


def test_each_row_chooses_in_its_own_list_and_the_page_stays_until_it_has_been_seen(
    anna: Actor,
) -> None:
    work = _saved(_start(anna), anna, "one", what="x")
    browser = browser_of.citizen()
    page = f"/ansokan/{work.filing.id}/sida/two/"
    rows = {"places._row": ["0", "1"], "places.0.meter": meters.HOUSE,
            "places.1.meter": meters.SUMMER_HOUSE, "places.0.street.which": "1",
            "_shown": ["street", "visit", "home", "places"]}  # fmt: skip
    browser.get(page)
    told = browser.post(page, {**rows, "revision": work.filing.revision})
    assert told.status_code == 200  # the list has come: nothing is wrong, and nobody goes past it
    shown = told.content.decode()
    assert "2026-01-31" in shown or "31 januari 2026" in shown
    kept = answer.open_work(filing_id=work.filing.id, by=anna)
    assert kept.filing.answers["places"][0]["street"]["text"] == "Strandvägen 9"
    assert "places.1.day" in kept.context.sources
    assert kept.context.sources["places.1.day"].status == "missing"
    again = browser.post(page, {**rows, "places.0.day.which": "1",
                                "revision": kept.filing.revision})  # fmt: skip
    assert again.status_code == 302
    kept = answer.open_work(filing_id=work.filing.id, by=anna)
    assert kept.filing.answers["places"][0]["day"] == "2025-01-31"


def test_list_that_needs_a_question_or_has_none_is_told(anna: Actor) -> None:
    known = {one.name: one for one in source_values(cast.staff_actor(Role.SERVICE_DEVELOPER))}
    wrong = (
        _named("a", "text", lookup="vattenmatare", lookup_use="choose", lookup_value="gata"),
        _named("b", "text", lookup="alla", lookup_key="what", lookup_value="gata"),
    )
    found = soundness.findings(_document(*wrong), 2, lambda: known)
    assert {one.id for one in found if one.code is Code.LOOKUP_MISSING} == {"a", "b"}
    assert anna


def test_address_with_two_places_is_refused(anna: Actor, running: meters.Running) -> None:
    ada = cast.staff_actor(Role.ADMINISTRATOR)
    for wrong in (f"{running.address}/{{b}}", f"{running.address}}}"):
        with pytest.raises(InvalidInputError):
            put_source(new=_new(running, address=wrong), by=ada)
    assert anna
