"""Who may use a filing: its owner, and nobody else."""

from typing import Any

from samtjanst.foundation.access.services import register_predicate
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor


def is_own(actor: Actor, filing: Any) -> bool:
    """Whether the filing is the citizen's own."""
    return actor.is_citizen and filing.citizen_id == actor.id


register_predicate(Permission.FILING_USE, is_own)
