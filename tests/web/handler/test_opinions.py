"""Opinions of others: chosen parts only, for the one who was asked, once, sealed, on record."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import ask_opinion
from samtjanst.kernel import clock
from samtjanst.kernel.errors import TamperedError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseParty, Opinion

pytestmark = pytest.mark.django_db
LIST = "/handlaggning/yttranden/"
SCHOOL = "Blåklintskolan"
RECTOR = PersonalNumber("199001012382")
QUESTION, ANSWER = "Finns en säker hållplats vid skolan?", "Ja, vid gymnastiksalen."
GRANTED = {"outcome": "granted", "reasons": "Vägen är lång.", "legal_basis": "sl_10_32_1"}
HIDDEN = ("Storgatan", "lastbilarna", "Ella", "20180101", "anna@", "Provsson")


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


def _rector(name: str = "Rut Rektor") -> StaffAccount:
    roles = {Role.PARTNER: cast.unit(SCHOOL)}
    return put_staff(number=RECTOR, name=name, email="rut@exempel.invalid", roles=roles)


def _taken(**more: Any) -> str:
    reference = complete_case(**more)
    services.take(reference=reference, by=cast.staff_actor())
    return reference


def _ask(**more: Any) -> dict[str, Any]:
    return {
        "whom": "unit", "unit": str(cast.unit(SCHOOL).id), "text": QUESTION,
        "questions": ["school", "days_to"], "is_needed": "1", "visibility": "at_once",
        "due": (clock.today() + timedelta(days=14)).isoformat(),
    } | more  # fmt: skip


def _person(**more: Any) -> dict[str, Any]:
    return _ask(
        whom="person", personal_number=cast.OUTSIDER.digits, name="Teofil Testsson",
        email="teofil@exempel.invalid", **more,
    )  # fmt: skip


def _desk(reference: str) -> str:
    return f"/handlaggning/arenden/{reference}/"


def _decide(client: Client, reference: str) -> int:
    revision = Case.objects.get(reference=reference).revision
    data = GRANTED | {"send": "1", "revision": str(revision)}
    return client.post(f"{_desk(reference)}beslut/", data).status_code


def _refused(client: Client, path: str, data: dict[str, Any], own_unit: str) -> None:
    """What is wrong is said, and what was chosen stays chosen."""
    wrongs: list[dict[str, Any]] = [
        {"unit": ""}, {"text": " "}, {"due": "2020-01-01"}, {"visibility": "never"},
        {"unit": own_unit},
    ]  # fmt: skip
    for wrong in wrongs:
        page = client.post(path, data | wrong)
        assert page.status_code == 422, wrong
        assert "checked" in page.content.decode()
    assert client.post(path, data | {"questions": ["no_such"]}).status_code == 404


def _file(client: Client, base: str, answer: str, other: str) -> None:
    assert client.get(f"{base}{answer}/").content == b"%PDF-1.7\nkarta"
    assert client.get(f"{base}{other}/").status_code == 404


def _is_over(client: Client, own: str) -> None:
    again = client.post(own, {"text": "Nej."})
    assert again.status_code == 409
    assert "kan inte ändras" in again.content.decode()
    assert "Måndag" not in client.get(own).content.decode()


def test_unit_sees_the_chosen_parts_and_answers_once_and_the_decision_waits(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        reference, data = _taken(files=("intyg.pdf", "hemligt.pdf")), _ask()
        hanna = browser(token=staff_token(cast.staff()))
        rut, anna = browser(token=staff_token(_rector())), browser(token=citizen_token())
        files = {one.id: one for one in StoredFile.objects.all()}
        given, kept = sorted(files)
    path = f"{_desk(reference)}be-om-yttrande/"
    _refused(hanna, path, data, str(cast_unit(mjolby)))
    assert rut.post(path, data).status_code == 404
    assert anna.get(path).status_code == 302
    assert hanna.post(path, data | {"documents": [str(given)]}).status_code == 302
    assert hanna.post(path, data).status_code == 409
    assert "Har tid att svara" in hanna.get(_desk(reference)).content.decode()
    assert reference in hanna.get("/handlaggning/lista/yttranden/").content.decode()
    with open_scope(mjolby):
        asked = Opinion.objects.get()
        assert _decide(hanna, reference) == 422
        mail = Job.objects.filter(name=ask_opinion.NOTE_JOB).get()
        assert QUESTION not in f"{mail.payload}"
    assert reference in rut.get(LIST).content.decode()
    own = f"{LIST}{asked.id}/"
    page = rut.get(own).content.decode()
    assert "Blåklintskolan" in page
    assert QUESTION in page
    assert not [word for word in HIDDEN if word in page]
    assert rut.get(f"{own}underlag/{given}/").status_code == 200
    assert rut.get(f"{own}underlag/{kept}/").status_code == 404
    assert rut.post(own, {"text": " "}).status_code == 422
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90")
    assert rut.post(own, {"text": ANSWER, "files": [bad]}).status_code == 422
    pdf = SimpleUploadedFile("karta.pdf", b"%PDF-1.7\nkarta")
    assert rut.post(own, {"text": ANSWER, "files": [pdf]}).status_code == 302
    _is_over(rut, own)
    assert rut.get(f"{own}underlag/{given}/").status_code == 404
    page = hanna.get(_desk(reference)).content.decode()
    assert ANSWER in page
    assert "Yttrande kom in från någon annan" in page
    assert ANSWER in anna.get(f"/mina-arenden/{reference}/").content.decode()
    with open_scope(mjolby):
        answer = StoredFile.objects.get(owner_kind="case_opinion")
        assert AuditEvent.objects.filter(action="case.opinion.read").count() >= 3
    for client, base in ((hanna, path), (anna, f"/mina-arenden/{reference}/yttranden/")):
        _file(client, f"{base}{asked.id}/", str(answer.id), str(given))
    text = bare(text_of(hanna.get(f"{_desk(reference)}dokument.pdf").content))
    assert bare(ANSWER) in text
    assert "Alla yttranden har kommit" in hanna.get("/handlaggning/min-dag/").content.decode()
    diary = hanna.get("/handlaggning/diarium/").content.decode()
    assert diary.count(SCHOOL) == 2
    with open_scope(mjolby):
        assert _decide(hanna, reference) == 302
        _is_noticed_when_changed(asked)


def _is_noticed_when_changed(asked: Opinion) -> None:
    Opinion.objects.update(digest="0" * 64)
    with pytest.raises(TamperedError):
        cases.opinions_of(asked.case_id)


def cast_unit(row: Municipality) -> Any:
    """The unit that has the case itself."""
    with open_scope(row):
        return cast.unit().id


def test_link_is_the_neighbours_own_and_ends_when_it_is_revoked_or_the_case_is_decided(
    mjolby: Municipality,
) -> None:
    with open_scope(_north()):
        abroad = browser("norrkoping", citizen_token(cast.OUTSIDER))
    with open_scope(mjolby):
        reference = _taken()
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
        path = f"{_desk(reference)}be-om-yttrande/"
        for wrong in (
            {"personal_number": "1985"}, {"name": ""}, {"email": "x"},
            {"personal_number": cast.APPLICANT.digits, "name": "Anna Provsson"},
            {"personal_number": cast.HANDLER.digits, "name": "Hanna Handläggare"},
            {"personal_number": "201801012392", "name": "Ella Provsson"},
        ):  # fmt: skip
            assert hanna.post(path, _person() | wrong).status_code == 422, wrong
        secret = {"visibility": "decided", "reason": "Grannens uppgifter är känsliga."}
        assert hanna.post(path, _person(**secret)).status_code == 302
        asked, notice = Opinion.objects.get(), Message.objects.get(template="opinion_asked")
        assert QUESTION not in f"{notice.__dict__}"
        teofil = browser(token=citizen_token(cast.OUTSIDER))
    own = f"/yttrande/{asked.id}/"
    # A stolen link: whoever has it has to be the neighbour.
    for thief in (anna, abroad):
        assert [thief.get(own).status_code, thief.post(own, {"text": "x"}).status_code] == [
            404,
            404,
        ]
    assert browser().get(own).status_code == hanna.get(own).status_code == 302
    assert hanna.get(f"{LIST}{asked.id}/").status_code == 404
    assert own in teofil.get("/mina-arenden/").content.decode()
    page = teofil.get(own).content.decode()
    assert not [word for word in HIDDEN if word in page]
    assert QUESTION not in anna.get(f"/mina-arenden/{reference}/").content.decode()
    with open_scope(mjolby), clock.shifted(timedelta(days=13)):
        assert (ask_opinion.remind_due(), ask_opinion.remind_due()) == (1, 0)
        assert Message.objects.filter(template="opinion_reminder").count() == 1
    revoke = f"{path}{asked.id}/aterkalla/"
    assert teofil.post(revoke).status_code == 302
    assert hanna.post(revoke).status_code == 302
    assert hanna.post(revoke).status_code == 409
    late = teofil.post(own, {"text": ANSWER})
    assert late.status_code == 409
    assert ANSWER in late.content.decode()
    assert "behöver inte ditt yttrande" in late.content.decode()
    with open_scope(mjolby):
        assert hanna.post(path, {**_person(**secret), "is_needed": []}).status_code == 302
        second = Opinion.objects.exclude(id=asked.id).get()
        assert _decide(hanna, reference) == 302
    late = teofil.post(f"/yttrande/{second.id}/", {"text": ANSWER})
    assert late.status_code == 409
    assert "Ärendet är avgjort" in late.content.decode()
    page = anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert QUESTION in page  # when it is decided, and never what was revoked
    assert page.count(QUESTION) == 1


def test_late_answer_is_taken_and_nobody_is_asked_about_her_own_or_a_protected_case(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        reference = _taken()
        hanna = browser(token=staff_token(cast.staff()))
        path = f"{_desk(reference)}be-om-yttrande/"
        assert hanna.post(path, _ask()).status_code == 302
        own = f"{LIST}{Opinion.objects.get().id}/"
        namesake, rut = _rector("Anna Provsson"), None
        StaffAccount.objects.filter(id=namesake.id).update(number_index="")
        assert browser(token=staff_token(namesake)).get(own).status_code == 404
        rut = _rector()
        CaseParty.objects.filter(role="guardian").delete()
    with open_scope(mjolby), clock.shifted(timedelta(days=20)):
        page = browser(token=staff_token(cast.staff())).get("/handlaggning/min-dag/")
        assert "inte har kommit i tid" in page.content.decode()
        Case.objects.update(is_protected=True)
        late = browser(token=staff_token(rut))
        assert late.post(own, {"text": ANSWER}).status_code == 404
        assert reference not in late.get(LIST).content.decode()
        Case.objects.update(is_protected=False)
        assert late.post(own, {"text": ANSWER}).status_code == 302
    with open_scope(mjolby):
        Case.objects.update(is_protected=True)
        manager = browser(token=staff_token(cast.staff(Role.MANAGER)))
        assert manager.get(path).status_code == 409
        assert manager.post(path, _ask()).status_code == 409


def _north() -> Municipality:
    row = cast.municipality("norrkoping")
    with open_scope(row):
        school_transport("norrkoping")
    return row
