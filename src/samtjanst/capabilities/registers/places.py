"""Looking addresses, properties and their owners up."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import structlog

from samtjanst.capabilities.registers.models import Lookup
from samtjanst.capabilities.registers.services import REMEMBERED
from samtjanst.capabilities.registers.types import (
    NO_GROUND,
    AddressAnswer,
    Ground,
    NeighbourAnswer,
    Outcome,
    OwnerAnswer,
    PropertyAnswer,
)
from samtjanst.foundation.keys.services import blind_index, decrypt, encrypt
from samtjanst.foundation.people.queries import number_index
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import property_register
from samtjanst.kernel import clock
from samtjanst.ports.failures import PortError, Rejected
from samtjanst.ports.property_register import (
    AddressQuery,
    FoundAddress,
    FoundProperty,
    NeighbourQuery,
    Owner,
    OwnerQuery,
    PropertyQuery,
)

log = structlog.get_logger(__name__)
ADDRESS, PROPERTY, OWNER = "address", "property", "owner"
_MOST_OWNERS = 50


@dataclass(frozen=True, slots=True)
class _About:
    """What is written of a look-up."""

    register: str
    index: str
    query: AddressQuery | PropertyQuery | OwnerQuery | NeighbourQuery
    by: Actor
    ground: Ground


def look_up_addresses(
    *, query: AddressQuery, by: Actor, ground: Ground = NO_GROUND
) -> AddressAnswer:
    """Ask which addresses fit, or remember what the register said for the same matter lately.

    A register that does not answer is an outcome, not an error: it never stops anybody.
    """
    plain = " ".join(query.text.casefold().split())
    about = _About(ADDRESS, blind_index("address", plain), query, by, ground)
    if known := _remembered(about):
        return AddressAnswer(Outcome.FOUND, tuple(_address(one) for one in known))
    outcome, found = _asked(about, lambda: property_register().addresses(query))
    packed = [_packed_address(one) for one in found or ()]
    _write(about, outcome, packed)
    return AddressAnswer(outcome, tuple(found or ()))


def look_up_property(
    *, query: PropertyQuery, by: Actor, ground: Ground = NO_GROUND
) -> PropertyAnswer:
    """Ask which property a designation leads to; otherwise as for addresses."""
    plain = " ".join(query.designation.casefold().split())
    about = _About(PROPERTY, blind_index("property", plain), query, by, ground)
    if known := _remembered(about):
        return PropertyAnswer(Outcome.FOUND, FoundProperty(*known))
    outcome, found = _asked(about, lambda: property_register().property_of(query))
    _write(about, outcome, [found.id, found.designation] if found else [])
    return PropertyAnswer(outcome, found)


def look_up_owners(*, query: OwnerQuery, by: Actor, ground: Ground = NO_GROUND) -> OwnerAnswer:
    """Ask who owns a property. The answer is not kept, and every person in it can see that it was.

    Who owns what is told to nobody here: the caller compares with somebody it knows already.
    """
    about = _About(OWNER, blind_index("property-owner", query.property_id), query, by, ground)
    outcome, found = _asked(about, lambda: property_register().owners(query))
    people = [one.person for one in found or () if one.person][:_MOST_OWNERS]
    indexes = [number_index(one) for one in people] or [about.index]
    for index in indexes:
        _write(_About(OWNER, index, query, by, ground), outcome, [])
    return OwnerAnswer(outcome, tuple(found or ()))


def look_up_neighbours(
    *, query: NeighbourQuery, by: Actor, ground: Ground = NO_GROUND
) -> NeighbourAnswer:
    """Ask which properties lie beside one; the answer is not kept."""
    about = _About(PROPERTY, blind_index("property-beside", query.property_id), query, by, ground)
    outcome, found = _asked(about, lambda: property_register().neighbours(query))
    _write(about, outcome, [])
    return NeighbourAnswer(outcome, tuple(found or ()))


def _asked(about: _About, ask: Callable[[], Any]) -> tuple[Outcome, Any]:
    try:
        found = ask()
    except Rejected:
        return Outcome.MISSING, None
    except PortError as failure:
        log.warning("property_register.failed", code=failure.code, reference=about.query.reference)
        return Outcome.UNAVAILABLE, None
    return (Outcome.FOUND, found) if found else (Outcome.MISSING, None)


def _write(about: _About, outcome: Outcome, packed: list[Any]) -> None:
    row = Lookup(
        register=about.register,
        number_index=about.index,
        reference=about.query.reference,
        purpose=about.query.purpose,
        stated=about.ground.purpose,
        legal_basis=about.ground.legal_basis,
        told_to_others=about.ground.told_to_others,
        outcome=outcome.value,
        asked_at=clock.now(),
        actor_kind=about.by.kind.value,
        actor_id=about.by.id,
    )
    if packed:
        row.answer = encrypt(f"lookup:{row.id}", json.dumps(packed).encode())
    row.save(force_insert=True)


def _remembered(about: _About) -> list[Any] | None:
    rows = Lookup.objects.filter(
        reference=about.query.reference,
        number_index=about.index,
        register=about.register,
        outcome=Outcome.FOUND,
        asked_at__gt=clock.now() - REMEMBERED,
    )
    row = rows.order_by("-asked_at").first()
    if row is None or not row.answer:
        return None
    known: list[Any] = json.loads(decrypt(f"lookup:{row.id}", bytes(row.answer)))
    return known


def _packed_address(one: FoundAddress) -> list[Any]:
    return [one.id, one.street, one.postal_code, one.city, one.municipality_code,
            list(one.point) if one.point else None, one.property_id]  # fmt: skip


def _address(packed: list[Any]) -> FoundAddress:
    key, street, code, city, municipality, point, lies_on = packed
    where = (float(point[0]), float(point[1])) if point else None
    return FoundAddress(key, street, code, city, municipality, where, lies_on)


def owns(owners: Iterable[Owner], digits: str) -> tuple[int, int] | None:
    """The share that the person with the number has; None when she is not among the owners."""
    shares = (one.share for one in owners if one.person and one.person.digits == digits)
    return next(shares, None)
