"""Reads of hearings, proposed decisions, delegation and appeals."""

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.working_days import add_working_days, is_working_day
from samtjanst.running.cases.models import (
    Appeal,
    Case,
    CaseParty,
    Decision,
    DecisionRequest,
    Delegation,
    Disclosure,
    Hearing,
    HeldDecision,
    Letter,
    Proposal,
)
from samtjanst.running.cases.types import (
    AppealState,
    AppealView,
    ChangeGround,
    DecidedView,
    DecisionDraft,
    DelegationView,
    DisclosureState,
    HearingState,
    HearingView,
    Needs,
    ProposalState,
    ProposalView,
    Proposed,
    Replacing,
)

APPEAL_WITHIN = timedelta(weeks=3)  # FL 44 §, KL 13 kap. 5 §
MOST_DECIDED = 5_000
# As the list for the board calls decisions that are made beside the matter itself.
REQUEST_REFUSED = "Begäran att ärendet avgörs avslås"
DOCUMENTS_REFUSED = "Begäran om att få ut handlingar avslås"
_Period = tuple[datetime, datetime]
_Row = TypeVar("_Row", bound=Model)


def written_decision(actor: Actor, case_id: uuid.UUID) -> DecisionDraft | None:
    """What the actor wrote and took back, or what was stopped, in a case that she has opened."""
    row = HeldDecision.objects.filter(case_id=case_id, made_by_id=actor.id).first()
    return held_draft(row) if row else None


def held_draft(row: HeldDecision) -> DecisionDraft:
    """The decision as it was written."""
    value = json.loads(decrypt(f"held:{row.id}", bytes(row.content)))
    return DecisionDraft(**value | {"legal_basis": tuple(value["legal_basis"])})


def hearings_of(case_id: uuid.UUID) -> list[HearingView]:
    """Who has been let to comment in a case that the caller has authorised, first to last."""
    rows = Hearing.objects.select_related("letter", "answer").filter(case_id=case_id)
    return [
        HearingView(
            id=row.id,
            citizen_id=row.citizen_id,
            state=HearingState(row.state),
            text=_text(row.letter),
            due=row.due,
            asked_at=row.asked_at,
            read_at=row.letter.read_at,
            ended_at=row.ended_at,
            answer=_text(row.answer) if row.answer else "",
        )
        for row in rows.order_by("asked_at", "id")
    ]


def hearings_to_remind(until: date) -> list[uuid.UUID]:
    """Those who may still comment and whose day is near, about which none has been reminded."""
    rows = Hearing.objects.filter(state=HearingState.OPEN.value, reminded_at=None)
    near = rows.filter(due__gte=clock.today(), due__lte=until)
    return list(near.values_list("id", flat=True))


def proposals_of(case_id: uuid.UUID) -> list[ProposalView]:
    """The decisions proposed in a case that the caller has authorised, latest first."""
    rows = Proposal.objects.select_related("made_by", "read_by").filter(case_id=case_id)
    return [_proposal(row) for row in rows.order_by("-made_at", "-id")[:20]]


def proposed(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Proposed]:
    """Where proposed decisions belong that the caller may know of, by key; one query."""
    rows = Proposal.objects.select_related("case").filter(id__in=set(keys))
    return {
        row.id: Proposed(
            id=row.id,
            reference=row.case.reference,
            title=row.case.title,
            is_open=row.state == ProposalState.OPEN,
            is_stale=row.revision != row.case.revision,
        )
        for row in rows
    }


def is_proposed(case_id: uuid.UUID) -> bool:
    """Whether a decision in the case waits for somebody's approval."""
    return Proposal.objects.filter(case_id=case_id, state=ProposalState.OPEN).exists()


def proposed_among(case_ids: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the cases in which a decision waits for somebody's approval; one query."""
    rows = Proposal.objects.filter(case_id__in=set(case_ids), state=ProposalState.OPEN)
    return frozenset(rows.values_list("case_id", flat=True))


def delegations(actor: Actor) -> list[DelegationView]:
    """The delegation of the units whose delegation the actor tends."""
    require(actor, Permission.DELEGATION_TEND)
    units = units_with(actor, Permission.DELEGATION_TEND)
    rows = Delegation.objects.filter(unit_id__in=units)
    return _delegations(rows.order_by("unit__name", "point", "id"))


def delegations_in(unit_id: uuid.UUID, slug: str) -> list[DelegationView]:
    """What the delegation of a unit says of an e-service; [] when the unit has none at all."""
    rows = Delegation.objects.filter(unit_id=unit_id, slug__in=("", slug))
    return _delegations(rows.order_by("point", "id"))


def has_delegation(unit_id: uuid.UUID) -> bool:
    """Whether a unit has written down who decides."""
    return Delegation.objects.filter(unit_id=unit_id).exists()


def decided_between(actor: Actor, first: date, last: date) -> tuple[list[DecidedView], bool]:
    """The decisions of the actor's units in a period, in order, for the board; none is named.

    With them those that are made beside the matter itself: that a request to decide is refused
    (FL 12 §), and that documents are not given out (TF 2 kap. 19 §). True beside them when there
    are more than ``MOST_DECIDED``, and the last ones are not there.
    """
    require(actor, Permission.DELEGATION_TEND)
    units = units_with(actor, Permission.DELEGATION_TEND)
    ours = Q(case__unit_id__in=units)
    period = (clock.starts(first), clock.ends(last))
    rows = [
        *_made(Decision.objects.filter(ours, is_boards=False), period),  # the board knows its own
        *_refused(DecisionRequest.objects.filter(ours, refused_by__isnull=False), period),
        *_withheld(Disclosure.objects.filter(ours, state=DisclosureState.DECIDED.value), period),
    ]
    found = sorted(rows, key=lambda one: (one.decided_at, one.reference))
    return found[:MOST_DECIDED], len(found) > MOST_DECIDED


def _made(rows: QuerySet[Decision], period: _Period) -> Iterator[DecidedView]:
    for row in _within(rows, "decided_at", period).select_related("case", "decided_by"):
        outcome = _opened(row)["title"]
        yield _line(row.case, row.decided_at, outcome, row.decided_by, row.point)


def _refused(rows: QuerySet[DecisionRequest], period: _Period) -> Iterator[DecidedView]:
    for row in _within(rows, "ended_at", period).select_related("case", "refused_by"):
        if row.ended_at and row.refused_by:
            told = json.loads(decrypt(f"decision-request:{row.id}", bytes(row.refusal)))
            point = told.get("point", "")  # not in those of before
            yield _line(row.case, row.ended_at, REQUEST_REFUSED, row.refused_by, point)


def _withheld(rows: QuerySet[Disclosure], period: _Period) -> Iterator[DecidedView]:
    for row in _within(rows, "at", period).select_related("case", "staff"):
        yield _line(row.case, row.at, DOCUMENTS_REFUSED, row.staff)


def _within(rows: QuerySet[_Row], when: str, period: _Period) -> QuerySet[_Row]:
    days = {f"{when}__gte": period[0], f"{when}__lt": period[1]}
    # One more than is shown, so that it is known whether there are more.
    return rows.filter(**days).order_by(when, "id")[: MOST_DECIDED + 1]


def _line(case: Case, at: datetime, outcome: str, by: StaffAccount, point: str = "") -> DecidedView:
    return DecidedView(at, case.reference, case.title, outcome, by.name, point)


def appeals_of(case_id: uuid.UUID) -> list[AppealView]:
    """The appeals in a case that the caller has authorised, first to last."""
    rows = Appeal.objects.select_related("letter").filter(case_id=case_id)
    return [_appeal(row) for row in rows.order_by("received_on", "id")]


def decision_read(case_id: uuid.UUID, citizen_id: uuid.UUID) -> date | None:
    """The day on which a party first opened the decision, as far as the platform knows."""
    parts = CaseParty.objects.filter(case_id=case_id, citizen_id=citizen_id)
    at = parts.values_list("decision_read_at", flat=True).first()
    return clock.local(at).date() if at else None


def last_day_to_appeal(learned_on: date) -> date:
    """Three weeks from the day on which the party got to know; a working day (lag 1930:173)."""
    day = learned_on + APPEAL_WITHIN
    return day if is_working_day(day) else add_working_days(day, 1)


def has_hearings() -> Exists:
    """Whether somebody has been heard in the case that the outer query is about."""
    return Exists(Hearing.objects.filter(case_id=OuterRef("id")))


def has_proposals() -> Exists:
    """Whether a decision has been proposed in the case that the outer query is about."""
    return Exists(Proposal.objects.filter(case_id=OuterRef("id")))


def has_appeals() -> Exists:
    """Whether a decision has been appealed in the case that the outer query is about."""
    return Exists(Appeal.objects.filter(case_id=OuterRef("id")))


def _appeal(row: Appeal) -> AppealView:
    sealed = bytes(row.content)
    value = json.loads(decrypt(f"appeal:{row.id}", sealed)) if sealed else {}
    return AppealView(
        id=row.id,
        citizen_id=row.citizen_id,
        state=AppealState(row.state),
        letter_id=row.letter_id,
        text=_text(row.letter),
        received_on=row.received_on,
        learned_on=row.learned_on,
        last_day=last_day_to_appeal(row.learned_on) if row.learned_on else None,
        rejection=value.get("rejection", ""),
        rejection_appeal=value.get("rejection_appeal", ""),
        is_changed=value.get("is_changed", False),
        reconsidered=value.get("reconsidered", ""),
        court=value.get("court", ""),
        handed_over_at=row.handed_over_at,
    )


def _proposal(row: Proposal) -> ProposalView:
    value = json.loads(decrypt(f"proposal:{row.id}", bytes(row.content)))
    note = bytes(row.note)
    return ProposalView(
        id=row.id,
        needs=Needs(row.needs),
        state=ProposalState(row.state),
        draft=DecisionDraft(**(value | {"legal_basis": tuple(value["legal_basis"])})),
        revision=row.revision,
        made_by_id=row.made_by_id,
        made_by=row.made_by.name,
        made_at=row.made_at,
        read_by=row.read_by.name if row.read_by else "",
        note=decrypt(f"proposal:{row.id}:note", note).decode() if note else "",
        ended_at=row.ended_at,
        replacing=Replacing(ChangeGround(row.ground), row.appeal_id) if row.ground else None,
        replaces_id=row.replaces_id,
    )


def _delegations(rows: QuerySet[Delegation]) -> list[DelegationView]:
    return [
        DelegationView(
            id=row.id,
            unit_id=row.unit_id,
            unit=row.unit.name,
            point=row.point,
            title=row.title,
            slug=row.slug,
            role=row.role,
            staff_id=row.staff_id,
            staff=row.staff.name if row.staff else "",
            covers_adverse=row.covers_adverse,
            most=row.most,
        )
        for row in rows.select_related("unit", "staff")
    ]


def _opened(row: Decision) -> dict[str, str]:
    value: dict[str, str] = json.loads(decrypt(f"decision:{row.id}", bytes(row.content)))
    return value


def _text(row: Letter) -> str:
    return decrypt(f"letter:{row.id}", bytes(row.text)).decode()
