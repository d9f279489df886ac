"""Reads of what has been given out of cases."""

import json
import uuid
from datetime import date

from django.db.models import QuerySet

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import Disclosure
from samtjanst.running.cases.types import (
    CaseView,
    DisclosureDraft,
    DisclosureState,
    DisclosureView,
    MaskNote,
)

MOST_DISCLOSURES = 500


def disclosures_of(case: CaseView) -> list[DisclosureView]:
    """What has been given out of a case that the caller has authorised, latest first."""
    return _views(Disclosure.objects.filter(case_id=case.id))


def disclosure_in(case: CaseView, disclosure_id: uuid.UUID) -> DisclosureView:
    """One line of the log of a case that the caller has authorised.

    Raises:
        NotFoundError: none such in the case.
    """
    found = _views(Disclosure.objects.filter(case_id=case.id, id=disclosure_id))
    if not found:
        raise NotFoundError
    return found[0]


def disclosures(actor: Actor, first: date, last: date) -> list[DisclosureView]:
    """What has been given out of the actor's units' cases in a period, latest first.

    What concerns somebody protected is left out for those who may not read about her.
    """
    require(actor, Permission.CASE_DISCLOSE)
    rows = Disclosure.objects.filter(
        case__unit_id__in=units_with(actor, Permission.CASE_DISCLOSE),
        at__gte=clock.starts(first),
        at__lt=clock.ends(last),
    )
    seen = units_with(actor, Permission.PROTECTED_READ)
    return _views(rows.exclude(case__is_protected=True) if not seen else rows)


def _views(rows: QuerySet[Disclosure]) -> list[DisclosureView]:
    found = rows.select_related("case", "staff").order_by("-at", "-id")[:MOST_DISCLOSURES]
    return [
        DisclosureView(
            id=row.id,
            reference=row.case.reference,
            state=DisclosureState(row.state),
            at=row.at,
            staff=row.staff.name,
            draft=_draft(row),
        )
        for row in found
    ]


def _draft(row: Disclosure) -> DisclosureDraft:
    value = json.loads(decrypt(f"disclosure:{row.id}", bytes(row.content)))
    masked = tuple(MaskNote(what, ground) for what, ground in value.pop("masked"))
    return DisclosureDraft(
        id=row.id,
        asked_on=row.asked_on,
        masked=masked,
        pages=row.pages,
        sha256=row.sha256,
        **value,
    )
