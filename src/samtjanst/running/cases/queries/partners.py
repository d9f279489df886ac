"""Reads of partner rooms, from both sides. The outside body's readings are recorded."""

import uuid

from django.db.models import Count, QuerySet

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import PartnerRoom, PartnerShare
from samtjanst.running.cases.types import PartnerRoomView, ShareView

MOST_SHARES = 500


def partner_rooms(actor: Actor) -> list[PartnerRoomView]:
    """The rooms that the actor's units have opened, the latest day last."""
    require(actor, Permission.PARTNER_TEND)
    rows = PartnerRoom.objects.filter(unit_id__in=units_with(actor, Permission.PARTNER_TEND))
    return _rooms(rows)


def rooms_for(unit_id: uuid.UUID, slug: str) -> list[PartnerRoomView]:
    """The open rooms for an e-service's cases in a unit."""
    return _rooms(PartnerRoom.objects.filter(unit_id=unit_id, slug=slug, until__gte=clock.today()))


def shares_of(case_id: uuid.UUID) -> list[ShareView]:
    """With whom a case that the caller has authorised is shared, and what came of it."""
    return _shares(PartnerShare.objects.filter(case_id=case_id))


def shared_with(actor: Actor) -> list[ShareView]:
    """What open rooms show to the outside body that the actor belongs to, latest first."""
    return _shares(_open(actor))


def open_share(actor: Actor, share_id: uuid.UUID) -> ShareView:
    """A case in an open room of the actor's; the reading is recorded.

    Raises:
        NotFoundError: absent, another's, ended, or out of its time.
    """
    found = _shares(_open(actor).filter(id=share_id))
    if not found:
        raise NotFoundError
    record_read("case.partner", by=actor, subject=("case", found[0].case_id))
    return found[0]


def _open(actor: Actor) -> QuerySet[PartnerShare]:
    require(actor, Permission.PARTNER_USE)
    return PartnerShare.objects.filter(
        ended_at=None,
        room__partner_id__in=units_with(actor, Permission.PARTNER_USE),
        room__until__gte=clock.today(),
        case__is_protected=False,
    )


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
    found = rows.select_related("room", "room__partner", "case", "shared_by", "seen_by")
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
            seen_by=row.seen_by.name if row.seen_by else "",
            result=decrypt(f"share:{row.id}", bytes(row.result)).decode() if row.result else "",
            result_at=row.result_at,
            ended_at=row.ended_at,
            questions=tuple(row.room.questions),
            purpose=row.room.purpose,
        )
        for row in found.order_by("-shared_at", "-id")[:MOST_SHARES]
    ]
