"""What an operator demands of a letter before it lies in somebody's mailbox.

Written from the protocol note, with nothing of the product's own code in it.
"""

import base64
from copy import deepcopy
from typing import Any

import xmlsec
from lxml import etree

ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"
ROOT = "http://minameddelanden.gov.se/schema"
S1, S3 = f"{{{ROOT}/Service}}", f"{{{ROOT}/Service/v3}}"
M1, M2, M3 = f"{{{ROOT}/Message}}", f"{{{ROOT}/Message/v2}}", f"{{{ROOT}/Message/v3}}"
SENDER = f"{{{ROOT}/Sender}}"
DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
LARGEST = 2 * 1024 * 1024
_HEAD = ["Id", "Subject", "Supportinfo", "OfficialMatter", "Metadata", "Language", "Reply"]


class RefusedError(Exception):
    """Why the letter is not taken."""


def opened(content: bytes, certificate: bytes) -> dict[str, str]:
    """The letter, when both signatures are the sender's and everything stands in its place.

    Raises:
        RefusedError: what is wrong.
    """
    if len(content) > LARGEST:
        raise RefusedError("larger than 2 MB")
    envelope = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    inner = envelope.find(f"{ENVELOPE}Body/{S3}deliverSecure/{S3}deliverSecure")
    if inner is None:
        raise RefusedError("deliverSecure is not in its namespace")
    signed = _child(inner, f"{M3}SignedDelivery")
    _verified(_renamed(inner), certificate)
    _verified(_alone(signed), certificate)
    if _text(inner, f"{M3}Seal/{M1}SignaturesOK") != "true":
        raise RefusedError("Seal")
    return _read(_child(signed, f"{M3}Delivery"))


def _read(delivery: Any) -> dict[str, str]:
    head = _child(delivery, f"{M3}Header")
    letter = _child(delivery, f"{M3}Message")
    about = _child(letter, f"{M3}Header")
    names = [etree.QName(one).localname for one in about]
    if names != sorted(names, key=_HEAD.index):
        raise RefusedError("order of the header")
    subject = _text(about, f"{M3}Subject")
    if not subject or len(subject) > 255 or not _text(about, f"{M3}Supportinfo/{M3}Text"):
        raise RefusedError("Subject or Supportinfo")
    if _text(about, f"{M3}Language") != "svSE":
        raise RefusedError("Language")
    body = base64.b64decode(_text(letter, f"{M3}Body/{M1}Body"))
    return {
        "id": _text(about, f"{M3}Id"),
        "from": _text(head, f"{M2}Sender/{SENDER}Name"),
        "sender": _text(head, f"{M2}Sender/{SENDER}Id"),
        "to": _text(head, f"{M2}Recipient"),
        "subject": subject,
        "text": body.decode(),
    }


def _verified(document: Any, certificate: bytes) -> None:
    signature = document.find(f"{DSIG}Signature")
    if signature is None or signature.getnext() is not None:
        raise RefusedError("a signature is missing, or is not last")
    reference = signature.findall(f".//{DSIG}Reference")
    transforms = signature.findall(f".//{DSIG}Transform")
    if [one.get("URI") for one in reference] != [""] or len(transforms) != 1:
        raise RefusedError("the signature is not over the whole")
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(certificate, xmlsec.constants.KeyDataFormatCertPem)
    try:
        context.verify(signature)
    except xmlsec.Error:
        raise RefusedError("a signature does not hold") from None


def _renamed(inner: Any) -> Any:
    """What was signed: the same children, under the name that they were signed under."""
    space: Any = {None: M3.strip("{}")}
    whole = etree.Element(f"{M3}SealedDelivery", nsmap=space)
    for child in inner:
        whole.append(deepcopy(child))
    return _alone(whole)


def _alone(element: Any) -> Any:
    """The element as a document of its own."""
    return etree.fromstring(etree.tostring(element, with_tail=False))


def _child(parent: Any, name: str) -> Any:
    found = parent.find(name)
    if found is None:
        raise RefusedError(f"{etree.QName(name).localname} is missing, or in another namespace")
    return found


def _text(parent: Any, path: str) -> str:
    return (parent.findtext(path) or "").strip()
