"""Reads of partner rooms, from both sides. The outside body's readings are recorded."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import PartnerRoom, PartnerShare
from samtjanst.running.cases.queries.feed import Place, certain_until, since
from samtjanst.running.cases.types import EndedShare, PartnerRoomView, ShareView

MOST_SHARES = 500
_BESIDE = ("room", "room__partner", "case", "shared_by", "seen_by")


def partner_rooms(actor: Actor) -> list[PartnerRoomView]:
    """The rooms that the actor's units have opened, the latest day last."""
    require(actor, Permission.PARTNER_TEND)
    rows = PartnerRoom.objects.filter(unit_id__in=units_with(actor, Permission.PARTNER_TEND))
    return _rooms(rows)


def rooms_for(unit_id: uuid.UUID, slug: str) -> list[PartnerRoomView]:
    """The open rooms for an e-service's cases in a unit."""
    return _rooms(PartnerRoom.objects.filter(unit_id=unit_id, slug=slug, until__gte=clock.today()))


def has_rooms(today: date) -> Exists:
    """Whether there is an open room for the case that the outer query is about."""
    rooms = PartnerRoom.objects.filter(until__gte=today, unit_id=OuterRef("unit_id"))
    return Exists(rooms.filter(slug=OuterRef("version__slug")))


def has_shares() -> Exists:
    """Whether the case that the outer query is about has been shared with an outside body."""
    return Exists(PartnerShare.objects.filter(case_id=OuterRef("id")))


def shares_of(case_id: uuid.UUID) -> list[ShareView]:
    """With whom a case that the caller has authorised is shared, and what came of it."""
    return _shares(PartnerShare.objects.filter(case_id=case_id))


def shared_with(actor: Actor) -> list[ShareView]:
    """What open rooms show to the outside body that the actor belongs to, latest first."""
    return _shares(open_to(actor))


def open_share(actor: Actor, share_id: uuid.UUID) -> ShareView:
    """A case in an open room of the actor's; the reading is recorded.

    Raises:
        NotFoundError: absent, another's, ended, or out of its time.
    """
    found = _shares(open_to(actor).filter(id=share_id))
    if not found:
        raise NotFoundError
    record_read("case.partner", by=actor, subject=("case", found[0].case_id))
    return found[0]


def share_feed(actor: Actor, after: Place | None, limit: int) -> list[ShareView]:
    """What the room of a connected system shows, oldest first, without answers; two queries."""
    rows = since(open_to(actor), "shared_at", after, certain_until())
    return _views(rows.select_related(*_BESIDE).defer("result")[:limit], with_results=False)


def ended_feed(actor: Actor, after: Place | None, limit: int) -> list[EndedShare]:
    """What a connected system has been given and may keep no longer, oldest first; two queries."""
    rows = _of_actor(actor).exclude(ended_at=None)
    found = since(rows, "ended_at", after, certain_until()).select_related("case")[:limit]
    return [EndedShare(row.id, row.case.reference, row.ended_at) for row in found]


def rooms_to_connect(actor: Actor) -> list[PartnerRoomView]:
    """The open rooms that a system can be connected to."""
    require(actor, Permission.CLIENT_SET_UP)
    return _rooms(PartnerRoom.objects.filter(until__gte=clock.today()))


def partner_of(room_id: uuid.UUID) -> uuid.UUID | None:
    """The unit of the outside body of an open room; None without one. For the platform itself."""
    rows = PartnerRoom.objects.filter(id=room_id, until__gte=clock.today())
    return rows.values_list("partner_id", flat=True).first()


def open_to(actor: Actor) -> QuerySet[PartnerShare]:
    """What open rooms of the actor's show now; a system has one room, or none."""
    return _of_actor(actor).filter(
        ended_at=None, room__until__gte=clock.today(), case__is_protected=False
    )


def _of_actor(actor: Actor) -> QuerySet[PartnerShare]:
    require(actor, Permission.PARTNER_USE)
    units = units_with(actor, Permission.PARTNER_USE)
    rows = PartnerShare.objects.filter(room__partner_id__in=units)
    return rows.filter(room_id=actor.client_room) if actor.is_client else rows


def _rooms(rows: QuerySet[PartnerRoom]) -> list[PartnerRoomView]:
    found = list(rows.select_related("unit", "partner").order_by("until", "name", "id"))
    shares = PartnerShare.objects.filter(room__in=found, ended_at=None).values_list("room_id")
    numbers = dict(shares.annotate(n=Count("id")).values_list("room_id", "n"))
    return [
        PartnerRoomView(
            id=row.id,
            name=row.name,
            slug=row.slug,
            unit=row.unit.name,
            partner=row.partner.name,
            questions=tuple(row.questions),
            purpose=row.purpose,
            until=row.until,
            shares=numbers.get(row.id, 0),
        )
        for row in found
    ]


def _shares(rows: QuerySet[PartnerShare]) -> list[ShareView]:
    found = rows.select_related(*_BESIDE).order_by("-shared_at", "-id")[:MOST_SHARES]
    return _views(found, with_results=True)


def _views(rows: Iterable[PartnerShare], *, with_results: bool) -> list[ShareView]:
    return [
        ShareView(
            id=row.id,
            room_id=row.room_id,
            room=row.room.name,
            partner=row.room.partner.name,
            case_id=row.case_id,
            reference=row.case.reference,
            shared_at=row.shared_at,
            shared_by=row.shared_by.name,
            seen_at=row.seen_at,
            seen_by=row.seen_by.name if row.seen_by else row.seen_system,
            result=_result(row) if with_results else "",
            result_at=row.result_at,
            ended_at=row.ended_at,
            questions=tuple(row.room.questions),
            purpose=row.room.purpose,
            until=row.room.until,
        )
        for row in rows
    ]


def _result(row: PartnerShare) -> str:
    return decrypt(f"share:{row.id}", bytes(row.result)).decode() if row.result else ""
