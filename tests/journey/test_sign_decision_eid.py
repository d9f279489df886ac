"""An official signs a decision with her own BankID; nobody else's signature is kept for hers."""

import copy
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests import cast
from tests.handling_support import complete_case
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey.test_prove import _rewrite, _touched
from tests.journey_support import DOCUMENT, school_transport
from tests.official_support import Official, official, send
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, citizen_token, staff_token
from tests.town import words

from samtjanst.capabilities.signing.models import Evidence
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people import asking, own_eid
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.models import PluginBinding
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import document, prove
from samtjanst.journey.proof_texts import CHECKS, KEPT, WHY_NOT
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.models import Case, Decision
from samtjanst.running.cases.types import CaseState
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.personas import ANNA, HANNA, MAJA, person

pytestmark = pytest.mark.django_db
WITH_BANKID = "Skriv under med mitt BankID"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """BankID is asked whenever somebody looks, and not once a second."""
    monkeypatch.setattr(asking, "EVERY", 0.0)


@pytest.fixture
def hanna(bank: Bank) -> Iterator[Official]:  # noqa: F811 - the fixture
    """A case that she has taken; the directory knows her, and she has shown her BankID."""
    row = cast.municipality()
    described = copy.deepcopy(DOCUMENT)
    described["handling"] |= {"decision_signed": True}
    with open_scope(row):
        school_transport("mjolby", described)
        settings = bank.settings | {"environment": "test"}
        bind(port=Port.IDENTITY, adapter="bankid", settings=settings)
        bind(port=Port.SIGNING, adapter="bankid", settings=settings, name=own_eid.STAFF_SIGNING)
        number, roles = PersonalNumber(HANNA), {Role.HANDLER: cast.unit()}
        account = put_staff(number=number, name="Hanna", email="h@exempel.invalid", roles=roles)
        account.number_index = ""
        account.save(update_fields=["number_index"])
        own_eid.keep(staff_id=account.id, number=number, name="Hanna Handläggare")
        found = official(account)
        assert found.client.post(f"/handlaggning/arenden/{complete_case()}/ta/").status_code == 302
        yield found


def _sent(hanna: Official) -> Official:
    send(hanna, Case.objects.get().reference)
    return hanna


def _start(who: Official) -> str:
    started = who.client.post(f"{who.path()}bankid/")
    assert started.status_code == 302, words(started)
    return str(started["Location"])


def _answer(bank: Bank, number: str = HANNA) -> None:  # noqa: F811 - the fixture
    who = person(number)
    assert who
    bank.bank.complete(bank.bank.waiting()[0], who)


def _proof() -> prove.CheckedSignature:
    by = cast.staff_actor()
    [found] = prove.of_decision(cases.get_case(by, Case.objects.get().reference), by=by)
    assert {one.name for one in found.checks} <= KEPT.keys() | CHECKS.keys()
    return found


def _fails() -> dict[str, str]:
    told = {one.name: one.detail for one in _proof().checks if not one.held}
    assert set(told.values()) <= WHY_NOT.keys()
    return told


def _signed() -> int:
    return Evidence.objects.exclude(request__staff=None).count()


def test_her_signature_makes_the_decision_and_is_proved_as_a_citizens(
    hanna: Official,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    assert WITH_BANKID in words(_sent(hanna).client.get(hanna.path()))
    where = _start(hanna)
    assert "Använd ditt eget BankID" in words(hanna.client.get(where))
    sent = [one["body"] for one in bank.bank.requests if one["operation"] == "sign"][-1]
    assert sent["requirement"] == {"pinCode": True}  # her number is not known here
    _answer(bank)
    done = hanna.client.get(where)
    assert done.status_code == 302, words(done)
    assert done["Location"] == hanna.path()
    assert Case.objects.get().state == CaseState.DECIDED
    assert Decision.objects.get().decided_by_id == hanna.account.id
    found = _proof()
    assert found.holds
    names = [one.name for one in found.checks]
    assert {"signature", "chain", "ocsp", "signatory", "content", "eid_account"} <= set(names)
    with clock.shifted(timedelta(days=3650)):
        assert _fails() == {}


def test_document_and_letter_tell_how_she_signed_and_her_number_on_no_page(
    hanna: Official,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    where = _start(_sent(hanna))
    _answer(bank)
    hanna.client.get(where)
    by, reference = cast.staff_actor(), Case.objects.get().reference
    whole = document.case_document(reference=reference, by=by)
    told = bare(text_of(whole))
    assert bare("Beslutsfattare") in told
    assert "19700101" not in told
    assert b"underskrift-2.xml" in whole
    assert b"underskrift-2-ocsp.der" in whole
    anna = browser(token=citizen_token())
    letter = bare(text_of(anna.get(f"/mina-arenden/{reference}/beslut.pdf").content))
    assert bare("Underskrivet Hanna (Beslutsfattare)") in letter
    assert "19700101" not in letter


@pytest.mark.parametrize("number", [MAJA, ANNA])
def test_somebody_elses_signature_is_not_kept(
    hanna: Official,
    bank: Bank,  # noqa: F811 - the fixture
    number: str,
) -> None:
    where = _start(_sent(hanna))
    _answer(bank, number)
    page = words(hanna.client.get(where))
    assert "någon annan än du" in page
    assert (_signed(), Case.objects.get().state) == (0, CaseState.IN_PROGRESS)
    event = AuditEvent.objects.get(action="signing.refused")
    assert event.details == {"checks": ["signatory"]}
    assert "någon annan än du" in words(hanna.client.get(where))  # once, and for good
    again = _start(hanna)
    _answer(bank)
    assert hanna.client.get(again).status_code == 302
    assert _signed() == 1


@pytest.mark.parametrize(
    "flaw", ["tampered", "other_text", "wrong_function", "wrong_party", "revoked", "forged_answer"]
)
def test_answer_that_does_not_hold_is_not_kept(
    hanna: Official,
    bank: Bank,  # noqa: F811 - the fixture
    flaw: str,
) -> None:
    where = _start(_sent(hanna))
    bank.bank.set_fault(flaw)
    _answer(bank)
    assert hanna.client.get(where).status_code == 200
    bank.bank.set_fault("none")
    assert (_signed(), Case.objects.get().state) == (0, CaseState.IN_PROGRESS)


def test_finished_order_is_good_once_in_the_session_and_for_the_request_that_it_was_started_for(
    hanna: Official,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    where = _start(_sent(hanna))
    order = where.rstrip("/").rsplit("/", maxsplit=1)[1]
    _answer(bank)
    stolen = browser(token=staff_token(hanna.account))
    for path in (where, f"{hanna.path()}bankid/klar/{order}/"):
        assert stolen.get(path, follow=True).status_code == 404
    assert stolen.post(f"{where}avbryt/").status_code == 404
    reference, first = Case.objects.get().reference, hanna.path()
    hanna.client.post(f"/handlaggning/arenden/{reference}/ta-tillbaka/")
    send(hanna, reference, reasons="Vägen är kort.")
    assert hanna.client.get(where).status_code == 404  # over what has been taken back
    assert hanna.client.get(f"{hanna.path()}bankid/{order}/").status_code == 404
    assert hanna.client.post(f"{first}bankid/").status_code == 404
    assert _signed() == 0
    again = _start(hanna)
    _answer(bank)
    assert hanna.client.get(again).status_code == hanna.client.get(again).status_code == 302
    assert _signed() == 1


def test_case_that_has_changed_meanwhile_is_decided_by_nobody(
    hanna: Official,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    where = _start(_sent(hanna))
    Case.objects.update(revision=99)
    _answer(bank)
    assert hanna.client.get(where)["Location"] == hanna.path()
    assert "Något har hänt i ärendet" in words(hanna.client.get(hanna.path()))
    assert (_signed(), Decision.objects.count()) == (0, 0)
    assert hanna.client.post(f"{hanna.path()}bankid/")["Location"] == hanna.path()


def test_it_is_offered_where_it_is_allowed_and_known_whose_it_is(hanna: Official) -> None:
    path = _sent(hanna).path()
    own_eid.remove(staff_id=hanna.account.id)
    page = words(hanna.client.get(path))
    assert "Visa först vilket BankID som är ditt" in page
    assert hanna.client.post(f"{path}bankid/").status_code == 404
    own_eid.keep(staff_id=hanna.account.id, number=PersonalNumber(HANNA), name="Hanna")
    PluginBinding.objects.filter(name=own_eid.STAFF_SIGNING).delete()
    page = words(hanna.client.get(path))
    assert "BankID" not in page
    assert hanna.client.post(f"{path}bankid/").status_code == 404


def test_bankid_that_is_down_is_told_and_text_that_is_too_long_too(
    hanna: Official,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    path = f"{_sent(hanna).path()}bankid/"
    bank.bank.set_fault("down")
    answer = hanna.client.post(path)
    bank.bank.set_fault("none")
    assert (answer.status_code, "BankID svarar inte" in words(answer)) == (503, True)
    reference = Case.objects.get().reference
    hanna.client.post(f"/handlaggning/arenden/{reference}/ta-tillbaka/")
    send(hanna, reference, reasons="å" * 19_000)
    answer = hanna.client.post(f"{hanna.path()}bankid/")
    assert (answer.status_code, "längre än vad BankID kan visa" in words(answer)) == (503, True)


def test_page_that_waits_is_asked_cheaply_and_says_when_it_is_over(
    hanna: Official,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    order = _start(_sent(hanna)).rstrip("/").rsplit("/", maxsplit=1)[1]
    assert "HX-Refresh" not in hanna.client.get(f"/eid/{order}/status/").headers
    assert hanna.client.get(f"/eid/{order}/kod.svg").status_code == 200
    _answer(bank)
    assert hanna.client.get(f"/eid/{order}/status/").headers["HX-Refresh"] == "true"
    assert _signed() == 0  # the page of the order records it


def test_proof_of_another_official_in_its_place_is_told(
    hanna: Official,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    where = _start(_sent(hanna))
    _answer(bank)
    hanna.client.get(where)

    def of_maja(value: dict[str, Any]) -> None:
        value.update(personal_number=MAJA)

    with _touched():
        Evidence.objects.filter(request__staff=None).delete()
        _rewrite(0, of_maja)
        assert _fails() == {"signatory": "another person", "eid_account": "another person"}
    with _touched():
        Evidence.objects.filter(request__staff=None).delete()
        AuditEvent.objects.filter(action="signing.by_eid").delete()
        assert _fails()["eid_account"] == "another person"
