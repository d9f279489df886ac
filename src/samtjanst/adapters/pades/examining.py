"""Whether a document is sealed with one of the given certificates, and unchanged since."""

import hashlib
import io
from collections.abc import Sequence
from typing import Any

import pikepdf
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from samtjanst.adapters.pades.stamping import trusting

MOST_SIGNATURES = 20
LARGEST_INDEX = 1024 * 1024  # bytes
LONGEST_TITLE = 300
# What keeps a seal alive may be added to a sealed document; nothing else may.
_ALLOWED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
_USAGES = frozenset({"digital_signature", "non_repudiation"})
Answer = tuple[dict[str, Any], bytes]


def examine(
    pdf: bytes, certificates: Sequence[str], enclosed: str, stamp_roots: Sequence[str] = ()
) -> Answer:
    """The verdict on a document (``ports.seal``), and the file that is enclosed by the name.

    ``certificates`` are those that have sealed here, in DER as hexadecimal digits; only they
    count, whatever name stands on another one. The file is given only out of what is sealed.
    A time-stamp is told of only when it comes from an authority under ``stamp_roots``.
    """
    reader = PdfFileReader(io.BytesIO(pdf))
    if reader.encrypted:
        return {"state": "unreadable"}, b""
    found = reader.embedded_signatures[:MOST_SIGNATURES]
    known = {hashlib.sha256(bytes.fromhex(one)).digest() for one in certificates}
    seal = next((one for one in found if _fingerprint(one) in known), None)
    if seal is None:
        return {"state": "foreign" if found else "unsealed"}, b""
    status = _judged(seal, stamp_roots)
    if not _holds(status):
        return {"state": "changed"}, b""
    title, index = _read(pdf, enclosed)
    at = seal.self_reported_timestamp
    told = {"state": "sealed", "sealed_at": at.isoformat() if at else "", "title": title}
    told["stamped_at"] = _stamped_at(status) if stamp_roots else ""
    return told, index


def _fingerprint(signature: EmbeddedPdfSignature) -> bytes:
    certificate = signature.signer_cert
    return hashlib.sha256(certificate.dump()).digest() if certificate else b""


def _judged(seal: EmbeddedPdfSignature, stamp_roots: Sequence[str]) -> PdfSignatureStatus:
    """As of when it says that it was made."""
    own: x509.Certificate = seal.signer_cert
    context = ValidationContext(
        trust_roots=[own], allow_fetching=False, moment=seal.self_reported_timestamp
    )
    usage = KeyUsageConstraints(key_usage=set(_USAGES), match_all_key_usages=False)
    return validate_pdf_signature(
        seal,
        signer_validation_context=context,
        ts_validation_context=trusting(stamp_roots),
        key_usage_settings=usage,
    )


def _holds(status: PdfSignatureStatus) -> bool:
    """The key made it, over the whole document, when its certificate was valid."""
    return bool(
        status.intact
        and status.valid
        and status.trusted
        and status.docmdp_ok
        and _is_whole(status.coverage, status.modification_level)
    )


def _stamped_at(status: PdfSignatureStatus) -> str:
    """When an authority had seen the seal (ISO 8601); "" when none says so that is trusted."""
    stamp = status.timestamp_validity
    holds = stamp and stamp.valid and stamp.intact and stamp.trusted
    return stamp.timestamp.isoformat() if stamp and holds else ""


def _is_whole(coverage: SignatureCoverageLevel | None, added: ModificationLevel | None) -> bool:
    if coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    return coverage is SignatureCoverageLevel.ENTIRE_REVISION and added in _ALLOWED


def _read(pdf: bytes, enclosed: str) -> tuple[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        title = str(opened.docinfo.get("/Title", ""))[:LONGEST_TITLE]
        file = opened.attachments.get(enclosed)
        content = file.get_file().read_bytes() if file else b""
    return title, content if len(content) <= LARGEST_INDEX else b""
