"""The property register port over Lantmäteriet's Direkt services: JSON over HTTPS, OAuth 2.0.

Settings: ``base_url`` (the host), ``token_url``, ``client_id``, ``client_secret``,
``trusted_authorities`` (path to a PEM file; else the system's), ``timeout`` (seconds, 10).

Owners are asked for by the server only, and only about a property that somebody has named.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from samtjanst.adapters.lantmateriet import addresses, addresses_next, neighbours, properties
from samtjanst.adapters.lantmateriet.wire import Wire
from samtjanst.ports.property_register import (
    AddressQuery,
    FoundAddress,
    FoundProperty,
    NeighbourQuery,
    Owner,
    OwnerQuery,
    PropertyQuery,
)

_MOST = 10  # addresses of an answer
_PROBE = "MJÖLBY 1:1"


class Lantmateriet:
    """Addresses by version 4.2 of their product."""

    _scope: ClassVar[str] = addresses.SCOPE

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._wire = Wire(settings, f"{self._scope} {properties.SCOPES}")
        # A product of its own, that not everybody has ordered: a token of its own, too.
        self._areas = Wire(settings, neighbours.SCOPE)

    def addresses(self, query: AddressQuery) -> tuple[FoundAddress, ...]:
        """Addresses in force that fit the text, the likeliest first."""
        words = " ".join(query.text.split())[:200]
        return self._found(words, self._wire.deadline(query.within))

    def property_of(self, query: PropertyQuery) -> FoundProperty | None:
        """The property with the designation, or that had it."""
        deadline = self._wire.deadline(query.within)
        return properties.find(self._wire, query.designation[:200], deadline)

    def owners(self, query: OwnerQuery) -> tuple[Owner, ...]:
        """Who owns the property now."""
        return properties.owners(self._wire, query.property_id, self._wire.deadline(query.within))

    def neighbours(self, query: NeighbourQuery) -> tuple[FoundProperty, ...]:
        """The other properties that touch it, or lie near enough, with the areas that it has."""
        deadline = self._wire.deadline(query.within)
        found = neighbours.find(self._areas, query.property_id, query.distance, deadline)
        return tuple(one if one.designation else self._named(one.id, deadline) for one in found)

    def check(self) -> None:
        """Ask for an address and a designation; found or not, the products have answered."""
        self.addresses(AddressQuery("Storgatan 1", "check", ""))
        self.property_of(PropertyQuery(_PROBE, "check", ""))

    def _named(self, property_id: str, deadline: float) -> FoundProperty:
        designation = properties.in_force(self._wire, property_id, deadline)
        return FoundProperty(property_id, designation)

    def _found(self, words: str, deadline: float) -> tuple[FoundAddress, ...]:
        return addresses.find(self._wire, words, _MOST, deadline)


class LantmaterietNext(Lantmateriet):
    """Addresses by another interface; all else is the same."""

    _scope = addresses_next.SCOPE

    def _found(self, words: str, deadline: float) -> tuple[FoundAddress, ...]:
        return addresses_next.find(self._wire, words, _MOST, deadline)
