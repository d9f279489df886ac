"""Reads of signing. A person reads her own requests; rooms are read by who may see the subject."""

import base64
import json
import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from samtjanst.capabilities.signing.models import Evidence, Room, SignatureRequest
from samtjanst.capabilities.signing.own_space import OwnSpace, OwnSpaceView
from samtjanst.capabilities.signing.types import (
    ALWAYS,
    APPLICANT,
    DONE,
    OWN_SPACE,
    SIGNED,
    EvidenceView,
    RequestState,
    RequestView,
    RoomState,
    RoomView,
    Subject,
)
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.queries import open_identity
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.prepared import Prepared
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.identity import read_signatory

MOST_SHOWN = 30  # of those that wait in own space
MOST_COUNTED = 999
_HIDDEN = (RequestState.REPLACED, RequestState.QUEUED)  # from the person herself


def request_of(actor: Actor, request_id: uuid.UUID) -> RequestView:
    """The actor's own request.

    Raises:
        NotFoundError: absent, somebody else's, of a cancelled room, given to another, or not
            her turn yet.
    """
    row = _with_key.first(request_id=request_id)
    mine = row is not None and row.citizen_id == actor.id and actor.is_citizen
    if row is None or not mine or not can(actor, Permission.FILING_SIGN):
        raise NotFoundError
    if row.room.state == RoomState.CANCELLED or row.state in _HIDDEN:
        raise NotFoundError
    if row.state == RequestState.STOOD_DOWN and row.invited_at is None:
        raise NotFoundError  # her turn never came
    return _view(row)


@Prepared
def _with_key(request_id: uuid.UUID) -> QuerySet[SignatureRequest]:
    return _requests().filter(id=request_id)


def requests_of(actor: Actor) -> list[RequestView]:
    """What the actor has been asked to sign that is not complete, newest first."""
    if actor.id is None or not (actor.is_citizen and can(actor, Permission.FILING_SIGN)):
        return []
    return _views(_asked_of.all(citizen_id=actor.id))


@Prepared
def _asked_of(citizen_id: uuid.UUID) -> QuerySet[SignatureRequest]:
    rows = _requests().filter(citizen_id=citizen_id).exclude(state__in=_HIDDEN)
    rows = rows.exclude(room__state__in=[RoomState.CANCELLED, RoomState.COMPLETE])
    return rows.order_by("-room__opened_at")[:100]


def room_of(subject: Subject) -> RoomView | None:
    """The standing room of a thing that the caller may see."""
    return _rooms(_about.all(kind=subject[0], key=subject[1])).get(subject[1])


def rooms_of(subjects: Iterable[Subject]) -> dict[uuid.UUID, RoomView]:
    """The standing rooms of several things, by key; one query."""
    wanted = list(subjects)
    rows = _requests().filter(
        room__subject_kind__in={kind for kind, _ in wanted},
        room__subject_id__in={key for _, key in wanted},
    )
    return _rooms(rows.exclude(room__state=RoomState.CANCELLED).order_by("place"))


@Prepared
def _about(kind: str, key: uuid.UUID) -> QuerySet[SignatureRequest]:
    rows = _requests().filter(room__subject_kind=kind, room__subject_id=key)
    return rows.exclude(room__state=RoomState.CANCELLED).order_by("place")


def _rooms(rows: Iterable[SignatureRequest]) -> dict[uuid.UUID, RoomView]:
    by_room: dict[uuid.UUID, list[SignatureRequest]] = {}
    for row in rows:
        by_room.setdefault(row.room_id, []).append(row)
    return {rows[0].room.subject_id: _room(rows[0].room, _views(rows)) for rows in by_room.values()}


def declined(kind: str) -> QuerySet[Room, uuid.UUID]:
    """What the declined rooms about a kind of thing are about, to be used inside a query."""
    rows = Room.objects.filter(subject_kind=kind, state=RoomState.DECLINED)
    return rows.values_list("subject_id", flat=True)


def open_until(kind: str, key: OuterRef) -> Subquery:
    """When the room about the thing of an outer query ends, while it is open."""
    rows = Room.objects.filter(subject_kind=kind, subject_id=key, state=RoomState.OPEN)
    return Subquery(rows.values("expires_at")[:1])


def by_end(kind: str) -> QuerySet[Room]:
    """The open rooms about a kind of thing by when they end, to be used inside a query."""
    return Room.objects.filter(subject_kind=kind, state=RoomState.OPEN).order_by("expires_at")


def waiting_in_own_space(unit_ids: Iterable[uuid.UUID]) -> OwnSpace:
    """Rooms of the units that wait in own space: service, since when, which roles; no more.

    Those that have waited longest, and how many wait in all.
    """
    units = sorted(set(unit_ids))
    counted = RawSQL(*_each_unit("count(*)", units, MOST_COUNTED + 1))  # noqa: S611 - Django's own SQL
    rows = SignatureRequest.objects.select_related("room").annotate(waiting=counted)
    unsigned = rows.filter(room_id__in=_longest_in_own_space(units)).exclude(state__in=DONE)
    unsigned = unsigned.exclude(room__needed__gt=0, state=RequestState.DECLINED)
    by_room: dict[uuid.UUID, list[Any]] = {}
    for row in unsigned.order_by("room__invited_at", "room_id", "place"):
        by_room.setdefault(row.room_id, []).append(row)
    found = list(by_room.values())
    signed = _signed_in([one[0].room for one in found if one[0].room.needed])
    longest = (
        OwnSpaceView(
            one[0].room.label,
            one[0].room.invited_at,
            tuple(r.role for r in one),
            _still(one, signed),
        )
        for one in found
    )
    number = min(found[0][0].waiting, MOST_COUNTED + 1) if found else 0
    return OwnSpace(tuple(longest), number)


def _longest_in_own_space(units: list[uuid.UUID]) -> RawSQL:
    """The keys of the rooms that have waited longest, from hardly more rows than are shown."""
    sql, params = _each_unit("walked.id, walked.invited_at", units, MOST_SHOWN)
    return RawSQL(  # noqa: S611 - Django's own SQL
        f"SELECT id FROM ({sql} ORDER BY invited_at, id LIMIT %s) AS longest",  # noqa: S608 - the same
        (*params, MOST_SHOWN),
    )


def _each_unit(what: str, units: list[uuid.UUID], most: int) -> tuple[str, tuple[Any, ...]]:
    """Something of the rooms in own space, walked in each unit as far as ``most``: by the index."""
    rows = Room.objects.filter(
        state=RoomState.OPEN,
        mode=OWN_SPACE,
        invited_at__isnull=False,
        unit_id=RawSQL("way.unit", ()),
    )
    walk = rows.order_by("invited_at", "id").values_list("id", "invited_at")[:most]
    sql, params = walk.query.sql_with_params()
    return (
        f"SELECT {what} FROM unnest(%s::uuid[]) AS way (unit) CROSS JOIN LATERAL ({sql}) AS walked",  # noqa: S608 - Django's own SQL
        (units, *params),
    )


def _signed_in(rooms: list[Room]) -> Counter[uuid.UUID]:
    """How many beside the applicant have signed in rooms where not all have to."""
    if not rooms:
        return Counter()
    rows = SignatureRequest.objects.filter(room__in=rooms, state__in=SIGNED)
    rows = rows.exclude(role__in=[APPLICANT, *ALWAYS])
    return Counter(rows.values_list("room_id", flat=True))


def _still(missing: list[SignatureRequest], signed: Counter[uuid.UUID]) -> int | None:
    room = missing[0].room
    if not room.needed:
        return None
    must = sum(row.role in ALWAYS for row in missing)
    needed: int = room.needed
    return max(must + max(needed - signed[room.id], 0), 1)


def evidence_of(subject: Subject) -> list[EvidenceView]:
    """The proof of every signature in the standing room of a thing that the caller may see."""
    room = Room.objects.filter(subject_kind=subject[0], subject_id=subject[1])
    standing = room.exclude(state=RoomState.CANCELLED).values("id")
    rows = Evidence.objects.filter(room_key__in=standing).order_by("place", "recorded_at")
    return [evidence_view(row, decrypt(f"evidence:{row.id}", bytes(row.content))) for row in rows]


def evidence_view(row: Evidence, raw: bytes) -> EvidenceView:
    """A row of evidence whose content has been opened."""
    value = json.loads(raw)
    return EvidenceView(
        role=value["role"],
        name=value["name"],
        identity=read_signatory(value["personal_number"]),
        signed_at=row.recorded_at,
        digest=value["digest"],
        visible_text=value["visible_text"],
        hidden_data=base64.b64decode(value["hidden_data"]),
        checks=tuple((name, held, detail) for name, held, detail in value["report"]["checks"]),
        verifier=value["report"]["verifier"],
        raw=value["evidence"],
    )


def _requests() -> QuerySet[SignatureRequest]:
    return SignatureRequest.objects.select_related("room", "citizen")


def _views(rows: list[SignatureRequest]) -> list[RequestView]:
    return list(map(_view, rows))


def _view(row: SignatureRequest) -> RequestView:
    room, who = row.room, open_identity(row.citizen)
    content = json.loads(decrypt(f"room:{room.id}", bytes(room.content)))
    reason = bytes(row.decline_reason)
    return RequestView(
        id=row.id,
        subject=(room.subject_kind, room.subject_id),
        label=room.label,
        role=row.role,
        citizen_id=row.person_id,
        signatory=who,
        state=RequestState(row.state),
        room_state=RoomState(room.state),
        is_protected=row.is_protected,
        invited_at=row.invited_at,
        opened_at=row.opened_at,
        signed_at=row.signed_at,
        declined_at=row.declined_at,
        decline_reason=decrypt(f"request:{row.id}", reason).decode() if reason else "",
        reminders=row.reminders,
        reminded_at=row.reminded_at,
        expires_at=room.expires_at,
        digest=room.digest,
        visible_text=content["visible_text"],
        hidden_data=base64.b64decode(content["hidden_data"]),
    )


def _room(room: Room, requests: list[RequestView]) -> RoomView:
    return RoomView(
        id=room.id,
        subject=(room.subject_kind, room.subject_id),
        state=RoomState(room.state),
        mode=room.mode,
        opened_at=room.opened_at,
        invited_at=room.invited_at,
        expires_at=room.expires_at,
        requests=tuple(requests),
        needed=room.needed,
        in_turn=room.in_turn,
    )
