"""The labels of cases, and the cases of a label."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, QuerySet, Subquery

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.running.cases.models import Case, CaseLabel, Label
from samtjanst.running.cases.queries import walking
from samtjanst.running.cases.queries.walking import Statement
from samtjanst.running.cases.types import Sort

# A label on fewer cases than this: all of them are looked at. On more: those of the list are, in
# its order, until the page is full. Which is asked in the same statement, and only one is run.
_FEW = 2000


def labels(actor: Actor) -> list[str]:
    """The labels to choose from."""
    require(actor, Permission.CASE_LIST)
    return list(Label.objects.order_by("name").values_list("name", flat=True)[:300])


def label_names(label_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What labels are called, by key; one query."""
    return dict(Label.objects.filter(id__in=set(label_ids)).values_list("id", "name"))


def marked(name: str) -> QuerySet[CaseLabel]:
    """Where the label is."""
    return CaseLabel.objects.filter(label_id=Subquery(Label.objects.filter(name=name).values("id")))


def by_arrival(rows: QuerySet[Case], name: str, most: int, sort: Sort) -> Statement:
    """The first of the cases that have the label, in the order in which they came in."""
    way = "-" if sort is Sort.NEWEST else ""
    seen = Subquery(rows.filter(id=OuterRef("case_id")).values("id")[:1])  # one after the other
    found = marked(name).alias(seen=seen).filter(seen__isnull=False)
    found = found.order_by(f"{way}arrived_at", f"{way}case_id")
    return walking.made(found.values_list("case_id", "arrived_at")[:most])


def of_few(name: str) -> tuple[Any, ...]:
    """That a case has the label, and few have it."""
    theirs = Func(ArraySubquery(marked(name).values("case_id")[:_FEW]), function="ANY")
    is_one = Func(F("id"), theirs, template="%(expressions)s", arg_joiner=" = ",
                  output_field=BooleanField())  # fmt: skip
    return ~_is_on_many(name), is_one


def of_many(rows: QuerySet[Case], name: str) -> QuerySet[Case]:
    """Those of the cases that have the label, when many have it: asked of one after the other."""
    here = marked(name).filter(case_id=OuterRef("id")).values("id")[:1]
    return rows.alias(mark=Subquery(here)).filter(_is_on_many(name), mark__isnull=False)


def _is_on_many(name: str) -> Exists:
    return Exists(marked(name)[_FEW : _FEW + 1])
