"""What proves what is in a document that leaves us, and the list of it."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.documents.types import EmbeddedFile
from samtjanst.capabilities.signing.types import EvidenceView
from samtjanst.foundation.people import passkey_proofs
from samtjanst.running.filing.types import SealedSnapshot

CONTENTS = "forteckning.json"
FORM = "samtjanst-document/1"


@dataclass(frozen=True, slots=True)
class Listed:
    """A signature in the list; its moment in words."""

    name: str = field(repr=False)
    role: str
    signed_at: str
    method: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Who made the decision, logged in as herself, and the day (ISO 8601)."""

    by: str = field(repr=False)
    on: str


def listed(signatures: tuple[Listed, ...], decided: Decided | None = None) -> EmbeddedFile:
    """The list that whoever checks the document later is shown."""
    told: dict[str, Any] = {
        "form": FORM,
        "signatures": [
            {"name": one.name, "role": one.role, "signed_at": one.signed_at, "method": one.method}
            for one in signatures
        ],
    }
    if decided:
        told["decided"] = {"by": decided.by, "on": decided.on}
    content = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    return EmbeddedFile(CONTENTS, "application/json", content, "Förteckning över underskrifter")


def proof(snapshot: SealedSnapshot, evidence: list[EvidenceView]) -> Iterator[EmbeddedFile]:
    """What was sealed, and per electronic signature what proves it, as files."""
    yield EmbeddedFile(
        "inlamnad-handling.json",
        "application/json",
        snapshot.raw,
        "Det som skrevs under" if evidence else "Det som lämnades in",
        "source",
    )
    for number, item in enumerate(evidence, start=1):
        if item.page:
            continue
        if item.raw.get("kind") != passkey_proofs.KIND:  # the whole of which is the answer
            yield from _of_login(number, item) if item.provider else _of_app(number, item)
        whole = json.dumps(dict(item.raw), sort_keys=True).encode()
        yield EmbeddedFile(
            f"underskrift-{number}.json",
            "application/json",
            whole,
            "Hela svaret från e-legitimationen",
        )


def _of_app(number: int, item: EvidenceView) -> Iterator[EmbeddedFile]:
    data: dict[str, Any] = item.raw["collect"]["completionData"]
    for name, mime, part in (
        (f"underskrift-{number}.xml", "application/xml", "signature"),
        (f"underskrift-{number}-ocsp.der", "application/ocsp-response", "ocspResponse"),
    ):
        yield EmbeddedFile(name, mime, base64.b64decode(data[part]), "Underskriftsbevis")


def _of_login(number: int, item: EvidenceView) -> Iterator[EmbeddedFile]:
    """The provider's signed answer: an assertion, or a token whose key stands in the whole."""
    if "signed" in item.raw:
        content = base64.b64decode(item.raw["signed"])
        name, mime = f"underskrift-{number}.xml", "application/xml"
    else:
        content = str(item.raw["token"]).encode()
        name, mime = f"underskrift-{number}.jwt", "application/jwt"
    yield EmbeddedFile(name, mime, content, "Underskriftsbevis")
