"""Answers questions for time-stamps over HTTP, and can be told to be wrong in many ways."""

from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps import DummyTimeStamper

from samtjanst.simulators import authority, serving
from samtjanst.simulators.authority import Identity

MODES = ("up", "down", "refusing", "other document", "replay", "stranger", "no tsa", "nonsense")
_MOST = 10_000  # bytes of a question
_KIND = "application/timestamp-reply"


@dataclass(slots=True)
class Clockwork:
    """The authority's keys, and how it is to behave."""

    root: Identity
    own: Identity
    stranger: Identity  # of a root that nobody trusts
    no_tsa: Identity  # of the root, but for something else
    mode: str = "up"

    def answer(self, question: bytes) -> bytes:
        """The answer to a question, as the mode says."""
        asked = tsp.TimeStampReq.load(question)
        if self.mode == "nonsense":
            return b"<html>Logga in</html>"
        if self.mode == "refusing":
            status = tsp.PKIStatusInfo({"status": "rejection", "status_string": ["no"]})
            told = bytes(status.dump())
            return bytes((0x30, len(told))) + told  # without a time-stamp, as RFC 3161 has it
        if self.mode == "other document":
            asked["message_imprint"]["hashed_message"] = bytes(32)
        if self.mode == "replay":
            asked["nonce"] = 7
        by = {"stranger": self.stranger, "no tsa": self.no_tsa}.get(self.mode, self.own)
        return bytes(_stamper(by).request_tsa_response(asked).dump())


@dataclass(slots=True)
class Running:
    """A running authority, what the adapter needs, and how to stop it."""

    clockwork: Clockwork
    settings: dict[str, Any]
    server: serving.Server

    def stop(self) -> None:
        """Close the port."""
        serving.close(self.server)


def start(port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the port (0: any free).

    Raises:
        RuntimeError: this is a production environment.
    """
    serving.refuse_production()
    root, unknown = _root("Tid"), _root("Annan tid")
    inside = Clockwork(root, _issued(root), _issued(unknown), _issued(root, is_tsa=False))
    wire = type("Wire", (_Wire,), {"clockwork": inside})
    server = serving.serve(host, port, wire)
    settings = {
        "timestamp_url": f"http://{host}:{server.server_address[1]}/tsa",
        "timestamp_roots": root.certificate_pem.decode(),
        "timestamp_timeout": 10,
    }
    return Running(inside, settings, server)


class _Wire(BaseHTTPRequestHandler):
    clockwork: ClassVar[Clockwork]

    def do_POST(self) -> None:
        question = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), _MOST))
        is_down = self.clockwork.mode == "down"
        content = b"" if is_down else self.clockwork.answer(question)
        self.send_response(503 if is_down else 200)
        self.send_header("Content-Type", _KIND)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""


def _root(name: str) -> Identity:
    return authority.make_root(authority.name_of(common_name=name))


def _issued(root: Identity, *, is_tsa: bool = True) -> Identity:
    use = ExtendedKeyUsageOID.TIME_STAMPING if is_tsa else ExtendedKeyUsageOID.CODE_SIGNING
    return authority.issue(
        authority.name_of(common_name="Tidsstämplare"),
        root,
        authority.key_usage("digital_signature"),
        x509.ExtendedKeyUsage([use]),
        use_rsa=True,  # the library that signs knows no other
        valid_for=timedelta(days=365),
    )


def _stamper(by: Identity) -> DummyTimeStamper:
    key = by.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        asn1_x509.Certificate.load(by.certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(key),
    )
