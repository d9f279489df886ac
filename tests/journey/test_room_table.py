"""The page of a signing room's states: whole, made from the code, and true row by row."""

import re
import uuid
from html import unescape

import pytest
from django.test import Client
from scripts import signing_page
from scripts.signing_page import ABSENT, PERSON
from tests import cast
from tests.handling_support import hand_in_application, reference_of
from tests.journey_support import school_transport
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
from samtjanst.kernel import clock

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
    assert wanted in re.sub(r"\s+", " ", unescape(text)), path
