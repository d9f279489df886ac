"""The XML signature: exactly the layout that BankID makes, checked with libxmlsec."""

import xmlsec
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from samtjanst.adapters.bankid.evidence import DSIG, Evidence, RefusedError, only

REFERENCES = ("#bidKeyInfo", "#bidSignedData")
_C14N = frozenset({"http://www.w3.org/TR/2001/REC-xml-c14n-20010315"})
_METHODS = frozenset(
    f"http://www.w3.org/2001/04/xmldsig-more#{name}"
    for name in ("rsa-sha256", "rsa-sha384", "rsa-sha512", "ecdsa-sha256", "ecdsa-sha384")
)
_DIGESTS = frozenset(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512",
    }
)
_LAYOUT = ["SignedInfo", "SignatureValue", "KeyInfo", "Object"]


def structure(evidence: Evidence) -> None:
    """One signature over exactly the two parts that it must be over, by allowed algorithms."""
    root = evidence.document
    if root.tag != f"{DSIG}Signature" or [one.tag for one in root] != _tags():
        raise RefusedError("another layout")
    if len(list(root.iter(f"{DSIG}Signature"))) != 1 or len(evidence.key_info) != 1:
        raise RefusedError("another layout")
    _ids(evidence)
    _references(only(root, f"{DSIG}SignedInfo"))


def signature(evidence: Evidence) -> None:
    """The digests of both parts hold, and the person's key made the signature."""
    root = evidence.document
    context = xmlsec.SignatureContext()
    pem = evidence.chain[0].public_bytes(Encoding.PEM)
    try:
        for node in (evidence.key_info, evidence.signed_data):
            context.register_id(node, "Id")
        context.key = xmlsec.Key.from_memory(pem, xmlsec.constants.KeyDataFormatCertPem)
        context.verify(root)
    except xmlsec.Error as error:
        raise RefusedError("does not verify") from error


def _tags() -> list[str]:
    return [f"{DSIG}{name}" for name in _LAYOUT]


def _ids(evidence: Evidence) -> None:
    holders = {
        node: name
        for node in evidence.document.iter()
        for name in node.attrib
        if etree.QName(name).localname.lower() == "id"  # also xml:id, which libxml2 obeys
    }
    wanted = {evidence.key_info: "bidKeyInfo", evidence.signed_data: "bidSignedData"}
    if holders != dict.fromkeys(wanted, "Id"):
        raise RefusedError("unexpected ids")
    if any(node.get("Id") != name for node, name in wanted.items()):
        raise RefusedError("unexpected ids")


def _references(info: etree._Element) -> None:
    references = info.findall(f"{DSIG}Reference")
    if tuple(sorted(one.get("URI", "") for one in references)) != REFERENCES:
        raise RefusedError("unexpected references")
    _allowed(only(info, f"{DSIG}CanonicalizationMethod"), _C14N)
    _allowed(only(info, f"{DSIG}SignatureMethod"), _METHODS)
    for reference in references:
        _allowed(only(reference, f"{DSIG}DigestMethod"), _DIGESTS)
        for transform in reference.iter(f"{DSIG}Transform"):
            _allowed(transform, _C14N)


def _allowed(method: etree._Element, algorithms: frozenset[str]) -> None:
    if method.get("Algorithm") not in algorithms:
        raise RefusedError("algorithm not allowed")
