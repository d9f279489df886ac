"""What waits in the citizens' own space, beside the list of what waits for signatures."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.staff_support import browser, staff_token
from tests.statements import statements

from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.foundation.tenancy.models import Municipality, Unit
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db
WAITING = "/handlaggning/lista/vantar/"


@pytest.fixture
def mjolby() -> Municipality:
    return cast.municipality()


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _room(unit: Unit, since: datetime, needed: int | None = None, **fields: object) -> Room:
    """Signed by the applicant; two others are asked."""
    values = {"state": "open", "mode": "own_space_until_signed", "invited_at": since, **fields}
    room = Room.objects.create(
        subject_kind="filing", subject_id=uuid.uuid4(), label=f"Ansökan {since:%Y-%m-%d}",
        unit_id=unit.id, expires_days=30, digest="00", content=b"", opened_at=since,
        needed=needed, **values,
    )  # fmt: skip
    people = (cast.APPLICANT, cast.OTHER_GUARDIAN, cast.OUTSIDER)
    for place, (number, state) in enumerate(
        zip(people, ("signed", "invited", "invited"), strict=True)
    ):
        SignatureRequest.objects.create(
            room=room, citizen=cast.citizen(number), role="signatory" if place else "applicant",
            place=place, state=state,
        )  # fmt: skip
    return room


def _text(client: Client) -> str:
    return " ".join(client.get(WAITING).content.decode().split())


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(WAITING).status_code == 200
    return statements(seen)


def test_those_that_have_waited_longest_are_shown_and_told_of_how_many(
    mjolby: Municipality, hanna: Client
) -> None:
    now = clock.now()
    with open_scope(cast.municipality("norrkoping")):
        for days in range(40, 80):
            _room(cast.unit(), now - timedelta(days=days))
    with open_scope(mjolby):
        here, elsewhere = cast.unit(), cast.unit("Tekniska kontoret")
        for days in range(1, 36):
            _room(here, now - timedelta(days=days))
            _room(elsewhere, now - timedelta(days=300 + days))
        _room(here, now - timedelta(days=90), state="complete")
        _room(here, now - timedelta(days=91), mode="arrives_at_once")
        _room(here, now - timedelta(days=92), invited_at=None)
        found = signing.waiting_in_own_space([here.id])
        both = signing.waiting_in_own_space([here.id, elsewhere.id])
        assert signing.waiting_in_own_space([]).number == 0
    assert [one.since for one in found.longest] == [
        now - timedelta(days=d) for d in range(35, 5, -1)
    ]
    assert found.number == 35
    assert found.longest[0].missing_roles == ("signatory", "signatory")
    assert both.longest[0].since == now - timedelta(days=335)
    assert (len(both.longest), both.number) == (30, 70)
    page = _text(hanna)
    assert page.count("<li>Ansökan ") == 30
    assert "Här är de 30 som har väntat längst, av 35." in page


def test_own_space_takes_the_same_queries_at_1_and_30_rows(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        _room(cast.unit(), clock.now(), needed=1)
    _text(hanna)
    few = _queries(hanna)
    with open_scope(mjolby):
        for days in range(40):
            _room(cast.unit(), clock.now() - timedelta(days=days), needed=1)
    assert "saknas: 1 av 2 som kan skriva under" in _text(hanna)
    assert few == _queries(hanna) == 9


def test_more_than_are_counted_are_told_as_more(
    mjolby: Municipality, hanna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "MOST_COUNTED", 3)
    monkeypatch.setattr(signing, "MOST_SHOWN", 2)
    with open_scope(mjolby):
        for days in range(6):
            _room(cast.unit(), clock.now() - timedelta(days=days))
        found = signing.waiting_in_own_space([cast.unit().id])
    assert (len(found.longest), found.number) == (2, 4)
    assert _text(hanna).count("<li>Ansökan ") == 2
