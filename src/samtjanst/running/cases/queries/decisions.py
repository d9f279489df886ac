"""The decisions of a case: the one in force, what it replaced, and those that run out."""

import json
import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.running.cases.models import Decision
from samtjanst.running.cases.types import DecisionKind, DecisionView


def first_ones() -> QuerySet[Decision]:
    """The decisions by which cases ended, whatever has been put in their place since."""
    return Decision.objects.filter(kind=DecisionKind.MATTER.value, replaces=None)


def in_force(case_id: uuid.UUID) -> Decision | None:
    """The row of the decision that holds now, for a change of it."""
    rows = Decision.objects.select_related("decided_by").filter(case_id=case_id)
    return rows.filter(kind=DecisionKind.MATTER.value).order_by("-decided_at", "-id").first()


def decision_of(case_id: uuid.UUID) -> DecisionView | None:
    """The decision in force in a case that the caller has authorised."""
    row = in_force(case_id)
    return opened(row) if row else None


def decisions_of(case_id: uuid.UUID) -> list[DecisionView]:
    """Every decision of a case that the caller has authorised, first to last."""
    rows = Decision.objects.select_related("decided_by").filter(case_id=case_id)
    return [opened(row) for row in rows.order_by("decided_at", "id")]


def opened_content(row: Decision) -> dict[str, Any]:
    """What the decision says, decrypted."""
    content: dict[str, Any] = json.loads(decrypt(f"decision:{row.id}", bytes(row.content)))
    return content


def opened(row: Decision) -> DecisionView:
    """A decision with everything that FL 31 § asks for."""
    value = opened_content(row)
    return DecisionView(
        id=row.id,
        kind=DecisionKind(row.kind),
        outcome=row.outcome,
        outcome_title=value["title"],
        reasons=value["reasons"],
        legal_basis=tuple(value["legal_basis"]),
        appeal_text=value["appeal_text"],
        others=value["others"],
        decided_at=row.decided_at,
        decided_by=_decider(row, value),
        hearing=value.get("hearing", ""),
        hearing_note=value.get("hearing_note", ""),
        amount=value.get("amount"),
        point=row.point,
        prepared_by=value.get("prepared_by", ""),
        board_on=date.fromisoformat(value["board_on"]) if value.get("board_on") else None,
        replaces_id=row.replaces_id,
        ground=row.ground,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        appellant_id=row.appellant_id,
    )


def shown_to(found: Iterable[DecisionView], actor: Actor) -> list[DecisionView]:
    """Those that a party sees: what rejects an appeal is for the one who appealed."""
    return [one for one in found if one.appellant_id in {None, actor.id} or not actor.is_citizen]


def _decider(row: Decision, value: dict[str, Any]) -> str:
    """The one who decided; a board by its name and the paragraph of its minutes."""
    if not row.is_boards:
        return str(row.decided_by.name)
    return f"{value['board']}, § {value['board_paragraph']}"
