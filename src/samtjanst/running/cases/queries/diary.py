"""The diary (OSL 5 kap. 1-2 §§): every document in and out, without anything secret.

It is read from what is held, so that nothing can come in without standing in it.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, Coalesce

from samtjanst.building.definitions.queries import sensitive
from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import open_identity
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import (
    FROM_CITIZEN,
    FROM_PARTY,
    SENT,
    Case,
    CaseEvent,
    CaseParty,
    DecisionRequest,
    Disclosure,
    Disposal,
    Letter,
    Opinion,
    Supplement,
)
from samtjanst.running.cases.queries.decisions import first_ones
from samtjanst.running.cases.types import DiaryFilter, DiaryLine, DisclosureState, Entry

DIARY_PAGE = 50
MOST_IN_FILE = 10_000
_NOBODY = Cast(Value(None), UUIDField(null=True))
# Of somebody who is not named here: a key that nobody has.
_UNNAMED = {"party": F("id")}
_WITHHELD = (DisclosureState.REFUSED, DisclosureState.DECIDED)
# Documents that are held as events of the case: what they are, and whose.
_EVENTS: dict[str, tuple[Entry, dict[str, Any]]] = {
    "delay_told": (Entry.DELAY, {}),
    "signed_on_paper": (Entry.PAPER, _UNNAMED),
    "retracted": (Entry.RETRACTION, _UNNAMED),
    "decision_kept": (Entry.RECONSIDERED, {}),
    "decision_changed": (Entry.RECONSIDERED, {}),
    "appeal_rejected": (Entry.APPEAL_REJECTED, _UNNAMED),
    "appeal_handed_over": (Entry.APPEAL_TO_COURT, _UNNAMED),
}


class _Document(NamedTuple):
    id: uuid.UUID
    case_key: uuid.UUID
    happened: datetime
    entry: str
    party: uuid.UUID | None


def diary(
    actor: Actor, wanted: DiaryFilter, *, whole: bool = False
) -> tuple[list[DiaryLine], bool]:
    """A page of the diary of the actor's units, latest first, and whether there is more.

    ``whole``: as many lines as a file takes, instead of a page.
    """
    require(actor, Permission.DIARY_READ)
    cases = gone = Q(unit_id__in=units_with(actor, Permission.DIARY_READ))
    if wanted.slug:
        cases &= Q(version__slug=wanted.slug)
        gone &= Q(slug=wanted.slug)
    size = MOST_IN_FILE if whole else DIARY_PAGE
    first = 0 if whole else (max(wanted.page, 1) - 1) * size
    days = {"happened__gte": clock.starts(wanted.first), "happened__lt": clock.ends(wanted.last)}
    found = _documents(cases, gone, **days).order_by("-happened", "-id")[first : first + size + 1]
    rows = [_Document(*row) for row in found]
    return _lines(rows[:size]), len(rows) > size


def documents_in(case_id: uuid.UUID) -> int:
    """How many documents a case has in the diary; the caller has authorised it."""
    return _documents(Q(id=case_id)).count()


def _documents(cases: Q, gone: Q | None = None, **days: Any) -> QuerySet[Any, Any]:
    """What has come and gone in cases and, where asked for, in those that are disposed of."""
    of = Q(case__in=Case.objects.filter(cases))
    asked, letters = Supplement.objects.filter(of), Letter.objects.filter(of, SENT)
    requests, whose = DecisionRequest.objects.filter(of), {"party": F("citizen_id")}
    refused = requests.filter(refused_by__isnull=False)
    opinions, events = Opinion.objects.filter(of), CaseEvent.objects.filter(of)
    withheld = Disclosure.objects.filter(of, state__in=_WITHHELD)
    whom = {"party": Coalesce(F("citizen_id"), F("unit_id"), output_field=UUIDField())}
    parts = [
        _part(Case.objects.filter(cases), "arrived_at", Entry.APPLICATION, case_key=F("id")),
        _part(asked, "asked_at", Entry.SUPPLEMENT_ASKED),
        _part(asked.filter(snapshot__isnull=False), "answered_at", Entry.SUPPLEMENT),
        _part(letters.filter(FROM_PARTY), "at", Entry.LETTER_IN, **whose),
        _part(letters.filter(FROM_CITIZEN, ~FROM_PARTY), "at", Entry.LETTER_IN, **_UNNAMED),
        _part(letters.exclude(FROM_CITIZEN), "at", Entry.LETTER_OUT, **whose),
        _part(first_ones().filter(of), "decided_at", Entry.DECISION),
        _part(requests, "asked_at", Entry.DECISION_REQUEST, **whose),
        _part(refused, "ended_at", Entry.REFUSAL, **whose),
        _part(opinions, "asked_at", Entry.OPINION_ASKED, **whom),
        _part(opinions.filter(answered_at__isnull=False), "answered_at", Entry.OPINION, **whom),
        _part(withheld, "at", Entry.DISCLOSURE_REFUSED, **_UNNAMED),
        *(
            _part(events.filter(what=what), "at", entry, **whose)
            for what, (entry, whose) in _EVENTS.items()
        ),
    ]
    if gone is not None:
        left = Disposal.objects.filter(gone)
        parts.append(_part(left, "arrived_at", Entry.APPLICATION, case_key=F("of_case")))
    parts = [part.filter(**days) for part in parts]
    whole: QuerySet[Any, Any] = parts[0].union(*parts[1:], all=True)
    return whole


def _part(found: QuerySet[Any], when: str, entry: Entry, **more: Any) -> QuerySet[Any, Any]:
    given = {"case_key": F("case_id"), "party": _NOBODY} | more
    timed = found.annotate(happened=F(when), entry=Value(entry.value), **given)
    rows: QuerySet[Any, Any] = timed.values_list("id", "case_key", "happened", "entry", "party")
    return rows


def _lines(rows: Sequence[_Document]) -> list[DiaryLine]:
    keys = {row.case_key for row in rows}
    cases = {row.id: row for row in Case.objects.select_related("version").filter(id__in=keys)}
    numbers, names, titles = _numbers(keys), _names(cases.values()), _titles(keys, cases)
    return [
        DiaryLine(
            reference=titles[row.case_key][0],
            number=numbers.get((row.id, row.entry), 1),  # what is disposed of had one document
            at=row.happened,
            entry=Entry(row.entry),
            title=titles[row.case_key][1],
            who=_who(row, names.get(row.case_key, {})),
        )
        for row in rows
    ]


def _titles(
    keys: set[uuid.UUID], cases: Mapping[uuid.UUID, Case]
) -> dict[uuid.UUID, tuple[str, str]]:
    """Number and title of each case, also of those that are disposed of."""
    told = {key: (row.reference, row.title) for key, row in cases.items()}
    if gone := keys - told.keys():
        for row in Disposal.objects.filter(of_case__in=gone):
            told[row.of_case] = row.reference, row.title
    return told


def _numbers(cases: set[uuid.UUID]) -> dict[tuple[uuid.UUID, str], int]:
    """The number of each document of the cases: in the order in which they came and went."""
    found = _documents(Q(id__in=cases)).order_by("happened", "id", "entry") if cases else []
    last: defaultdict[uuid.UUID, int] = defaultdict(int)
    numbers = {}
    for row in (_Document(*one) for one in found):
        last[row.case_key] += 1
        numbers[row.id, row.entry] = last[row.case_key]
    return numbers


def _names(cases: Iterable[Case]) -> dict[uuid.UUID, dict[uuid.UUID | None, str]]:
    """The names of the parties of each case, under None of the applicant; none that is secret.

    Where somebody's identity is protected, or the e-service's matters are themselves delicate,
    nobody is named.
    """
    delicate = sensitive()
    found = {row.id: row.is_protected or row.version.slug in delicate for row in cases}
    told: dict[uuid.UUID, dict[uuid.UUID | None, str]] = {key: {} for key in found}
    open_to_all = [key for key, is_secret in found.items() if not is_secret]
    parts = CaseParty.objects.select_related("citizen").filter(case__in=open_to_all)
    for part in parts.filter(is_protected=False):
        name = open_identity(part.citizen).name
        told[part.case_id][part.citizen_id] = name
        if part.role == "applicant":
            told[part.case_id][None] = name
    asked = Opinion.objects.select_related("citizen", "unit").filter(case__in=open_to_all)
    for one in asked:
        told[one.case_id][one.citizen_id or one.unit_id] = _asked(one)
    return told


def _asked(row: Opinion) -> str:
    if row.citizen is None:
        return row.unit.name if row.unit else ""
    who = open_identity(row.citizen)
    return "" if who.is_protected else who.name


def _who(row: _Document, names: dict[uuid.UUID | None, str]) -> str:
    return names.get(row.party, "")
