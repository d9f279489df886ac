"""Counts the pages that leave the house; who took them stands in the audit, not here."""

import uuid

from django.db import transaction
from django.db.models import F

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case, PaperCount
from samtjanst.running.cases.types import PaperKind


@transaction.atomic
def count_pages(
    *, slug: str, unit_id: uuid.UUID | None, kind: PaperKind, pages: int, by: Actor
) -> None:
    """Add pages to this month's number. The caller has authorised what they are of."""
    require(by, Permission.CASE_LIST)
    _add(slug, unit_id, kind, pages)


@transaction.atomic
def count_own_pages(*, reference: str, pages: int, by: Actor) -> None:
    """Add pages that a party has taken out herself. The caller has authorised what they are of."""
    require(by, Permission.CASE_FOLLOW)
    found = Case.objects.filter(reference=reference).values_list("version__slug", "unit_id")
    for slug, unit_id in found:
        _add(slug, unit_id, PaperKind.OWN, pages)


def _add(slug: str, unit_id: uuid.UUID | None, kind: PaperKind, pages: int) -> None:
    month = clock.today().replace(day=1)
    key = {"slug": slug, "month": month, "kind": kind.value}
    PaperCount.objects.bulk_create([PaperCount(**key, unit_id=unit_id)], ignore_conflicts=True)
    PaperCount.objects.filter(**key).update(pages=F("pages") + pages, unit_id=unit_id)
