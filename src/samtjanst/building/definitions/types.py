"""Values of definitions."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.formkit.definition import Definition


@dataclass(frozen=True, slots=True)
class PublishedService:
    """An e-service with the version that is published now."""

    id: uuid.UUID
    slug: str
    title: str
    unit_id: uuid.UUID
    version_id: uuid.UUID
    version_number: int
    definition: Definition = field(repr=False)
    parameters: Mapping[str, Any] = field(repr=False)
