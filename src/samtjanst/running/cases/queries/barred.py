"""Cases that may be the reader's own: a list says that there is one, and nothing of what it is.

A member of staff whose personal number is not known cannot open a case of a party with her name
(``rules.is_in_reach``). Where she has searched or narrowed a list, or takes it out, it is left out:
that it fits would tell what stands in it.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import QuerySet, Subquery

from samtjanst.foundation.people.queries import number_index_of_staff
from samtjanst.foundation.people.types import Actor
from samtjanst.running.cases import rules
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.queries.reading import views
from samtjanst.running.cases.types import CaseView, Priority


def with_reader(rows: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """The same cases, each with the reader's own number's index, for :func:`emptied`."""
    return rows.annotate(own_number=Subquery(number_index_of_staff(actor.id)[:1]))


def emptied(found: list[Case], actor: Actor) -> list[CaseView]:
    """The cases as their reader may see them; of those kept from her only that they are there."""
    return [
        _empty(view) if _is_barred(row, view, actor) else view
        for row, view in zip(found, views(found, actor), strict=True)
    ]


def without(cases: Iterable[CaseView]) -> list[CaseView]:
    """Only the cases that are not kept from the reader."""
    return [case for case in cases if not case.is_barred]


def _is_barred(row: Case, view: CaseView, actor: Actor) -> bool:
    if not actor.is_staff or getattr(row, "own_number", None):
        return False
    return any(rules.is_called(actor, party.name) for party in view.parties)


def _empty(case: CaseView) -> CaseView:
    return replace(
        case,
        title="",
        parties=(),
        concerns="",
        labels=(),
        priority=Priority.NORMAL,
        due=None,
        unsigned_reason="",
        has_unread=False,
        is_barred=True,
    )
