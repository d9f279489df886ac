"""What we publish about ourselves, for the provider or the federation to read."""

import base64

from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from samtjanst.adapters.saml.names import (
    DSIG,
    NAME_ID,
    OAEP,
    POST_BINDING,
    SAMLP,
    XENC,
    XENC11,
    tag,
)
from samtjanst.adapters.saml.settings import OwnKey, Settings

_MD = "urn:oasis:names:tc:SAML:2.0:metadata"
_UI = "urn:oasis:names:tc:SAML:metadata:ui"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def description(settings: Settings, return_url: str) -> str:
    """An EntityDescriptor, unsigned: a federation reads it once and signs its own."""
    root = etree.Element(
        tag(_MD, "EntityDescriptor"),
        {"entityID": settings.entity_id},
        nsmap={"md": _MD, "mdui": _UI, "ds": DSIG},
    )
    wanted = str(settings.needs_signed_assertion).lower()
    provider = _add(
        root,
        "SPSSODescriptor",
        protocolSupportEnumeration=SAMLP,
        AuthnRequestsSigned="true",
        WantAssertionsSigned=wanted,
    )
    _ui(provider, settings.display_name)
    for own in settings.own:
        _key(provider, own, "signing")
    for own in settings.own:
        _methods(_key(provider, own, "encryption"), takes_cbc=settings.takes_cbc)
    _add(provider, "NameIDFormat").text = f"{NAME_ID}{settings.name_id}"
    _add(
        provider,
        "AssertionConsumerService",
        Binding=POST_BINDING,
        Location=return_url,
        index="0",
        isDefault="true",
    )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8").decode()


def _ui(provider: etree._Element, name: str) -> None:
    info = etree.SubElement(_add(provider, "Extensions"), tag(_UI, "UIInfo"))
    for language in ("sv", "en"):
        etree.SubElement(info, tag(_UI, "DisplayName"), {_LANGUAGE: language}).text = name


def _key(provider: etree._Element, own: OwnKey, use: str) -> etree._Element:
    descriptor = _add(provider, "KeyDescriptor", use=use)
    data = etree.SubElement(etree.SubElement(descriptor, tag(DSIG, "KeyInfo")), _dsig("X509Data"))
    content = base64.b64encode(own.certificate.public_bytes(Encoding.DER)).decode()
    etree.SubElement(data, _dsig("X509Certificate")).text = content
    return descriptor


def _methods(descriptor: etree._Element, *, takes_cbc: bool) -> None:
    names = [f"{XENC11}aes256-gcm", f"{XENC11}aes128-gcm"]
    names += [f"{XENC}aes256-cbc", f"{XENC}aes128-cbc"] if takes_cbc else []
    for name in names:
        _add(descriptor, "EncryptionMethod", Algorithm=name)
    method = _add(descriptor, "EncryptionMethod", Algorithm=OAEP)
    etree.SubElement(method, _dsig("DigestMethod"), Algorithm=f"{XENC}sha256")


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, tag(_MD, name), attributes)


def _dsig(name: str) -> str:
    return tag(DSIG, name)
