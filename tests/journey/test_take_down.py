"""Staff takes down an application for somebody on the telephone, at the counter or on paper."""

import re
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.handling_support import sign
from tests.journey_support import DOCUMENT, school_transport
from tests.staff_support import browser, citizen_token, staff_token
from tests.taking_support import EICAR, PAGE, begun, filled_in, post_all

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import RequestState, RoomState
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer, submit, take_down
from samtjanst.journey.take_down import Finished
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotAllowedError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.types import CaseState
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.models import Filing
from samtjanst.running.filing.types import Channel, FilingState

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
        cast.citizen()
        cast.citizen(cast.OTHER_GUARDIAN)
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _seen(client: Client, path: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', client.get(path).content.decode())
    assert found
    return found[1]


def _unsigned() -> None:
    document = {**DOCUMENT, "signing": {**DOCUMENT["signing"], "confirmation": "login"}}
    document["signing"]["signatories"] = {}
    school_transport(document=document)


def _finished(filing_id: uuid.UUID, **more: Any) -> Finished:
    _taker, work = take_down.opened(filing_id=filing_id, by=cast.staff_actor())
    return Finished(submit.seen(work), **more)


def test_telephone_is_a_case_at_once_and_she_signs_afterwards_as_the_others(
    mjolby: Municipality, hanna: Client
) -> None:
    assert "/handlaggning/ta-emot/" in hanna.get("/handlaggning/").content.decode()
    path = post_all(hanna, begun(channel="phone", told_by="Mormor Prov"))
    shown = hanna.get(f"{path}kontrollera/").content.decode()
    assert "Mormor Prov" in shown
    sent = hanna.post(f"{path}kontrollera/", {"seen": _seen(hanna, f"{path}kontrollera/")})
    assert sent.status_code == 302
    told = hanna.get(sent["Location"]).content.decode()
    assert "Ansökan har kommit in, och den sökande får besked." in told
    assert "Telefon" in told
    assert "Hanna Handläggare" in told
    with open_scope(mjolby):
        case = Case.objects.get()
        assert case.state == CaseState.WAITING_FOR_SIGNATURE
        room = signing.room_of(("filing", case.filing_id))
        assert room
        assert [one.state for one in room.requests] == [RequestState.INVITED] * 2
        content = filings.snapshot(case.snapshot_id).content
        assert content["taken_down"]["channel"] == "phone"
        assert content["taken_down"]["by"] == "Hanna Handläggare"
        assert content["login"] == {"level": 0}
        asked = Message.objects.filter(template="sign_invitation")
        assert asked.count() == 2
        anna = browser(token=citizen_token())
    mine = anna.get("/mina-arenden/").content.decode()
    assert f"/underskrift/{room.requests[0].id}/" in mine
    assert "Telefon" in anna.get(f"/underskrift/{room.requests[0].id}/").content.decode()
    with open_scope(mjolby):
        sign(case.filing_id, cast.citizen_actor())
        sign(case.filing_id, cast.citizen_actor(cast.OTHER_GUARDIAN))
        case.refresh_from_db()
        assert case.state == CaseState.RECEIVED
        assert Case.objects.count() == 1
        room = signing.room_of(("filing", case.filing_id))
        assert room
        assert room.state is RoomState.COMPLETE
    assert case.reference in anna.get("/mina-arenden/").content.decode()
    assert anna.get(f"/ansokan/{case.filing_id}/kvitto/").status_code == 200


def test_paper_that_she_has_signed_is_her_signature_and_arrived_when_it_came(
    mjolby: Municipality, hanna: Client
) -> None:
    day = clock.today() - timedelta(days=3)
    path = post_all(hanna, begun(channel="paper", arrived_on=day.isoformat()))
    url = f"{path}kontrollera/"
    without = hanna.post(url, {"seen": _seen(hanna, url)})
    assert without.status_code == 422
    assert "Lägg till det inskannade papperet." in without.content.decode()
    data = {"seen": _seen(hanna, url), "is_signed": "1", "signed_on": day.isoformat()}
    page = SimpleUploadedFile("papper.pdf", PAGE)
    unseen = hanna.post(url, {**data, "files": page})
    assert "Intyga att du har jämfört" in unseen.content.decode()
    page.seek(0)
    sent = hanna.post(url, {**data, "compared": "1", "files": page})
    assert sent.status_code == 302
    with open_scope(mjolby):
        row = Case.objects.get()
        assert clock.local(row.arrived_at).date() == day
        room = signing.room_of(("filing", row.filing_id))
        assert room
        assert [one.state for one in room.requests] == [RequestState.ON_PAPER, RequestState.INVITED]
        content = filings.snapshot(row.snapshot_id).content
        [paper] = content["taken_down"]["papers"]
        assert paper in {one["id"] for one in content["files"]}
    shown = hanna.get(f"/handlaggning/arenden/{row.reference}/").content.decode()
    assert "Skrev under på papper" in shown
    assert "papper.pdf" in shown
    scanned = hanna.get(f"/handlaggning/arenden/{row.reference}/filer/{paper}/")
    assert b"".join(scanned) == PAGE


def test_without_signature_it_is_complete_at_once(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        _unsigned()
    path = post_all(hanna, begun(channel="visit"))
    url = f"{path}kontrollera/"
    assert hanna.post(url, {"seen": _seen(hanna, url)}).status_code == 302
    assert hanna.post(url, {"seen": "x"}).status_code == 404
    with open_scope(mjolby):
        row = Case.objects.get()
    desk = f"/handlaggning/arenden/{row.reference}/"
    assert "Besök" in hanna.get(desk).content.decode()
    hanna.post("/sprak/", {"language": "en", "next": desk})
    assert "Visit" in hanna.get(desk).content.decode()
    with open_scope(mjolby):
        assert row.state == CaseState.RECEIVED
        assert Message.objects.filter(template="application_received").count() == 1
        [how] = [one.text for one in cases.timeline(row.id) if one.what == "taken_down"]
        assert how.startswith("visit")  # a code, which each screen says in its own language
        by = AuditEvent.objects.filter(action="filing.handed_in").get()
        assert by.actor_id == cast.staff_actor().id


def test_somebody_without_number_is_nobody_elses_and_shown_without_one(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        _unsigned()
    path = post_all(hanna, begun(number="", name="Nils Namnsson", channel="visit"))
    url = f"{path}kontrollera/"
    assert hanna.post(url, {"seen": _seen(hanna, url)}).status_code == 302
    with open_scope(mjolby):
        row = Case.objects.get()
        [party] = cases.get_case(cast.staff_actor(), row.reference).parties
        assert (party.name, party.foreign) == ("Nils Namnsson", "")
        assert "no_number" in {one.what for one in cases.timeline(row.id)}
    assert "ZZ:" not in hanna.get(f"/handlaggning/arenden/{row.reference}/").content.decode()


def test_draft_is_hers_who_takes_it_down_and_nobody_elses(
    mjolby: Municipality, hanna: Client, tmp_path: Path
) -> None:
    path = post_all(hanna, begun(channel="phone"))
    filing_id = uuid.UUID(path.rstrip("/").rpartition("/")[2])
    with open_scope(mjolby):
        anna = browser(token=citizen_token())
        other = cast.put_other_handler()
        with pytest.raises(NotFoundError):
            take_down.opened(filing_id=filing_id, by=other)
        with pytest.raises(NotFoundError):
            answer.open_work(filing_id=filing_id, by=cast.citizen_actor())
        assert filings.my_filings(cast.citizen_actor()) == []
        mine = filled_in(by=cast.citizen_actor())
        with pytest.raises(NotFoundError):
            take_down.opened(filing_id=mine, by=cast.staff_actor())
    for part in ("", "oversikt/", "kontrollera/", "kvitto/"):
        assert anna.get(f"/ansokan/{filing_id}/{part}").status_code == 404
    assert str(filing_id) not in anna.get("/mina-arenden/").content.decode()
    assert str(filing_id) in hanna.get("/handlaggning/ta-emot/").content.decode()
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        school_transport("norrkoping")
        with pytest.raises(NotFoundError):
            take_down.opened(filing_id=filing_id, by=cast.staff_actor())
    assert hanna.post(f"{path}kasta/").status_code == 302
    with open_scope(mjolby):
        assert Filing.objects.get(id=filing_id).state == FilingState.DISCARDED


def test_what_is_wrong_at_the_start_is_told_and_nothing_is_begun(
    mjolby: Municipality, hanna: Client
) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    for wrong, told in (
        (begun(channel=""), "Välj hur ansökan kom in."),
        (begun(channel="drum"), "Välj hur ansökan kom in."),
        (begun(number="", name=""), "namnet på den som saknar"),
        (begun(number="19850101-2383", name=""), "Personnumret stämmer inte"),
        (begun(number=cast.OUTSIDER.digits, name=""), "Registret svarar inte just nu"),
        (begun(number=cast.HANDLER.digits), "ditt eget personnummer"),
        (begun(arrived_on=tomorrow.isoformat()), "inte senare än i dag"),
        (begun(told_by="x" * 201), "högst 200 tecken"),
        (begun(email="ingen"), "Kontrollera e-postadressen."),
    ):
        answered = hanna.post("/handlaggning/ta-emot/", wrong)
        assert answered.status_code == 422
        assert told in answered.content.decode()
    assert hanna.post("/handlaggning/ta-emot/", begun(slug="finns-inte")).status_code == 404
    with open_scope(mjolby):
        assert not Filing.objects.exists()


def test_protected_identity_is_taken_down_by_a_manager_only(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        row = cast.citizen()
        row.is_protected = True
        row.save(update_fields=["is_protected"])
        wanted = take_down.Begun("skolskjuts", Channel.PHONE, clock.today(), cast.APPLICANT.digits)
        with pytest.raises(InvalidInputError) as refused:
            take_down.begin(begun=wanted, by=cast.staff_actor())
        assert "number" in refused.value.problems
        manager = cast.staff_actor(Role.MANAGER)
        filing_id = take_down.begin(begun=wanted, by=manager)
        take_down.opened(filing_id=filing_id, by=manager)
        with pytest.raises(NotFoundError):
            take_down.opened(filing_id=filing_id, by=cast.staff_actor())


def test_other_units_and_roles_take_nothing_down(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        wanted = take_down.Begun("skolskjuts", Channel.PHONE, clock.today(), cast.APPLICANT.digits)
        with pytest.raises(NotFoundError):
            take_down.begin(begun=wanted, by=cast.staff_actor(unit_name="Miljöförvaltningen"))
        for by in (cast.citizen_actor(), cast.staff_actor(Role.ADMINISTRATOR)):
            with pytest.raises(NotAllowedError):
                take_down.begin(begun=wanted, by=by)


def test_hostile_page_and_changed_answers_hand_nothing_in(
    mjolby: Municipality, hanna: Client
) -> None:
    path = post_all(hanna, begun(channel="paper"))
    url = f"{path}kontrollera/"
    for name, content in (("virus.pdf", EICAR), ("program.pdf", b"MZ\x90\x00"), ("tom.pdf", b"")):
        page = SimpleUploadedFile(name, content)
        answered = hanna.post(url, {"seen": _seen(hanna, url), "files": page})
        assert answered.status_code == 422
    page = SimpleUploadedFile("papper.pdf", PAGE)
    answered = hanna.post(url, {"seen": "0" * 64, "files": page})
    assert "Något har ändrats sedan du läste svaren" in answered.content.decode()
    with open_scope(mjolby):
        assert not Case.objects.exists()
        filing_id = uuid.UUID(path.rstrip("/").rpartition("/")[2])
        by = cast.staff_actor()
        finished = _finished(filing_id, uploads=[("papper.pdf", PAGE)])
        take_down.hand_in(filing_id=filing_id, finished=finished, by=by)
        with pytest.raises(NotFoundError):
            take_down.hand_in(filing_id=filing_id, finished=finished, by=by)
        assert Case.objects.count() == 1
