"""Who may use a filing: its owner, and nobody else."""

import uuid
from typing import Any

from samtjanst.foundation.access.services import register_predicate
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotAllowedError


def is_own(actor: Actor, filing: Any) -> bool:
    """Whether the filing is the citizen's own."""
    return actor.is_citizen and filing.citizen_id == actor.id


def citizen_id(actor: Actor) -> uuid.UUID:
    """The key of the citizen who acts.

    Raises:
        NotAllowedError: the actor is no citizen.
    """
    if not actor.is_citizen or actor.id is None:
        raise NotAllowedError
    return actor.id


register_predicate(Permission.FILING_USE, is_own)
