"""A company is filled in by its number; what the register says of it reaches the handler."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey_support import DOCUMENT, school_transport

from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.registers.models import Lookup
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer
from samtjanst.kernel import clock
from samtjanst.running.filing.models import Filing
from samtjanst.simulators.bolagsverket.companies import BANKRUPT, NOBODY, PROVCYKEL
from samtjanst.simulators.bolagsverket.server import Running, start
from samtjanst.simulators.personas import ANNA

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
QUESTION = {"id": "company", "kind": "company", "label": {"sv": "Företag"}, "required": True}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("bolagsverket"))
    running.register.delay = 5
    yield running
    running.stop()


@pytest.fixture
def anna(tmp_path: Path, register: Running) -> Iterator[Actor]:
    register.register.mode = "up"
    register.register.asked.clear()
    document = copy.deepcopy(DOCUMENT)
    document["pages"][0]["questions"].append(QUESTION)
    with open_scope(cast.municipality(storage=str(tmp_path / "files"))):
        bind(port=Port.COMPANY_REGISTER, adapter="bolagsverket", settings=register.settings)
        school_transport(document=document)
        yield cast.citizen_actor()


def _work(by: Actor) -> answer.Work:
    return answer.open_work(filing_id=answer.start(slug="skolskjuts", by=by), by=by)


def _named(work: answer.Work, by: Actor, number: str, name: str = "", which: str = "") -> Any:
    data = {
        "company.which": [which or "another"],
        "company.organisation_number": [number],
        "company.name": [name],
    }
    page = work.evaluation.visible_pages[0]
    revision = Filing.objects.get(id=work.filing.id).revision
    saved = answer.save_page(work=work, page_id=page, data=data, revision=revision, by=by)
    return saved.filing.answers["company"]


def test_number_is_enough_and_the_registers_name_is_kept_with_its_source(anna: Actor) -> None:
    assert _named(_work(anna), anna, "529999-9994") == {
        "name": "Provcykel AB",
        "organisation_number": PROVCYKEL,
        "source": "register",
    }


def test_bankruptcy_is_told_where_the_answer_is_shown(anna: Actor) -> None:
    work = _work(anna)
    kept = _named(work, anna, BANKRUPT)
    again = answer.open_work(filing_id=work.filing.id, by=anna)
    question = next(one for one in again.definition.questions() if one.id == "company")
    shown = BEHAVIOURS[Kind.COMPANY].lines(question, kept, again.context, "sv")
    assert "konkursförvaltaren" in shown[-1]
    assert BEHAVIOURS[Kind.COMPANY].judge(question, kept, again.context) == ()


def test_number_that_the_register_does_not_have_is_kept_as_her_own_words(anna: Actor) -> None:
    assert _named(_work(anna), anna, NOBODY, "Nystartat AB") == {
        "name": "Nystartat AB",
        "organisation_number": NOBODY,
        "source": "own_statement",
        "status": "missing",
    }


@pytest.mark.parametrize("mode", ["down", "nonsense", "dropped"])
def test_register_that_does_not_answer_stops_nobody(
    anna: Actor, register: Running, mode: str
) -> None:
    register.register.mode = mode
    kept = _named(_work(anna), anna, PROVCYKEL, "Provcykel")
    assert (kept["name"], kept["source"]) == ("Provcykel", "own_statement")


def test_own_firms_are_offered_and_one_of_them_is_chosen(anna: Actor) -> None:
    work = _work(anna)
    (firm,) = work.context.companies or ()
    assert (firm.name, firm.alone) == ("Annas provkeramik, Annas provkafé", True)
    chosen = _named(work, anna, "", which=ANNA[2:])
    assert (chosen["organisation_number"], chosen["source"]) == (ANNA[2:], "register")


def test_register_is_asked_once_for_each_number_and_every_question_is_logged(
    anna: Actor, register: Running
) -> None:
    work = _work(anna)
    _named(work, anna, PROVCYKEL)
    again = answer.open_work(filing_id=work.filing.id, by=anna)
    _named(again, anna, PROVCYKEL)
    assert register.register.asked == [ANNA, PROVCYKEL]
    assert Lookup.objects.filter(register="company").count() == 2
    # A question to another register about the same company hides nothing.
    known = Lookup.objects.filter(register="company").order_by("asked_at").last()
    assert known
    Lookup(
        register="mandate",
        number_index=known.number_index,
        reference=known.reference,
        purpose="power",
        outcome="found",
        asked_at=clock.now(),
        actor_kind="citizen",
        actor_id=anna.id,
    ).save(force_insert=True)
    once_more = answer.open_work(filing_id=work.filing.id, by=anna)
    _named(once_more, anna, PROVCYKEL)
    assert register.register.asked == [ANNA, PROVCYKEL]


def test_named_company_cannot_be_posted_as_one_of_her_own(anna: Actor) -> None:
    work = _work(anna)
    _named(work, anna, PROVCYKEL)
    again = answer.open_work(filing_id=work.filing.id, by=anna)
    assert _named(again, anna, "", which=PROVCYKEL) == {"raw": PROVCYKEL}


def test_form_without_a_company_asks_nothing(
    anna: Actor, register: Running, tmp_path: Path
) -> None:
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        bind(port=Port.COMPANY_REGISTER, adapter="bolagsverket", settings=register.settings)
        school_transport("norrkoping")
        by = cast.citizen_actor()
        _work(by)
        assert register.register.asked == []
        assert not Lookup.objects.filter(register="company").exists()
