"""Makes what BankID makes: a signed XML document and an OCSP answer about its certificate."""

import base64
import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from lxml import etree

from samtjanst.kernel import clock
from samtjanst.simulators import authority
from samtjanst.simulators.authority import Identity, name_of
from samtjanst.simulators.personas import Persona

POLICY = "1.2.3.4.25"  # mobile BankID in the test environment
_TEMPLATE = """<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"></CanonicalizationMethod><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></SignatureMethod>{references}</SignedInfo><SignatureValue></SignatureValue><KeyInfo Id="bidKeyInfo"><X509Data>{certificates}</X509Data></KeyInfo><Object><bankIdSignedData xmlns="http://www.bankid.com/signature/v1.0.0/types" Id="bidSignedData">{content}</bankIdSignedData></Object></Signature>"""  # noqa: E501
_REFERENCE = """<Reference{type} URI="{uri}"><Transforms><Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"></Transform></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod><DigestValue></DigestValue></Reference>"""  # noqa: E501
_CONTENT = """{visible}{hidden}<srvInfo><name>{name}</name><nonce>{nonce}</nonce><displayName>{display}</displayName></srvInfo><clientInfo><funcId>{function}</funcId><version>{version}</version><env><ai><type>U0lN</type><deviceInfo>c2ltdWxhdG9y</deviceInfo><uhi>{uhi}</uhi><fsib>0</fsib><utb>cs1</utb><requirement></requirement><uauth>pw</uauth></ai></env></clientInfo>"""  # noqa: E501


@dataclass(slots=True)
class SignatureAuthority:
    """The bank's authorities and the certificates that they have given people."""

    root: Identity
    bank: Identity
    customers: Identity
    responder: Identity
    people: dict[str, Identity] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path) -> "SignatureAuthority":
        """The authority kept in the folder; made on first use, the same ever after."""
        names = ("root", "bank", "customers", "responder")
        kept = {name: authority.load(folder, name) for name in names}
        found = {name: identity for name, identity in kept.items() if identity}
        if len(found) < len(names):
            found = dict(zip(names, _make(), strict=True))
            for name, identity in found.items():
                identity.write(folder, name)
        return cls(found["root"], found["bank"], found["customers"], found["responder"])

    def of(self, person: Persona) -> Identity:
        """The person's certificate, with the subject that BankID gives."""
        known = self.people.get(person.personal_number)
        if known is None:
            subject = name_of(
                country_name="SE",
                organization_name="Testbank A AB (publ)",
                surname=person.surname,
                given_name=person.given_name,
                serial_number=person.personal_number,
                common_name=person.name,
            )
            policy = x509.PolicyInformation(x509.ObjectIdentifier(POLICY), None)
            known = authority.issue(
                subject, self.customers, x509.CertificatePolicies([policy]), use_rsa=True
            )
            self.people[person.personal_number] = known
        return known


@dataclass(frozen=True, slots=True)
class SignRequest:
    """What goes into a signature, as the relying party sent it (base64)."""

    visible: str
    hidden: str
    function: str  # Identification or Signing
    relying_party: str  # organisation number
    display_name: str
    text_format: str = ""


def sign(signers: SignatureAuthority, person: Persona, request: SignRequest) -> str:
    """The signed XML, in base64."""
    identity = signers.of(person)
    links = (identity, signers.customers, signers.bank)
    text = _TEMPLATE.format(
        references=_REFERENCE.format(
            type=' Type="http://www.bankid.com/signature/v1.0.0/types"', uri="#bidSignedData"
        )
        + _REFERENCE.format(type="", uri="#bidKeyInfo"),
        certificates="".join(f"<X509Certificate>{_der(link)}</X509Certificate>" for link in links),
        content=_content(request),
    )
    root = etree.fromstring(text.encode())
    context = xmlsec.SignatureContext()
    for node in root.iter():
        if node.get("Id"):
            context.register_id(node, "Id")
    context.key = xmlsec.Key.from_memory(identity.key_pem, xmlsec.constants.KeyDataFormatPem)
    context.sign(root)
    return base64.b64encode(etree.tostring(root)).decode()


def ocsp_answer(
    signers: SignatureAuthority, person: Persona, signature: str, *, is_revoked: bool = False
) -> str:
    """The signed OCSP answer bound to the signature, in base64."""
    now = clock.now().replace(microsecond=0)
    status = ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD
    bound = hashlib.sha1(signature.encode(), usedforsecurity=False).digest() + os.urandom(12)
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=signers.of(person).certificate,
            issuer=signers.customers.certificate,
            algorithm=hashes.SHA1(),  # noqa: S303 - names the issuer; OCSP's own default
            cert_status=status,
            this_update=now,
            next_update=now + timedelta(minutes=5),
            revocation_time=datetime(2026, 1, 1, tzinfo=UTC) if is_revoked else None,
            revocation_reason=None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, signers.responder.certificate)
        .certificates([signers.responder.certificate])
        .add_extension(x509.OCSPNonce(bound), critical=False)
    )
    answer = builder.sign(signers.responder.key, hashes.SHA256())
    return base64.b64encode(answer.public_bytes(Encoding.DER)).decode()


def _make() -> tuple[Identity, Identity, Identity, Identity]:
    root = authority.make_root(
        name_of(
            organization_name="Finansiell ID-Teknik BID AB",
            organizational_unit_name="BankID Member Banks CA",
            common_name="Simulated BankID Root CA v1",
        ),
        use_rsa=True,
    )
    bank = authority.make_authority(
        name_of(common_name="Simulated Testbank A CA v1 for BankID"), root, use_rsa=True
    )
    customers = authority.make_authority(
        name_of(common_name="Simulated Testbank A Customer CA1 v1 for BankID"), bank, use_rsa=True
    )
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
    responder = authority.issue(
        name_of(common_name="Simulated Testbank A OCSP"), customers, usage, use_rsa=True
    )
    return root, bank, customers, responder


def _content(request: SignRequest) -> str:
    style = f' format="{request.text_format}"' if request.text_format else ""
    visible = hidden = ""
    if request.visible:
        visible = (
            f'<usrVisibleData charset="UTF-8" visible="wysiwys"{style}>'
            f"{request.visible}</usrVisibleData>"
        )
    if request.hidden:
        hidden = f"<usrNonVisibleData>{request.hidden}</usrNonVisibleData>"
    name = f"cn=Simulated,name={request.display_name},serialNumber={request.relying_party},c=SE"
    return _CONTENT.format(
        visible=visible,
        hidden=hidden,
        name=_b64(name.encode()),
        nonce=_b64(os.urandom(20)),
        display=_b64(request.display_name.encode()),
        function=request.function,
        version=_b64(b"Personal=7.99.0&os=simulator"),
        uhi=_b64(hashlib.sha256(b"device").digest()[:20]),
    )


def _der(identity: Identity) -> str:
    return _b64(identity.certificate.public_bytes(Encoding.DER))


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()
