"""Reads of what applicants have been asked for."""

import json
import uuid
from datetime import date

from samtjanst.foundation.keys.services import decrypt
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Supplement
from samtjanst.running.cases.types import Asked, SupplementState, SupplementView
from samtjanst.running.filing import queries as filings


def supplements_of(case_id: uuid.UUID) -> list[SupplementView]:
    """What has been asked for in a case that the caller has authorised, first to last."""
    rows = Supplement.objects.select_related("asked_by", "snapshot").filter(case_id=case_id)
    return [_view(row) for row in rows.order_by("asked_at", "id")]


def open_among(case_ids: list[uuid.UUID]) -> dict[uuid.UUID, date]:
    """The cases in which something is asked for now, with the day until when."""
    rows = Supplement.objects.filter(case_id__in=case_ids, state=SupplementState.OPEN.value)
    return dict(rows.values_list("case_id", "due"))


def supplements_to_remind(until: date) -> list[uuid.UUID]:
    """Requests whose day is near, about which nobody has been reminded."""
    rows = Supplement.objects.filter(state=SupplementState.OPEN.value, reminded_at=None)
    found = rows.filter(due__gte=clock.today(), due__lte=until)
    return list(found.values_list("id", flat=True))


def supplements_passed() -> list[uuid.UUID]:
    """Requests whose day is over, without that anything has come of it."""
    rows = Supplement.objects.filter(state=SupplementState.OPEN.value, passed_at=None)
    return list(rows.filter(due__lt=clock.today()).values_list("id", flat=True))


def _view(row: Supplement) -> SupplementView:
    value = json.loads(decrypt(f"supplement:{row.id}", bytes(row.content)))
    return SupplementView(
        id=row.id,
        state=SupplementState(row.state),
        asked=Asked(
            due=row.due,
            text=value["text"],
            questions=tuple(value["questions"]),
            extras=tuple((kind, text) for kind, text in value["extras"]),
            is_order=value["is_order"],
        ),
        asked_at=row.asked_at,
        asked_by=row.asked_by.name,
        filing_id=row.filing_id,
        snapshot=filings.sealed(row.snapshot) if row.snapshot else None,
        answered_at=row.answered_at,
        passed_at=row.passed_at,
        reminded_at=row.reminded_at,
        ended_at=row.ended_at,
    )
