"""A seal's time-stamp is taken from a trusted authority only, and a bad one costs no seal."""

import io
from collections.abc import Iterator

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from tests import seals

from samtjanst.adapters.pades import work
from samtjanst.adapters.pades.authority import Authority
from samtjanst.adapters.pades.provider import Pades
from samtjanst.adapters.pades.settings import Settings
from samtjanst.ports.failures import NotConfigured, Temporary
from samtjanst.ports.seal import SealState
from samtjanst.simulators.authority import Identity
from samtjanst.simulators.tsa import server

pytestmark = pytest.mark.enable_socket
PDF = seals.document()
OWN = seals.made()


@pytest.fixture(scope="module")
def tsa() -> Iterator[server.Running]:
    running = server.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def pades(tsa: server.Running) -> Iterator[Pades]:
    adapter = Pades(seals.settings_of(OWN) | tsa.settings)
    yield adapter
    adapter._process.close()


def _trusting(root: Identity) -> ValidationContext:
    loaded = x509.Certificate.load(root.certificate.public_bytes(Encoding.DER))
    return ValidationContext(trust_roots=[loaded], allow_fetching=False)


def test_seal_has_a_time_stamp_that_others_verify(tsa: server.Running, pades: Pades) -> None:
    tsa.clockwork.mode = "up"
    sealed = pades.seal(PDF)
    assert sealed.unstamped == ""
    [signature] = PdfFileReader(io.BytesIO(sealed.pdf)).embedded_signatures
    status = validate_pdf_signature(
        signature,
        signer_validation_context=_trusting(OWN[1]),
        ts_validation_context=_trusting(tsa.clockwork.root),
    )
    assert status.bottom_line
    assert status.timestamp_validity
    assert status.timestamp_validity.trusted
    found = pades.examine(sealed.pdf, "x")
    assert found.state is SealState.SEALED
    assert found.stamped_at == status.timestamp_validity.timestamp
    known = [one.hex() for one in pades._settings.known]
    order = {"do": "examine", "certificates": known, "enclosed": "x"}
    for roots in ([], [tsa.clockwork.stranger.certificate.public_bytes(Encoding.DER).hex()]):
        told, _content = work.done({**order, "stamp_roots": roots}, sealed.pdf)
        assert (told["state"], told["stamped_at"]) == ("sealed", "")


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("down", "tsa:503"),
        ("refusing", "tsa:refused"),
        ("nonsense", "tsa:refused"),
        ("replay", "tsa:refused"),
        ("other document", "tsa:untrusted"),
        ("stranger", "tsa:untrusted"),
        ("no tsa", "tsa:untrusted"),
    ],
)
def test_stamp_that_does_not_hold_is_left_out_and_told(
    tsa: server.Running, pades: Pades, mode: str, code: str
) -> None:
    tsa.clockwork.mode = mode
    sealed = pades.seal(PDF)
    assert sealed.unstamped == code
    [signature] = PdfFileReader(io.BytesIO(sealed.pdf)).embedded_signatures
    status = validate_pdf_signature(signature, signer_validation_context=_trusting(OWN[1]))
    assert status.bottom_line
    assert status.timestamp_validity is None


def test_authority_that_is_not_there_and_settings_that_are_wrong_are_told(
    tsa: server.Running,
) -> None:
    settings = seals.settings_of(OWN) | tsa.settings
    gone = Settings.read(settings | {"timestamp_url": "http://127.0.0.1:9/tsa"}).stamp
    assert gone
    authority = Authority(gone)
    for code in ["unreachable"] * 5 + ["resting"]:
        with pytest.raises(Temporary, match=f"tsa:{code}"):
            authority.ask(b"")
    for change, told in (
        ({"timestamp_url": "ftp://tid.example"}, "invalid:timestamp_url"),
        ({"timestamp_roots": ""}, "missing:timestamp_roots"),
        ({"timestamp_timeout": 60}, "invalid:timestamp_timeout"),
    ):
        with pytest.raises(NotConfigured, match=told):
            Pades(settings | change)
