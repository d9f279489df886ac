"""A signature by hand, which staff register with the scanned page."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from samtjanst.capabilities.signing import moving, proofs
from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.capabilities.signing.services.room import standing_room
from samtjanst.capabilities.signing.types import (
    APPLICANT,
    OPEN_REQUESTS,
    PAPER,
    RoomState,
    Signed,
    Subject,
    next_request,
    next_room,
    open_until,
)
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.queries import open_identity
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.signing import Check, VerificationReport

VERIFIER = "a person"


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """What was signed by hand: on which day, and the scanned page as it is kept."""

    request_id: str
    signed_on: date
    file_id: str
    file_name: str = field(repr=False)
    content_type: str
    sha256: str  # of the scanned page

    def evidence(self, by: Actor) -> dict[str, Any]:
        """As it is kept with the signature."""
        return {
            "kind": PAPER,
            "signed_on": self.signed_on.isoformat(),
            "registered_by": by.name,
            "file": {
                "id": self.file_id,
                "name": self.file_name,
                "content_type": self.content_type,
                "sha256": self.sha256,
            },
        }


@transaction.atomic
def register_paper(*, subject: Subject, page: PaperSignature, by: Actor) -> Signed:
    """Register that somebody who was asked has signed by hand; the last one completes the room.

    A room that had ended by a refusal goes on when enough can sign again: those who are left are
    asked anew, or the next in turn, and the days count from now. Else it stays declined.

    Raises:
        NotFoundError: no room, nobody who was asked, or the actor may not.
        TransitionError: she has signed already, it is not her turn, or the room has ended.
    """
    require(by, Permission.CASE_HANDLE)
    room, now = standing_room(subject), clock.now()
    rows = SignatureRequest.objects.select_for_update(of=("self",)).select_related("citizen")
    found = list(rows.filter(room=room).order_by("place"))
    row = next((one for one in found if str(one.id) == page.request_id), None)
    if row is None:
        raise NotFoundError
    completed = next_room(room.state, "complete_on_paper")
    row.state, row.signed_at = next_request(row.state, "register_paper").value, now
    row.save(update_fields=["state", "signed_at"])
    report = VerificationReport((Check("paper", held=True, detail=by.name),), VERIFIER)
    who = open_identity(row.citizen)
    signer = proofs.Signer(who.name, who.identity)
    proof = proofs.proof_of(room, row, signer, page.evidence(by), report)
    proofs.keep(room, row, proof, now, is_first=False)
    so_far = moving.tally_of(room, found)
    is_complete, reopened = so_far.is_whole, False
    released, asked = [], []
    if is_complete:
        room.state = completed.value
        room.save(update_fields=["state"])
        released = moving.stand_down(found)
    elif room.state == RoomState.OPEN:
        asked = moving.ask_next(room, found, now)
    elif so_far.can_be_whole:
        reopened = True
        asked = _go_on(room, found, now)
    details = {"complete": is_complete}
    record("signing.registered_on_paper", by=by, subject=subject, details=details)
    return Signed(
        row.id,
        row.role,
        subject,
        is_complete,
        asked=tuple(asked),
        released=moving.released_of(found) if is_complete else (),
        told=moving.told(released),
        reopened=reopened,
    )


def _go_on(room: Room, rows: list[SignatureRequest], now: datetime) -> list[uuid.UUID]:
    room.state = next_room(room.state, "go_on_by_paper").value
    room.expires_at = open_until(now, room.expires_days)
    room.save(update_fields=["state", "expires_at"])
    next_up = moving.ask_next(room, rows, now)
    left = [row for row in rows if row.state in OPEN_REQUESTS and row.role != APPLICANT]
    told = [row.person_id for row in left if not row.is_protected]
    return list(dict.fromkeys([*told, *next_up]))
