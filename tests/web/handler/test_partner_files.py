"""Files with an outside body's answer: scanned, the handler's, and the parties' if meant."""

import base64
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.capabilities.paper import typesetter
from tests.handling_support import complete_case
from tests.journey.failure.test_uploads import EICAR
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token
from tests.web.api.support import caller, connect
from tests.web.handler.test_partners import LIST, ROUTE, _decided, _partner

from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.people.types import Role, Scope
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import whole_case
from samtjanst.kernel import clock
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, PartnerRoom, PartnerShare
from samtjanst.running.cases.types import RoomDraft

pytestmark = pytest.mark.django_db
PDF = typesetter.pdf("Tur 12, hållplats Storgatan 07.15")


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path / "files"))
    with open_scope(row):
        school_transport()
        room = services.open_room(
            new=RoomDraft(
                cast.unit().id, cast.unit("Trafikbolaget").id, "skolskjuts", "Turlistor",
                ("school",), "Turer", clock.today(),
            ),
            by=cast.staff_actor(Role.MANAGER),
        )  # fmt: skip
        reference = _decided(complete_case())
        services.share(reference=reference, room_id=room, by=cast.staff_actor())
    return row


@pytest.fixture
def per(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(_partner()))


def _share(mjolby: Municipality) -> tuple[str, str]:
    with open_scope(mjolby):
        return Case.objects.get().reference, f"{LIST}{PartnerShare.objects.get().id}/"


def _file(name: str = "turlista.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def _links(page: str, reference: str) -> list[str]:
    links = (part.partition('"')[0] for part in page.split(f"{reference}/dela/")[1:])
    return [link for link in links if "fil/" in link]


def test_files_reach_the_handler_and_the_parties_with_the_answer(
    mjolby: Municipality, per: Client
) -> None:
    reference, path = _share(mjolby)
    sent = {"text": ROUTE, "files": [_file()], "till_parterna": "1"}
    assert per.post(path, sent).status_code == 302
    assert "turlista.pdf" in per.get(path).content.decode()
    with open_scope(mjolby):
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
        case = whole_case.of(reference, clock.now())
    desk = f"/handlaggning/arenden/{reference}/"
    [shown, link] = _links(hanna.get(desk).content.decode(), reference)
    read = hanna.get(f"{desk}dela/{link}")
    assert (read.content, "attachment" in read["Content-Disposition"]) == (PDF, True)
    assert hanna.get(f"{desk}dela/{shown}")["Content-Disposition"].startswith("inline")
    assert "turlista.pdf" in anna.get(f"/mina-arenden/{reference}/meddelanden/").content.decode()
    assert PDF in [item.content for one in case.records for item in one.items]
    assert per.get(f"{desk}dela/{link}").status_code == 404


def test_files_that_are_not_meant_for_the_parties_stay_with_the_handler(
    mjolby: Municipality, per: Client
) -> None:
    reference, path = _share(mjolby)
    assert per.post(path, {"text": ROUTE, "files": [_file("intern.pdf")]}).status_code == 302
    with open_scope(mjolby):
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
    assert "intern.pdf" in hanna.get(f"/handlaggning/arenden/{reference}/").content.decode()
    page = anna.get(f"/mina-arenden/{reference}/meddelanden/").content.decode()
    assert ROUTE in page
    assert "intern.pdf" not in page


@pytest.mark.parametrize(
    ("name", "content"),
    [("virus.pdf", b"%PDF-1.7\n" + EICAR), ("turlista.exe", b"MZ\x00"), ("tom.pdf", b"")],
)
def test_file_that_is_refused_keeps_the_whole_answer_back(
    mjolby: Municipality, per: Client, name: str, content: bytes
) -> None:
    _reference, path = _share(mjolby)
    answer = per.post(path, {"text": ROUTE, "files": [_file(name, content)]})
    assert answer.status_code == 422
    assert 'id="f-files-fel"' in answer.content.decode()
    assert ROUTE in answer.content.decode()
    with open_scope(mjolby):
        assert PartnerShare.objects.get().result_at is None
        assert not StoredFile.objects.filter(owner_kind="partner_share").exists()


def test_file_is_not_read_before_it_is_scanned_nor_by_a_neighbour(
    mjolby: Municipality, per: Client, tmp_path: Path
) -> None:
    reference, path = _share(mjolby)
    per.post(path, {"text": ROUTE, "files": [_file()]})
    desk = f"/handlaggning/arenden/{reference}/"
    with open_scope(mjolby):
        hanna = browser(token=staff_token(cast.staff()))
        [_shown, link] = _links(hanna.get(desk).content.decode(), reference)
        StoredFile.objects.update(scan_state="pending")
    assert hanna.get(f"{desk}dela/{link}").status_code == 404
    assert "Kontrolleras" in hanna.get(desk).content.decode()
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        far = browser("norrkoping", token=staff_token(cast.staff()))
    assert far.get(f"{desk}dela/{link}").status_code == 404


def test_system_answers_with_files_once(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        room = PartnerRoom.objects.get().id
        system = caller(connect((Scope.PARTNER,), "Trafikbolaget", room_id=room))
        share = PartnerShare.objects.get().id
        anna = browser(token=citizen_token())
    path = f"/api/v1/partner/shares/{share}/result"
    body = {
        "text": ROUTE,
        "files": [{"name": "tur.pdf", "content": base64.b64encode(PDF).decode()}],
    }
    key = {"Idempotency-Key": str(uuid.uuid4())}
    for _again in range(2):
        told = system.post(path, body, content_type="application/json", headers=key)
        assert told.status_code == 201
    with open_scope(mjolby):
        assert StoredFile.objects.filter(owner_kind="partner_share").count() == 1
        reference = Case.objects.get().reference
    page = anna.get(f"/mina-arenden/{reference}/meddelanden/").content.decode()
    assert page.count("tur.pdf") >= 1
    for wrong in ("****", base64.b64encode(b"MZ").decode()):
        bad = {"text": ROUTE, "files": [{"name": "x.exe", "content": wrong}]}
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        assert (
            system.post(path, bad, content_type="application/json", headers=headers).status_code
            == 422
        )
