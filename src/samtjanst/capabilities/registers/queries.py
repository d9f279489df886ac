"""Reads of the log of look-ups."""

from samtjanst.capabilities.registers.models import Lookup
from samtjanst.capabilities.registers.types import LookupView, Outcome
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.keys.services import blind_index
from samtjanst.foundation.people.queries import identity_of, number_index
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.kernel.errors import NotFoundError

MOST = 200


def about_me(actor: Actor) -> list[LookupView]:
    """When registers have been asked about the citizen herself, newest first (GDPR art. 15).

    Whose matter it was is told only when it was her own.

    Raises:
        NotFoundError: the actor is no citizen.
    """
    require(actor, Permission.FILING_USE)
    if actor.id is None or actor.kind is not ActorKind.CITIZEN:
        raise NotFoundError
    number = identity_of(actor.id).personal_number
    mine = [number_index(number), blind_index("company-number", number.digits)]
    rows = Lookup.objects.filter(number_index__in=mine).order_by("-asked_at", "id")[:MOST]
    shown = [_view(row, actor) for row in rows]
    record_read("lookups", by=actor, subject=("citizen", actor.id))
    return shown


def _view(row: Lookup, actor: Actor) -> LookupView:
    return LookupView(
        register=row.register,
        purpose=row.purpose,
        asked_at=row.asked_at,
        outcome=Outcome(row.outcome),
        is_own_matter=row.actor_id == actor.id,
        is_by_the_system=row.actor_kind == ActorKind.SYSTEM,
    )
