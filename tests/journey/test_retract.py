"""An application is taken back before it is decided: one outcome, and everybody is told."""

from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case, hand_in_application, reference_of, sign
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import retract as journey
from samtjanst.journey.process import lacking
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError, TransitionError
from samtjanst.running.cases.models import Case, Decision, HeldDecision, Proposal
from samtjanst.running.cases.queries import case_of_filing, supplements_of, timeline
from samtjanst.running.cases.services import (
    ask,
    decide,
    decide_later,
    let_decision_leave,
    propose,
    take,
)
from samtjanst.running.cases.types import Asked, DecisionDraft, Needs

pytestmark = pytest.mark.django_db
DRAFT = DecisionDraft("granted", "Ja", "Därför.", ("10 kap. 32 § skollagen",), "", "")


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


@pytest.fixture
def anna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=citizen_token())


@pytest.fixture
def bo(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=citizen_token(cast.OTHER_GUARDIAN))


@pytest.fixture
def waiting(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        return reference_of(hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN)))


@pytest.fixture
def taken(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        reference = complete_case()
        take(reference=reference, by=cast.staff_actor())
        return reference


def _state(town: Municipality, reference: str) -> str:
    with open_scope(town):
        return Case.objects.get(reference=reference).state


def _told(town: Municipality) -> list[str]:
    with open_scope(town):
        rows = Message.objects.filter(template="case_retracted")
        return sorted(str(key) for key in rows.values_list("citizen_id", flat=True))


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_applicant_takes_back_what_waits_for_a_signature_and_all_are_told(
    mjolby: Municipality, anna: Client, bo: Client, hanna: Client, waiting: str
) -> None:
    address = f"/mina-arenden/{waiting}/aterkalla/"
    assert address in _page(anna, f"/mina-arenden/{waiting}/")
    assert "Nej, behåll ansökan" in _page(anna, address)
    assert _state(mjolby, waiting) == "waiting_for_signature"
    page = anna.post(address, {"reason": "Vi flyttar."}, follow=True).content.decode()
    assert "Din ansökan är återkallad." in page
    assert "Vi flyttar." in page
    assert address not in page
    with open_scope(mjolby):
        both = sorted(str(a.id) for a in (cast.citizen_actor(),
                      cast.citizen_actor(cast.OTHER_GUARDIAN)))  # fmt: skip
        [request] = [
            one
            for one in signing.requests_of(cast.citizen_actor(cast.OTHER_GUARDIAN))
            if one.role == "guardian"
        ]
    assert _told(mjolby) == both
    assert not request.is_open
    shown = _page(bo, f"/underskrift/{request.id}/")
    assert "Den som ansökte har återkallat ansökan." in shown
    assert bo.post(f"/underskrift/{request.id}/skriv-under/").status_code in {404, 409}
    theirs = _page(bo, f"/mina-arenden/{waiting}/")
    assert "Ansökan är återkallad" in theirs
    assert "Vi flyttar." not in theirs  # why is between the applicant and the municipality


def test_handler_sees_it_in_lists_time_line_day_and_diary(
    mjolby: Municipality, anna: Client, hanna: Client, taken: str
) -> None:
    anna.post(f"/mina-arenden/{taken}/aterkalla/", {"reason": "Vi flyttar."})
    page = _page(hanna, f"/handlaggning/arenden/{taken}/")
    assert "Den sökande har återkallat ansökan." in page
    assert "Ansökan återkallades" in page
    assert "Vi flyttar." in page
    assert taken in _page(hanna, "/handlaggning/lista/avslutade/")
    assert taken not in _page(hanna, "/handlaggning/lista/avgjorda/")
    assert taken not in _page(hanna, "/handlaggning/lista/mina/")
    assert "Ansökan återkallades" in _page(hanna, "/handlaggning/min-dag/")
    assert "Återkallelse" in _page(hanna, "/handlaggning/diarium/")
    assert hanna.get(f"/handlaggning/arenden/{taken}/beslut/").status_code == 409
    assert hanna.get(f"/handlaggning/arenden/{taken}/aterkallelse/").status_code == 404
    with open_scope(mjolby):
        [event] = AuditEvent.objects.filter(action="case.retracted")
        assert event.actor_kind == "citizen"


def test_what_was_asked_for_and_proposed_ends_with_it(mjolby: Municipality, taken: str) -> None:
    with open_scope(mjolby):
        hanna, anna = cast.staff_actor(), cast.citizen_actor()
        revision = Case.objects.get().revision
        propose(reference=taken, draft=DRAFT, needs=Needs.READER, revision=revision, by=hanna)
        journey.retract(reference=taken, reason="", by=anna)
        assert Proposal.objects.get().state == "withdrawn"
        other = complete_case()
        take(reference=other, by=hanna)
        asked = Asked(
            clock.today() + timedelta(days=9), "Vi saknar intyget.", extras=(("text", "Intyg"),)
        )
        ask(reference=other, asked=asked, by=hanna)
        journey.retract(reference=other, reason="", by=anna)
        [supplement] = supplements_of(Case.objects.get(reference=other).id)
        assert supplement.state == "closed"


def test_a_decision_that_waits_in_the_house_is_not_made(mjolby: Municipality, taken: str) -> None:
    with open_scope(mjolby):
        hanna, row = cast.staff_actor(), Case.objects.get()
        wait = timedelta(minutes=1)
        decide_later(reference=taken, draft=DRAFT, revision=row.revision, wait=wait, by=hanna)
        journey.retract(reference=taken, reason="", by=cast.citizen_actor())
        by = system_actor(mjolby.id)
        assert let_decision_leave(case_id=row.id, lacking=lacking, by=by) == ""
        assert not HeldDecision.objects.exists()
        assert not Decision.objects.exists()
        assert [e.what for e in timeline(row.id)][-2:] == ["retracted", "decision_stopped"]


def test_after_the_decision_it_is_too_late_and_she_is_told(
    mjolby: Municipality, anna: Client, taken: str
) -> None:
    with open_scope(mjolby):
        _decide(taken)
    page = anna.post(f"/mina-arenden/{taken}/aterkalla/", follow=True).content.decode()
    assert "Ansökan gick inte att återkalla" in page
    assert _state(mjolby, taken) == "decided"
    assert anna.get(f"/mina-arenden/{taken}/aterkalla/").status_code == 404
    assert _told(mjolby) == []


def test_nobody_but_the_applicant_takes_it_back(
    mjolby: Municipality, bo: Client, hanna: Client, waiting: str
) -> None:
    address = f"/mina-arenden/{waiting}/aterkalla/"
    assert bo.get(address).status_code == 404
    assert bo.post(address).status_code == 404
    assert hanna.post(address).status_code in {302, 404}
    stranger = cast.municipality("vadstena")
    with open_scope(stranger):
        theirs = browser("vadstena", citizen_token())
        with pytest.raises(NotFoundError):
            journey.retract(reference=waiting, reason="", by=cast.citizen_actor())
    assert theirs.post(address).status_code == 404
    assert _state(mjolby, waiting) == "waiting_for_signature"


def test_too_long_a_reason_is_told_at_the_field_and_kept(anna: Client, taken: str) -> None:
    answer = anna.post(f"/mina-arenden/{taken}/aterkalla/", {"reason": "x" * 2001})
    assert answer.status_code == 422
    assert "Skriv högst 2000 tecken." in answer.content.decode()
    assert "x" * 2001 in answer.content.decode()


def test_handler_registers_what_came_by_letter_with_the_page(
    mjolby: Municipality, hanna: Client, anna: Client, taken: str
) -> None:
    address = f"/handlaggning/arenden/{taken}/aterkallelse/"
    assert address in _page(hanna, f"/handlaggning/arenden/{taken}/")
    with open_scope(mjolby):
        to = str(cast.citizen_actor().id)
    day = clock.today() + timedelta(days=1)
    wrong = hanna.post(address, {"to": "", "came_on": day.isoformat(), "text": "Hon ringde."})
    assert wrong.status_code == 422
    for told in ("Välj den som har ansökt.", "Välj en dag från", "Hon ringde."):
        assert told in wrong.content.decode()
    for nonsense in ("", "trams"):
        wrong = hanna.post(address, {"to": to, "came_on": nonsense})
        assert wrong.status_code == 422
        assert f'value="{to}" selected' in wrong.content.decode()
    sent = {"to": to, "came_on": clock.today().isoformat(), "text": "Hon ringde."}
    page = hanna.post(address, sent, follow=True).content.decode()
    assert "Återkallelsen är registrerad." in page
    assert _state(mjolby, taken) == "withdrawn"
    assert _told(mjolby) == [to]
    assert "Återkallelsen kom på annat sätt" in _page(anna, f"/mina-arenden/{taken}/")
    assert "Hon ringde." in _page(anna, f"/mina-arenden/{taken}/meddelanden/")
    assert hanna.post(address, sent).status_code == 409


def test_last_signature_after_it_completes_nothing(mjolby: Municipality, waiting: str) -> None:
    with open_scope(mjolby):
        filing = Case.objects.get().filing_id
        journey.retract(reference=waiting, reason="", by=cast.citizen_actor())
        with pytest.raises(TransitionError):
            sign(filing, cast.citizen_actor(cast.OTHER_GUARDIAN))
        found = case_of_filing(filing)
        assert found
        assert found.state == "withdrawn"


def _decide(reference: str) -> None:
    by = cast.staff_actor()
    revision = Case.objects.get(reference=reference).revision
    decide(reference=reference, draft=DRAFT, revision=revision, by=by)
