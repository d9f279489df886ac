"""School transport in a municipality, ready to be applied for."""

import json
from typing import Any

from tests import cast

from samtjanst import eservices
from samtjanst.building.definitions.models import EService
from samtjanst.building.definitions.services import publish
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.types import scope_id

DOCUMENT: dict[str, Any] = json.loads(eservices.read("skolskjuts/definition.json"))


def school_transport(slug: str = "mjolby", document: dict[str, Any] | None = None) -> EService:
    """The e-service, published in the municipality whose scope is open."""
    return publish(
        slug="skolskjuts",
        document=document or DOCUMENT,
        parameters=json.loads(eservices.read(f"skolskjuts/parameters/{slug}.json")),
        unit=cast.unit(),
        by=system_actor(scope_id()),
    )
