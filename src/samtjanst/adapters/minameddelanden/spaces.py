"""The namespaces of Mina meddelanden, and building in them without prefixes."""

from typing import Any

from lxml import etree

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_ROOT = "http://minameddelanden.gov.se/schema"
R1, R3 = f"{_ROOT}/Recipient", f"{_ROOT}/Recipient/v3"
S1, S3 = f"{_ROOT}/Service", f"{_ROOT}/Service/v3"
M1, M2, M3 = f"{_ROOT}/Message", f"{_ROOT}/Message/v2", f"{_ROOT}/Message/v3"
SENDER, COMMON = f"{_ROOT}/Sender", f"{_ROOT}/Common/v3"


def _default(space: str) -> Any:
    return {None: space}


def root(space: str, name: str) -> Any:
    """An element without a parent, in a default namespace."""
    return etree.Element(f"{{{space}}}{name}", nsmap=_default(space))


def add(parent: Any, space: str, name: str, text: str | None = None) -> Any:
    """An element inside another. No prefixes: senders are signed without them."""
    made = etree.SubElement(parent, f"{{{space}}}{name}", nsmap=_default(space))
    made.text = text
    return made


def posted(body: Any) -> bytes:
    """The element as SOAP 1.1."""
    return wrapped(etree.tostring(body, encoding="utf-8"))


def wrapped(body: bytes) -> bytes:
    """An element, as text, in an envelope.

    Without a prefix: one that is known around what is signed would be part of the signature,
    since its references name no exclusive form.
    """
    return f'<Envelope xmlns="{ENVELOPE}"><Body>'.encode() + body + b"</Body></Envelope>"


def parsed(content: bytes) -> Any | None:
    """The root of an answer; None when it is not XML, or declares entities."""
    if b"<!DOCTYPE" in content:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
