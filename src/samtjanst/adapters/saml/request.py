"""What is sent to the provider: the request, signed in the address (SAML bindings, 3.4)."""

import base64
import zlib
from datetime import UTC, datetime
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from lxml import etree

from samtjanst.adapters.saml.names import NAME_ID, POST_BINDING, RSA_SHA256, SAML, SAMLP, tag
from samtjanst.adapters.saml.settings import Settings

_NAMESPACES = {"saml2p": SAMLP, "saml2": SAML}


def authentication(
    settings: Settings, *, request_id: str, now: datetime, return_url: str, contexts: list[str]
) -> bytes:
    """An AuthnRequest for one of the contexts."""
    root = etree.Element(
        tag(SAMLP, "AuthnRequest"),
        {
            "ID": request_id,
            "Version": "2.0",
            "IssueInstant": instant(now),
            "Destination": settings.idp_sso_url,
            "ForceAuthn": "true" if settings.is_forced else "false",
            "IsPassive": "false",
            "AssertionConsumerServiceURL": return_url,
            "ProtocolBinding": POST_BINDING,
        },
        nsmap=_NAMESPACES,
    )
    etree.SubElement(root, tag(SAML, "Issuer")).text = settings.entity_id
    policy = {"Format": f"{NAME_ID}{settings.name_id}", "AllowCreate": "true"}
    etree.SubElement(root, tag(SAMLP, "NameIDPolicy"), policy)
    # All that are taken, since "exact" is the one comparison that the profile knows.
    asked = etree.SubElement(root, tag(SAMLP, "RequestedAuthnContext"), {"Comparison": "exact"})
    for context in contexts:
        etree.SubElement(asked, tag(SAML, "AuthnContextClassRef")).text = context
    return etree.tostring(root)


def address(url: str, message: bytes, relay_state: str, key: RSAPrivateKey) -> str:
    """Where the browser goes, with the message and its signature."""
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(message) + packer.flush()
    query = urlencode(
        {
            "SAMLRequest": base64.b64encode(packed).decode(),
            "RelayState": relay_state,
            "SigAlg": RSA_SHA256,
        }
    )
    signature = base64.b64encode(key.sign(query.encode(), PKCS1v15(), SHA256())).decode()
    return f"{url}{'&' if '?' in url else '?'}{query}&{urlencode({'Signature': signature})}"


def instant(moment: datetime) -> str:
    """A time as SAML writes it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
