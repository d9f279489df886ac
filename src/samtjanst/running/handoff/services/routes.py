"""Setting routes up."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import business_system
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.ports.failures import NotConfigured
from samtjanst.running.handoff import mapping, schema
from samtjanst.running.handoff.models import FormerMapping, Route
from samtjanst.running.handoff.types import (
    NewRoute,
    Step,
)


@transaction.atomic
def put_route(
    *,
    new: NewRoute,
    sources: Sequence[str],
    by: Actor,
    route_id: uuid.UUID | None = None,
    revision: int = 0,
) -> uuid.UUID:
    """Set up a route, or change one.

    Raises:
        NotFoundError: the actor may not, or there is no such route.
        InvalidInputError: the mapping, by field; or the name is taken.
        ConflictError: somebody else has changed it.
    """
    require(by, Permission.HANDOFF_SET_UP)
    _check(new, sources, route_id)
    row = _route(route_id, revision) if route_id else Route()
    row.e_service, row.name, row.system = new.e_service, new.name.strip(), new.system
    row.step, row.outcomes, row.after_id = new.step.value, list(new.outcomes), new.after
    _remap(row, dict(new.mapping), new.schema.strip(), by)
    row.revision += 1
    row.save()
    record("handoff.route_set", by=by, subject=("route", row.id), details={"step": row.step})
    return row.id


def _remap(row: Route, made: dict[str, Any], told: str, by: Actor) -> None:
    """Take a new mapping into use, and keep the one before; the same again is no new version."""
    is_new = row.revision == 0
    if not is_new and (made, told) != (row.mapping, row.schema):
        FormerMapping.objects.create(
            route=row,
            number=row.version,
            mapping=row.mapping,
            schema=row.schema,
            until=clock.now(),
            replaced_by=by.id,
        )
        row.version += 1
    row.mapping, row.schema = made, told


@transaction.atomic
def switch_route(*, route_id: uuid.UUID, is_active: bool, by: Actor) -> None:
    """Let decided cases take the route from now on, or no longer."""
    require(by, Permission.HANDOFF_SET_UP)
    row = Route.objects.select_for_update().filter(id=route_id).first()
    if row is None:
        raise NotFoundError
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    record("handoff.route_switched", by=by, subject=("route", row.id), details={"on": is_active})


def _check(new: NewRoute, sources: Sequence[str], route_id: uuid.UUID | None) -> None:
    if not new.name.strip():
        raise InvalidInputError({"name": ["Skriv vad mottagaren heter."]})
    if not new.outcomes:
        raise InvalidInputError({"outcomes": ["Välj minst ett utfall."]})
    same = Route.objects.filter(e_service=new.e_service, name=new.name.strip()).first()
    if same is not None and same.id != route_id:
        raise InvalidInputError({"name": ["Det finns redan en överföring med det namnet."]})
    if new.step.is_automatic and (new.system or new.step is Step.FILE):
        _check_system(new.system)
    _check_order(new, route_id)
    schema.check(new.schema)
    mapping.check(new.mapping, sources)


def _check_order(new: NewRoute, route_id: uuid.UUID | None) -> None:
    """The one before is of the same e-service, and none of those before it is this one."""
    after, seen = new.after, {route_id}
    while after is not None:
        row = Route.objects.filter(id=after, e_service=new.e_service).first()
        if row is None or row.id in seen:
            text = _("Välj en annan överföring av e-tjänsten, som inte själv väntar på den här.")
            raise InvalidInputError({"after": [text]})
        seen.add(row.id)
        after = row.after_id


def _check_system(name: str) -> None:
    try:
        business_system(name)
    except NotConfigured:
        message = "Verksamhetssystemet är inte anslutet. Anslut det först."
        raise InvalidInputError({"system": [message]}) from None


def _route(route_id: uuid.UUID, revision: int) -> Route:
    row = Route.objects.select_for_update().filter(id=route_id).first()
    if row is None:
        raise NotFoundError
    if row.revision != revision:
        raise ConflictError
    return row
