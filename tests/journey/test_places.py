"""Addresses and properties are checked in Lantmäteriet's registers; both interfaces alike."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey_support import DOCUMENT, school_transport
from tests.running.case_support import ANSWERS, complete_case

from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.registers.models import Lookup
from samtjanst.capabilities.registers.queries import about_me
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer, suggest
from samtjanst.journey.recheck import recheck
from samtjanst.running.filing.models import Filing
from samtjanst.simulators.lantmateriet import places
from samtjanst.simulators.lantmateriet.server import Running, start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
CHECKED = {"from_register": True}
ESTATE = {
    "id": "estate",
    "kind": "property",
    "label": {"sv": "Fastighet"},
    "settings": CHECKED | {"ask_owner": True},
}
HOME = {"id": "home", "kind": "address", "label": {"sv": "Adress"}, "settings": CHECKED}
_APPLICANT = {
    "role": "applicant", "personal_number": cast.APPLICANT.digits, "name": "Anna Provsson",
    "source": "applicant", "protected": False,
}  # fmt: skip
FIRMS = {
    "id": "firms",
    "kind": "group",
    "label": {"sv": "Företag"},
    "questions": [{"id": "firm", "kind": "company", "label": {"sv": "Företag"}}],
}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("lantmateriet"))
    running.register.delay = 5
    yield running
    running.stop()


@pytest.fixture(params=["lantmateriet", "lantmateriet_next"])
def anna(request: pytest.FixtureRequest, tmp_path: Path, register: Running) -> Iterator[Actor]:
    register.register.mode = "up"
    register.register.asked.clear()
    document = copy.deepcopy(DOCUMENT)
    document["pages"][0]["questions"] += [ESTATE, HOME, FIRMS]
    with open_scope(cast.municipality(storage=str(tmp_path / "files"))):
        bind(port=Port.PROPERTY_REGISTER, adapter=request.param, settings=register.settings)
        school_transport(document=document)
        yield cast.citizen_actor()


def _work(by: Actor) -> answer.Work:
    return answer.open_work(filing_id=answer.start(slug="skolskjuts", by=by), by=by)


def _saved(work: answer.Work, by: Actor, **posted: str) -> answer.Work:
    data = {name.replace("__", "."): [value] for name, value in posted.items()}
    revision = Filing.objects.get(id=work.filing.id).revision
    page = work.evaluation.visible_pages[0]
    return answer.save_page(work=work, page_id=page, data=data, revision=revision, by=by)


def _estate(by: Actor, designation: str) -> Any:
    return _saved(_work(by), by, estate=designation).filing.answers["estate"]


def _home(by: Actor, work: answer.Work | None = None, **parts: str) -> Any:
    posted = {f"home__{name}": value for name, value in parts.items()}
    return _saved(work or _work(by), by, **posted).filing.answers["home"]


def test_property_is_kept_as_the_register_writes_it_with_its_source(anna: Actor) -> None:
    kept = _estate(anna, "mjölby  fisken 4")
    assert kept.pop("id")
    assert kept == {
        "designation": places.FISKEN,
        "source": "register",
        "owner": "applicant",
        "share": "1/2",
    }


def test_earlier_designation_becomes_the_one_in_force_and_is_told(anna: Actor) -> None:
    work = _saved(_work(anna), anna, estate=places.OLD)
    kept = work.filing.answers["estate"]
    assert (kept["designation"], kept["status"]) == (places.NEW, "renamed")
    question = next(one for one in work.definition.questions() if one.id == "estate")
    behaviour = BEHAVIOURS[Kind.PROPERTY]
    assert behaviour.judge(question, kept, work.context) == ()
    shown = behaviour.lines(question, kept, work.context, "sv")
    assert "gäller inte längre" in shown[1]
    assert behaviour.source(kept) == "source_land"


def test_somebody_elses_property_says_so_and_never_whose(anna: Actor) -> None:
    kept = _estate(anna, places.FARM)
    assert kept["owner"] == "another"
    assert "Teofil" not in str(kept)
    assert "owner" not in _estate(anna, places.HIDDEN)  # a protected owner: nothing is concluded


def test_owners_see_that_they_were_asked_about(anna: Actor) -> None:
    _estate(anna, places.FISKEN)
    other = cast.citizen_actor(cast.OTHER_GUARDIAN)
    assert [one.register for one in about_me(other)] == ["owner"]
    assert not about_me(other)[0].is_own_matter


def test_handler_sees_that_the_applicant_owns_less_or_nothing_now(anna: Actor) -> None:
    answers = {}
    for name in (places.FISKEN, places.FARM):
        found = next(one for one in places.properties() if one.designation == name)
        answers[name] = {"designation": name, "id": found.id, "source": "register",
                         "owner": "applicant", "share": "1/1"}  # fmt: skip
    document = copy.deepcopy(DOCUMENT)
    document["pages"][0]["questions"] += [ESTATE, {**ESTATE, "id": "farm"}]
    told = ANSWERS | {"estate": answers[places.FISKEN], "farm": answers[places.FARM]}
    case = complete_case(told, document=document, parties=[_APPLICANT])
    changes = recheck(reference=case.reference, by=cast.staff_actor()).changes
    less, nothing = [one for one in changes if one.code == "owner"]
    assert "1/2" in less.now
    assert "Teofil" not in str(nothing.now)


def test_unknown_designation_is_kept_as_her_own_words(anna: Actor) -> None:
    assert _estate(anna, places.NOWHERE) == {
        "designation": places.NOWHERE,
        "source": "own_statement",
        "status": "missing",
    }


def test_postal_code_and_town_are_filled_in_when_the_register_has_one_such(anna: Actor) -> None:
    assert _home(anna, street="kanalgatan 12", city="mjölby") == {
        "street": "Kanalgatan 12",
        "care_of": "",
        "postal_code": "595 33",
        "city": "Mjölby",
        "source": "address_register",
    }


def test_several_that_fit_are_offered_and_one_is_chosen(anna: Actor) -> None:
    work = _saved(_work(anna), anna, home__street="Storgatan 1")  # in two towns
    kept = work.filing.answers["home"]
    assert kept["source"] == "own_statement"
    question = next(one for one in work.definition.questions() if one.id == "home")
    control = BEHAVIOURS[Kind.ADDRESS].control(question, kept, work.context, "sv")
    labels = {one.label: one.id for one in control.parts[0].choices}
    which = labels["Storgatan 1, 60224 Norrköping"]
    chosen = _home(anna, work, street="Storgatan 1", which=which)
    assert (chosen["city"], chosen["source"]) == ("Norrköping", "address_register")


def _suggested(work: answer.Work, by: Actor, words: str) -> list[str]:
    page = work.evaluation.visible_pages[0]
    found = suggest.addresses(work=work, page_id=page, words=words, by=by)
    return [f"{one.street}, {one.city}" for one in found]


def test_what_fits_is_suggested_while_it_is_typed(anna: Actor, register: Running) -> None:
    work = _work(anna)
    assert _suggested(work, anna, "kanalgatan") == ["Kanalgatan 12, Mjölby"]
    assert "Storgatan 1, Norrköping" in _suggested(work, anna, "storgatan")
    assert len(_suggested(work, anna, "storgatan mjölby")) == 3
    asked = list(register.register.asked)
    for words in ("kan", "", "x" * 101, "kanalgatan"):
        _suggested(work, anna, words)
    assert register.register.asked == asked  # too little, too much, and known already
    assert "home" not in answer.open_work(filing_id=work.filing.id, by=anna).filing.answers
    register.register.mode = "down"
    assert _suggested(work, anna, "vasavägen") == []


def test_nothing_is_suggested_to_a_protected_person_or_where_no_register_is_asked(
    anna: Actor, register: Running
) -> None:
    work = _work(anna)
    register.register.asked.clear()
    applicant = work.context.applicant
    assert applicant is not None
    hidden = replace(work.context, applicant=replace(applicant, protected=True))
    assert _suggested(replace(work, context=hidden), anna, "kanalgatan") == []
    last = work.definition.pages[-1].id
    assert suggest.addresses(work=work, page_id=last, words="kanalgatan", by=anna) == []
    assert register.register.asked == []


def test_address_that_the_register_does_not_have_is_let_through_and_marked(anna: Actor) -> None:
    kept = _home(anna, street="Nyvägen 99", postal_code="59530", city="Mjölby")
    assert (kept["street"], kept["source"]) == ("Nyvägen 99", "own_unknown")


@pytest.mark.parametrize("mode", ["down", "nonsense", "odd"])
def test_register_that_does_not_answer_stops_nobody(
    anna: Actor, register: Running, mode: str
) -> None:
    register.register.mode = mode
    work = _saved(_work(anna), anna, estate=places.FISKEN, home__street="Storgatan 1")
    assert work.filing.answers["estate"] == {
        "designation": places.FISKEN,
        "source": "own_statement",
    }
    assert work.filing.answers["home"]["source"] == "own_statement"
    # Once it has failed it is not asked again for the same page.
    assert Lookup.objects.filter(register__in=("property", "address")).count() == 1


def test_each_is_asked_about_once(anna: Actor, register: Running) -> None:
    work = _saved(_work(anna), anna, estate=places.FISKEN, home__street="Kanalgatan 12")
    asked = list(register.register.asked)
    again = answer.open_work(filing_id=work.filing.id, by=anna)
    _saved(again, anna, estate=places.FISKEN, home__street="Kanalgatan 12")
    assert register.register.asked == asked
