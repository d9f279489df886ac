"""An outside body gets chosen fields of chosen cases, says that it has them, and answers."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import units
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases.models import Case, CaseParty, PartnerRoom, PartnerShare
from samtjanst.running.cases.queries.partners import open_to
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.services.letters import LONGEST_LETTER, kept_letter
from samtjanst.running.cases.types import CaseState, RoomDraft

LONGEST_ROOM_NAME = 80
LONGEST_PURPOSE = 300


@transaction.atomic
def open_room(*, new: RoomDraft, by: Actor) -> uuid.UUID:
    """Open a room for an outside body; returns its key.

    Raises:
        NotFoundError: not a unit whose partner rooms the actor tends.
        InvalidInputError: by field.
    """
    require(by, Permission.PARTNER_TEND)
    if new.unit_id not in units_with(by, Permission.PARTNER_TEND):
        raise NotFoundError
    if problems := _faults(new):
        raise InvalidInputError(problems)
    row = PartnerRoom(
        unit_id=new.unit_id,
        partner_id=new.partner_id,
        slug=new.slug,
        name=new.name.strip(),
        questions=list(new.questions),
        purpose=new.purpose.strip(),
        until=new.until,
    )
    row.save(force_insert=True)
    details = {"questions": list(new.questions), "until": new.until.isoformat()}
    record("partner_room.opened", by=by, subject=("partner_room", row.id), details=details)
    return row.id


@transaction.atomic
def close_room(*, room_id: uuid.UUID, by: Actor) -> None:
    """Close a room at once: nobody outside sees anything in it any more.

    Raises:
        NotFoundError: none such in a unit whose partner rooms the actor tends.
    """
    require(by, Permission.PARTNER_TEND)
    units_of = units_with(by, Permission.PARTNER_TEND)
    row = PartnerRoom.objects.filter(id=room_id, unit_id__in=units_of).first()
    if row is None:
        raise NotFoundError
    now = clock.now()
    PartnerShare.objects.filter(room=row, ended_at=None).update(ended_at=now)
    row.until = min(row.until, clock.today())
    row.save(update_fields=["until"])
    record("partner_room.closed", by=by, subject=("partner_room", row.id))


@transaction.atomic
def share(*, reference: str, room_id: uuid.UUID, by: Actor) -> None:
    """Let the outside body see the room's fields of a decided case; nobody protected, ever.

    Raises:
        NotFoundError: not a case that the actor may handle, or no open room for it.
        ConflictError: it is there already, or a party is protected.
        TransitionError: it is not decided.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if row.state != CaseState.DECIDED:
        raise TransitionError("case", row.state, "share")
    rooms = PartnerRoom.objects.filter(id=room_id, unit_id=row.unit_id, slug=row.version.slug)
    room = rooms.filter(until__gte=clock.today()).first()
    if room is None or by.id is None:
        raise NotFoundError
    held = PartnerShare.objects.filter(room=room, case=row)
    if row.is_protected or held.exists():
        raise ConflictError
    given = PartnerShare(room=room, case=row, shared_by_id=by.id, shared_at=clock.now())
    given.save(force_insert=True)
    rows.save(row, "shared", text=room.name, by=by)


@transaction.atomic
def take_back_share(*, reference: str, share_id: uuid.UUID, by: Actor) -> None:
    """Let the outside body see a case no longer.

    Raises:
        NotFoundError: not a case that the actor may handle, or it is not shared so.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    found = PartnerShare.objects.filter(id=share_id, case=row, ended_at=None)
    if not found.update(ended_at=clock.now()):
        raise NotFoundError
    rows.save(row, "share_ended", by=by)


@transaction.atomic
def acknowledge(*, share_id: uuid.UUID, by: Actor) -> None:
    """The outside body says that it has what it needs; again changes nothing.

    Raises:
        NotFoundError: not in an open room of the actor's.
    """
    given = locked_share(share_id=share_id, by=by)
    if given.seen_at is None:
        _seen(given, by)
        given.save(update_fields=["seen_at", "seen_by", "seen_system"])
        rows.save(given.case, "share_seen", by=by)


@transaction.atomic
def answer_share(*, share_id: uuid.UUID, text: str, by: Actor) -> dict[uuid.UUID, uuid.UUID]:
    """The outside body's own result; it reaches the parties as a message.

    Returns the message's key by whom it reaches.

    Raises:
        NotFoundError: not in an open room of the actor's.
        InvalidInputError: nothing written, or too much.
    """
    given = locked_share(share_id=share_id, by=by)
    kept = text.strip()
    if not kept or len(kept) > LONGEST_LETTER:
        told = _("Skriv högst %(n)s tecken.") % {"n": LONGEST_LETTER}
        raise InvalidInputError({"text": [told]})
    given.result = encrypt(f"share:{given.id}", kept.encode())
    given.result_at = clock.now()
    if given.seen_at is None:
        _seen(given, by)
    given.save(update_fields=["result", "result_at", "seen_at", "seen_by", "seen_system"])
    parts = CaseParty.objects.filter(case=given.case, is_protected=False)
    reached = list(parts.order_by("id").values_list("citizen_id", flat=True))
    staff_id = by.id if by.is_staff else None
    return {
        citizen_id: kept_letter(
            given.case, citizen_id, kept, "share_answered", by=by, staff_id=staff_id
        )
        for citizen_id in reached
    }


def locked_share(*, share_id: uuid.UUID, by: Actor) -> PartnerShare:
    """A case in an open room of the actor's, locked. A part of the caller's transaction."""
    require(by, Permission.PARTNER_USE)
    # Locked before it is looked at: what is taken back meanwhile is found no more.
    case = Case.objects.select_for_update().filter(
        id__in=PartnerShare.objects.filter(id=share_id).values("case_id")
    )
    found = _open_share(share_id, by) if case.first() else None
    if found is None:
        raise NotFoundError
    return found


def _open_share(share_id: uuid.UUID, by: Actor) -> PartnerShare | None:
    return open_to(by).select_related("case").filter(id=share_id).first()


def _seen(given: PartnerShare, by: Actor) -> None:
    given.seen_at = clock.now()
    given.seen_by_id = by.id if by.is_staff else None
    given.seen_system = by.name if by.is_client else ""


def _faults(new: RoomDraft) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not new.name.strip() or len(new.name.strip()) > LONGEST_ROOM_NAME:
        problems["name"] = [_("Skriv vad rummet heter.")]
    if not new.purpose.strip() or len(new.purpose.strip()) > LONGEST_PURPOSE:
        problems["purpose"] = [_("Skriv varför uppgifterna lämnas, kort.")]
    if not new.questions:
        problems["questions"] = [_("Välj vilka uppgifter som lämnas.")]
    if new.partner_id not in {one.id for one in units()} or new.partner_id == new.unit_id:
        problems["partner"] = [_("Välj den enhet som den externa parten har fått.")]
    if new.until < clock.today():
        problems["until"] = [_("Välj en dag som ligger framåt.")]
    return problems
