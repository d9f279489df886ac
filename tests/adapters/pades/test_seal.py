"""A seal holds for what it was put on and nothing else, here and in other people's programs."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, timestamps
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from tests import seals

from samtjanst.adapters.pades import sealing, work
from samtjanst.adapters.pades.provider import Pades
from samtjanst.capabilities.documents import checker
from samtjanst.kernel import clock
from samtjanst.ports.failures import NotConfigured
from samtjanst.ports.seal import Examined, SealState
from samtjanst.simulators import authority
from samtjanst.simulators.authority import Identity

Made = tuple[Identity, Identity]
PDF = seals.document()


@pytest.fixture(scope="module")
def own() -> Made:
    return seals.made()


@pytest.fixture(scope="module")
def pades(own: Made) -> Iterator[Pades]:
    adapter = Pades(seals.settings_of(own))
    yield adapter
    adapter._process.close()


@pytest.fixture(scope="module")
def sealed(pades: Pades) -> bytes:
    return pades.seal(PDF).pdf


def _der(one: Identity) -> str:
    return one.certificate.public_bytes(Encoding.DER).hex()


def _sealed_by(seal: Made, pdf: bytes, *enclosed: Identity) -> bytes:
    """In this very process, by anybody."""
    pkcs8 = seal[0].key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return sealing.seal(pdf, pkcs8.hex(), [_der(one) for one in (*seal, *enclosed)])


def _state(adapter: Pades, pdf: bytes) -> SealState:
    """As the process beside ours says; worked out here, since each one takes a second to start."""
    known = [one.hex() for one in adapter._settings.known]
    told, content = work.done({"do": "examine", "certificates": known, "enclosed": "x"}, pdf)
    if told.get("state") != SealState.SEALED:
        assert len(told) == 1  # nothing else is told of what does not hold
        assert content == b""
    return SealState(told.get("state", SealState.UNREADABLE))


def _added_to(pdf: bytes, change: str) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if change == "page":
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        page["/Rotate"] = generic.NumberObject(180)  # type: ignore[no-untyped-call]
        writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))
    else:
        writer.root["/Lang"] = generic.TextStringObject("en")
        writer.update_root()  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def test_seal_is_added_after_the_document_which_is_an_archive_file_still(
    pades: Pades, sealed: bytes
) -> None:
    assert sealed.startswith(PDF)
    assert checker.faults(sealed) == []
    found = pades.examine(sealed, "forteckning.json")
    assert (found.state, found.title) == (SealState.SEALED, "Kvittens, SKJ-2026-000001-X")
    assert found.sealed_at
    assert abs(found.sealed_at - clock.now()) < timedelta(hours=1)


def test_seal_is_verified_by_others_who_know_the_authority_only(
    own: Made, sealed: bytes, tmp_path: Path
) -> None:
    signature = PdfFileReader(io.BytesIO(sealed)).embedded_signatures[0]
    root = asn1_x509.Certificate.load(bytes.fromhex(_der(own[1])))
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    assert status.bottom_line
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    attributes = [one["type"].native for one in signature.signer_info["signed_attrs"]]
    assert "signing_certificate_v2" in attributes
    if program := shutil.which("pdfsig"):
        (tmp_path / "a.pdf").write_bytes(sealed)
        told = subprocess.run([program, tmp_path / "a.pdf"], capture_output=True, check=False)
        assert b"Signature is Valid" in told.stdout


def test_whatever_is_changed_or_added_afterwards_is_told(pades: Pades, sealed: bytes) -> None:
    where = sealed.index(b"/Title")
    flipped = sealed[: where + 9] + bytes([sealed[where + 9] ^ 1]) + sealed[where + 10 :]
    # Into the last of the signature, where the key's own numbers are.
    contents = sealed.index(b"00" * 200, sealed.index(b"/Contents <")) - 40
    with pikepdf.open(io.BytesIO(sealed)) as opened:
        again = io.BytesIO()
        opened.save(again)
    for what, changed in {
        "a byte": flipped,
        "a byte of the signature": sealed[:contents] + b"0000" + sealed[contents + 4 :],
        "a page, appended": _added_to(sealed, "page"),
        "the catalogue, appended": _added_to(sealed, "catalogue"),
        "rubbish, appended": sealed + b"\n%%EOF\nmore",
        "another's signature, appended": _sealed_again(sealed),
        "saved again": again.getvalue(),
    }.items():
        assert _state(pades, changed) in {SealState.CHANGED, SealState.UNREADABLE}, what


def _sealed_again(sealed: bytes) -> bytes:
    """With a program that does not heed what the first seal allows."""
    stranger = seals.made("Någon annan")[0]
    signer = signers.SimpleSigner.load_pkcs12_data(_pkcs12(stranger), [], None)
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    metadata = signers.PdfSignatureMetadata(field_name="Annan")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            signers.pdf_signer.PdfSigner, "_enforce_certification_constraints", lambda *_: None
        )
        return bytes(signers.PdfSigner(metadata, signer=signer).sign_pdf(writer).getbuffer())


def _pkcs12(one: Identity) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"", one.key, one.certificate, None, NoEncryption()
    )


def test_seals_of_others_are_not_ours_whatever_they_are_called(pades: Pades, own: Made) -> None:
    imitation = seals.made(seals.NAME)
    assert imitation[0].certificate.subject == own[0].certificate.subject
    assert pades.examine(_sealed_by(imitation, PDF), "x") == Examined(SealState.FOREIGN)
    # Under the same authority, and with our certificate lying beside: the key is not ours.
    neighbour = seals.made(seals.NAME, own[1])
    assert _state(pades, _sealed_by(neighbour, PDF, own[0])) is SealState.FOREIGN


@pytest.mark.parametrize("pdf", [b"", b"no pdf", b"%PDF-1.7\n", PDF[:9000], bytes(100_000)])
def test_what_is_no_document_is_unreadable(pades: Pades, pdf: bytes) -> None:
    assert _state(pades, pdf) is SealState.UNREADABLE


def test_what_breaks_the_library_is_unreadable_too(pades: Pades) -> None:
    deep = b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\nstartxref\n9\n%%EOF\n"
    assert pades.examine(deep, "x") == Examined(SealState.UNREADABLE)


def test_document_without_a_seal_and_a_locked_one_are_told_apart(pades: Pades) -> None:
    assert _state(pades, PDF) is SealState.UNSEALED
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert _state(pades, locked.getvalue()) is SealState.UNREADABLE


def test_documents_of_an_old_key_hold_by_its_kept_certificate(own: Made, sealed: bytes) -> None:
    new = seals.made(root=own[1])
    assert _state(Pades(seals.settings_of(new, own[0])), sealed) is SealState.SEALED
    assert _state(Pades(seals.settings_of(new)), sealed) is SealState.FOREIGN


def test_seal_that_is_kept_alive_with_a_time_stamp_holds(pades: Pades, sealed: bytes) -> None:
    own = authority.make_root(authority.name_of(common_name="Tid"), use_rsa=True)
    stamper = timestamps.DummyTimeStamper(
        tsa_cert=asn1_x509.Certificate.load(bytes.fromhex(_der(own))),
        tsa_key=signers.SimpleSigner.load_pkcs12_data(_pkcs12(own), [], None).signing_key,
        certs_to_embed=None,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    kept = signers.PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256")
    assert _state(pades, bytes(kept.getbuffer())) is SealState.SEALED


def test_outdated_certificate_does_not_seal_and_wrong_settings_are_named(own: Made) -> None:
    gone = Pades(seals.settings_of(seals.made(valid_for=timedelta(hours=-1))))
    with pytest.raises(NotConfigured, match="outdated:certificate"):
        gone.seal(PDF)
    right = seals.settings_of(own)
    for change, told in (
        ({"certificate": ""}, "missing:certificate"),
        ({"certificate": "/nowhere.pem"}, "unreadable:certificate"),
        ({"key": "-----BEGIN nothing"}, "invalid:key"),
        ({"key": seals.settings_of(seals.made())["key"]}, "invalid:key"),
    ):
        with pytest.raises(NotConfigured, match=told):
            Pades(right | change)


def test_process_that_has_died_is_followed_by_another(pades: Pades) -> None:
    pades.seal(PDF)
    assert pades._process._running
    pades._process._running.kill()
    assert _state(pades, pades.seal(PDF).pdf) is SealState.SEALED
