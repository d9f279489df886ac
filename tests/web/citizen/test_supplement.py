"""Supplements from end to end: asked for, answered in the form, sealed, seen by the handler."""

import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of, sign
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import allot, ask_opinion, case_package, hand_over, supplement
from samtjanst.journey.decide import Proposal, decide, provisions
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, TransitionError
from samtjanst.kernel.working_days import add_working_days
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Supplement
from samtjanst.running.cases.types import Asked, CaseState, RuleView
from samtjanst.running.handoff.types import RouteView, Step

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nkarta"
ROUTE = RouteView(
    uuid.UUID(int=1), "skolskjuts", "Elevregistret", "pupils", Step.FILE, ("granted",),
    {"fields": [{"to": "plats", "from": "answer.traffic_place"}]}, is_active=True, revision=1,
)  # fmt: skip
SECRET = "Kartan visar inte vägen förbi bäcken."


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
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
def case(mjolby: Municipality, hanna: Client) -> str:
    """A case that Hanna handles."""
    with open_scope(mjolby):
        reference = complete_case()
        services.take(reference=reference, by=cast.staff_actor())
    return reference


def _desk(reference: str) -> str:
    return f"/handlaggning/arenden/{reference}/"


def _mine(reference: str, part: str = "") -> str:
    return f"/mina-arenden/{reference}/{part}"


def _ask(hanna: Client, reference: str, **more: Any) -> Any:
    data = {
        "text": SECRET,
        "questions": ["traffic_place"],
        "extra_kind": ["file"],
        "extra_text": ["Karta över vägen {1}"],
        "due": (clock.today() + timedelta(days=14)).isoformat(),
    }
    return hanna.post(f"{_desk(reference)}komplettering/", data | more, follow=True)


def _revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    return found[1]


def _fill(anna: Client, reference: str, text: str = "Förbi bäcken.", **more: Any) -> Any:
    address = _mine(reference, "komplettering/")
    page = anna.get(address).content.decode()
    data = {
        "revision": _revision(page),
        "_shown": ["traffic_place", "supplement_extra_1"],
        "traffic_place": text,
        "supplement_extra_1": SimpleUploadedFile("karta.pdf", PDF),
        "go": "1",
    }
    return anna.post(address, data | more)


def _hand_in(anna: Client, reference: str) -> Any:
    return anna.post(_mine(reference, "komplettering/kontrollera/"), follow=True)


def _state(mjolby: Municipality, reference: str) -> Case:
    with open_scope(mjolby):
        return Case.objects.get(reference=reference)


def test_supplement_is_asked_answered_sealed_and_compared(
    mjolby: Municipality, hanna: Client, anna: Client, case: str
) -> None:
    assert "Begäran är sparad" in _ask(hanna, case).content.decode()
    assert _state(mjolby, case).state == CaseState.WAITING_FOR_APPLICANT
    with open_scope(mjolby):
        notice = Message.objects.get(template="supplement_asked")
    assert SECRET not in f"{notice.__dict__}"
    assert "Väntar på din komplettering" in anna.get("/mina-arenden/").content.decode()
    shown = anna.get(_mine(case)).content.decode()
    assert SECRET in shown
    assert "Komplettera ärendet" in shown

    missing = _fill(anna, case, "", supplement_extra_1="")
    assert missing.status_code == 422
    assert "Beskriv var vägen är farlig" in missing.content.decode()
    assert _fill(anna, case).status_code == 302
    # A draft is hers alone until it is handed in.
    assert "Förbi bäcken" not in hanna.get(_desk(case)).content.decode()
    assert "Förbi bäcken" in anna.get(_mine(case, "komplettering/kontrollera/")).content.decode()
    done = _hand_in(anna, case).content.decode()
    assert "Tack, din komplettering har kommit in" in done

    page = hanna.get(_desk(case)).content.decode()
    assert "<ins>" in page
    assert "Förbi bäcken." in page
    assert "lastbilarna kör fort" in page  # what she answered before
    assert "karta.pdf" in page
    assert _state(mjolby, case).state == CaseState.IN_PROGRESS
    with open_scope(mjolby):
        one = cases.supplements_of(_state(mjolby, case).id)[0]
        assert one.snapshot
        assert one.snapshot.content["answers"]["traffic_place"] == "Förbi bäcken."
        assert len(one.snapshot.content["files"]) == 1
        file_id = one.snapshot.content["files"][0]["id"]
        assert AuditEvent.objects.filter(action="case.supplement_answered").count() == 1
        by = cast.staff_actor()
        told = case_package.package(reference=case, by=by)["supplements"]
        assert [(row["state"], row["answers"]["traffic_place"]) for row in told] == [
            ("answered", "Förbi bäcken.")
        ]
        assert told[0]["files"][0]["id"] == file_id
        assert hand_over.trial(route=ROUTE, reference=case, by=by).content.fields == {
            "plats": "Förbi bäcken."
        }
        found = cases.get_case(by, case)
        rows, _files = ask_opinion.choices(found)
        assert ("Förbi bäcken.",) in [row.lines for row in rows]
        rule = RuleView(id=file_id, unit_id=found.unit_id, unit="", name="", slug="",
                        question="traffic_place", values=("Förbi bäcken.",), letters="",
                        staff=(), staff_names=(), expertise="")  # fmt: skip
        assert allot.fits(rule, found)
    # Where it is decided stands what holds now, marked with the day.
    marked = f"Ändrat genom komplettering <time>{clock.today()}</time>"
    decision = hanna.get(f"{_desk(case)}beslut/").content.decode()
    for words in ("Förbi bäcken.", marked, "Karta över vägen (1)", "karta.pdf"):
        assert words in decision
    assert "lastbilarna kör fort" not in decision
    assert marked in page
    assert hanna.get(f"{_desk(case)}filer/{file_id}/").content == PDF
    assert anna.get(_mine(case, f"bilaga/{file_id}/")).content == PDF
    assert b"%PDF" in hanna.get(f"{_desk(case)}dokument.pdf").content[:8]


def test_handlers_page_takes_no_more_queries_for_supplements(
    mjolby: Municipality, hanna: Client, anna: Client, case: str
) -> None:
    for _ in range(2):
        _ask(hanna, case)
        _fill(anna, case)
        _hand_in(anna, case)
    _ask(hanna, case)
    with CaptureQueriesContext(connection) as seen:
        assert hanna.get(_desk(case)).content.count(b"karta.pdf") >= 2
    assert len(seen) == 10  # colleagues are not looked up while it waits


def test_handing_in_twice_counts_once(
    mjolby: Municipality, hanna: Client, anna: Client, case: str
) -> None:
    _ask(hanna, case)
    _fill(anna, case)
    first, second = _hand_in(anna, case), _hand_in(anna, case)
    assert first.status_code == second.status_code == 200
    assert anna.get(_mine(case, "komplettering/")).status_code == 302
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="case.supplement_answered").count() == 1
        assert Message.objects.filter(template="supplement_received").count() == 1


def test_new_answer_brings_forth_its_follow_ups_and_nothing_else(
    hanna: Client, anna: Client, case: str
) -> None:
    _ask(hanna, case, questions=["reasons"], extra_text=[""])
    address = _mine(case, "komplettering/")
    page = anna.get(address).content.decode()
    assert 'name="home_address' not in page
    data = {"revision": _revision(page), "_shown": ["reasons"], "reasons": ["disability"],
            "school_year": "9", "go": "1"}  # fmt: skip
    again = anna.post(address, data)
    assert again.status_code == 422
    assert 'name="disability_description"' in again.content.decode()


def test_answer_to_what_was_not_asked_is_never_taken(
    mjolby: Municipality, hanna: Client, anna: Client, case: str
) -> None:
    _ask(hanna, case)
    _fill(anna, case, email="x@y.invalid", _shown=["traffic_place", "email", "school_year"])
    _hand_in(anna, case)
    with open_scope(mjolby):
        one = cases.supplements_of(_state(mjolby, case).id)[0]
    assert one.snapshot
    assert set(one.snapshot.content["answers"]) == {"traffic_place", "supplement_extra_1"}


def test_request_that_lacks_something_is_not_sent(
    mjolby: Municipality, hanna: Client, case: str
) -> None:
    refused = _ask(hanna, case, text=" ", questions=["child", "nonsense"], extra_text=[""], due="x")
    assert refused.status_code == 422
    told = refused.content.decode()
    for text in ("Välj vad som saknas", "Skriv till den du frågar", "en dag som ligger framåt"):
        assert text in told
    with open_scope(mjolby):
        assert not Supplement.objects.exists()


def test_order_tells_what_can_follow(hanna: Client, anna: Client, case: str) -> None:
    _ask(hanna, case, is_order="1")
    assert supplement.CONSEQUENCE in anna.get(_mine(case, "komplettering/")).content.decode()


def test_proposed_day_is_the_e_services_working_days_away(hanna: Client, case: str) -> None:
    page = hanna.get(f"{_desk(case)}komplettering/").content.decode()
    assert f'value="{add_working_days(clock.today(), 10)}"' in page


def test_limit_stands_still_while_the_applicant_has_time_and_no_longer(
    mjolby: Municipality, hanna: Client, anna: Client, case: str
) -> None:
    due = _state(mjolby, case).due
    assert due
    _ask(hanna, case)
    with open_scope(mjolby), clock.shifted(timedelta(days=20)):
        assert cases.get_case(cast.staff_actor(), case).days_left(clock.today()) is None
        assert supplement.pass_due() == 1
        assert supplement.pass_due() == 0
        # Twenty days have gone, and she had fourteen of them.
        assert Case.objects.get(reference=case).due == due + timedelta(days=14)
        assert Message.objects.filter(template="supplement_passed").count() == 1
    assert "gick ut" in hanna.get(_desk(case)).content.decode()
    # What comes late is taken, and marked.
    _fill(anna, case)
    assert "Tack, din komplettering" in _hand_in(anna, case).content.decode()
    assert "Efter den begärda dagen" in hanna.get(_desk(case)).content.decode()
    assert _state(mjolby, case).due == due + timedelta(days=14)


def test_reminder_goes_once_when_the_day_is_near(
    mjolby: Municipality, hanna: Client, case: str
) -> None:
    _ask(hanna, case)
    with open_scope(mjolby):
        assert supplement.remind_due() == 0
        with clock.shifted(timedelta(days=14)):
            assert (supplement.remind_due(), supplement.remind_due()) == (1, 0)
            assert supplement.pass_due() == 0


def test_more_time_and_taking_back_are_told(
    mjolby: Municipality, hanna: Client, anna: Client, case: str
) -> None:
    _ask(hanna, case)
    address, far = f"{_desk(case)}komplettering/andra/", clock.today() + timedelta(days=30)
    earlier = {"due": clock.today().isoformat()}
    assert "ligger senare" in hanna.post(address, earlier, follow=True).content.decode()
    hanna.post(address, {"due": far.isoformat()})
    _fill(anna, case)
    hanna.post(address, {"ta_tillbaka": "1"})
    with open_scope(mjolby):
        told = set(Message.objects.values_list("template", flat=True))
        assert {"supplement_extended", "supplement_withdrawn"} <= told
    assert _hand_in(anna, case).status_code == 200
    assert _state(mjolby, case).state == CaseState.IN_PROGRESS
    with open_scope(mjolby):
        assert cases.supplements_of(_state(mjolby, case).id)[0].state == "withdrawn"


def test_after_the_decision_nothing_more_is_taken(
    mjolby: Municipality, hanna: Client, anna: Client, case: str
) -> None:
    _ask(hanna, case)
    _fill(anna, case)
    with open_scope(mjolby):
        by, row = cast.staff_actor(), Case.objects.get(reference=case)
        basis = provisions(cases.get_case(by, case))[0][0]
        proposal = Proposal("granted", "Vägen är lång.", (basis,))
        decide(reference=case, proposal=proposal, revision=row.revision, by=by)
        with pytest.raises(TransitionError):
            supplement.hand_in(reference=case, by=cast.citizen_actor())
        assert cases.supplements_of(row.id)[0].state == "closed"


def test_supplement_does_not_exist_for_others(
    mjolby: Municipality, hanna: Client, anna: Client, case: str
) -> None:
    _ask(hanna, case)
    _fill(anna, case)
    other = cast.municipality("norrkoping")
    with open_scope(other):
        school_transport("norrkoping")
        far = browser("norrkoping", staff_token(cast.staff()))
        abroad = browser("norrkoping", citizen_token())
    with open_scope(mjolby):
        bo = browser(token=citizen_token(cast.OTHER_GUARDIAN))
        filing_id = Supplement.objects.get().filing_id
    for one in (bo, abroad):
        for part in ("komplettering/", "komplettering/kontrollera/"):
            assert one.get(_mine(case, part)).status_code == 404
        assert one.post(_mine(case, "komplettering/kontrollera/")).status_code == 404
    assert far.get(f"{_desk(case)}komplettering/").status_code == 404
    assert far.post(f"{_desk(case)}komplettering/andra/", {"ta_tillbaka": 1}).status_code == 404
    # Nor is it an application that can be signed or thrown away as one.
    for part in ("", "oversikt/", "kontrollera/", "kasta/"):
        assert anna.get(f"/ansokan/{filing_id}/{part}").status_code == 404


def test_other_guardian_sees_what_was_asked_but_cannot_answer(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        bo = person(cast.OTHER_GUARDIAN, "Bo Provsson")
        filing_id = hand_in_application(other=bo)
        sign(filing_id, bo)
        reference = reference_of(filing_id)
        services.take(reference=reference, by=cast.staff_actor())
        client = browser(token=citizen_token(cast.OTHER_GUARDIAN))
    _ask(hanna, reference)
    assert SECRET in client.get(_mine(reference)).content.decode()
    assert client.get(_mine(reference, "komplettering/")).status_code == 404


def test_only_the_cases_own_handler_asks_and_once_at_a_time(
    mjolby: Municipality, hanna: Client, case: str
) -> None:
    _ask(hanna, case)
    assert _ask(hanna, case).status_code == 409
    with open_scope(mjolby):
        new = complete_case()
        asked = Asked(due=clock.today() + timedelta(days=5), text="Mer", extras=(("text", "Mer"),))
        with pytest.raises(ConflictError):
            services.ask(reference=new, asked=asked, by=cast.staff_actor())
