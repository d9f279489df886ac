"""Writing what proves a signature: encrypted, and chained to the proof before it in the room."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from samtjanst.capabilities.signing.models import Evidence, Room, SignatureRequest
from samtjanst.capabilities.signing.types import CHAIN_START
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.identity import Signatory
from samtjanst.ports.signing import VerificationReport


@dataclass(frozen=True, slots=True)
class Signer:
    """Who has signed: what she is called and known by."""

    name: str = field(repr=False)
    identity: Signatory = field(repr=False)


def keep(
    room: Room, row: SignatureRequest, content: bytes, now: datetime, *, is_first: bool
) -> None:
    """Keep the proof of a request whose room is locked; ``is_first`` when the room has none."""
    last = None if is_first else _last(room)
    before, place = (last.record_hash, last.place) if last else (CHAIN_START, 0)
    kept = Evidence(room_key=room.id, request=row, place=place + 1, recorded_at=now)
    kept.content = encrypt(f"evidence:{kept.id}", content)
    kept.record_hash = digest_bytes(before.encode() + content)
    kept.save(force_insert=True)


def proof_of(
    room: Room,
    row: SignatureRequest,
    who: Signer,
    evidence: dict[str, Any],
    report: VerificationReport,
) -> bytes:
    """What is kept: who signed what, the evidence itself, and how it was judged."""
    signed = json.loads(decrypt(f"room:{room.id}", bytes(room.content)))
    return json.dumps(
        {
            "role": row.role,
            "name": who.name,
            # Twelve digits, or of somebody without them her foreign identity, or her account.
            "personal_number": who.identity.code,
            "digest": room.digest,
            **signed,
            "evidence": evidence,
            "report": {
                "verifier": report.verifier,
                "roots": report.roots,
                "checks": [[check.name, check.held, check.detail] for check in report.checks],
            },
        },
        sort_keys=True,
    ).encode()


def _last(room: Room) -> Evidence | None:
    # By place, since a clock can be set back between two signatures.
    return Evidence.objects.filter(room_key=room.id).order_by("-place", "-recorded_at").first()
