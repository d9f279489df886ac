"""Decisions that are signed before they are made."""

import copy
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import DOCUMENT, school_transport
from tests.official_support import GRANTED, SIGN, Official, colleague, official, send
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.formkit.following import DECISION
from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing.models import Evidence, Room, SignatureRequest
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import decide, prove, sign_decision, sign_notes
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Decision, Proposal
from samtjanst.running.cases.types import CaseState

pytestmark = pytest.mark.django_db
DESK = "/handlaggning/arenden/"


def _town(slug: str = "mjolby", **handling: Any) -> Municipality:
    row = cast.municipality(slug)
    document = copy.deepcopy(DOCUMENT)
    document["handling"] |= {"decision_signed": True} | handling
    with open_scope(row):
        school_transport(slug, document)
    return row


@pytest.fixture
def mjolby(request: pytest.FixtureRequest) -> Iterator[Municipality]:
    with open_scope(row := _town(**getattr(request, "param", {}))):
        yield row


def _taken() -> tuple[Official, str]:
    reference = complete_case()
    services.take(reference=reference, by=cast.staff_actor())
    return official(cast.staff()), reference


def _states() -> list[str]:
    return list(
        SignatureRequest.objects.exclude(staff=None)
        .order_by("place")
        .values_list("state", flat=True)
    )


def _state() -> str:
    return str(Case.objects.get().state)


two = pytest.mark.parametrize("mjolby", [{"approvers": 2}], indirect=True)
one_of_two = pytest.mark.parametrize(
    "mjolby", [{"approvers": 2, "approvers_needed": 1}], indirect=True
)
in_turn = pytest.mark.parametrize(
    "mjolby", [{"approvers": 2, "approvers_in_turn": True}], indirect=True
)


def test_decision_is_made_when_the_one_who_decides_has_signed(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    sent = send(hanna, reference)
    assert sent["Location"] == hanna.path()
    page = hanna.client.get(hanna.path()).content.decode()
    assert f"Beslut i ärende<br>{reference}, " in page
    assert "Vägen är lång." in page
    assert _state() == CaseState.IN_PROGRESS
    assert not Message.objects.filter(template=DECISION).exists()
    assert hanna.show()["Location"] == hanna.path()
    assert (_state(), _states()) == (CaseState.DECIDED, ["signed"])
    assert Decision.objects.get().decided_by_id == hanna.account.id
    assert Message.objects.filter(template=DECISION).count() == 1
    assert "Beslutet är fattat" in hanna.client.get(hanna.path()).content.decode()


@two
def test_all_who_approve_sign_after_her_and_are_told(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    kim, lo = colleague("Kim"), colleague("Lo")
    assert send(hanna, reference).status_code == 422
    assert send(hanna, reference, kim, kim).status_code == 422
    assert send(hanna, reference, kim, hanna).status_code == 422
    send(hanna, reference, kim, lo)
    assert kim.client.get(kim.path()).status_code == 404  # she is not asked before
    assert reference not in kim.client.get("/handlaggning/min-dag/").content.decode()
    hanna.show()
    assert _states() == ["signed", "invited", "invited"]
    notes = Job.objects.filter(name=sign_notes.NOTE_JOB)
    assert {one.payload["staff"] for one in notes} == {str(kim.account.id), str(lo.account.id)}
    for place in ("min-dag/", "att-skriva-under/"):
        assert reference in kim.client.get(f"/handlaggning/{place}").content.decode()
    assert "Kim Kollega" in hanna.client.get(SIGN).content.decode()
    assert "Kim Kollega" in hanna.client.get(f"{DESK}{reference}/").content.decode()
    kim.show()
    assert _state() == CaseState.IN_PROGRESS
    lo.show()
    assert _state() == CaseState.DECIDED
    assert Decision.objects.count() == 1
    case = cases.get_case(cast.staff_actor(), reference)
    found = list(prove.of_decision(case, by=cast.staff_actor()))
    assert [(one.role, one.holds) for one in found] == [
        ("decider", True),
        ("approver", True),
        ("approver", True),
    ]
    assert Decision.objects.get().decided_by_id == hanna.account.id
    made = cases.decision_of(case.id)
    assert made
    assert made.others == "Läst, godkänt och undertecknat: Kim Kollega, Lo Kollega"


@one_of_two
def test_one_of_two_is_enough_and_the_other_is_not_needed(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    kim, lo = colleague("Kim"), colleague("Lo")
    send(hanna, reference, kim, lo)
    hanna.show()
    kim.client.post(kim.path(), {"reason": "Räkna om."})
    assert _states() == ["signed", "declined", "invited"]
    lo.show()
    assert _state() == CaseState.DECIDED
    assert "Lo Kollega" in hanna.client.get(f"{DESK}{reference}/").content.decode()


@in_turn
def test_in_turn_the_second_is_asked_when_the_first_has_signed(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    kim, lo = colleague("Kim"), colleague("Lo")
    send(hanna, reference, kim, lo)
    hanna.show()
    assert _states() == ["signed", "invited", "queued"]
    assert lo.client.get(lo.path()).status_code == 404
    kim.show()
    assert _states() == ["signed", "signed", "invited"]
    lo.show()
    assert _state() == CaseState.DECIDED


@two
def test_no_with_a_reason_sends_it_back(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    kim, lo = colleague("Kim"), colleague("Lo")
    send(hanna, reference, kim, lo)
    hanna.show()
    assert kim.client.post(kim.path(), {"reason": " "}).status_code == 422
    assert hanna.client.post(hanna.path(), {"reason": "Nej."}).status_code == 404
    assert kim.client.post(kim.path(), {"reason": "Räkna om."}).status_code == 302
    assert (Room.objects.get(subject_kind="decision").state, _state()) == (
        "declined",
        CaseState.IN_PROGRESS,
    )
    assert "Räkna om." in hanna.client.get(f"{DESK}{reference}/").content.decode()
    assert "behövs inte" in lo.client.get(lo.path()).content.decode()
    form = hanna.client.get(f"{DESK}{reference}/beslut/").content.decode()
    assert "Vägen är lång." in form
    send(hanna, reference, kim, lo)
    assert Proposal.objects.filter(state="open").count() == 1


@two
def test_taken_back_or_changed_meanwhile_nobody_signs(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    kim, lo = colleague("Kim"), colleague("Lo")
    send(hanna, reference, kim, lo)
    hanna.show()
    anna = browser(token=citizen_token())
    anna.post(f"/mina-arenden/{reference}/meddelanden/", {"text": "Vi har flyttat."})
    Case.objects.filter(reference=reference).update(revision=99)
    page = kim.client.get(kim.path()).content.decode()
    assert "Något har hänt i ärendet" in page
    assert kim.client.get(f"{kim.path()}passkey/").status_code == 302
    assert hanna.client.post(f"{DESK}{reference}/ta-tillbaka/").status_code == 302
    assert "väntar inte på din underskrift längre" in kim.client.get(kim.path()).content.decode()
    assert _state() == CaseState.IN_PROGRESS
    assert not Decision.objects.exists()


@two
def test_reminded_by_hand_once_a_day_and_by_itself_and_then_time_runs_out(
    mjolby: Municipality,
) -> None:
    hanna, reference = _taken()
    kim, lo = colleague("Kim"), colleague("Lo")
    send(hanna, reference, kim, lo)
    hanna.show()
    path = f"{DESK}{reference}/beslut/paminn/"
    assert "paminnelse" in hanna.client.post(path)["Location"]
    assert "nyss-paminda" in hanna.client.post(path)["Location"]
    with clock.shifted(timedelta(days=4)):
        assert sign_notes.remind_due() == 2
        assert sign_notes.remind_due() == 0
    with clock.shifted(timedelta(days=16)):
        assert sign_notes.expire_due() == 1
        assert sign_notes.expire_due() == 0
    assert _states() == ["signed", "expired", "expired"]
    assert Proposal.objects.get().state == "withdrawn"
    assert "inte under i tid" in hanna.client.get(f"{DESK}{reference}/").content.decode()


def test_case_document_and_letter_name_who_has_signed(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    send(hanna, reference)
    hanna.show()
    whole = hanna.client.get(f"{DESK}{reference}/dokument.pdf")
    assert whole.status_code == 200
    assert b"beslut.json" in whole.content
    anna = browser(token=citizen_token())
    letter = bare(text_of(anna.get(f"/mina-arenden/{reference}/beslut.pdf").content))
    assert bare("Underskrivet Hanna Handläggare (Beslutsfattare)") in letter


@two
def test_somebody_elses_request_and_passkey_are_of_no_use(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    kim, lo = colleague("Kim"), colleague("Lo")
    send(hanna, reference, kim, lo)
    hanna.show()
    for path in ("", "passkey/"):
        assert kim.client.get(f"{lo.path()}{path}").status_code == 404
    assert kim.client.post(f"{lo.path()}inloggning/").status_code == 404
    assert kim.show(lo.key).status_code == 422
    assert kim.show(kim.key.but(verifies=False)).status_code == 422
    assert kim.show(kim.key.but(origin="https://ond.example")).status_code == 422
    assert _states() == ["signed", "invited", "invited"]
    assert AuditEvent.objects.filter(action="signing.refused").count() == 3
    mia = colleague("Mia")
    approve = f"{DESK}{reference}/godkann/{Proposal.objects.get().id}/"
    assert mia.client.get(approve).status_code == mia.client.post(approve).status_code == 404


def test_what_is_shown_twice_or_over_another_text_is_refused(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    send(hanna, reference)
    first = hanna.path()
    hanna.client.post(f"{DESK}{reference}/ta-tillbaka/")
    send(hanna, reference, reasons="Vägen är kort.")
    assert hanna.path() != first
    assert "väntar inte på din underskrift längre" in hanna.client.get(first).content.decode()
    assert hanna.client.get(f"{first}passkey/").status_code == 404
    assert Evidence.objects.filter(request__staff=hanna.account).count() == 0
    hanna.show()
    assert hanna.client.get(f"{hanna.path()}passkey/").status_code == 302
    assert Evidence.objects.filter(request__staff=hanna.account).count() == 1


def test_another_municipality_finds_nothing(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    send(hanna, reference)
    with open_scope(_town("norrkoping")):
        theirs = browser("norrkoping", staff_token(cast.staff()))
    assert theirs.get(hanna.path()).status_code == 404
    assert reference not in theirs.get(SIGN).content.decode()
    assert hanna.client.get(SIGN).content.decode().count(reference) >= 2


def test_delegate_takes_over_and_signs_what_the_handler_may_not_decide(
    mjolby: Municipality,
) -> None:
    hanna, reference = _taken()
    kim = colleague("Kim", Role.MANAGER)
    line = {"unit": str(cast.unit().id), "point": "4.1", "title": "Skolskjuts"}
    more = {"slug": "skolskjuts", "adverse": "1", "who": "manager", "most": ""}
    assert kim.client.post("/handlaggning/delegation/", line | more).status_code == 302
    assert send(hanna, reference).status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.needs, SignatureRequest.objects.filter(staff=hanna.account).count()) == (
        "delegate",
        0,
    )
    path = f"{DESK}{reference}/godkann/{proposal.id}/"
    assert "Ta över och skriv under" in kim.client.get(path).content.decode()
    assert hanna.client.post(path, {"approve": "1"}).status_code in {403, 404, 409}
    answer = kim.client.post(path, {"approve": "1"})
    assert answer["Location"] == kim.path()
    assert "Skriv under ditt beslut" in kim.client.get(kim.path()).content.decode()
    assert kim.client.post(kim.path(), {"reason": ""}).status_code == 422
    assert kim.client.post(kim.path(), {"reason": "Skriv fler skäl."}).status_code == 302
    page = kim.client.post(kim.path(), {"reason": "Skriv fler skäl."}).content.decode()
    assert "väntar inte på din underskrift längre" in page
    assert hanna.client.get(kim.path()).status_code == 404
    assert "Skriv fler skäl." in hanna.client.get(f"{DESK}{reference}/").content.decode()
    send(hanna, reference)
    again = Proposal.objects.get(state="open")
    kim.client.post(f"{DESK}{reference}/godkann/{again.id}/", {"approve": "1"})
    kim.show()
    made = Decision.objects.get()
    assert _state() == CaseState.DECIDED
    decision = cases.decision_of(made.case_id)
    assert decision
    assert (decision.decided_by, decision.prepared_by, decision.point) == (
        "Kim Kollega",
        "Hanna Handläggare",
        "4.1",
    )


def test_unsigned_ways_are_closed(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    page = hanna.client.post(
        f"{DESK}{reference}/beslut/", GRANTED | {"revision": Case.objects.get().revision}
    )
    assert "Skicka för underskrift" in page.content.decode()
    send(hanna, reference)
    assert send(hanna, reference).status_code == 409
    assert not Decision.objects.exists()


def test_list_and_day_take_the_same_queries_for_more(mjolby: Municipality) -> None:
    hanna, reference = _taken()
    send(hanna, reference)
    told = [_counted(hanna, path) for path in (SIGN, "/handlaggning/min-dag/")]
    for _ in range(29):
        more = complete_case()
        services.take(reference=more, by=cast.staff_actor())
        sign_decision.send(
            reference=more,
            proposal=decide.Proposal("granted", "Vägen är lång.", ("sl_10_32_1",)),
            approvers=[],
            revision=Case.objects.get(reference=more).revision,
            by=cast.staff_actor(),
        )
    assert len(re.findall("work__case", hanna.client.get(SIGN).content.decode())) == 60
    assert [_counted(hanna, path) for path in (SIGN, "/handlaggning/min-dag/")] == told


def _counted(who: Official, path: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert who.client.get(path).status_code == 200
    return len(found)
