"""Supplements asked of a party, a unit, a colleague or a person instead of the applicant."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests import inquiry_support as asking
from tests.handling_support import complete_case, hand_in_application, person, reference_of, sign
from tests.inquiry_support import ANSWER, PDF, RECTOR, SCHOOL, TEACHER, WHY
from tests.journey_support import school_transport
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer_inquiry, asked_others, case_package, supplement
from samtjanst.journey.decide import Proposal, decide, provisions
from samtjanst.kernel import clock
from samtjanst.kernel.errors import TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Supplement
from samtjanst.running.cases.types import CaseState

pytestmark = pytest.mark.django_db
# What stands in the case, and nobody who is asked about one place in it gets to see.
HIDDEN = ("Storgatan", "lastbilarna", "Ella", "20180101", "anna@", "Provsson")


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
def rut(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(asking.member(RECTOR, "Rut Rektor")))


@pytest.fixture
def case(mjolby: Municipality, hanna: Client) -> str:
    """A case that Hanna handles."""
    with open_scope(mjolby):
        reference = complete_case()
        services.take(reference=reference, by=cast.staff_actor())
    return reference


def _row(mjolby: Municipality, reference: str) -> Case:
    with open_scope(mjolby):
        return Case.objects.get(reference=reference)


def test_unit_sees_what_it_is_asked_alone_and_answers_in_the_form(
    mjolby: Municipality, hanna: Client, anna: Client, rut: Client, case: str
) -> None:
    due = _row(mjolby, case).due
    page = hanna.get(f"{asking.desk(case)}komplettering/").content.decode()
    assert SCHOOL in page
    assert asking.ask(hanna, case, asking.wish(mjolby)).status_code == 302
    assert (
        asking.ask(hanna, case, asking.wish(mjolby)).status_code == 409
    )  # the same is asked already
    asked = asking.asked(mjolby)
    # The municipality's own inquiry stops no time, and the case goes on.
    assert _row(mjolby, case).state == CaseState.IN_PROGRESS
    for listed in ("kompletteras", "vantande"):
        page = hanna.get(f"/handlaggning/lista/{listed}/").content.decode()
        assert f"Komplettering: {SCHOOL}" in page
    with open_scope(mjolby):
        note = Job.objects.get(name=asked_others.NOTE_JOB)
        assert WHY not in f"{note.payload}"
        assert not Message.objects.filter(template="supplement_asked").exists()
    assert case in rut.get("/handlaggning/yttranden/").content.decode()
    own = f"/handlaggning/fragor/{asked.id}/"
    pages = [rut.get(own).content.decode(), rut.get(f"{own}svar/").content.decode()]
    for shown in pages:
        assert WHY in shown
        assert not [word for word in HIDDEN if word in shown]
    assert rut.get(asking.desk(case)).status_code == 404
    missing = asking.fill(rut, f"{own}svar/", "", supplement_extra_1="")
    assert missing.status_code == 422
    assert asking.fill(rut, f"{own}svar/").status_code == 302
    assert ANSWER not in hanna.get(asking.desk(case)).content.decode()  # a draft is its writer's
    assert ANSWER in rut.get(f"{own}svar/kontrollera/").content.decode()
    done = rut.post(f"{own}svar/kontrollera/", follow=True).content.decode()
    assert "Svaret kom in" in done
    assert rut.post(f"{own}svar/kontrollera/", follow=True).status_code == 200

    page = hanna.get(asking.desk(case)).content.decode()
    for words in (ANSWER, "karta.pdf", f"Rut Rektor, {SCHOOL}", "Komplettering kom in från någon"):
        assert words in page
    decision = hanna.get(f"{asking.desk(case)}beslut/").content.decode()
    assert f"av <bdi>Rut Rektor, {SCHOOL}</bdi>" in decision
    mine = anna.get(f"/mina-arenden/{case}/").content.decode()
    for words in (SCHOOL, WHY, ANSWER):
        assert words in mine
    text = bare(text_of(hanna.get(f"{asking.desk(case)}dokument.pdf").content))
    assert bare(f"Till {SCHOOL}") in text
    with open_scope(mjolby):
        row = Case.objects.get(reference=case)
        assert (row.state, row.due) == (CaseState.IN_PROGRESS, due)
        one = cases.supplements_of(row.id)[0]
        assert one.snapshot
        told = {"role": "unit", "name": "Rut Rektor", "asked": SCHOOL}
        assert one.snapshot.content["answered_by"] == told
        assert AuditEvent.objects.filter(action="case.inquiry_answered").count() == 1
        assert AuditEvent.objects.filter(action="case.inquiry.read").count() >= 2
        package = case_package.package(reference=case, by=cast.staff_actor())["supplements"][0]
        assert (package["asked_of"], package["is_kept_from_parties"]) == ("unit", False)
    # The filing is nobody's draft: neither hers for whom it was written, nor a thing to take down.
    assert anna.get(f"/ansokan/{one.filing_id}/").status_code == 404


def test_persons_link_is_her_own_and_ends_when_it_is_taken_back_or_decided(
    mjolby: Municipality, hanna: Client, anna: Client, rut: Client, case: str
) -> None:
    assert asking.ask(hanna, case, asking.person(mjolby)).status_code == 302
    asked = asking.asked(mjolby)
    with open_scope(mjolby):
        notice = Message.objects.get(template="inquiry_asked")
        assert WHY not in f"{notice.__dict__}"
        teofil = browser(token=citizen_token(cast.OUTSIDER))
    with open_scope(_north()):
        abroad = browser("norrkoping", citizen_token(cast.OUTSIDER))
        elsewhere = browser("norrkoping", staff_token(cast.staff()))
    own = f"/komplettering/{asked.id}/"
    for address in (own, f"{own}svar/", f"{own}svar/kontrollera/"):
        assert [thief.get(address).status_code for thief in (anna, abroad)] == [404, 404]
        assert browser().get(address).status_code == 302  # to log in, and back
    for thief in (anna, abroad):
        assert thief.post(f"{own}svar/falt/", {"traffic_place": "x"}).status_code == 404
    staffs = f"/handlaggning/fragor/{asked.id}/"
    assert [one.get(staffs).status_code for one in (rut, hanna, elsewhere)] == [404, 404, 404]
    assert own in teofil.get("/mina-arenden/").content.decode()
    page = teofil.get(f"{own}svar/").content.decode()
    assert not [word for word in HIDDEN if word in page]
    assert teofil.get(f"/mina-arenden/{case}/").status_code == 404
    asking.fill(teofil, f"{own}svar/")
    change = f"{asking.desk(case)}komplettering/andra/"
    far = (clock.today() + timedelta(days=30)).isoformat()
    which = {"begaran": str(asked.id)}
    assert teofil.post(change, which | {"ta_tillbaka": "1"}).status_code == 302  # to the log-in
    hanna.post(change, which | {"due": far})
    hanna.post(change, which | {"ta_tillbaka": "1"})
    # Taken back while she answers: nothing is sent, and the page says why.
    late = teofil.post(f"{own}svar/kontrollera/", follow=True).content.decode()
    assert "behöver inte ditt svar längre" in late
    assert teofil.get(f"{own}svar/").status_code == 302
    assert ANSWER not in hanna.get(asking.desk(case)).content.decode()
    with open_scope(mjolby):
        told = set(Message.objects.values_list("template", flat=True))
        assert {"inquiry_extended", "inquiry_withdrawn"} <= told
    asking.ask(hanna, case, asking.person(mjolby))
    again = asking.asked(mjolby, state="open")
    asking.fill(teofil, f"/komplettering/{again.id}/svar/")
    with open_scope(mjolby):
        by, row = cast.staff_actor(), Case.objects.get(reference=case)
        basis = provisions(cases.get_case(by, case))[0][0]
        proposal = Proposal("granted", "Vägen är lång.", (basis,))
        decide(reference=case, proposal=proposal, revision=row.revision, by=by)
        with pytest.raises(TransitionError):
            answer_inquiry.hand_in(supplement_id=again.id, by=cast.citizen_actor(cast.OUTSIDER))
    assert "Ärendet är avgjort" in teofil.get(f"/komplettering/{again.id}/").content.decode()


def test_other_guardian_is_asked_and_the_limit_stands_still_for_her(
    mjolby: Municipality, hanna: Client, anna: Client
) -> None:
    with open_scope(mjolby):
        other = person(cast.OTHER_GUARDIAN, "Olof Provsson")
        filing = hand_in_application(other=other)
        sign(filing, other)
        reference = reference_of(filing)
        services.take(reference=reference, by=cast.staff_actor())
        olof = browser(token=citizen_token(cast.OTHER_GUARDIAN))
        due = Case.objects.get(reference=reference).due
    assert due
    wish = asking.wish(mjolby, whom="party", party=str(other.id), is_order="1")
    page = hanna.get(f"{asking.desk(reference)}komplettering/").content.decode()
    assert "Olof Provsson" in page
    assert (
        asking.ask(hanna, reference, asking.wish(mjolby, whom="party", party="x")).status_code
        == 422
    )
    assert asking.ask(hanna, reference, wish).status_code == 302
    assert _row(mjolby, reference).state == CaseState.WAITING_FOR_APPLICANT
    page = hanna.get("/handlaggning/lista/kompletteras/").content.decode()
    assert "Komplettering: en annan part" in page
    assert "Olof Provsson" in hanna.get(asking.desk(reference)).content.decode()
    with open_scope(mjolby):
        assert [one.citizen_id for one in Message.objects.filter(template="supplement_asked")] == [
            other.id
        ]
    address = f"/mina-arenden/{reference}/komplettering/"
    # The applicant sees that he is asked, and cannot answer in his place.
    assert "Olof Provsson" in anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert "Komplettera ärendet" not in anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert anna.get(address).status_code == 404
    assert "Väntar på din komplettering" not in anna.get("/mina-arenden/").content.decode()
    assert "Väntar på din komplettering" in olof.get("/mina-arenden/").content.decode()
    page = olof.get(address).content.decode()
    assert supplement.CONSEQUENCE in page
    assert "lastbilarna" not in page  # what she answered is not put in his mouth
    # He is not asked twice; another unit can be asked meanwhile.
    assert asking.ask(hanna, reference, wish).status_code == 422
    with open_scope(mjolby):
        asking.member(RECTOR, "Rut Rektor")
    assert asking.ask(hanna, reference, asking.wish(mjolby)).status_code == 302
    with open_scope(mjolby), clock.shifted(timedelta(days=20)):
        assert supplement.pass_due() == 2
        row = Case.objects.get(reference=reference)
        assert (row.state, row.due) == (CaseState.IN_PROGRESS, due + timedelta(days=14))
    asking.fill(olof, address)
    olof.post(f"{address}kontrollera/")
    with open_scope(mjolby):
        one = next(one for one in cases.supplements_of(row.id) if one.snapshot)
        assert one.snapshot
        assert one.snapshot.content["answered_by"]["role"] == "party"
        assert one.is_late


def test_what_is_kept_from_the_parties_is_no_part_of_their_case(
    mjolby: Municipality, hanna: Client, anna: Client, rut: Client, case: str
) -> None:
    assert asking.ask(hanna, case, asking.wish(mjolby, is_hidden="1")).status_code == 422
    wish = asking.wish(mjolby, is_hidden="1", hidden="Skolans uppgifter om andra barn.")
    assert asking.ask(hanna, case, wish).status_code == 302
    own = f"/handlaggning/fragor/{asking.asked(mjolby).id}/"
    assert "Parterna i ärendet ser" not in rut.get(own).content.decode()
    asking.fill(rut, f"{own}svar/")
    rut.post(f"{own}svar/kontrollera/")
    desk = hanna.get(asking.desk(case)).content.decode()
    assert ANSWER in desk
    assert "Skolans uppgifter om andra barn." in desk
    page = anna.get(f"/mina-arenden/{case}/").content.decode()
    for words in (SCHOOL, WHY, ANSWER, "karta.pdf"):
        assert words not in page
    with open_scope(mjolby):
        one = cases.supplements_of(_row(mjolby, case).id)[0]
        assert one.snapshot
        file_id = one.snapshot.content["files"][0]["id"]
    assert anna.get(f"/mina-arenden/{case}/bilaga/{file_id}/").status_code == 404
    assert hanna.get(f"{asking.desk(case)}filer/{file_id}/").content == PDF


def test_what_is_wrong_is_told_at_the_field_and_what_was_written_stays(
    mjolby: Municipality, hanna: Client, rut: Client, case: str
) -> None:
    del rut
    with open_scope(mjolby):
        own_unit = str(cast.unit().id)
    wrongs: list[tuple[dict[str, Any], str]] = [
        (asking.wish(mjolby, unit=""), "Välj en enhet eller en kollega"),
        (asking.wish(mjolby, unit=own_unit), "Välj en enhet eller en kollega"),
        (asking.wish(mjolby, unit=f"{own_unit}:{own_unit}"), "Välj en enhet eller en kollega"),
        (asking.wish(mjolby, is_order="1"), "Bara en part kan föreläggas"),
        (asking.wish(mjolby, text=" "), "Skriv till den du frågar"),
        (asking.person(mjolby) | {"personal_number": "1985"}, "tolv siffror"),
        (asking.person(mjolby) | {"personal_number": cast.APPLICANT.digits,
                                  "name": "Anna Provsson"}, "Personen är part i ärendet"),
        (asking.person(mjolby) | {"personal_number": cast.HANDLER.digits}, "inte fråga dig själv"),
    ]  # fmt: skip
    for wish, told in wrongs:
        refused = asking.ask(hanna, case, wish)
        assert refused.status_code == 422, wish
        page = refused.content.decode()
        assert told in page
        assert "Karta över hållplatsen" in page
    with open_scope(mjolby):
        assert not Supplement.objects.exists()


def test_nobody_protected_is_asked_or_asked_about(
    mjolby: Municipality, hanna: Client, rut: Client, case: str
) -> None:
    with open_scope(mjolby):
        person(cast.OUTSIDER, "Teofil Testsson", protected=True)
    assert "kan inte frågas här" in asking.ask(hanna, case, asking.person(mjolby)).content.decode()
    assert asking.ask(hanna, case, asking.wish(mjolby)).status_code == 302
    own = f"/handlaggning/fragor/{asking.asked(mjolby).id}/"
    assert rut.get(own).status_code == 200
    with open_scope(mjolby):
        Case.objects.update(is_protected=True)
        manager = browser(token=staff_token(cast.staff(Role.MANAGER)))
    assert rut.get(own).status_code == 404
    assert rut.get(f"{own}svar/").status_code == 404
    assert (
        "Vem frågar du?" not in manager.get(f"{asking.desk(case)}komplettering/").content.decode()
    )
    assert asking.ask(manager, case, asking.wish(mjolby)).status_code == 422


def test_colleague_is_asked_alone_and_a_units_member_goes_on_in_anothers_place(
    mjolby: Municipality, hanna: Client, rut: Client, case: str
) -> None:
    with open_scope(mjolby):
        teacher = asking.member(TEACHER, "Lars Lärare", Role.HANDLER)
        lars = browser(token=staff_token(teacher))
        unit = str(cast.unit(SCHOOL).id)
    asking.ask(hanna, case, asking.wish(mjolby, unit=f"{unit}:{teacher.id}"))
    only = f"/handlaggning/fragor/{asking.asked(mjolby).id}/"
    assert [rut.get(only).status_code, lars.get(only).status_code] == [404, 200]
    assert case not in rut.get("/handlaggning/yttranden/").content.decode()
    assert case in lars.get("/handlaggning/min-dag/").content.decode()

    assert asking.ask(hanna, case, asking.wish(mjolby)).status_code == 302
    both = f"/handlaggning/fragor/{asking.asked(mjolby, colleague=None).id}/"
    asking.fill(rut, f"{both}svar/")
    page = lars.get(both).content.decode()
    assert "Rut Rektor" in page
    assert ANSWER not in page
    assert lars.get(f"{both}svar/").status_code == 409
    assert lars.post(f"{both}svar/kontrollera/").status_code == 409
    assert lars.post(f"{both}i-stallet/").status_code == 302
    fresh = lars.get(f"{both}svar/").content.decode()
    assert ANSWER not in fresh  # hers was a draft
    assert rut.post(f"{both}svar/kontrollera/").status_code == 409
    asking.fill(lars, f"{both}svar/", "Vid matsalen.")
    lars.post(f"{both}svar/kontrollera/")
    assert "Vid matsalen." in hanna.get(asking.desk(case)).content.decode()
    assert "Svaret kom in" in rut.get(both).content.decode()


def test_reminder_goes_once_and_a_late_answer_is_taken(
    mjolby: Municipality, hanna: Client, case: str
) -> None:
    asking.ask(hanna, case, asking.person(mjolby))
    asked = asking.asked(mjolby)
    with open_scope(mjolby), clock.shifted(timedelta(days=13)):
        assert (supplement.remind_due(), supplement.remind_due()) == (1, 0)
        assert Message.objects.filter(template="inquiry_reminder").count() == 1
    with open_scope(mjolby), clock.shifted(timedelta(days=20)):
        assert (supplement.pass_due(), supplement.pass_due()) == (1, 0)
        assert Message.objects.filter(template="inquiry_passed").count() == 1
        assert Case.objects.get(reference=case).state == CaseState.IN_PROGRESS
        teofil = browser(token=citizen_token(cast.OUTSIDER))
    assert "försenat" in hanna.get(asking.desk(case)).content.decode()
    own = f"/komplettering/{asked.id}/"
    asking.fill(teofil, f"{own}svar/")
    teofil.post(f"{own}svar/kontrollera/")
    assert "Efter den begärda dagen" in hanna.get(asking.desk(case)).content.decode()


def _north() -> Municipality:
    row = cast.municipality("norrkoping")
    with open_scope(row):
        school_transport("norrkoping")
    return row


def test_summary_of_what_is_wrong_has_the_order_of_the_page(
    mjolby: Municipality, hanna: Client, case: str
) -> None:
    empty = {"personal_number": "", "name": "", "text": "", "questions": [], "is_hidden": "1"}
    answer = asking.ask(hanna, case, asking.person(mjolby) | empty)
    assert answer.status_code == 422
    listed = re.findall(r'<a[^>]*href="#f-(\w+)"', answer.content.decode())
    assert listed == ["personal_number", "name", "hidden", "text"]
