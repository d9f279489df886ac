"""Signing and encrypting with libxmlsec, as an identity provider does."""

import xmlsec
from lxml import etree
from xmlsec import constants

from samtjanst.simulators.authority import Identity

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
_ALGORITHMS = {
    "sha256": (constants.TransformRsaSha256, constants.TransformSha256),
    "sha1": (constants.TransformRsaSha1, constants.TransformSha1),
    "hmac": (constants.TransformHmacSha256, constants.TransformSha256),
}


def sign(root: etree._Element, who: Identity, method: str = "sha256") -> None:
    """Put a signature after the issuer; ``hmac`` uses the open certificate as a secret."""
    kind, digest = _ALGORITHMS[method]
    signature = xmlsec.template.create(root, constants.TransformExclC14N, kind, ns="ds")
    root.insert(1, signature)
    reference = xmlsec.template.add_reference(signature, digest, uri=f"#{root.get('ID')}")
    for transform in (constants.TransformEnveloped, constants.TransformExclC14N):
        xmlsec.template.add_transform(reference, transform)
    context = xmlsec.SignatureContext()
    context.register_id(root, "ID")
    if method == "hmac":
        context.key = xmlsec.Key.from_binary_data(constants.KeyDataHmac, who.certificate_pem)
    else:
        info = xmlsec.template.ensure_key_info(signature)
        xmlsec.template.add_x509_data(info)
        context.key = xmlsec.Key.from_memory(who.key_pem, constants.KeyDataFormatPem)
        context.key.load_cert_from_memory(who.certificate_pem, constants.KeyDataFormatPem)
    context.sign(signature)


def encrypt(assertion: etree._Element, to: bytes, kind: str = "gcm") -> etree._Element:
    """An ``EncryptedAssertion`` that the owner of the certificate (PEM) can open."""
    holder = etree.Element(f"{{{SAML}}}EncryptedAssertion", nsmap={"saml2": SAML})
    holder.append(assertion)
    methods = {"gcm": constants.TransformAes256Gcm, "cbc": constants.TransformAes256Cbc}
    data = xmlsec.template.encrypted_data_create(
        assertion,
        methods.get(kind, methods["gcm"]),
        type=constants.TypeEncElement,
        ns="xenc",
    )
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="ds")
    transport = constants.TransformRsaPkcs1 if kind == "pkcs1" else constants.TransformRsaOaep
    key = xmlsec.template.add_encrypted_key(info, transport)
    xmlsec.template.encrypted_data_ensure_cipher_value(key)
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(to, constants.KeyDataFormatCertPem))
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(constants.KeyDataAes, 256, constants.KeyDataTypeSession)
    context.encrypt_xml(data, assertion)
    return holder
