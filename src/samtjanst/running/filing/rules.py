"""Who may use a filing: its owner, and who prepares or takes it down for her, while it does."""

import uuid
from typing import Any

from samtjanst.foundation.access.services import register_predicate
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotAllowedError
from samtjanst.running.filing.types import FilingState


def is_own(actor: Actor, filing: Any) -> bool:
    """Whether the filing is the citizen's own, or being prepared for her.

    What a member of staff takes down is hers alone until it is handed in; then the citizen's.
    """
    if actor.is_staff and filing.taken_by_id != actor.id:
        return False
    if actor.is_citizen and filing.taken_by_id and filing.state != FilingState.HANDED_IN:
        return False
    return actor.citizen_id is not None and filing.citizen_id == actor.citizen_id


def citizen_id(actor: Actor) -> uuid.UUID:
    """The key of the citizen who acts, or for whom a filing is prepared.

    Raises:
        NotAllowedError: there is none.
    """
    if actor.citizen_id is None:
        raise NotAllowedError
    return actor.citizen_id


register_predicate(Permission.FILING_USE, is_own)
