"""Whether a signature holds, and over what.

libxmlsec judges the signature, with a certificate from the settings and never with a key that the
message brings. What is read afterwards is parsed anew from the very bytes that were signed, so
that nothing that was wrapped around them, or into them, can be taken for them.
"""

import base64
import copy
import hashlib
import hmac
from collections.abc import Iterable

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from samtjanst.adapters.saml.names import (
    DIGESTS,
    DSIG,
    ENVELOPED,
    EXCLUSIVE,
    SIGNATURES,
    tag,
)
from samtjanst.adapters.saml.xml import demand_unique_ids, only, parse, refuse

_PARTS = ("SignedInfo", "SignatureValue", "KeyInfo")
_INFO = ("CanonicalizationMethod", "SignatureMethod", "Reference")
_REFERENCE = ("Transforms", "DigestMethod", "DigestValue")


def verified(root: etree._Element, certificates: Iterable[x509.Certificate]) -> etree._Element:
    """The element, read from the bytes that one of the certificates' keys has signed.

    Raises:
        Rejected: unsigned, signed by somebody else, by another method, or over something else.
    """
    demand_unique_ids(root)
    signature = _own_signature(root)
    info = only(signature, DSIG, "SignedInfo")
    reference = _reference(info, root.get("ID", ""))
    if not any(_holds(root, signature, one) for one in certificates):
        raise refuse("signature")
    return parse(_signed_bytes(root, signature, reference))


def _own_signature(root: etree._Element) -> etree._Element:
    """The one signature of the document, which is a child of its root."""
    found = list(root.iter(tag(DSIG, "Signature")))
    if not found:
        raise refuse("unsigned")
    if len(found) != 1 or found[0].getparent() is not root:
        raise refuse("wrapped")
    names = _names(found[0])
    if names not in ([*_PARTS], [*_PARTS[:2]]):
        raise refuse("wrapped")
    return found[0]


def _reference(info: etree._Element, wanted: str) -> etree._Element:
    """The one reference of the signature, which is to its own parent."""
    if _names(info) != [*_INFO]:
        raise refuse("reference")
    canonical, method, reference = info
    if method.get("Algorithm") not in SIGNATURES or len(method):
        raise refuse("algorithm")
    if canonical.get("Algorithm") != EXCLUSIVE:
        raise refuse("algorithm")
    if not wanted or reference.get("URI") != f"#{wanted}" or _names(reference) != [*_REFERENCE]:
        raise refuse("reference")
    if reference[1].get("Algorithm") not in DIGESTS:
        raise refuse("algorithm")
    if [one.get("Algorithm") for one in reference[0]] != [ENVELOPED, EXCLUSIVE]:
        raise refuse("transforms")
    return reference


def _holds(root: etree._Element, signature: etree._Element, certificate: x509.Certificate) -> bool:
    context = xmlsec.SignatureContext()
    try:
        context.register_id(root, "ID")
        # With a key of its own libxmlsec does not look at the message's.
        context.key = xmlsec.Key.from_memory(
            certificate.public_bytes(Encoding.PEM), xmlsec.constants.KeyDataFormatCertPem
        )
        context.verify(signature)
    except xmlsec.Error:
        return False
    return True


def _signed_bytes(
    root: etree._Element, signature: etree._Element, reference: etree._Element
) -> bytes:
    """What the digest is of; it is computed anew, so that these are the bytes and no others."""
    place = list(root).index(signature)
    bare = copy.deepcopy(root)
    taken = bare[place]
    _keep_tail(bare, place, taken.tail or "")
    bare.remove(taken)
    prefixes = [
        prefix
        for one in reference.iter(tag(EXCLUSIVE, "InclusiveNamespaces"))
        for prefix in one.get("PrefixList", "").split()
    ]
    content = etree.tostring(
        bare,
        method="c14n",
        exclusive=True,
        with_comments=False,
        inclusive_ns_prefixes=prefixes or None,
    )
    digest = hashlib.new(DIGESTS[reference[1].get("Algorithm", "")], content).digest()
    told = base64.b64decode("".join((reference[2].text or "").split()))
    if not hmac.compare_digest(digest, told):
        raise refuse("signature")
    return content


def _keep_tail(parent: etree._Element, place: int, tail: str) -> None:
    """The text after an element goes with it in lxml, but is none of the signature's."""
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail


def _names(parent: etree._Element) -> list[str]:
    """The names of the children, all of the signature's own namespace."""
    names = [etree.QName(one) for one in parent]
    if any(name.namespace != DSIG for name in names):
        raise refuse("wrapped")
    return [name.localname for name in names]
