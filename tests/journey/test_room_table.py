"""The page of a signing room's states: whole, made from the code, and true row by row."""

import copy
import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from scripts import signing_page
from scripts.signing_page import ABSENT, AT_ONCE, DECISION, HIDDEN, OWN_SPACE, PERSON
from tests import cast
from tests.handling_support import complete_case, hand_in_application, reference_of, sign
from tests.journey_support import DOCUMENT, school_transport
from tests.official_support import Official, colleague, official, send
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.capabilities.signing.types import (
    REQUEST_TRANSITIONS,
    ROOM_TRANSITIONS,
    SIGNED,
    RequestState,
    RoomState,
)
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import remind, sign_notes, take_up
from samtjanst.journey import sign as signing_journey
from samtjanst.kernel import clock
from samtjanst.running.cases import services
from samtjanst.running.cases.queries import case_of_filing

ENDS = {
    RequestState.DECLINED: RoomState.DECLINED,
    RequestState.EXPIRED: RoomState.EXPIRED,
    RequestState.SIGNED: RoomState.COMPLETE,
    RequestState.EXCUSED: RoomState.COMPLETE,
    RequestState.ON_PAPER: RoomState.COMPLETE,
    RequestState.STOOD_DOWN: RoomState.COMPLETE,
}


def test_page_is_what_the_code_says() -> None:
    assert signing_page.PAGE.read_text() == signing_page.page()


def test_every_state_has_a_row_and_every_event_an_outcome() -> None:
    assert set(PERSON) == set(RequestState)
    assert set(OWN_SPACE) == set(DECISION) == set(AT_ONCE) | {RoomState.CANCELLED} == set(RoomState)
    assert set(REQUEST_TRANSITIONS.values()) | {RequestState.WAITING} == set(RequestState)
    assert set(ROOM_TRANSITIONS.values()) == set(RoomState)


@pytest.mark.django_db
@pytest.mark.parametrize("state", PERSON)
def test_row_of_a_person_is_what_each_sees(state: RequestState) -> None:
    with open_scope(cast.municipality()):
        school_transport()
        hanna = browser(token=staff_token(cast.staff()))
        anna = browser(token=citizen_token())
        bo = browser(token=citizen_token(cast.OTHER_GUARDIAN))
        other = cast.citizen_actor(cast.OTHER_GUARDIAN)
        reference = reference_of(hand_in_application(other=other))
        [request] = [one for one in signing.requests_of(other) if one.is_open]
        _set(request.id, state)
        told = PERSON[state]
        _sees(anna, f"/mina-arenden/{reference}/", told.applicant)
        _sees(bo, f"/underskrift/{request.id}/", told.signatory)
        _sees(hanna, f"/handlaggning/arenden/{reference}/", told.handler)


@pytest.mark.django_db
@pytest.mark.parametrize("state", AT_ONCE)
def test_row_of_a_room_is_what_each_sees(state: RoomState) -> None:
    with open_scope(cast.municipality()):
        school_transport()
        told, (filing, request) = AT_ONCE[state], _room_in(state)
        case = reference_of(filing)
        anna, bo, hanna = _browsers()
        _sees(anna, f"/mina-arenden/{case}/", told.applicant)
        _sees(bo, f"/underskrift/{request}/", told.signatory)
        _sees(hanna, f"/handlaggning/arenden/{case}/", told.handler)
        receipt = anna.get(f"/ansokan/{filing}/kvitto/").content.decode()
        assert ("Den kan inte handläggas förrän" in receipt) == (state is RoomState.OPEN)
        assert ("loggar in och gör det" in receipt) == (state is RoomState.OPEN)


@pytest.mark.django_db
@pytest.mark.parametrize("state", OWN_SPACE)
def test_row_of_a_room_in_own_space_is_what_each_sees(state: RoomState) -> None:
    document = copy.deepcopy(DOCUMENT)
    document["signing"]["mode"] = "own_space_until_signed"
    with open_scope(cast.municipality()):
        school_transport("mjolby", document)
        told, (filing, request) = OWN_SPACE[state], _room_in(state)
        case = case_of_filing(filing)
        anna, bo, hanna = _browsers()
        _sees(anna, "/mina-arenden/", told.applicant)
        _sees(bo, f"/underskrift/{request}/", told.signatory)
        desk = f"arenden/{case.reference}/" if case else "lista/vantar/"
        _sees(hanna, f"/handlaggning/{desk}", told.handler)


@pytest.mark.django_db
@pytest.mark.parametrize("state", DECISION)
def test_row_of_a_room_of_a_decision_is_what_each_sees(state: RoomState) -> None:
    document = copy.deepcopy(DOCUMENT)
    document["handling"] |= {"decision_signed": True, "approvers": 1}
    with open_scope(cast.municipality()):
        school_transport("mjolby", document)
        services.take(reference=(case := complete_case()), by=cast.staff_actor())
        hanna, kim = official(cast.staff()), colleague("Kim")
        send(hanna, case, kim)
        hanna.show()
        own, theirs = hanna.path(), kim.path()
        _end_decision(state, case, hanna, kim)
        told = DECISION[state]
        _sees(hanna.client, own, told.applicant)
        _sees(kim.client, theirs, told.signatory)
        _sees(hanna.client, f"/handlaggning/arenden/{case}/", told.handler)


def _end_decision(state: RoomState, case: str, hanna: Official, kim: Official) -> None:
    if state is RoomState.COMPLETE:
        kim.show()
    elif state is RoomState.DECLINED:
        kim.client.post(kim.path(), {"reason": "Räkna om."})
    elif state is RoomState.EXPIRED:
        with clock.shifted(timedelta(days=30)):
            assert sign_notes.expire_due() == 1
    elif state is RoomState.CANCELLED:
        hanna.client.post(f"/handlaggning/arenden/{case}/ta-tillbaka/")
    assert Room.objects.get(subject_kind="decision").state == state


def _room_in(state: RoomState) -> tuple[uuid.UUID, uuid.UUID]:
    """A filing whose room has come to the state by what people do, and the other's request."""
    other = cast.citizen_actor(cast.OTHER_GUARDIAN)
    filing = hand_in_application(other=other)
    [request] = [one for one in signing.requests_of(other) if one.is_open]
    if state is RoomState.COMPLETE:
        sign(filing, other)
    elif state is RoomState.DECLINED:
        signing_journey.decline(request_id=request.id, reason="Fel skola.", by=other)
    elif state is RoomState.EXPIRED:
        with clock.shifted(timedelta(days=60)):
            assert remind.expire_due() == 1
    elif state is RoomState.CANCELLED:
        take_up.take_up(filing_id=filing, by=cast.citizen_actor())
    assert Room.objects.get().state == state
    return filing, request.id


def _browsers() -> tuple[Client, Client, Client]:
    citizens = [browser(token=citizen_token(one)) for one in (cast.APPLICANT, cast.OTHER_GUARDIAN)]
    return citizens[0], citizens[1], browser(token=staff_token(cast.staff()))


def _set(request_id: uuid.UUID, state: RequestState) -> None:
    """Put the second signature in the state, and the room in the one that follows."""
    now = clock.now()
    row = SignatureRequest.objects.get(id=request_id)
    row.state = state.value
    row.invited_at = (
        None if state in {RequestState.WAITING, RequestState.QUEUED} else row.invited_at
    )
    row.opened_at = now if state is RequestState.OPENED else None
    row.signed_at = now if state in SIGNED else None
    row.declined_at = now if state is RequestState.DECLINED else None
    row.save()
    if state in ENDS:
        Room.objects.filter(id=row.room_id).update(state=ENDS[state].value)


def _sees(client: Client, path: str, wanted: str) -> None:
    answer = client.get(path)
    if wanted == ABSENT:
        assert answer.status_code == 404, path
        return
    assert answer.status_code == 200, path
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    if wanted == HIDDEN:
        assert "eget utrymme" not in text, path
        return
    assert wanted in re.sub(r"\s+", " ", unescape(text)), path
