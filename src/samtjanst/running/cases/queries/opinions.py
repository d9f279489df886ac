"""Reads of opinions, from both sides. Those who are asked are recorded when they read."""

import json
import uuid
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from samtjanst.foundation.access.services import require, roles_with, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.queries import open_identity, staff_with_roles
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import NotFoundError, TamperedError
from samtjanst.running.cases import rules
from samtjanst.running.cases.models import CaseParty, Opinion
from samtjanst.running.cases.types import (
    OVER,
    OpinionAnswer,
    OpinionState,
    OpinionView,
    Visibility,
)

MOST_ASKED = 100


def opinions_of(case_id: uuid.UUID) -> list[OpinionView]:
    """The opinions asked for in a case that the caller has authorised, first to last."""
    return _views(Opinion.objects.filter(case_id=case_id).order_by("asked_at", "id"))


def opinion_waited_for(case_id: uuid.UUID) -> date | None:
    """The last day of the opinions without which the case is not decided; None without any."""
    rows = Opinion.objects.filter(case_id=case_id, state=OpinionState.OPEN, is_needed=True)
    return rows.order_by("-due").values_list("due", flat=True).first()


def opinions_asked(actor: Actor) -> list[OpinionView]:
    """What the actor, or a unit of hers, is asked and has not answered; the first day first."""
    rows = _of_hers(actor).filter(state=OpinionState.OPEN).exclude(case__state__in=OVER)
    return [_view(row) for row in rows.order_by("due", "id")[:MOST_ASKED]]


def open_opinion(actor: Actor, opinion_id: uuid.UUID) -> OpinionView:
    """A request that was made to the actor or a unit of hers; the reading is recorded.

    Raises:
        NotFoundError: absent, somebody else's, about her own case, or of somebody protected.
    """
    row = _of_hers(actor).filter(id=opinion_id).first()
    if row is None:
        raise NotFoundError
    record_read("case.opinion", by=actor, subject=("case", row.case_id))
    return _view(row)


def opinions_to_remind(until: date) -> list[uuid.UUID]:
    """Those still to be answered whose day is near, about which none has been reminded."""
    rows = Opinion.objects.filter(state=OpinionState.OPEN, reminded_at=None, due__lte=until)
    return list(rows.filter(case__is_protected=False).values_list("id", flat=True))


def opinion_by_id(opinion_id: uuid.UUID) -> OpinionView | None:
    """A request, for a step of the system's own; nobody reads it here."""
    return next(iter(_views(Opinion.objects.filter(id=opinion_id))), None)


def staff_to_ask(opinion: OpinionView) -> list[uuid.UUID]:
    """Those of the unit that was asked who may answer, and are no party."""
    if opinion.unit_id is None:
        return []
    parts = CaseParty.objects.filter(case_id=opinion.case_id).values("citizen_id")
    roles = roles_with(Permission.OPINION_GIVE)
    return [key for key, _name in staff_with_roles(opinion.unit_id, roles, without=parts)]


def has_opinions() -> Exists:
    """Whether somebody has been asked about the case that the outer query is about."""
    return Exists(Opinion.objects.filter(case_id=OuterRef("id")))


def waiting_opinions() -> QuerySet[Opinion]:
    """The requests that are not answered."""
    return Opinion.objects.filter(state=OpinionState.OPEN)


def _of_hers(actor: Actor) -> QuerySet[Opinion]:
    """The requests to the actor; never about a case of hers, nor of somebody protected."""
    require(actor, Permission.OPINION_GIVE)
    if actor.is_staff:
        whose = Q(unit_id__in=units_with(actor, Permission.OPINION_GIVE))
        own = rules.own_parts(actor)
    else:
        citizens = [actor.id] if actor.id else []
        whose, own = Q(citizen_id__in=citizens), CaseParty.objects.filter(citizen_id__in=citizens)
    rows = Opinion.objects.select_related("case", "unit", "citizen", "asked_by")
    return rows.filter(whose, case__is_protected=False).exclude(case__in=own.values("case_id"))


def _views(rows: QuerySet[Opinion]) -> list[OpinionView]:
    return [_view(row) for row in rows.select_related("case", "unit", "citizen", "asked_by")]


def _view(row: Opinion) -> OpinionView:
    content = json.loads(decrypt(f"opinion:{row.id}", bytes(row.content)))
    return OpinionView(
        id=row.id,
        case_id=row.case_id,
        reference=row.case.reference,
        title=row.case.title,
        state=OpinionState(row.state),
        who=_who(row),
        unit_id=row.unit_id,
        citizen_id=row.citizen_id,
        text=content["text"],
        questions=tuple(row.questions),
        files=tuple(str(one) for one in row.files),
        due=row.due,
        is_needed=row.is_needed,
        visibility=Visibility(row.visibility),
        reason=content["reason"],
        asked_by=row.asked_by.name,
        asked_at=row.asked_at,
        reminded_at=row.reminded_at,
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        answer=_answer(row) if row.answered_at else None,
        digest=row.digest,
    )


def _who(row: Opinion) -> str:
    if row.citizen is None:
        return row.unit.name if row.unit else ""
    who = open_identity(row.citizen)
    return "" if who.is_protected else who.name


def _answer(row: Opinion) -> OpinionAnswer:
    raw = decrypt(f"opinion:{row.id}:answer", bytes(row.answer))
    if digest_bytes(raw) != row.digest:
        raise TamperedError("the opinion does not match its digest")
    value = json.loads(raw)
    return OpinionAnswer(
        text=value["text"],
        who=value["who"],
        at=clock.local(datetime.fromisoformat(value["at"])),
        files=tuple((one["id"], one["name"], one["sha256"]) for one in value["files"]),
    )
