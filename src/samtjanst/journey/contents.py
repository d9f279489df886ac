"""The seal on documents that leave us, and the list of what a sealed document contains."""

import json

import structlog

from samtjanst.capabilities.documents.types import EmbeddedFile, SignatureEntry
from samtjanst.foundation.plugins.services import document_seal
from samtjanst.ports.failures import PortError

log = structlog.get_logger(__name__)

CONTENTS = "forteckning.json"
FORM = "samtjanst-document/1"
NO_SEAL = "no adapter: seal"


def sealed(pdf: bytes) -> bytes:
    """``pdf`` with the municipality's seal, where it has one.

    A seal that cannot be put on keeps nobody from her document: it is given out without, and
    operations are told.
    """
    try:
        return document_seal().seal(pdf)
    except PortError as failure:
        if failure.code != NO_SEAL:
            log.warning("seal.failed", code=failure.code)
    return pdf


def listed(signatures: tuple[SignatureEntry, ...]) -> EmbeddedFile:
    """The list that whoever checks the document later is shown."""
    told = {
        "form": FORM,
        "signatures": [
            {"name": one.name, "role": one.role, "signed_at": one.signed_at, "method": one.method}
            for one in signatures
        ],
    }
    content = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    return EmbeddedFile(CONTENTS, "application/json", content, "Förteckning över underskrifter")
