"""An encrypted assertion: by few algorithms, with our own key, from fixed places.

It is opened only after the signature around it has been found to hold, so that nobody can try
texts of his own on our key. Nothing in the message can point to content elsewhere.
"""

import base64
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree

from samtjanst.adapters.saml.names import (
    CBC,
    DSIG,
    GCM,
    MASKS,
    OAEP,
    OAEP11,
    OAEP_DIGESTS,
    XENC,
    XENC11,
)
from samtjanst.adapters.saml.xml import children, only, parse, refuse

_HASHES: dict[str, hashes.HashAlgorithm] = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256()}  # noqa: S303 - see names.OAEP_DIGESTS
_NONCE, _TAG, _BLOCK = 12, 16, 16


def decrypted(
    holder: etree._Element, keys: Iterable[RSAPrivateKey], *, takes_cbc: bool
) -> etree._Element:
    """The element that an ``EncryptedAssertion`` holds.

    Raises:
        Rejected: it is not for us, is damaged, or is made by another method.
    """
    data = only(holder, XENC, "EncryptedData")
    method = only(data, XENC, "EncryptionMethod").get("Algorithm", "")
    if method not in (GCM | CBC if takes_cbc else GCM):
        raise refuse("algorithm")
    content = _value(data)
    for one in _encrypted_keys(holder, data):
        scheme, wrapped = _padding(only(one, XENC, "EncryptionMethod")), _value(one)
        for key in keys:
            opened = _open(method, _unwrapped(key, wrapped, scheme), content)
            if opened is not None:
                return _parsed(opened, holder)
    raise refuse("decryption")


def _parsed(content: bytes, holder: etree._Element) -> etree._Element:
    """One element, whose prefixes may have been declared where it stood (XML Encryption 4.5)."""
    declared = "".join(
        f" xmlns{f':{prefix}' if prefix else ''}={quoteattr(space)}"
        for prefix, space in holder.nsmap.items()
    )
    around = parse(f"<around{declared}>".encode() + content + b"</around>")
    texts = (around.text or "", *(one.tail or "" for one in around))
    if len(around) != 1 or "".join(texts).strip():
        raise refuse("layout")
    alone = around[0]
    alone.tail = None
    return parse(etree.tostring(alone))


def _encrypted_keys(holder: etree._Element, data: etree._Element) -> list[etree._Element]:
    """Within the data's own key information, or beside the data."""
    found = [
        one
        for info in children(data, DSIG, "KeyInfo")
        for one in children(info, XENC, "EncryptedKey")
    ]
    found += children(holder, XENC, "EncryptedKey")
    if not 1 <= len(found) <= 4:  # one for each certificate that we publish, and room
        raise refuse("decryption")
    return found


def _padding(method: etree._Element) -> padding.OAEP:
    name = method.get("Algorithm")
    if name not in {OAEP, OAEP11}:
        raise refuse("algorithm")
    told = [one.get("Algorithm", "") for one in children(method, DSIG, "DigestMethod")]
    digest = OAEP_DIGESTS.get(told[0] if told else f"{DSIG}sha1")
    masks = [one.get("Algorithm", "") for one in children(method, XENC11, "MGF")]
    mask = MASKS.get(masks[0]) if masks and name == OAEP11 else "sha1"
    if digest is None or mask is None or children(method, XENC, "OAEPparams"):
        raise refuse("algorithm")
    return padding.OAEP(padding.MGF1(_HASHES[mask]), _HASHES[digest], None)


def _unwrapped(key: RSAPrivateKey, wrapped: bytes, scheme: padding.OAEP) -> bytes:
    try:
        return key.decrypt(wrapped, scheme)
    except ValueError:
        return b""


def _open(method: str, secret: bytes, content: bytes) -> bytes | None:
    if len(secret) * 8 != int(method.rpartition("#")[2][3:6]):
        return None
    if method in CBC:
        return _open_blocks(secret, content)
    if len(content) <= _NONCE + _TAG:
        return None
    try:
        return AESGCM(secret).decrypt(content[:_NONCE], content[_NONCE:], None)
    except InvalidTag:
        return None


def _open_blocks(secret: bytes, content: bytes) -> bytes | None:
    if len(content) < 2 * _BLOCK or len(content) % _BLOCK:
        return None
    reader = Cipher(algorithms.AES(secret), modes.CBC(content[:_BLOCK])).decryptor()
    plain = reader.update(content[_BLOCK:]) + reader.finalize()
    # XML Encryption 5.2.1: the last byte tells how many are padding, whatever the others are.
    return plain[: -plain[-1]] if 1 <= plain[-1] <= _BLOCK else None


def _value(parent: etree._Element) -> bytes:
    """The bytes that stand here; a reference to elsewhere is not followed."""
    value = only(only(parent, XENC, "CipherData"), XENC, "CipherValue")
    try:
        return base64.b64decode("".join((value.text or "").split()), validate=True)
    except ValueError:
        raise refuse("unreadable") from None
