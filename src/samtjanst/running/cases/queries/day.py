"""What needs a handler now, what has happened in her cases, and the lists that she keeps."""

import json
import uuid
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window

from samtjanst.capabilities.signing import officials
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.working_days import add_working_days
from samtjanst.running.cases.models import (
    FROM_CITIZEN,
    Appeal,
    BatchRun,
    Case,
    CaseEvent,
    DayChoice,
    Decision,
    DecisionRequest,
    Letter,
    Opinion,
    Proposal,
    SavedView,
)
from samtjanst.running.cases.queries.covering import looked_after
from samtjanst.running.cases.queries.reach import in_reach
from samtjanst.running.cases.types import (
    HANDLED_STATES,
    AppealState,
    BatchOutcome,
    CaseState,
    Need,
    Needed,
    Needs,
    News,
    OpinionState,
    ProposalState,
    RequestState,
    SavedViewView,
)

SOON = timedelta(days=3)
MOST_OF_EACH = 50
_PROPOSABLE = (*HANDLED_STATES, CaseState.DECIDED)
_UNDECIDED = (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT)
_UNSIGNED = ("declined", "lapsed")
_STEPS = (AppealState.RECEIVED, AppealState.TIMELY, AppealState.TO_COURT)


def needed(actor: Actor) -> list[Needed]:
    """The cases that need the actor now, by why; as many queries however many they are."""
    reach, today = in_reach(actor), clock.today()
    mine = reach.filter(handler_id__in=looked_after(actor.id))
    running = mine.filter(state__in=HANDLED_STATES)
    unread = Letter.objects.filter(FROM_CITIZEN, read_at=None).values("case_id")
    returned = Proposal.objects.filter(made_by_id=actor.id, state=ProposalState.RETURNED)
    waiting = Proposal.objects.filter(state=ProposalState.OPEN)
    # Who signs a decision is named, and is told of it apart.
    others = waiting.exclude(made_by_id=actor.id).exclude(needs=Needs.SIGNATURES).values("case_id")
    steps = Appeal.objects.filter(state__in=_STEPS).values("case_id")
    return [
        *_asked(mine),
        *_rows(Need.UNSIGNED, _declined(reach)),
        *_rows(Need.LATE, running.filter(due__lt=today)),
        *_rows(Need.SOON, running.filter(due__range=(today, today + SOON))),
        *_rows(Need.MESSAGE, mine.filter(id__in=unread)),
        *_rows(
            Need.RETURNED,
            (
                mine.filter(state__in=_UNDECIDED, id__in=returned.values("case_id"))
                | reach.filter(state=CaseState.DECIDED, id__in=_changes(returned).values("case_id"))
            ).exclude(id__in=waiting.values("case_id")),
        ),
        *_rows(Need.APPROVE, reach.filter(state__in=_PROPOSABLE, id__in=others)),
        *_rows(Need.APPEAL, mine.filter(id__in=steps)),
        *_opinions(mine.filter(state__in=_UNDECIDED)),
        *_rows(Need.ASIDE, mine.filter(state__in=_UNDECIDED, watch_until__lte=today)),
    ]


def to_be_signed() -> QuerySet[Proposal, uuid.UUID]:
    """The keys of the decisions that wait for signatures, to be used inside a query."""
    rows = Proposal.objects.filter(needs=Needs.SIGNATURES, state=ProposalState.OPEN)
    return rows.values_list("id", flat=True)


def own_to_be_signed(actor: Actor, page: int) -> tuple[list[uuid.UUID], int]:
    """A page of the decisions that wait for signatures in the actor's cases, and how many in all.

    The oldest first; one query. Past the last page nothing is found, and of 0.
    """
    rows = Proposal.objects.filter(id__in=to_be_signed(), case__handler_id=actor.id)
    mine = rows.filter(case__in=in_reach(actor)).order_by("made_at", "id")
    counted = mine.annotate(in_all=Window(Count("*"))).values_list("id", "in_all")
    start = (page - 1) * officials.PAGE
    found = list(counted[start : start + officials.PAGE])
    return [key for key, _in_all in found], found[0][1] if found else 0


def _declined(reach: QuerySet[Case]) -> QuerySet[Case]:
    """The unit's cases in which somebody will not sign: a handler says how they go on."""
    filings = signing.declined("filing")
    return reach.filter(state=CaseState.WAITING_FOR_SIGNATURE, filing_id__in=filings)


def news(actor: Actor) -> list[News]:
    """What others have done in the actor's cases since the working day before, latest first.

    With it, that signatures failed to come in those of her units that nobody has taken.
    """
    since = clock.starts(add_working_days(clock.today(), -1))
    of_nobody = Q(case__handler=None, what__in=_UNSIGNED)
    rows = CaseEvent.objects.filter(Q(case__handler_id__in=looked_after(actor.id)) | of_nobody)
    found = rows.filter(case__in=in_reach(actor), at__gte=since).exclude(staff_id=actor.id)
    return [
        News(row.at, row.what, row.who, row.case.reference, row.case.title, row.instead_of)
        for row in found.select_related("case").order_by("-at", "-id")[:MOST_OF_EACH]
    ]


def saved_views(actor: Actor) -> list[SavedViewView]:
    """The lists that the actor keeps, and those that are shared with her units, by name."""
    require(actor, Permission.CASE_LIST)
    units = units_with(actor, Permission.CASE_LIST)
    rows = SavedView.objects.select_related("staff").filter(
        Q(staff_id=actor.id) | Q(unit_id__in=units)
    )
    return [
        SavedViewView(
            id=row.id,
            name=row.name,
            view=row.view,
            query=row.query,
            has_words=bool(row.typed) and row.staff_id == actor.id,
            is_shared=row.unit_id is not None,
            is_own=row.staff_id == actor.id,
            by=row.staff.name,
        )
        for row in rows.order_by("name", "id")[:200]
    ]


def words_of_saved(actor: Actor, view_id: uuid.UUID) -> tuple[str, str, dict[str, str]]:
    """The actor's own list: which, its filters, and what was looked for in words.

    Raises:
        NotFoundError: absent, or somebody else's.
    """
    require(actor, Permission.CASE_LIST)
    row = SavedView.objects.filter(id=view_id, staff_id=actor.id, staff__isnull=False).first()
    if row is None:
        raise NotFoundError
    held = bytes(row.typed)
    typed = json.loads(decrypt(f"saved_view:{row.id}", held)) if held else {}
    return row.view, row.query, typed


def wants_email(actor: Actor) -> bool:
    """Whether the actor wants a note in the morning when something needs her."""
    return DayChoice.objects.filter(staff_id=actor.id, by_email=True).exists()


def to_tell(today: date) -> QuerySet[DayChoice]:
    """Those who want a note in the morning and have had none today, at work."""
    rows = DayChoice.objects.filter(by_email=True, staff__is_active=True)
    return rows.filter(Q(told_on=None) | Q(told_on__lt=today)).select_related("staff")


def batch_outcome(actor: Actor, key: uuid.UUID) -> BatchOutcome | None:
    """How it went when the actor did something to many cases; None while it is being done."""
    rows = BatchRun.objects.filter(staff_id=actor.id, key=key)
    held = rows.values_list("outcome", flat=True).first()
    if held is None:
        return None
    failed = tuple((reference, why) for reference, why in held["failed"])
    letters = tuple((reference, key) for reference, key in held.get("letters", ()))
    ways = tuple((reference, way) for reference, way in held.get("ways", ()))
    return BatchOutcome(held["action"], tuple(held["done"]), failed, held["is_cut"], letters, ways)


def _changes(returned: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Of what was sent back: changes of decisions that still hold, and nothing has come since.

    Whoever proposed one sees it, whether she handles the case or not: anybody who may decide can.
    """
    since = Proposal.objects.filter(case_id=OuterRef("case_id"), made_at__gt=OuterRef("made_at"))
    newer = Decision.objects.filter(replaces_id=OuterRef("replaces_id"))
    found = returned.exclude(replaces=None).exclude(Exists(since))
    return found.exclude(Exists(newer))


def _asked(mine: QuerySet[Case]) -> list[Needed]:
    rows = DecisionRequest.objects.filter(state=RequestState.OPEN, case__in=mine)
    found = rows.order_by("answer_by").values_list("case__reference", "case__title", "answer_by")
    return [Needed(Need.ASKED_TO_DECIDE, *row) for row in found[:MOST_OF_EACH]]


def _opinions(mine: QuerySet[Case]) -> list[Needed]:
    waiting = Opinion.objects.filter(state=OpinionState.OPEN)
    late = waiting.filter(due__lt=clock.today())
    came = Opinion.objects.filter(state=OpinionState.ANSWERED)
    complete = mine.filter(id__in=came.values("case_id")).exclude(id__in=waiting.values("case_id"))
    return [
        *_rows(Need.OPINION_LATE, mine.filter(id__in=late.values("case_id"))),
        *_rows(Need.OPINIONS_IN, complete),
    ]


def _rows(need: Need, rows: QuerySet[Case]) -> list[Needed]:
    found = rows.order_by(F("due").asc(nulls_last=True), "id").values_list(
        "reference", "title", "due"
    )
    return [Needed(need, *row) for row in found[:MOST_OF_EACH]]
