"""What is kept of each signature, read so that whatever has been touched is told, not raised."""

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from samtjanst.capabilities.signing.models import Evidence, Room, SignatureRequest
from samtjanst.capabilities.signing.queries import evidence_view
from samtjanst.capabilities.signing.types import (
    CHAIN_START,
    SIGNED,
    EvidenceView,
    RoomState,
    Subject,
)
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.queries import open_identity
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import TamperedError
from samtjanst.kernel.identity import Signatory


@dataclass(frozen=True, slots=True)
class KeptSignature:
    """A signature that somebody is on record as having made.

    ``chain`` says why the proof is not in order ("" when it is): "missing", "unreadable" or
    "out of its place". ``visible_text`` and ``hidden_data`` are those of the room, that is what
    was shown; None when they cannot be read.
    """

    role: str
    name: str = field(repr=False)
    identity: Signatory | None = field(repr=False)
    signed_at: datetime | None
    chain: str
    evidence: EvidenceView | None = field(repr=False)
    room_digest: str
    visible_text: str | None = field(repr=False)
    hidden_data: bytes | None = field(repr=False)


def kept_of(subject: Subject) -> list[KeptSignature]:
    """Every signature in the standing room of a thing that the caller may see, in order."""
    found = Room.objects.filter(subject_kind=subject[0], subject_id=subject[1])
    room = found.exclude(state=RoomState.CANCELLED).first()
    if room is None:
        return []
    text, hidden = _shown(room)
    proofs = _proofs(room.id)
    return [
        KeptSignature(
            row.role,
            *_who(row, proofs),
            row.signed_at,
            *proofs.get(row.id, ("missing", None)),
            room.digest,
            text,
            hidden,
        )
        for row in _signed(room)
    ]


def _signed(room: Room) -> list[SignatureRequest]:
    rows = SignatureRequest.objects.select_related("citizen", "staff").filter(room=room)
    return list(rows.filter(state__in=SIGNED).order_by("place"))


def _who(
    row: SignatureRequest, proofs: Mapping[uuid.UUID, tuple[str, EvidenceView | None]]
) -> tuple[str, Signatory | None]:
    """Name and identity; of an official the account that she was judged to have.

    Which account of a directory was hers then is nowhere but in the proof, whose place in the
    chain is looked at: the directory can have given her another since.
    """
    if row.citizen is not None:
        who = open_identity(row.citizen)
        return who.name, who.identity
    _chain, proof = proofs.get(row.id, ("", None))
    return row.staff.name, proof.identity if proof else None


def _shown(room: Room) -> tuple[str | None, bytes | None]:
    try:
        content = json.loads(decrypt(f"room:{room.id}", bytes(room.content)))
    except TamperedError:
        return None, None
    return content["visible_text"], base64.b64decode(content["hidden_data"])


def _proofs(room_id: uuid.UUID) -> dict[uuid.UUID, tuple[str, EvidenceView | None]]:
    """By request: what is wrong with the proof's place in the chain, and the proof."""
    found: dict[uuid.UUID, tuple[str, Any]] = {}
    before, wanted = CHAIN_START, 1
    for row in Evidence.objects.filter(room_key=room_id).order_by("place", "recorded_at"):
        try:
            raw = decrypt(f"evidence:{row.id}", bytes(row.content))
        except TamperedError:
            found[row.request_id] = "unreadable", None
        else:
            # Rows from before places were kept all have place 0.
            in_place = row.place in {0, wanted}
            in_place = in_place and row.record_hash == digest_bytes(before.encode() + raw)
            chain = "" if in_place else "out of its place"
            found[row.request_id] = chain, evidence_view(row, raw)
        before, wanted = row.record_hash, wanted + 1
    return found
