"""Which register an answer comes from is chosen per question, and holds as any look-up."""

import copy
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.handling_support import person, reference_of, sign
from tests.journey.test_represent import short
from tests.journey_support import school_transport
from tests.web import browser_of

from samtjanst.capabilities.formkit.definition import load
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.problems import DefinitionError
from samtjanst.capabilities.formkit.registers_asked import Register, asked
from samtjanst.capabilities.registers.models import Lookup
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer, submit
from samtjanst.journey.recheck import recheck
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.filing import queries as filings
from samtjanst.simulators.bolagsverket import server as companies
from samtjanst.simulators.bolagsverket.companies import NOBODY, PROVCYKEL
from samtjanst.simulators.lantmateriet import server as land
from samtjanst.simulators.navet import server as navet
from samtjanst.simulators.personas import PETRA

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
ADDRESS = {
    "lookup_value": "street",
    "lookup_postal_code": "postal_code",
    "lookup_city": "city",
    "lookup_care_of": "care_of",
}
ORG = {"id": "org", "kind": "organisation_number", "label": {"sv": "Organisationsnummer"}}
WORDS = {"id": "words", "kind": "text", "label": {"sv": "Adressen, ungefär"}}


def _asked(name: str, kind: str, register: str, value: str, **more: Any) -> dict[str, Any]:
    settings = {"lookup": f"register.{register}", "lookup_value": value, **more}
    return {"id": name, "kind": kind, "label": {"sv": name}, "settings": settings}


FIRST = (
    ORG,
    WORDS,
    _asked("checked", "organisation_number", "company", "number", lookup_use="check"),
    _asked("own_city", "text", "person", "city"),
)
SECOND = (
    _asked("firm", "text", "company", "name", lookup_key="org"),
    {**_asked("office", "address", "company", "street", lookup_key="org")},
    _asked("place", "text", "address", "whole", lookup_key="words", lookup_use="choose"),
    _asked("home", "address", "person", "street"),
)
for _one in (SECOND[1], SECOND[3]):
    _one["settings"] |= {k: v for k, v in ADDRESS.items() if k != "lookup_care_of"}


def _document(first: Any = FIRST, second: Any = SECOND) -> dict[str, Any]:
    made = short()
    page = made["pages"][0]
    one = {**page, "questions": [*page["questions"], *copy.deepcopy(first)]}
    return {**made, "pages": [one, {**page, "id": "two", "questions": list(second)}]}


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Port, Any]]:
    folder = tmp_path_factory.mktemp("registers")
    found = {
        Port.REGISTER: navet.start(folder / "navet"),
        Port.COMPANY_REGISTER: companies.start(folder / "companies"),
        Port.PROPERTY_REGISTER: land.start(folder / "land"),
    }
    yield found
    for one in found.values():
        one.stop()


@pytest.fixture
def anna(tmp_path: Path, registers: dict[Port, Any]) -> Iterator[Actor]:
    for one in registers.values():
        one.register.mode, one.register.delay = "up", 5
    adapters = dict(zip(registers, ("navet", "bolagsverket", "lantmateriet"), strict=True))
    with open_scope(cast.municipality(storage=str(tmp_path / "files"))):
        for port, running in registers.items():
            bind(port=port, adapter=adapters[port], settings=running.settings)
        school_transport(document=_document())
        yield cast.citizen_actor()


def _start(by: Actor) -> answer.Work:
    return answer.open_work(filing_id=answer.start(slug="skolskjuts", by=by), by=by)


def _saved(work: answer.Work, by: Actor, page: str, **posted: str) -> answer.Work:
    data = {name.replace("__", "."): [one] for name, one in posted.items()}
    data["_shown"] = list({name.partition("__")[0] for name in posted})
    return answer.save_page(
        work=work, page_id=page, data=data, revision=work.filing.revision, by=by
    )


def _shown(work: answer.Work, by: Actor, page: str) -> answer.Work:
    return answer.shown(work=work, page_id=page, by=by)


def _control(work: answer.Work, name: str) -> Any:
    question, value = work.definition.question(name), work.filing.answers.get(name)
    return BEHAVIOURS[question.kind].control(question, value, work.context, "sv")


def test_name_and_address_of_a_company_are_filled_in_by_its_number(anna: Actor) -> None:
    work = _saved(_start(anna), anna, "one", org="529999-9994")
    firm, office = (work.filing.answers[name] for name in ("firm", "office"))
    assert (firm["text"], firm["source"], firm["title"]) == (
        "Provcykel AB",
        "lookup",
        "Bolagsverket",
    )
    assert (office["street"], office["postal_code"], office["city"]) == (
        "Provvägen 2", "595 30", "MJÖLBY",
    )  # fmt: skip
    work = _saved(work, anna, "two", office__street="Annan väg 1", office__postal_code="59530",
                  office__city="Mjölby")  # fmt: skip
    work = _saved(work, anna, "one", org=PROVCYKEL)
    assert work.filing.answers["office"]["street"] == "Annan väg 1"


def test_what_the_register_does_not_know_is_told_and_goes_on(anna: Actor) -> None:
    work = _saved(_start(anna), anna, "one", org=NOBODY, checked=NOBODY)
    assert "firm" not in work.filing.answers or work.filing.answers["firm"] is None
    assert "Bolagsverket har ingen uppgift" in _control(work, "firm").note
    assert "finns inte i Bolagsverket" in _control(work, "checked").note
    assert not work.evaluation.messages("checked")
    work = _saved(work, anna, "one", org=NOBODY, checked=PROVCYKEL)
    assert "Finns i Bolagsverket" in _control(work, "checked").note


@pytest.mark.parametrize("mode", ["down", "slow"])
def test_register_that_does_not_answer_stops_nobody_for_more_than_three_seconds(
    anna: Actor, registers: dict[Port, Any], mode: str
) -> None:
    work = _start(anna)
    registers[Port.COMPANY_REGISTER].register.mode = mode
    begun = time.monotonic()
    work = _saved(work, anna, "one", org=PROVCYKEL, checked=PROVCYKEL)
    assert time.monotonic() - begun < 4
    assert "kunde inte hämtas nu" in _control(work, "firm").note
    work = _saved(work, anna, "two", firm="Min firma")
    assert work.filing.answers["firm"] == {"text": "Min firma", "source": "own_statement"}


def test_own_data_is_shown_with_the_page_and_is_hers_when_she_goes_on(anna: Actor) -> None:
    work = _shown(_start(anna), anna, "one")
    assert work.filing.answers["own_city"]["text"] == "Mjölby"
    kept = filings.open_filing(anna, work.filing.id)
    assert "own_city" not in kept.answers
    work = _saved(work, anna, "one", own_city="")
    assert work.filing.answers["own_city"] is None  # what she has emptied stays empty
    assert _shown(work, anna, "one").filing.answers["own_city"] is None
    work = _shown(work, anna, "two")
    assert work.filing.answers["home"]["postal_code"]


def test_addresses_are_chosen_among(anna: Actor) -> None:
    work = _saved(_start(anna), anna, "one", words="Storgatan")
    which, _own = _control(work, "place").parts
    assert len(which.choices) > 1
    work = _saved(work, anna, "two", place__which="0")
    assert work.filing.answers["place"]["text"] == which.choices[0].label
    assert work.filing.answers["place"]["title"] == "Lantmäteriet"


def test_protected_person_is_asked_about_nowhere(anna: Actor) -> None:
    by = person(PersonalNumber(PETRA), "Petra Skyddsson", protected=True)
    work = _shown(_start(by), by, "one")
    assert "own_city" not in work.filing.answers
    work = _saved(work, by, "one", org=PROVCYKEL)
    assert not work.filing.answers.get("firm")
    assert not Lookup.objects.filter(register="company").exists()


def _parts(work: answer.Work, name: str) -> dict[str, str]:
    value = work.filing.answers[name]
    return {f"{name}__{part}": value[part] for part in ("street", "postal_code", "city")}


def test_it_is_sealed_with_its_origin_and_asked_again(
    anna: Actor, registers: dict[Port, Any]
) -> None:
    work = _shown(_start(anna), anna, "one")
    work = _saved(work, anna, "one", what="Lokal", org=PROVCYKEL, own_city="Mjölby")
    office = _parts(work, "office")
    work = _shown(work, anna, "two")
    work = _saved(work, anna, "two", firm="Provcykel AB", **_parts(work, "home"), **office)
    submit.prepare(filing_id=work.filing.id, by=anna)
    sign(work.filing.id, anna)
    case, snapshot = cases.read_whole(cast.staff_actor(), reference_of(work.filing.id))
    told = snapshot.content["origins"]
    assert told["office"]["title"] == "Bolagsverket"
    assert told["home"]["source"] == "lookup"
    found = recheck(reference=case.reference, by=cast.staff_actor())
    assert found.is_whole
    assert not [one for one in found.changes if one.code == "lookup"]
    registers[Port.COMPANY_REGISTER].register.mode = "down"
    assert not recheck(reference=case.reference, by=cast.staff_actor()).is_whole


def test_log_tells_the_declared_purpose(anna: Actor) -> None:
    _saved(_start(anna), anna, "one", org=PROVCYKEL)
    row = Lookup.objects.get(register="company")
    assert row.stated == ""  # company is not declared in this e-service
    assert Register.COMPANY in asked(load(_document()))


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (_asked("a", "text", "crimes", "name"), "lookup"),
        (_asked("a", "text", "person", "weight"), "lookup_value"),
        (_asked("a", "money", "person", "city"), "lookup_value"),
        (_asked("a", "text", "person", "city", lookup_use="choose"), "lookup_use"),
        (_asked("a", "text", "person", "city", lookup_use="check"), "lookup_value"),
        (_asked("a", "text", "company", "name", lookup_key="words"), "lookup_key"),
        (_asked("a", "address", "company", "street"), ""),
    ],
)
def test_register_that_does_not_suit_the_question_is_refused_at_its_field(
    question: dict[str, Any], field: str
) -> None:
    with pytest.raises(DefinitionError) as refused:
        load(_document(second=(question,)))
    [place] = [one.path for one in refused.value.problems]
    assert place.endswith(f"settings.{field}" if field else "settings")


def test_page_is_shown_with_what_the_register_says(anna: Actor) -> None:
    work = _start(anna)
    page = browser_of.citizen().get(f"/ansokan/{work.filing.id}/sida/one/")
    told = page.content.decode()
    assert 'value="Mjölby"' in told
    assert "Ifyllt från Skatteverket" in told
