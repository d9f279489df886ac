"""Makes the XML signature that BankID makes.

The text is written in canonical form from the start, so each part's digest is the digest of
the very characters that stand in the document; no XML library is needed to make it.
"""

import base64
import hashlib
import html
import os
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from samtjanst.simulators.authority import Identity

DSIG = "http://www.w3.org/2000/09/xmldsig#"
TYPES = "http://www.bankid.com/signature/v1.0.0/types"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'


@dataclass(frozen=True, slots=True)
class SignRequest:
    """What goes into a signature; the two data fields in base64, as the relying party sent."""

    visible: str
    hidden: str
    function: str  # Identification or Signing
    relying_party: str  # organisation number
    display_name: str
    text_format: str = ""
    conditions: tuple[tuple[str, str], ...] = ()


def sign(user: Identity, above: Sequence[Identity], request: SignRequest) -> str:
    """The signed XML in base64; ``above`` are the authorities between the user and the root."""
    keys = _key_info([one.certificate for one in (user, *above)])
    data = _signed_data(request)
    info = _signed_info(keys, data)
    return _b64(_document(info, _signature(user, info), keys, data).encode())


def _document(info: str, value: str, keys: str, data: str) -> str:
    return (
        f'{_DECLARATION}<Signature xmlns="{DSIG}">{info}'
        f"<SignatureValue>{value}</SignatureValue>{keys}<Object>{data}</Object></Signature>"
    )


def _signature(user: Identity, info: str) -> str:
    if not isinstance(user.key, rsa.RSAPrivateKey):
        raise TypeError("BankID signs with RSA")
    return _b64(user.key.sign(info.encode(), padding.PKCS1v15(), hashes.SHA256()))


def _signed_info(keys: str, data: str) -> str:
    return (
        f'<SignedInfo xmlns="{DSIG}">'
        f'<CanonicalizationMethod Algorithm="{C14N}"></CanonicalizationMethod>'
        f'<SignatureMethod Algorithm="{RSA_SHA256}"></SignatureMethod>'
        f"{_reference(data, '#bidSignedData', f' Type={chr(34)}{TYPES}{chr(34)}')}"
        f"{_reference(keys, '#bidKeyInfo')}</SignedInfo>"
    )


def _reference(part: str, uri: str, kind: str = "") -> str:
    digest = _b64(hashlib.sha256(part.encode()).digest())
    return (
        f'<Reference{kind} URI="{uri}"><Transforms><Transform Algorithm="{C14N}"></Transform>'
        f'</Transforms><DigestMethod Algorithm="{SHA256}"></DigestMethod>'
        f"<DigestValue>{digest}</DigestValue></Reference>"
    )


def _key_info(chain: Sequence[x509.Certificate]) -> str:
    encoded = (_b64(one.public_bytes(Encoding.DER)) for one in chain)
    inner = "".join(f"<X509Certificate>{one}</X509Certificate>" for one in encoded)
    return f'<KeyInfo xmlns="{DSIG}" Id="bidKeyInfo"><X509Data>{inner}</X509Data></KeyInfo>'


def _signed_data(request: SignRequest) -> str:
    return (
        f'<bankIdSignedData xmlns="{TYPES}" Id="bidSignedData">{_texts(request)}'
        f"{_relying_party(request)}{_client(request)}</bankIdSignedData>"
    )


def _texts(request: SignRequest) -> str:
    style = f' format="{html.escape(request.text_format)}"' if request.text_format else ""
    visible = f'<usrVisibleData charset="UTF-8"{style} visible="wysiwys">{request.visible}'
    hidden = f"<usrNonVisibleData>{request.hidden}</usrNonVisibleData>"
    return (f"{visible}</usrVisibleData>" if request.visible else "") + (
        hidden if request.hidden else ""
    )


def _relying_party(request: SignRequest) -> str:
    name = (
        f"cn=Simulated FP cert,name={request.display_name},"
        f"serialNumber={request.relying_party},o=Testbank A AB (publ),c=SE"
    )
    return (
        f"<srvInfo><name>{_b64(name.encode())}</name><nonce>{_b64(os.urandom(20))}</nonce>"
        f"<displayName>{_b64(request.display_name.encode())}</displayName></srvInfo>"
    )


def _client(request: SignRequest) -> str:
    conditions = "".join(
        f"<condition><type>{kind}</type><value>{html.escape(value)}</value></condition>"
        for kind, value in request.conditions
    )
    return (
        f"<clientInfo><funcId>{request.function}</funcId>"
        f"<version>{_b64(b'Personal=7.99.0&BankID_exe=7.99.0&platform=simulator')}</version>"
        "<env><ai><type>c2ltdWxhdG9y</type><deviceInfo>MQ==</deviceInfo>"
        f"<uhi>{_b64(hashlib.sha256(b'device').digest()[:20])}</uhi><fsib>1</fsib><utb>cs1</utb>"
        f"<requirement>{conditions}</requirement><uauth>pw</uauth></ai></env></clientInfo>"
    )


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()
