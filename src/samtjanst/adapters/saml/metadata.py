"""What we publish about ourselves, for the provider or the federation to read."""

import base64
from collections.abc import Iterable

import xmlsec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from xmlsec import constants

from samtjanst.adapters.saml.names import (
    DSIG,
    NAME_ID,
    OAEP,
    POST_BINDING,
    SAML,
    SAMLP,
    XENC,
    XENC11,
    tag,
)
from samtjanst.adapters.saml.settings import OwnKey, Settings
from samtjanst.kernel import ids

_MD = "urn:oasis:names:tc:SAML:2.0:metadata"
_UI = "urn:oasis:names:tc:SAML:metadata:ui"
_ATTRIBUTES = "urn:oasis:names:tc:SAML:metadata:attribute"
_CATEGORY = "http://macedir.org/entity-category"
_NAMES = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def description(settings: Settings, return_url: str) -> str:
    """An EntityDescriptor, signed by our key so that a change on the way is seen.

    That it is ours the reader knows by the address, or by the certificate in it: who trusts it is
    told so by the federation, which signs its own copy.
    """
    root = etree.Element(
        tag(_MD, "EntityDescriptor"),
        {"entityID": settings.entity_id, "ID": f"_{ids.new_token()}"},
        nsmap={"md": _MD, "mdui": _UI, "ds": DSIG},
    )
    if settings.categories:
        _categories(root, settings.categories)
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
    _sign(root, settings.own[0])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8").decode()


def _categories(root: etree._Element, categories: Iterable[str]) -> None:
    """What kind of a service we are, in the words of the federation (Sweden Connect, doc 06)."""
    space = {"mdattr": _ATTRIBUTES, "saml2": SAML}
    extensions = etree.SubElement(root, tag(_MD, "Extensions"), nsmap=space)
    told = etree.SubElement(extensions, tag(_ATTRIBUTES, "EntityAttributes"))
    names = {"Name": _CATEGORY, "NameFormat": _NAMES}
    attribute = etree.SubElement(told, tag(SAML, "Attribute"), names)
    for one in categories:
        etree.SubElement(attribute, tag(SAML, "AttributeValue")).text = one


def _sign(root: etree._Element, own: OwnKey) -> None:
    """Put our signature first, where the schema has it."""
    signature = xmlsec.template.create(
        root, constants.TransformExclC14N, constants.TransformRsaSha256, ns="ds"
    )
    root.insert(0, signature)
    reference = xmlsec.template.add_reference(
        signature, constants.TransformSha256, uri=f"#{root.get('ID')}"
    )
    for transform in (constants.TransformEnveloped, constants.TransformExclC14N):
        xmlsec.template.add_transform(reference, transform)
    key = own.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    context = xmlsec.SignatureContext()
    context.register_id(root, "ID")
    context.key = xmlsec.Key.from_memory(key, constants.KeyDataFormatPem)
    context.sign(signature)


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
