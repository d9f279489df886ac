"""A signature on paper: registered by a handler with the scanned page, shown as such everywhere."""

import io
import uuid
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests import cast
from tests.handling_support import hand_in_application, reference_of, sign
from tests.journey_support import school_transport
from tests.simulators_support import bankid
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.models import Evidence
from samtjanst.capabilities.signing.types import RequestState, RoomState
from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import document, on_paper, prove
from samtjanst.journey import sign as signing_journey
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseState

pytestmark = pytest.mark.django_db
PAGE = b"%PDF-1.7\nunderskrift"


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


def _waiting() -> str:
    other = cast.citizen_actor(cast.OTHER_GUARDIAN)
    return reference_of(hand_in_application(other=other))


def _told(request_id: uuid.UUID | None, **more: object) -> on_paper.Told:
    values = {"signed_on": clock.today(), "has_seen": True, "uploads": [("papper.pdf", PAGE)]}
    return on_paper.Told(request_id, **{**values, **more})  # type: ignore[arg-type]


def _form(client: Client, reference: str, **more: object) -> HttpResponse:
    data = {"signed_on": clock.today().isoformat(), "seen": "1", **more}
    answer = client.post(f"/handlaggning/arenden/{reference}/underskrift-pa-papper/", data)
    assert isinstance(answer, HttpResponse)
    return answer


def test_page_completes_the_case_and_is_shown_as_paper_everywhere(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference = _waiting()
        hanna = browser(token=staff_token(cast.staff()))
        anna = browser(token=citizen_token())
        bo = browser(token=citizen_token(cast.OTHER_GUARDIAN))
    case_url = f"/handlaggning/arenden/{reference}/"
    assert (
        f"{case_url}underskrift-pa-papper/"
        in hanna.get(f"{case_url}vagar-vidare/").content.decode()
    )
    refused = _form(hanna, reference)
    assert refused.status_code == 422
    sent = _form(hanna, reference, files=SimpleUploadedFile("papper.pdf", PAGE))
    assert sent.status_code == 302
    with open_scope(mjolby):
        handler = cast.staff_actor()
        case = cases.get_case(handler, reference)
        assert case.state is CaseState.RECEIVED
        room = signing.room_of(("filing", case.filing_id))
        assert room
        assert room.state is RoomState.COMPLETE
        assert [one.state for one in room.requests] == [RequestState.SIGNED, RequestState.ON_PAPER]
        [proof] = [one for one in signing.evidence_of(("filing", case.filing_id)) if one.page]
        assert proof.page
        assert proof.page.sha256 == digest_bytes(PAGE)
        request_id = room.requests[1].id
        assert Message.objects.filter(template="application_complete").count() == 2
        with pikepdf.open(
            io.BytesIO(document.case_document(reference=reference, by=handler))
        ) as pdf:
            assert "underskrift-2-papper.pdf" in pdf.attachments
    shown = hanna.get(case_url).content.decode()
    assert "Skrev under på papper" in shown
    assert hanna.get(f"{case_url}underskrift-pa-papper/{proof.page.id}/").content == PAGE
    assert "Skrev under på papper" in anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert "papper" in bo.get(f"/underskrift/{request_id}/").content.decode()
    again = _form(hanna, reference, files=SimpleUploadedFile("papper.pdf", PAGE))
    assert again.status_code == 404


def test_what_is_missing_is_told_and_nothing_is_kept(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference, by = _waiting(), cast.staff_actor()
        _case, [left] = on_paper.open_to_paper(reference=reference, by=by)
        for told, field in (
            (_told(None), "request"),
            (
                _told(left.id, signed_on=clock.today().replace(year=clock.today().year + 1)),
                "signed_on",
            ),
            (_told(left.id, has_seen=False), "seen"),
            (_told(left.id, uploads=[]), "files"),
            (_told(left.id, uploads=[("virus.pdf", b"MZ\x90\x00 no page")]), "files"),
        ):
            with pytest.raises(InvalidInputError) as refused:
                on_paper.register(reference=reference, told=told, by=by)
            assert field in refused.value.problems
        assert Evidence.objects.count() == 1
        assert StoredFile.objects.filter(owner_kind=on_paper.OWNER).count() == 0


def test_applicant_outsiders_and_other_municipalities_cannot(
    mjolby: Municipality, tmp_path: Path
) -> None:
    with open_scope(mjolby):
        reference = _waiting()
        _case, [left] = on_paper.open_to_paper(reference=reference, by=cast.staff_actor())
        for by in (cast.citizen_actor(), cast.staff_actor(unit_name="Miljöförvaltningen")):
            with pytest.raises(NotFoundError):
                on_paper.register(reference=reference, told=_told(left.id), by=by)
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        school_transport("norrkoping")
        with pytest.raises(NotFoundError):
            on_paper.register(reference=reference, told=_told(left.id), by=cast.staff_actor())


def test_who_has_signed_on_paper_cannot_sign_again_nor_the_other_way_round(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        reference, by = _waiting(), cast.staff_actor()
        case, [left] = on_paper.open_to_paper(reference=reference, by=by)
        on_paper.register(reference=reference, told=_told(left.id), by=by)
        other = cast.citizen_actor(cast.OTHER_GUARDIAN)
        with pytest.raises(TransitionError):
            sign(case.filing_id, other)
        with pytest.raises(TransitionError):
            signing_journey.decline(request_id=left.id, reason="Nej", by=other)


def test_check_again_tells_when_the_page_is_another(mjolby: Municipality, tmp_path: Path) -> None:
    with bankid(tmp_path / "bank") as bank, open_scope(mjolby):
        bind(port=Port.SIGNING, adapter="bankid", settings=bank.settings | {"environment": "test"})
        reference, by = _waiting(), cast.staff_actor()
        _case, [left] = on_paper.open_to_paper(reference=reference, by=by)
        on_paper.register(reference=reference, told=_told(left.id), by=by)
        kept = StoredFile.objects.get(owner_kind=on_paper.OWNER)
        checks = _checked(reference, by)
        assert checks["paper"]
        assert checks["record"]
        StoredFile.objects.filter(id=kept.id).update(sha256="0" * 64)
        assert not _checked(reference, by)["paper"]


def _checked(reference: str, by: Actor) -> dict[str, bool]:
    signatures = prove.check_again(reference=reference, by=by).signatures
    return {check.name: check.held for check in signatures[1].checks}
