"""For whom somebody acts: chosen, shown on each page, judged again, recorded with its source."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import reference_of, sign
from tests.journey_support import DOCUMENT, school_transport
from tests.web import browser_of

from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer, case_package, document, represent, submit
from samtjanst.journey.represent import Wish
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState
from samtjanst.running.filing import queries as filings
from samtjanst.simulators.bolagsverket.companies import BANKRUPT, NOBODY, PROVCYKEL
from samtjanst.simulators.bolagsverket.server import Running, start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
QUESTION = {"id": "what", "kind": "text", "label": {"sv": "Vad gäller det?"}, "required": True}
PAGE = {"id": "one", "title": {"sv": "Om ansökan"}}
START = "/e-tjanster/skolskjuts/starta/"


def short(**represents: Any) -> dict[str, Any]:
    """The e-service with one question, signed by the applicant alone."""
    made = copy.deepcopy(DOCUMENT)
    asked = (question for page in made["pages"] for question in page["questions"])
    year = next(one for one in asked if one["id"] == "school_year")
    questions = [QUESTION, {**year, "required": False}]
    made |= {"pages": [{**PAGE, "questions": questions}], "rules": []}
    made["signing"] |= {"signatories": {}, "represents": represents}
    return made


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("bolagsverket"))
    yield running
    running.stop()


@pytest.fixture
def mjolby(tmp_path: Path, register: Running) -> Municipality:
    register.register.mode = "up"
    row = cast.municipality(storage=str(tmp_path / "files"))
    with open_scope(row):
        bind(port=Port.COMPANY_REGISTER, adapter="bolagsverket", settings=register.settings)
        school_transport(document=short(company="stated"))
    return row


def _start(by: Actor, number: str = PROVCYKEL, *, is_stated: bool = True) -> Any:
    filing_id = answer.start(slug="skolskjuts", by=by, wish=Wish("company", number, is_stated))
    return answer.open_work(filing_id=filing_id, by=by)


def _filled(by: Actor, number: str = PROVCYKEL) -> Any:
    work = _start(by, number)
    data = {"what": ["Skylt"]}
    return answer.save_page(
        work=work, page_id="one", data=data, revision=work.filing.revision, by=by
    )


def test_own_word_for_a_company_reaches_handler_document_and_interface(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        anna = cast.citizen_actor()
        work = _filled(anna)
        shown = submit.seen(work)
        ready = submit.prepare(filing_id=work.filing.id, by=anna)
        assert ready
        assert ready.seen == shown  # so that she goes straight to the e-ID
        sealed = filings.standing_snapshot(work.filing.id)
        assert sealed
        assert sealed.content["represents"]["source"] == "own_statement"
        sign(work.filing.id, anna)
        reference = reference_of(work.filing.id)
        handler = cast.staff_actor()
        case = cases.get_case(handler, reference)
        assert case.concerns == "Provcykel AB"
        first = document.sections(case, filings.snapshot(case.snapshot_id))[0]
        assert first.title == "Sökanden företräder någon annan"
        assert first.rows[0].lines == ("Provcykel AB", "529999-9994")
        assert "heder och samvete" in first.rows[1].lines[0]
        assert first.rows[1].lines[-1].startswith("Uppgett 2")
        told = case_package.package(reference=reference, by=handler)["represents"]
        assert (told["kind"], told["number"], told["alone"]) == ("company", PROVCYKEL, None)
        assert "Provcykel AB" in submit.visible_text(work, "00", submit.parties(work))


def test_her_word_is_asked_for_and_is_not_enough_where_proof_is_demanded(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        anna = cast.citizen_actor()
        with pytest.raises(InvalidInputError) as refused:
            _start(anna, is_stated=False)
        assert refused.value.problems["name"] == ["Provcykel AB"]
        school_transport(document=short(company="proven"))
        with pytest.raises(InvalidInputError, match="number"):
            _start(anna)
        school_transport(document=short())
        with pytest.raises(NotFoundError):
            _start(anna)


def test_own_firm_needs_no_word_since_the_register_shows_it(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        school_transport(document=short(company="proven"))
        anna = cast.citizen_actor()
        work = _start(anna, "19850101-2382", is_stated=False)
        found = represent.of_work(work)
        assert found
        assert (found.source, found.number) == ("bolagsverket", "8501012382")


@pytest.mark.parametrize("number", [BANKRUPT, NOBODY, "556016-0681"])
def test_nobody_starts_for_a_company_that_nobody_can_act_for(
    mjolby: Municipality, number: str
) -> None:
    with open_scope(mjolby), pytest.raises(InvalidInputError, match="number"):
        _start(cast.citizen_actor(), number)


def test_bankruptcy_in_between_is_told_at_hand_in_and_nothing_is_lost(
    mjolby: Municipality, register: Running
) -> None:
    with open_scope(mjolby):
        anna = cast.citizen_actor()
        work = _filled(anna)
        register.register.mode = "crisis"
        with pytest.raises(InvalidInputError, match="represents"):
            submit.prepare(filing_id=work.filing.id, by=anna)
        after = answer.open_work(filing_id=work.filing.id, by=anna)
        assert after.evaluation.values["what"] == "Skylt"
        shown = browser_of.citizen().get(f"/ansokan/{work.filing.id}/kontrollera/")
        assert "konkursförvaltaren" in shown.content.decode()
        register.register.mode = "down"  # and a register that is silent changes nothing
        with pytest.raises(InvalidInputError, match="represents"):
            submit.prepare(filing_id=work.filing.id, by=anna)
        register.register.mode = "up"
        assert submit.prepare(filing_id=work.filing.id, by=anna)


def test_choice_and_line_on_each_page(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        client: Client = browser_of.citizen()
    assert "Vem gäller det?" in client.get(START).content.decode()
    asked = client.post(START, {"for": "company", "number": "529999-9994"})
    assert asked.status_code == 422
    assert "heder och samvete" in asked.content.decode()
    begun = client.post(START, {"for": "company", "number": "529999-9994", "stated": "1"})
    page = client.get(begun["Location"], follow=True)
    base = begun["Location"]
    for path in (page.request["PATH_INFO"], f"{base}oversikt/", f"{base}kasta/"):
        shown = client.get(path).content.decode()
        assert "Du företräder <bdi>Provcykel AB, 529999-9994</bdi>" in shown, path


def signed_together() -> None:
    made = short(company="stated")
    asked = made["pages"][0]["questions"]
    asked += [{"id": "alone", "kind": "yes_no", "label": {"sv": "Tecknar du firman ensam?"}}]
    asked += [
        {"id": "who", "kind": "signatories", "label": {"sv": "Vilka tecknar firman med dig?"}}
    ]
    made["signing"]["signatories"] = {"named_in": "who", "alone_in": "alone"}
    school_transport(document=made)


def _says(work: Any, by: Actor, alone: str, *others: PersonalNumber) -> Any:
    data = {"what": ["Skylt"], "alone": [alone], "who._row": [str(n) for n in range(len(others))]}
    for place, number in enumerate(others):
        told = {
            "name": "Bo Provsson",
            "personal_number": number.digits,
            "email": "bo@exempel.invalid",
        }
        data |= {f"who.{place}.{name}": [text] for name, text in told.items()}
    return answer.save_page(
        work=work, page_id="one", data=data, revision=work.filing.revision, by=by
    )


def test_who_does_not_sign_alone_for_a_company_names_who_signs_with_her(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        signed_together()
        anna, handler = cast.citizen_actor(), cast.staff_actor()
        work = _start(anna)
        with pytest.raises(InvalidInputError) as refused:
            submit.prepare(filing_id=work.filing.id, by=anna)
        assert set(refused.value.problems) == {"what", "alone"}
        work = _says(work, anna, "no")
        with pytest.raises(InvalidInputError) as refused:
            submit.prepare(filing_id=work.filing.id, by=anna)
        assert set(refused.value.problems) == {"who"}
        work = _says(work, anna, "no", cast.OTHER_GUARDIAN)
        ready = submit.prepare(filing_id=work.filing.id, by=anna)
        assert ready
        assert ready.seen == submit.seen(work)
        sign(work.filing.id, anna)
        reference = reference_of(work.filing.id)
        case = cases.get_case(handler, reference)
        assert case.state is CaseState.WAITING_FOR_SIGNATURE
        sealed = filings.snapshot(case.snapshot_id)
        told = sealed.content["represents"]
        assert (told["alone"], told["source"]) == (False, "own_statement")
        assert [one["source"] for one in sealed.content["parties"]] == ["navet", "own_statement"]
        shown = str(document.sections(case, sealed))
        assert "Tecknar inte firman ensam, enligt egen uppgift" in shown
        assert "Vilka tecknar firman med dig?" in shown
        assert "Tecknar inte firman ensam" in submit.visible_text(work, "00", submit.parties(work))
        sign(work.filing.id, cast.citizen_actor(cast.OTHER_GUARDIAN))
        assert cases.get_case(handler, reference).state is CaseState.RECEIVED


def test_nobody_is_asked_for_where_she_signs_alone_or_for_herself(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        signed_together()
        anna = cast.citizen_actor()
        work = _says(_start(anna), anna, "yes", cast.OTHER_GUARDIAN)  # named before she changed it
        submit.prepare(filing_id=work.filing.id, by=anna)
        sealed = filings.standing_snapshot(work.filing.id)
        assert sealed
        assert sealed.content["represents"]["alone"] is True
        assert [one["role"] for one in sealed.content["parties"]] == ["applicant"]
        sign(work.filing.id, anna)
        case = cases.get_case(cast.staff_actor(), reference_of(work.filing.id))
        assert case.state is CaseState.RECEIVED
        own = answer.open_work(filing_id=answer.start(slug="skolskjuts", by=anna), by=anna)
        assert own.evaluation.visible_pages == ("one",)
        assert {"alone", "who"}.isdisjoint(own.evaluation.values)
