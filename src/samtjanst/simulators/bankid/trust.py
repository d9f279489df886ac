"""The simulated banks: their authorities, people's certificates, and answers about them."""

import base64
import hashlib
import os
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from samtjanst.kernel import clock
from samtjanst.simulators import authority
from samtjanst.simulators.authority import Identity, name_of
from samtjanst.simulators.personas import Persona

POLICY = "1.2.3.4.25"  # mobile BankID in BankID's test environment
OTHER_POLICY = "1.2.752.99.1"
_FULL_NAME = x509.ObjectIdentifier("2.5.4.41")  # the attribute "name" of X.520
_REVOKED = datetime(2026, 1, 1, tzinfo=UTC)
_NAMES = ("root", "bank", "customers", "responder", "stranger")
_USAGE = {"Signing": "content_commitment", "Identification": "digital_signature"}


@dataclass(slots=True)
class SignatureAuthority:
    """The authorities, and the certificates that they have given people.

    ``stranger`` is a responder that nobody has appointed, for forged answers.
    """

    root: Identity
    bank: Identity
    customers: Identity
    responder: Identity
    stranger: Identity
    people: dict[tuple[str, str, str], Identity] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def open(cls, folder: Path) -> "SignatureAuthority":
        """The authorities kept in the folder; made on first use, the same ever after."""
        kept = ((name, authority.load(folder, name)) for name in _NAMES)
        found = {name: identity for name, identity in kept if identity}
        if len(found) < len(_NAMES):
            found = _make()
            for name, identity in found.items():
                identity.write(folder, name)
        root, bank, customers, responder, stranger = (found[name] for name in _NAMES)
        return cls(root, bank, customers, responder, stranger)

    def of(self, person: Persona, function: str, flaw: str = "") -> Identity:
        """The person's certificate for logging in or for signing."""
        kind = (person.personal_number, function, flaw if flaw in {"policy", "expired"} else "")
        with self.lock:
            if kind not in self.people:
                self.people[kind] = self._issue(person, function, flaw)
            return self.people[kind]

    def _issue(self, person: Persona, function: str, flaw: str) -> Identity:
        policy = x509.ObjectIdentifier(OTHER_POLICY if flaw == "policy" else POLICY)
        return authority.issue(
            _subject(person),
            self.customers,
            authority.key_usage(_USAGE[function]),
            x509.CertificatePolicies([x509.PolicyInformation(policy, None)]),
            use_rsa=True,
            valid_for=timedelta(days=-1 if flaw == "expired" else 730),
        )


def answer(signers: SignatureAuthority, user: Identity, signature: str, flaw: str = "") -> str:
    """The signed OCSP answer about the certificate, bound to the signature; in base64."""
    now = clock.now().replace(microsecond=0)
    is_revoked = flaw == "revoked"
    responder = signers.stranger if flaw == "forged_answer" else signers.responder
    text = "another signature" if flaw == "nonce" else signature
    nonce = hashlib.sha1(text.encode(), usedforsecurity=False).digest() + os.urandom(12)
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=user.certificate,
            issuer=signers.customers.certificate,
            algorithm=hashes.SHA1(),  # noqa: S303 - names the issuer; OCSP's own default
            cert_status=ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=now,
            next_update=now + timedelta(minutes=5),
            revocation_time=_REVOKED if is_revoked else None,
            revocation_reason=None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
        .certificates([responder.certificate])
        .add_extension(x509.OCSPNonce(nonce), critical=False)
    )
    made = builder.sign(responder.key, hashes.SHA256())
    return base64.b64encode(made.public_bytes(Encoding.DER)).decode()


def _subject(person: Persona) -> x509.Name:
    called = f"(261124 12.00) {person.name} - Mobilt BankID"
    names = name_of(
        country_name="SE",
        organization_name="Testbank A AB (publ)",
        surname=person.surname,
        given_name=person.given_name,
        serial_number=person.personal_number,
        common_name=person.name,
    )
    return x509.Name([*names, x509.NameAttribute(_FULL_NAME, called)])


def _make() -> dict[str, Identity]:
    root = authority.make_root(
        name_of(
            organization_name="Finansiell ID-Teknik BID AB",
            organizational_unit_name="BankID Member Banks CA",
            common_name="Simulated BankID Root CA v1 Test",
        ),
        use_rsa=True,
    )
    bank = _authority("Testbank A CA v1 for BankID Test", root)
    customers = _authority("Testbank A Customer CA1 v1 for BankID Test", bank)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
    name = name_of(common_name="Simulated Testbank A OCSP")
    impostor = authority.make_root(customers.certificate.subject)
    return {
        "root": root,
        "bank": bank,
        "customers": customers,
        "responder": authority.issue(name, customers, usage, use_rsa=True),
        "stranger": authority.issue(name, impostor, usage),
    }


def _authority(name: str, issuer: Identity) -> Identity:
    return authority.make_authority(name_of(common_name=f"Simulated {name}"), issuer, use_rsa=True)
