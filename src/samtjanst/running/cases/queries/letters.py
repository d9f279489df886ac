"""Reads of the messages in a case."""

import uuid

from django.db.models import Exists, OuterRef

from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.running.cases.models import FROM_CITIZEN, SENT, Letter, LetterTemplate
from samtjanst.running.cases.queries.struck import not_struck
from samtjanst.running.cases.types import CaseView, LetterTemplateView, LetterView


def letters_of(
    case: CaseView, actor: Actor, *, with_waiting: bool = False, with_struck: bool = False
) -> list[LetterView]:
    """The messages of a case that the caller has authorised, first to last.

    A citizen sees those that are from or to herself, and no other. ``with_waiting`` gives
    handlers what has not left the house, too; ``with_struck`` what is struck through, which is
    for the archive and the log of readers alone.
    """
    found = Letter.objects.select_related("staff").filter(case_id=case.id)
    found = found if with_struck else not_struck(found)
    if not (with_waiting and actor.is_staff):
        found = found.filter(SENT)
    if actor.is_citizen:
        found = found.filter(citizen_id=actor.id or uuid.UUID(int=0), sender=b"")
    names = {party.citizen_id: party.name for party in case.parties}
    return [_view(row, names.get(row.citizen_id, "")) for row in found.order_by("at", "id")]


def letter_templates(actor: Actor, unit_id: uuid.UUID | None = None) -> list[LetterTemplateView]:
    """The texts to start messages from, by name: a unit's, or those of all the actor's units."""
    units = units_with(actor, Permission.CASE_HANDLE)
    wanted = units if unit_id is None else units & {unit_id}
    rows = LetterTemplate.objects.select_related("unit").filter(unit_id__in=wanted)
    return [
        LetterTemplateView(row.id, row.unit_id, row.unit.name, row.name, row.text)
        for row in rows.order_by("name", "id")
    ]


def has_unread() -> Exists:
    """Whether the case that the outer query is about holds something from a party, unread."""
    return Exists(Letter.objects.filter(FROM_CITIZEN, case_id=OuterRef("id"), read_at=None))


def unread_by_citizen(case_ids: list[uuid.UUID], citizen_id: uuid.UUID) -> set[uuid.UUID]:
    """The cases in which something from the municipality is unread by the citizen."""
    found = Letter.objects.filter(
        ~FROM_CITIZEN, SENT, case_id__in=case_ids, citizen_id=citizen_id, read_at=None
    )
    return set(found.values_list("case_id", flat=True))


def _view(row: Letter, party: str) -> LetterView:
    return LetterView(
        id=row.id,
        citizen_id=row.citizen_id,
        party=party,
        who=row.staff.name if row.staff else row.system or _sender(row) or party,
        is_from_citizen=row.staff is None and not row.system,
        text=decrypt(f"letter:{row.id}", bytes(row.text)).decode(),
        at=row.at,
        read_at=row.read_at,
        leaves_at=row.leaves_at,
        channel=row.channel,
        is_from_outside=bool(row.sender),
    )


def _sender(row: Letter) -> str:
    sender = bytes(row.sender)
    return decrypt(f"letter:{row.id}:sender", sender).decode() if sender else ""
