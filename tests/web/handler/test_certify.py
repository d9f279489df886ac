"""A board's own decision, where decisions are signed: whoever registers it certifies it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests import cast
from tests.handling_support import complete_case
from tests.official_support import Official, colleague, official, send
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, citizen_token, staff_token
from tests.town import words
from tests.web.handler.test_sign_decision import _town

from samtjanst.capabilities.formkit.following import DECISION
from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing.models import SignatureRequest
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import document, prove, sign_notes
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Decision, Proposal
from samtjanst.running.cases.types import CaseState

pytestmark = pytest.mark.django_db
DESK = "/handlaggning/arenden/"


@pytest.fixture
def mjolby() -> Iterator[Municipality]:
    """An e-service whose decisions two colleagues approve; a board's nobody does."""
    with open_scope(row := _town(approvers=2)):
        yield row


@pytest.fixture
def hanna(mjolby: Municipality) -> Official:
    """She has put a decision before the board."""
    reference = complete_case()
    services.take(reference=reference, by=cast.staff_actor())
    found = official(cast.staff())
    assert send(found, reference, to_board="1").status_code == 302
    assert Proposal.objects.get().needs == "board"
    return found


@pytest.fixture
def kim(hanna: Official) -> Official:
    """She tends the delegation, and registers what the board decides."""
    return colleague("Kim", Role.MANAGER)


def _register(who: Official, **more: str) -> Any:
    given = {"register": "1", "board": "Utbildningsnämnden", "on": clock.today().isoformat()}
    return who.client.post(_path(), given | {"paragraph": "§ 45"} | more)


def _path() -> str:
    proposal = Proposal.objects.select_related("case").get()
    return f"{DESK}{proposal.case.reference}/godkann/{proposal.id}/"


def _state() -> tuple[str, str]:
    return str(Case.objects.get().state), Proposal.objects.get().needs


def test_decision_leaves_when_whoever_registers_it_has_signed_that_it_is_as_in_the_minutes(
    hanna: Official, kim: Official
) -> None:
    assert "Registrera och skriv under" in words(kim.client.get(_path()))
    sent = _register(kim)
    assert sent["Location"] == kim.path()
    page = words(kim.client.get(kim.path()))
    assert "Intyga nämndens beslut" in page
    assert f"Utdrag ur protokoll Utbildningsnämnden, {clock.today()}, § 45" in page
    assert "intygar att beslutet står så i nämndens justerade protokoll" in page
    assert _state() == (CaseState.IN_PROGRESS, "signatures")
    assert not Message.objects.filter(template=DECISION).exists()
    assert kim.show()["Location"] == kim.path()
    assert _state()[0] == CaseState.DECIDED
    assert Message.objects.filter(template=DECISION).count() == 1
    [asked] = SignatureRequest.objects.exclude(staff=None)
    assert (asked.role, asked.staff_id) == ("certifier", kim.account.id)
    case = Case.objects.get()
    decision = cases.decision_of(case.id)
    assert decision
    assert (decision.decided_by, decision.others) == ("Utbildningsnämnden, § 45", "")


def test_it_is_proved_and_told_as_what_it_is(hanna: Official, kim: Official) -> None:
    _register(kim)
    waiting = words(hanna.client.get(f"{DESK}{Case.objects.get().reference}/"))
    assert "Kim Kollega intygar enligt protokollet" in waiting
    kim.show()
    by, reference = cast.staff_actor(), Case.objects.get().reference
    case = cases.get_case(by, reference)
    [found] = prove.of_decision(case, by=by)
    assert (found.role, found.holds) == ("certifier", True)
    whole = bare(text_of(document.case_document(reference=reference, by=by)))
    assert bare("Intygar enligt protokollet") in whole
    assert bare("Beslutsfattare") not in whole
    anna = browser(token=citizen_token())
    letter = bare(text_of(anna.get(f"/mina-arenden/{reference}/beslut.pdf").content))
    assert bare("Kim Kollega (Intygar enligt protokollet)") in letter


def test_what_was_registered_wrongly_is_registered_anew_before_it_is_signed(
    hanna: Official, kim: Official
) -> None:
    _register(kim, paragraph="54")
    first = kim.path()
    assert kim.client.post(f"{first}registrera/")["Location"] == _path()
    assert _state() == (CaseState.IN_PROGRESS, "board")
    assert "väntar inte på din underskrift längre" in words(kim.client.post(f"{first}registrera/"))
    _register(kim)
    assert kim.path() != first
    kim.show()
    assert kim.client.post(f"{kim.path()}registrera/").status_code == 302  # too late
    assert Decision.objects.count() == 1
    made = cases.decision_of(Case.objects.get().id)
    assert made
    assert made.decided_by.endswith("§ 45")


def test_what_is_not_certified_in_time_waits_to_be_registered_again(
    hanna: Official, kim: Official
) -> None:
    _register(kim)
    with clock.shifted(timedelta(days=16)):
        assert sign_notes.expire_due() == 1
        assert _state() == (CaseState.IN_PROGRESS, "board")
        assert Proposal.objects.get().state == "open"
    _register(kim)
    kim.show()
    assert _state()[0] == CaseState.DECIDED


def test_whoever_is_to_certify_is_reminded_by_itself_and_by_the_handler(
    hanna: Official, kim: Official
) -> None:
    _register(kim)
    reference = Case.objects.get().reference
    case, remind = f"{DESK}{reference}/", f"{DESK}{reference}/beslut/paminn/"
    assert remind in hanna.client.get(case).content.decode()
    assert remind not in kim.client.get(case).content.decode()  # she signs
    assert "paminnelse" in hanna.client.post(remind)["Location"]
    assert "nyss-paminda" in hanna.client.post(remind)["Location"]
    assert remind not in hanna.client.get(case).content.decode()
    with clock.shifted(timedelta(days=4)):
        assert sign_notes.remind_due() == 1
        assert sign_notes.remind_due() == 0
    told = Job.objects.filter(name=sign_notes.NOTE_JOB)
    assert [job.payload["staff"] for job in told] == 2 * [str(kim.account.id)]


def test_colleague_who_does_not_tend_the_delegation_registers_nothing(hanna: Official) -> None:
    assert _register(colleague("Lo")).status_code == 404
    assert _state() == (CaseState.IN_PROGRESS, "board")


def test_nobody_else_registers_signs_or_lets_it_out_unsigned(
    mjolby: Municipality, hanna: Official, kim: Official
) -> None:
    assert _register(hanna).status_code == 404
    lo = colleague("Lo")
    assert kim.client.post(_path(), {"approve": "1"}).status_code in {403, 404}
    assert _register(kim, paragraph="").status_code == 422
    _register(kim)
    assert _register(kim).status_code in {404, 409}
    for other in (hanna, lo):
        assert other.client.get(kim.path()).status_code == 404
        assert other.client.post(f"{kim.path()}registrera/").status_code == 404
    with open_scope(cast.municipality("norrkoping")):
        theirs = browser("norrkoping", staff_token(cast.staff()))
    assert theirs.post(f"{kim.path()}registrera/").status_code == 404
    reference = Case.objects.get().reference
    assert hanna.client.post(f"{DESK}{reference}/ta-tillbaka/").status_code == 302
    assert "väntar inte på din underskrift längre" in words(kim.client.get(kim.path()))
    assert not Decision.objects.exists()
