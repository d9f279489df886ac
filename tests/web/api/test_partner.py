"""A partner room over the interface: one room, in time, on record; and two who answer at once."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.statements import statements
from tests.web.api.support import LATER, caller, connect
from tests.web.handler.test_partners import ROUTE, _decided

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role, Scope
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import partner
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Letter, PartnerShare
from samtjanst.running.cases.types import RoomDraft

SHARES = "/api/v1/partner/shares"
PARTNER = "Trafikbolaget"
QUERIES = 6


def _room(name: str = "Turlistor") -> uuid.UUID:
    until = clock.today() + timedelta(days=30)
    new = RoomDraft(
        cast.unit().id, cast.unit(PARTNER).id, "skolskjuts", name, ("school",), "Turer", until
    )
    return services.open_room(new=new, by=cast.staff_actor(Role.MANAGER))


def _shared(room_id: uuid.UUID) -> str:
    reference = _decided(complete_case())
    services.share(reference=reference, room_id=room_id, by=cast.staff_actor())
    return reference


def _system(room_id: uuid.UUID | None) -> Client:
    return caller(connect((Scope.PARTNER,), PARTNER, room_id=room_id))


def _items(client: Client, path: str = SHARES) -> list[dict[str, Any]]:
    with clock.shifted(LATER):
        answer = client.get(path)
    assert answer.status_code == 200
    return list(answer.json()["items"])


def _send(client: Client, path: str, **data: str) -> int:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    return client.post(path, data, content_type="application/json", headers=key).status_code


@pytest.mark.django_db
def test_system_reads_and_answers_what_its_room_shows_and_nothing_else(
    mjolby: Municipality,
) -> None:
    school_transport()
    mine, other = _room(), _room("Andra turer")
    first, theirs = _shared(mine), _shared(other)
    system, stranger, roomless = _system(mine), _system(other), _system(None)
    [item] = _items(system)
    assert (item["reference"], item["acknowledged_at"]) == (first, None)
    assert [one["reference"] for one in _items(stranger)] == [theirs]
    assert _items(roomless) == []
    path = f"{SHARES}/{item['id']}"
    assert stranger.get(path).status_code == roomless.get(path).status_code == 404
    whole = system.get(path)
    assert [one["question"] for one in whole.json()["fields"]] == ["school"]
    for hidden in ("Storgatan", "Ella", "20180101", "Provsson"):
        assert hidden not in whole.content.decode()
    read = AuditEvent.objects.filter(action="case.partner.read").latest("at")
    assert read.actor_kind == "client"
    assert _send(stranger, f"{path}/acknowledgement") == 404
    assert _send(system, f"{path}/acknowledgement") == 201
    assert _send(system, f"{path}/result", text=ROUTE) == 201
    assert Letter.objects.filter(case__reference=first, system="Elevsystemet").count() == 1
    row = PartnerShare.objects.get(id=item["id"])
    assert (row.seen_system, row.seen_by_id) == ("Elevsystemet", None)
    services.take_back_share(reference=first, share_id=row.id, by=cast.staff_actor())
    assert _items(system) == []
    assert [one["id"] for one in _items(system, "/api/v1/partner/removals")] == [item["id"]]
    assert _items(stranger, "/api/v1/partner/removals") == []
    assert system.get(path).status_code == 404
    Case.objects.filter(reference=theirs).update(is_protected=True)
    assert _items(stranger) == []
    with pytest.raises(InvalidInputError):  # a room of somebody else's
        connect((Scope.PARTNER,), room_id=mine)
    with open_scope(cast.municipality("norrkoping")), pytest.raises(InvalidInputError):
        connect((Scope.PARTNER,), PARTNER, room_id=mine)


@pytest.mark.django_db
def test_feed_takes_the_same_queries_at_1_and_30_shares(mjolby: Municipality) -> None:
    school_transport()
    room_id = _room()
    system = _system(room_id)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            _items(system)
        return statements(seen)

    _shared(room_id)
    _items(system)
    few = queries()
    [_shared(room_id) for _ in range(29)]
    assert (few, queries()) == (QUERIES, QUERIES)


@pytest.mark.usefixtures("committed_db")
def test_two_answers_at_once_and_a_share_taken_back_meanwhile() -> None:
    with open_scope(mjolby := cast.municipality()):
        school_transport()
        room_id = _room()
        reference = _shared(room_id)
        by, hanna = cast.staff_actor(Role.PARTNER, PARTNER), cast.staff_actor()
        share_id = PartnerShare.objects.get().id

    def answer(text: str) -> Callable[[], object]:
        return lambda: partner.answer(share_id=share_id, result=partner.Result(text), by=by)

    told = _together(mjolby, answer("Linje 1."), answer("Linje 2."))
    with open_scope(mjolby):
        letters = Letter.objects.filter(case__reference=reference).count()
        assert (told, letters) == ([None, None], 2)  # each has reached the party, in turn
        before = PartnerShare.objects.get().result
    back = _together(
        mjolby,
        lambda: services.take_back_share(reference=reference, share_id=share_id, by=hanna),
        answer("Linje 3."),
    )
    with open_scope(mjolby):
        held = PartnerShare.objects.get()
        came = bytes(held.result) != bytes(before)
        assert held.ended_at is not None
        assert back == [None, None if came else NotFoundError]
        assert Letter.objects.filter(case__reference=reference).count() == letters + came


def _together(row: Municipality, *acts: Callable[[], object]) -> list[type[Exception] | None]:
    """Do them in a thread each; what each raised."""
    told: list[type[Exception] | None] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def one(place: int) -> None:
        try:
            with open_scope(row):
                gate.wait()
                acts[place]()
        except Exception as error:  # noqa: BLE001 - told to the test
            told[place] = type(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
