"""A signature that somebody makes in her app while an official has her on the telephone."""

import uuid
from typing import Any

from samtjanst.capabilities.signing import locking
from samtjanst.capabilities.signing.services.room import Locked, recorded
from samtjanst.capabilities.signing.types import Signed, Subject
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.signing import VerificationReport


@together
def record_by_phone(  # noqa: PLR0913 - what was signed, by whom, and how it is known
    *,
    subject: Subject,
    request_id: uuid.UUID,
    signatory: CitizenIdentity,
    evidence: dict[str, Any],
    report: VerificationReport,
    by: Actor,
) -> Signed:
    """Record a verified signature as any other, with the official who asked for it on record.

    Raises:
        NotFoundError: no such request in the room of the thing, or the actor may not.
        TamperedError: the verification did not hold, or is about somebody else.
        TransitionError: already signed, declined or expired, not needed, or not her turn.
    """
    require(by, Permission.FILING_TAKE_DOWN)
    room = locking.room_about.first(kind=subject[0], key=subject[1])
    rows = locking.requests_of.all(room_id=room.id) if room else []
    found = {row.id: row for row in rows}
    row = found.pop(request_id, None)
    if room is None or row is None:
        raise NotFoundError
    held = Locked(room, row, [*found.values()], is_call=True)
    return recorded(held, signatory, evidence, report, by=by)
