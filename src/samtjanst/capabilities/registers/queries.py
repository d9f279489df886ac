"""Reads of the log of look-ups."""

from django.db.models import Q

from samtjanst.capabilities.registers.models import Lookup, Source
from samtjanst.capabilities.registers.types import (
    SOURCE,
    LookupView,
    Outcome,
    SourceOffer,
    SourceView,
)
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.keys.services import blind_index
from samtjanst.foundation.people.queries import identity_of, number_index
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.lookup import AccessKind

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
    who = identity_of(actor.id)
    mine = [number_index(who.identity)]
    if who.personal_number:
        mine.append(blind_index("company-number", who.personal_number.digits))
    # What she had looked up herself without a personal number is hers to see, too.
    own = Q(register=SOURCE, actor_kind=ActorKind.CITIZEN.value, actor_id=actor.id)
    found = Lookup.objects.filter(Q(number_index__in=mine) | own)
    rows = found.order_by("-asked_at", "id")[:MOST]
    shown = [_view(row, actor) for row in rows]
    record_read("lookups", by=actor, subject=("citizen", actor.id))
    return shown


def _view(row: Lookup, actor: Actor) -> LookupView:
    is_own = row.actor_id == actor.id
    # A service that an administrator has named has one purpose, whoever applies for what.
    is_told = is_own or row.told_to_others or row.register == SOURCE
    return LookupView(
        register=row.register,
        purpose=row.purpose,
        asked_at=row.asked_at,
        outcome=Outcome(row.outcome),
        is_own_matter=is_own,
        asked_by=ActorKind(row.actor_kind),
        title=row.title,
        stated=row.stated if is_told else "",
        legal_basis=row.legal_basis if is_told else "",
        is_kept=not is_told and bool(row.legal_basis),
    )


def sources(actor: Actor) -> list[SourceView]:
    """The services that forms can be filled in from, as they stand now, by name.

    Raises:
        NotFoundError: the actor may not.
    """
    require(actor, Permission.LOOKUP_SET_UP)
    rows = Source.objects.order_by("name", "-version").distinct("name")
    return [_source_view(row) for row in rows]


def source_versions(actor: Actor, name: str) -> list[SourceView]:
    """Every version of one service, newest first.

    Raises:
        NotFoundError: the actor may not, or there is none.
    """
    require(actor, Permission.LOOKUP_SET_UP)
    rows = list(Source.objects.filter(name=name).order_by("-version"))
    if not rows:
        raise NotFoundError
    return [_source_view(row) for row in rows]


def source_values(actor: Actor) -> list[SourceOffer]:
    """Each service that is ready, for whoever builds e-services.

    Raises:
        NotFoundError: the actor may not.
    """
    require(actor, Permission.ESERVICE_READ)
    rows = Source.objects.order_by("name", "-version").distinct("name")
    ready = [view for view in map(_source_view, rows) if view.is_ready]
    return [SourceOffer(one.name, one.title, tuple(one.fields), one.needs_value) for one in ready]


def _source_view(row: Source) -> SourceView:
    return SourceView(
        name=row.name,
        version=row.version,
        title=row.title,
        address=row.address,
        purpose=row.purpose,
        legal_basis=row.legal_basis,
        access=AccessKind(row.access),
        user=row.user,
        token_url=row.token_url,
        scope=row.scope,
        has_secret=bool(row.secret),
        fields=dict(row.fields),
        is_active=row.is_active,
        made_at=row.made_at,
    )
