"""Reads of one case, or of a citizen's own."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)

from samtjanst.building.definitions import levels
from samtjanst.building.definitions.queries import beside, definition_of
from samtjanst.foundation.access.services import can, require, roles_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.queries import name_index, open_identity, staff_with_roles
from samtjanst.foundation.people.types import Actor, CitizenIdentity, system_actor
from samtjanst.foundation.tenancy.prepared import Prepared
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import rules
from samtjanst.running.cases.models import Case, CaseEvent, CaseLabel, CaseParty
from samtjanst.running.cases.queries import (
    covering,
    delays,
    law,
    leases,
    letters,
    opinions,
    partners,
    struck,
    supplements,
)
from samtjanst.running.cases.types import (
    OVER,
    CaseState,
    CaseView,
    EventView,
    PartyInput,
    PartyView,
    Priority,
    SupplementView,
)
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import SealedSnapshot

MY_PAGE = 20
NO_ONE = uuid.UUID(int=0)  # no account has this key


def get_case(actor: Actor, reference: str) -> CaseView:
    """A case that the member of staff may read.

    Raises:
        NotFoundError: absent, another unit's, or protected from the actor.
    """
    row = _with_reference.first(reference=reference)
    if row is None or not can(actor, Permission.CASE_READ, row):
        raise NotFoundError
    return views([row], actor)[0]


def read_case(actor: Actor, reference: str) -> CaseView:
    """As :func:`get_case`, and the reading is recorded."""
    case = get_case(actor, reference)
    record_read("case", by=actor, subject=("case", case.id))
    return case


def read_whole(actor: Actor, reference: str) -> tuple[CaseView, SealedSnapshot]:
    """As :func:`read_case`, with what was handed in; one query for both.

    Raises:
        NotFoundError: as :func:`get_case`.
        TamperedError: what was handed in does not match its digest.
    """
    row = rows().select_related("snapshot").filter(reference=reference).first()
    if row is None or not can(actor, Permission.CASE_READ, row):
        raise NotFoundError
    record_read("case", by=actor, subject=("case", row.id))
    return views([row], actor)[0], filings.sealed(row.snapshot)


def read_desk(
    actor: Actor, reference: str
) -> tuple[CaseView, SealedSnapshot, list[SupplementView]]:
    """As :func:`read_whole`, with what the applicant has been asked for; one query for all.

    Raises:
        NotFoundError, TamperedError: as :func:`read_whole`.
    """
    row = _desk.first(
        reference=reference,
        staff_id=actor.id or NO_ONE,
        called=name_index(actor.name),
        now=clock.now(),
        today=clock.today(),
    )
    if row is None or not can(actor, Permission.CASE_READ, row):
        raise NotFoundError
    record_read("case", by=actor, subject=("case", row.id))
    return views([row], actor)[0], filings.sealed(row.snapshot), supplements.opened(row.asked)


def case_by_id(case_id: uuid.UUID) -> CaseView | None:
    """A case with its parties, for a step of the system's own; nobody reads it here."""
    row = rows().filter(id=case_id).first()
    return views([row], system_actor(row.municipality_id))[0] if row else None


def case_of_filing(filing_id: uuid.UUID) -> CaseView | None:
    """The case of a filing that the caller has authorised; names are left out."""
    row = _of_filing.first(filing_id=filing_id)
    return _view(row, (), "") if row else None


def reference_of_filing(filing_id: uuid.UUID) -> str:
    """The number of the case of a filing that the caller has authorised; "" where none is seen."""
    rows = Case.objects.filter(filing_id=filing_id, trashed_at=None)
    return rows.values_list("reference", flat=True).first() or ""


def colleagues(case: CaseView) -> list[tuple[uuid.UUID, str]]:
    """Key and name of those to whom a case that the caller has authorised can be given.

    No party: whoever is one, or may be one, is disqualified. One query.
    """
    more = [Permission.PROTECTED_READ] if case.is_protected else []
    roles = roles_with(Permission.CASE_READ, Permission.CASE_HANDLE, *more)
    parts = CaseParty.objects.filter(case_id=case.id).values("citizen_id")
    return staff_with_roles(case.unit_id, roles, without=parts)


def parties_of_filing(filing_id: uuid.UUID) -> list[tuple[PartyInput, CitizenIdentity]]:
    """The parties that a filing's case has now, for a step of the system's own."""
    parts = CaseParty.objects.select_related("citizen").filter(case__filing_id=filing_id)
    return [
        (PartyInput(part.role, part.citizen_id, part.is_protected), open_identity(part.citizen))
        for part in parts.order_by("role", "id")
    ]


def my_cases(actor: Actor, page: int = 1) -> tuple[list[CaseView], bool]:
    """A page of the cases that the citizen is a party to, and whether there are more.

    Those that wait for her supplement first, then those that go on, each newest first.
    """
    require(actor, Permission.CASE_FOLLOW)
    mine = CaseParty.objects.filter(citizen_id=_citizen(actor)).values("case_id")
    found = rows().annotate(until=supplements.until_for(_citizen(actor))).filter(id__in=mine)
    over = ExpressionWrapper(Q(state__in=OVER), BooleanField())
    found = found.order_by(F("until").asc(nulls_last=True), over, "-arrived_at", "id")
    start = (page - 1) * MY_PAGE
    shown: list[Case] = list(found[start : start + MY_PAGE + 1])
    return views(shown[:MY_PAGE], actor), len(shown) > MY_PAGE


def my_case(actor: Actor, reference: str) -> CaseView:
    """A case that the citizen is a party to; the reading is recorded.

    Raises:
        NotFoundError: absent, or she is no party.
        LevelError: she is logged in at a lower level than handing it in demands.
    """
    require(actor, Permission.CASE_FOLLOW)
    row = _with_class.first(reference=reference)
    parties = CaseParty.objects.filter(case=row, citizen_id=_citizen(actor))
    if row is None or not parties.exists():
        raise NotFoundError
    demanded = levels.demanded(definition_of(row.version_id), row.confidentiality)
    levels.refuse_below(demanded[1], by=actor)
    record_read("case", by=actor, subject=("case", row.id))
    return views([row], actor)[0]


def timeline(case_id: uuid.UUID) -> list[EventView]:
    """What has happened in a case that the caller has authorised."""
    found = CaseEvent.objects.filter(case_id=case_id).annotate(is_struck=struck.is_struck())
    return [_event(row, is_struck=row.is_struck) for row in found.order_by("at", "id")]


def _event(row: CaseEvent, *, is_struck: bool) -> EventView:
    """A line of the time line; of a note that is struck nothing of what it says."""
    text = "" if is_struck else event_text(row)
    return EventView(row.at, row.what, row.who, text, row.instead_of, row.id, is_struck)


def event_text(row: CaseEvent) -> str:
    """The text of a line of the time line; "" without one."""
    sealed = bytes(row.text)
    return decrypt(f"event:{row.id}", sealed).decode() if sealed else ""


def rows() -> QuerySet[Case]:
    """Cases with their handlers and labels, in one query."""
    return with_labels(Case.objects.select_related("handler"))


@Prepared
def _with_reference(reference: str) -> QuerySet[Case]:
    return rows().filter(reference=reference)


@Prepared
def _desk(
    reference: str, staff_id: uuid.UUID, called: str, now: datetime, today: date
) -> QuerySet[Case, Any]:
    own = rules.parts_of(staff_id, called).filter(case_id=OuterRef("id"))
    found = rows().select_related("snapshot").filter(reference=reference)
    return found.annotate(
        asked=supplements.inside(),
        has_unread=letters.has_unread(),
        has_hearings=law.has_hearings(),
        open_lease=leases.lease(now),
        has_proposals=law.has_proposals(),
        has_opinions=opinions.has_opinions(),
        has_requests=delays.has_requests(),
        has_appeals=law.has_appeals(),
        has_shares=partners.has_shares(),
        has_rooms=partners.has_rooms(today),
        is_own=Exists(own),
        covered_until=covering.covered_until(staff_id, today),
    )


@Prepared
def _with_class(reference: str) -> QuerySet[Case, Any]:
    found = rows().filter(reference=reference)
    return found.annotate(confidentiality=beside("version__slug", "confidentiality"))


@Prepared
def _of_filing(filing_id: uuid.UUID) -> QuerySet[Case]:
    return rows().filter(filing_id=filing_id)


def with_labels(found: QuerySet[Case]) -> QuerySet[Case]:
    """The same cases, each with the names of its labels."""
    mine = CaseLabel.objects.filter(case_id=OuterRef("id")).order_by("label__name")
    return found.annotate(label_names=ArraySubquery(mine.values("label__name")))


def views(found: list[Case], actor: Actor) -> list[CaseView]:
    """The rows as their reader may see them; one more query, however many."""
    parties = _parties([row.id for row in found], actor)
    return [_view(row, tuple(parties.get(row.id, ())), _name(row)) for row in found]


def _name(row: Case) -> str:
    return row.handler.name if row.handler else ""


def _parties(case_ids: Iterable[uuid.UUID], actor: Actor) -> dict[uuid.UUID, list[PartyView]]:
    parts = CaseParty.objects.select_related("citizen").filter(case_id__in=list(case_ids))
    found: dict[uuid.UUID, list[PartyView]] = {}
    for part in parts.order_by("role", "id"):
        # One party never learns about another who is protected.
        hidden = part.is_protected and actor.is_citizen and part.citizen_id != actor.id
        who = open_identity(part.citizen)
        # What somebody is known by in another country is no other party's to learn.
        foreign = who.foreign.shown if who.foreign and actor.is_staff else ""
        name = "" if hidden else who.name
        view = PartyView(part.role, part.citizen_id, name, part.is_protected, foreign)
        found.setdefault(part.case_id, []).append(view)
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
        priority=Priority(row.priority),
        labels=tuple(getattr(row, "label_names", ())),
        concerns=_opened(row, "concerns", bytes(row.concerns)),
        told_until=row.told_until,
        asked_until=getattr(row, "until", None),
        covered_until=getattr(row, "covered_until", None),
        asked_whom=getattr(row, "asked_whom", None) or "",
        opinion_until=getattr(row, "opinion_until", None),
        hearing_until=getattr(row, "hearing_until", None),
        aside_until=getattr(row, "aside_until", None),
        payment_until=getattr(row, "payment_until", None),
        signing_until=getattr(row, "signing_until", None),
        has_requests=bool(getattr(row, "has_requests", False)),
        open_by=leases.opened(getattr(row, "open_lease", None)),
        has_hearings=bool(getattr(row, "has_hearings", False)),
        has_proposals=bool(getattr(row, "has_proposals", False)),
        has_opinions=bool(getattr(row, "has_opinions", False)),
        has_appeals=bool(getattr(row, "has_appeals", False)),
        has_shares=bool(getattr(row, "has_shares", False)),
        has_rooms=bool(getattr(row, "has_rooms", False)),
        has_unread=bool(getattr(row, "has_unread", False)),
        watch_until=row.watch_until,
        watch_for=_opened(row, "watch", bytes(row.watch_for)),
        unsigned_reason=_opened(row, "unsigned", bytes(row.unsigned_reason)),
        decision_leaves_at=row.decision_leaves_at,
        status=row.status,
        status_due=row.status_due,
        trash_ground=row.trash_ground,
        trash_until=row.trash_until,
    )


def _opened(row: Case, what: str, sealed: bytes) -> str:
    return decrypt(f"case:{row.id}:{what}", sealed).decode() if sealed else ""


def _citizen(actor: Actor) -> uuid.UUID:
    if not actor.is_citizen or actor.id is None:
        raise NotFoundError
    return actor.id


def references_of(case_ids: Iterable[str]) -> dict[str, str]:
    """The reference numbers of cases, by key; the caller may see which cases there are."""
    rows = Case.objects.filter(id__in=set(case_ids)).values_list("id", "reference")
    return {str(key): reference for key, reference in rows}
