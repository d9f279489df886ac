"""Reads of cases. To fetch is to authorise: absent and forbidden are the same NotFoundError."""

import json
import uuid
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from samtjanst.foundation.access.services import can, require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.queries import identities_of, staff_names
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import rules  # noqa: F401 - registers the predicates
from samtjanst.running.cases.models import Case, CaseEvent, CaseParty, Decision
from samtjanst.running.cases.types import (
    VIEW_STATES,
    CaseState,
    CaseView,
    DecisionView,
    EventView,
    PartyView,
    View,
)

PAGE = 30


def get_case(actor: Actor, reference: str) -> CaseView:
    """A case that the member of staff may read.

    Raises:
        NotFoundError: absent, another unit's, or protected from the actor.
    """
    row = Case.objects.filter(reference=reference).first()
    if row is None or not can(actor, Permission.CASE_READ, row):
        raise NotFoundError
    return _views([row], actor)[0]


def read_case(actor: Actor, reference: str) -> CaseView:
    """As :func:`get_case`, and the reading is recorded."""
    case = get_case(actor, reference)
    record_read("case", by=actor, subject=("case", case.id))
    return case


def case_by_id(case_id: uuid.UUID) -> CaseView | None:
    """A case with its parties, for a step of the system's own; nobody reads it here."""
    row = Case.objects.filter(id=case_id).first()
    return _views([row], system_actor(row.municipality_id))[0] if row else None


def case_of_filing(filing_id: uuid.UUID) -> CaseView | None:
    """The case of a filing that the caller has authorised; names are left out."""
    row = Case.objects.filter(filing_id=filing_id).first()
    return _view(row, (), "") if row else None


def work_list(actor: Actor, view: View, page: int = 1, reference: str = "") -> list[CaseView]:
    """One page of a work list, oldest first; one more row than a page tells that there is more."""
    rows = _in_reach(actor).filter(state__in=VIEW_STATES[view])
    if view is View.MINE:
        rows = rows.filter(handler_id=actor.id)
    if reference:
        rows = _in_reach(actor).filter(reference__istartswith=reference.strip()[:30])
    start = (max(page, 1) - 1) * PAGE
    return _views(list(rows.order_by("arrived_at", "id")[start : start + PAGE + 1]), actor)


def counts(actor: Actor) -> dict[View, int]:
    """How many cases each list has, in one query."""
    mine = Count("id", filter=Q(handler_id=actor.id))
    rows = _in_reach(actor).order_by().values_list("state").annotate(all=Count("id"), mine=mine)
    by_state = {CaseState(state): (every, own) for state, every, own in rows}
    return {
        view: sum(by_state.get(state, (0, 0))[1 if view is View.MINE else 0] for state in states)
        for view, states in VIEW_STATES.items()
    }


def my_cases(actor: Actor) -> list[CaseView]:
    """The cases that the citizen is a party to, newest first."""
    require(actor, Permission.CASE_FOLLOW)
    mine = CaseParty.objects.filter(citizen_id=_citizen(actor)).values("case_id")
    rows = Case.objects.filter(id__in=mine).order_by("-arrived_at")
    return _views(list(rows[:100]), actor)


def my_case(actor: Actor, reference: str) -> CaseView:
    """A case that the citizen is a party to; the reading is recorded.

    Raises:
        NotFoundError: absent, or she is no party.
    """
    require(actor, Permission.CASE_FOLLOW)
    row = Case.objects.filter(reference=reference).first()
    parties = CaseParty.objects.filter(case=row, citizen_id=_citizen(actor))
    if row is None or not parties.exists():
        raise NotFoundError
    record_read("case", by=actor, subject=("case", row.id))
    return _views([row], actor)[0]


def timeline(case_id: uuid.UUID) -> list[EventView]:
    """What has happened in a case that the caller has authorised."""
    rows = CaseEvent.objects.filter(case_id=case_id).order_by("at", "id")
    return [EventView(row.at, row.what, row.who) for row in rows]


def decision_of(case_id: uuid.UUID) -> DecisionView | None:
    """The decision of a case that the caller has authorised."""
    row = Decision.objects.filter(case_id=case_id).first()
    if row is None:
        return None
    value = json.loads(decrypt(f"decision:{row.id}", bytes(row.content)))
    return DecisionView(
        outcome=row.outcome,
        outcome_title=value["title"],
        reasons=value["reasons"],
        legal_basis=tuple(value["legal_basis"]),
        appeal_text=value["appeal_text"],
        others=value["others"],
        decided_at=row.decided_at,
        decided_by=staff_names([row.decided_by_id]).get(row.decided_by_id, ""),
    )


def _in_reach(actor: Actor) -> QuerySet[Case]:
    require(actor, Permission.CASE_LIST)
    rows = Case.objects.filter(unit_id__in=units_with(actor, Permission.CASE_READ))
    protected = units_with(actor, Permission.PROTECTED_READ)
    return rows.filter(Q(is_protected=False) | Q(unit_id__in=protected))


def _views(rows: list[Case], actor: Actor) -> list[CaseView]:
    parties = _parties([row.id for row in rows], actor)
    handlers = staff_names(row.handler_id for row in rows if row.handler_id)
    return [_view(row, tuple(parties.get(row.id, ())), _name(row, handlers)) for row in rows]


def _name(row: Case, handlers: dict[uuid.UUID, str]) -> str:
    return handlers.get(row.handler_id, "") if row.handler_id else ""


def _parties(case_ids: Iterable[uuid.UUID], actor: Actor) -> dict[uuid.UUID, list[PartyView]]:
    rows = list(CaseParty.objects.filter(case_id__in=list(case_ids)).order_by("role", "id"))
    people = identities_of(row.citizen_id for row in rows)
    found: dict[uuid.UUID, list[PartyView]] = {}
    for row in rows:
        # One party never learns about another who is protected.
        hidden = row.is_protected and actor.is_citizen and row.citizen_id != actor.id
        name = "" if hidden else people[row.citizen_id].name
        view = PartyView(row.role, row.citizen_id, name, row.is_protected)
        found.setdefault(row.case_id, []).append(view)
    return found


def _view(row: Case, parties: tuple[PartyView, ...], handler: str) -> CaseView:
    return CaseView(
        id=row.id,
        reference=row.reference,
        title=row.title,
        state=CaseState(row.state),
        unit_id=row.unit_id,
        filing_id=row.filing_id,
        snapshot_id=row.snapshot_id,
        version_id=row.version_id,
        handler_id=row.handler_id,
        handler=handler,
        arrived_at=row.arrived_at,
        completed_at=row.completed_at,
        due=row.due,
        is_protected=row.is_protected,
        revision=row.revision,
        parties=parties,
    )


def _citizen(actor: Actor) -> uuid.UUID:
    if not actor.is_citizen or actor.id is None:
        raise NotFoundError
    return actor.id
