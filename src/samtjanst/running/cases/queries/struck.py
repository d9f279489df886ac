"""What was put in the wrong case and is struck through: that it is, and what it says."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from samtjanst.foundation.keys.services import decrypt
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import (
    Appeal,
    CaseEvent,
    Decision,
    Disclosure,
    Hearing,
    Letter,
    Struck,
)
from samtjanst.running.cases.types import DisclosureState, StruckView, Unstrikable

NOTED = "noted"


def is_struck() -> Exists:
    """Whether the event of an outer query is struck through."""
    return Exists(Struck.objects.filter(event_id=OuterRef("id")))


def not_struck(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """The messages but those that are struck through."""
    return rows.exclude(Exists(Struck.objects.filter(letter_id=OuterRef("id"))))


def struck_of(case_id: uuid.UUID) -> list[StruckView]:
    """What is struck in a case that the caller has authorised, and says so of; latest first."""
    rows = Struck.objects.select_related("staff", "event", "letter").filter(case_id=case_id)
    return [_view(row) for row in rows.order_by("-at", "-id")]


def note_to_strike(case_id: uuid.UUID, event_id: uuid.UUID) -> tuple[str, Unstrikable | None]:
    """What a note says, in a case that the caller has authorised, and why it must stand.

    Raises:
        NotFoundError: no such note in the case, or it is struck.
    """
    row = CaseEvent.objects.filter(id=event_id, case_id=case_id, what=NOTED).first()
    hindrance = note_hindrance(row) if row else Unstrikable.STRUCK
    if row is None or hindrance is Unstrikable.STRUCK:
        raise NotFoundError
    return decrypt(f"event:{row.id}", bytes(row.text)).decode(), hindrance


def letter_to_strike(case_id: uuid.UUID, letter_id: uuid.UUID) -> tuple[str, Unstrikable | None]:
    """As :func:`note_to_strike`, of a message."""
    row = Letter.objects.filter(id=letter_id, case_id=case_id).first()
    hindrance = letter_hindrance(row) if row else Unstrikable.STRUCK
    if row is None or hindrance is Unstrikable.STRUCK:
        raise NotFoundError
    return decrypt(f"letter:{row.id}", bytes(row.text)).decode(), hindrance


def note_hindrance(row: CaseEvent) -> Unstrikable | None:
    """Why a note cannot be struck through; None when it can."""
    if Struck.objects.filter(event_id=row.id).exists():
        return Unstrikable.STRUCK
    return _used(row.case_id, row.at)


def letter_hindrance(row: Letter) -> Unstrikable | None:
    """Why a message cannot be struck through; None when it can."""
    if Struck.objects.filter(letter_id=row.id).exists():
        return Unstrikable.STRUCK
    if row.staff_id or row.system:
        return Unstrikable.SENT if row.leaves_at is None else Unstrikable.LEAVING
    if not row.channel:
        return Unstrikable.OF_PARTY
    if any(_procedures(row.id)):
        return Unstrikable.PROCEDURE
    came = CaseEvent.objects.filter(case_id=row.case_id, what="letter_registered", at__gte=row.at)
    first = came.order_by("at").values_list("at", flat=True).first()
    return _used(row.case_id, max(row.at, first or row.at))


def _procedures(letter_id: uuid.UUID) -> Iterator[bool]:
    yield Appeal.objects.filter(letter_id=letter_id).exists()
    yield Hearing.objects.filter(answer_id=letter_id).exists()


def _used(case_id: uuid.UUID, since: datetime) -> Unstrikable | None:
    """Whether the case has been decided with it, or it has left the house, since it came."""
    if Decision.objects.filter(case_id=case_id, decided_at__gte=since).exists():
        return Unstrikable.DECIDED
    given = (DisclosureState.GIVEN.value, DisclosureState.PARTLY.value)
    out = Disclosure.objects.filter(case_id=case_id, at__gte=since, state__in=given)
    return Unstrikable.GIVEN_OUT if out.exists() else None


def _view(row: Struck) -> StruckView:
    reason = decrypt(f"struck:{row.id}", bytes(row.reason)).decode()
    if row.event is not None:
        text = decrypt(f"event:{row.event.id}", bytes(row.event.text)).decode()
        return StruckView(row.event.at, row.event.who, text, row.at, row.staff.name, reason)
    if row.letter is None:
        raise AssertionError  # the database holds that it is one of them
    held, sender = row.letter, bytes(row.letter.sender)
    return StruckView(
        at=held.at,
        who=decrypt(f"letter:{held.id}:sender", sender).decode() if sender else "",
        text=decrypt(f"letter:{held.id}", bytes(held.text)).decode(),
        struck_at=row.at,
        struck_by=row.staff.name,
        reason=reason,
        letter_id=held.id,
    )
