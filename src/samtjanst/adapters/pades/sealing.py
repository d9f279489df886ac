"""A municipality's seal on a document: PAdES B-B, or B-T with a time-stamp.

Any reader of PDF can check it.
"""

import io
from collections.abc import Sequence

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from samtjanst.adapters.pades.stamping import LARGEST, Stamper

FIELD = "Stampel"
_BESIDES = 4096  # bytes of a signature besides its certificates


def seal(
    pdf: bytes, key: str, certificates: Sequence[str], stamper: Stamper | None = None
) -> bytes:
    """``pdf`` with the seal appended; every byte before it stays as it was.

    ``key`` is PKCS#8 and ``certificates`` DER, all in hexadecimal digits; the first certificate
    is the key's own and the others are those above it.

    Raises:
        NoStampError: the ``stamper`` gives none; nothing has been sealed then.
    """
    loaded = [asn1_x509.Certificate.load(bytes.fromhex(one)) for one in certificates]
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    registry.register_multiple(loaded)
    signer = signers.SimpleSigner(
        signing_cert=loaded[0],
        signing_key=keys.PrivateKeyInfo.load(bytes.fromhex(key)),
        cert_registry=registry,
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        # Nothing may be changed; what keeps the seal alive (time-stamps) may be added.
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    # Room for the signature, in hexadecimal digits; told, since it is measured by signing twice.
    room = 2 * (_BESIDES + sum(len(one) for one in certificates) // 2)
    room += 2 * LARGEST if stamper else 0
    sealer = signers.PdfSigner(metadata, signer=signer, timestamper=stamper)
    done = sealer.sign_pdf(writer, bytes_reserved=room)
    return bytes(done.getbuffer())
