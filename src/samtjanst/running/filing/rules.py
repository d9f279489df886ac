"""Who may use a filing: its owner, and who prepares or takes it down for her, while it does."""

import uuid
from typing import Any

from samtjanst.foundation.access.services import register_predicate
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotAllowedError
from samtjanst.running.filing.types import FilingState, Purpose


def is_own(actor: Actor, filing: Any) -> bool:
    """Whether the filing is the citizen's own, or being prepared for her.

    What a member of staff takes down is hers alone until it is handed in; then the citizen's.
    """
    if actor.is_staff and filing.taken_by_id != actor.id:
        return False
    if actor.is_citizen and filing.taken_by_id and not _is_told(filing):
        return False
    return actor.citizen_id is not None and filing.citizen_id == actor.citizen_id


def _is_told(filing: Any) -> bool:
    # What staff adds to a case is read there, as far as a party sees it.
    return bool(filing.state == FilingState.HANDED_IN) and filing.purpose == Purpose.APPLICATION


def citizen_id(actor: Actor) -> uuid.UUID:
    """The key of the citizen who acts, or for whom a filing is prepared.

    Raises:
        NotAllowedError: there is none.
    """
    if actor.citizen_id is None:
        raise NotAllowedError
    return actor.citizen_id


register_predicate(Permission.FILING_USE, is_own)
