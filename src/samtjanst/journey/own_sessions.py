"""Where a citizen is logged in: she sees it, and can log out what is not hers or left behind."""

import uuid

from django.db import transaction

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import sessions
from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError


def mine(*, by: Actor) -> list[BrowserSession]:
    """Where the actor is logged in now, the latest first.

    Raises:
        NotFoundError: the actor is no citizen.
    """
    return sessions.living_sessions(citizen_id=_key(by))


@transaction.atomic
def end_one(*, session_id: uuid.UUID, by: Actor) -> None:
    """Log out one of one's own browsers.

    Raises:
        NotFoundError: it is not one's own, or has ended.
    """
    if not sessions.end_sessions(citizen_id=_key(by), only=session_id):
        raise NotFoundError
    record("citizen.session_ended", by=by, subject=("session", session_id))


@transaction.atomic
def end_others(*, by: Actor) -> None:
    """Log out everywhere but here.

    Raises:
        NotFoundError: the actor is no citizen.
    """
    key = _key(by)
    ended = sessions.end_sessions(citizen_id=key, but=by.session_id)
    record("citizen.logged_out", by=by, subject=("citizen", key), details={"sessions": ended})


def _key(by: Actor) -> uuid.UUID:
    require(by, Permission.FILING_USE)
    if by.id is None or not by.is_citizen:
        raise NotFoundError
    return by.id
