"""The parts of a signature: its document, its certificates and the answer about them.

Everything is read from fixed places of one strict layout, never by searching, so that a part
that has been wrapped in somewhere else counts for nothing (RP API v6.0, signature).
"""

import base64
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from cryptography import x509
from cryptography.x509 import ocsp
from lxml import etree

DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
BANKID = "{http://www.bankid.com/signature/v1.0.0/types}"
MAX_XML = 1024 * 1024
MAX_CERTIFICATES = 5


class RefusedError(Exception):
    """Why a step of the verification does not hold; a few words without personal data."""


class Evidence:
    """What BankID delivered, parsed piece by piece as the steps need it.

    Every property raises RefusedError when its piece is absent or cannot be read.
    """

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self._kept = kept

    @cached_property
    def signature(self) -> str:
        """The signature's base64 text exactly as delivered."""
        return self._text("signature")

    @cached_property
    def document(self) -> etree._Element:
        """The document's root element."""
        return parse(_base64(self.signature))

    @cached_property
    def personal_number(self) -> str:
        """Who BankID said that it was."""
        user = self._completion().get("user")
        return str(user.get("personalNumber", "")) if isinstance(user, dict) else ""

    @cached_property
    def key_info(self) -> etree._Element:
        """The element that holds the certificates."""
        return only(self.document, f"{DSIG}KeyInfo")

    @cached_property
    def signed_data(self) -> etree._Element:
        """The element that holds what was signed."""
        return only(only(self.document, f"{DSIG}Object"), f"{BANKID}bankIdSignedData")

    @cached_property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The person's certificate first, then those above it; the root is not among them."""
        data = only(self.key_info, f"{DSIG}X509Data")
        found = data.findall(f"{DSIG}X509Certificate")
        if not 1 <= len(found) <= MAX_CERTIFICATES:
            raise RefusedError("unexpected number of certificates")
        try:
            return tuple(x509.load_der_x509_certificate(_base64(text_of(one))) for one in found)
        except ValueError as error:
            raise RefusedError("unreadable certificate") from error

    @cached_property
    def answer(self) -> ocsp.OCSPResponse:
        """The OCSP answer."""
        try:
            answer = ocsp.load_der_ocsp_response(_base64(self._text("ocspResponse")))
        except ValueError as error:
            raise RefusedError("unreadable answer") from error
        if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise RefusedError("no answer")
        return answer

    @property
    def produced_at(self) -> datetime:
        """When the OCSP answer was made, which is when the person signed."""
        return self.answer.produced_at_utc

    @property
    def followed(self) -> tuple[datetime, datetime] | None:
        """From when to when we followed the order; None where that is not kept."""
        found = [self._kept.get(name) for name in ("started_at", "collected_at")]
        if found == [None, None]:
            return None
        try:
            started, collected = (datetime.fromisoformat(str(one)) for one in found)
        except ValueError as error:
            raise RefusedError("unreadable times") from error
        return started, collected

    def content(self, *path: str) -> str:
        """The text of an element of what was signed; "" when it is absent."""
        element = self.signed_data
        for name in path:
            found = element.findall(f"{BANKID}{name}")
            if not found:
                return ""
            if len(found) > 1:
                raise RefusedError(f"more than one {name}")
            element = found[0]
        return text_of(element)

    def _completion(self) -> Mapping[str, Any]:
        collected = self._kept.get("collect")
        data = collected.get("completionData") if isinstance(collected, dict) else None
        if not isinstance(data, dict):
            raise RefusedError("nothing was completed")
        return data

    def _text(self, name: str) -> str:
        value = self._completion().get(name)
        if not isinstance(value, str) or not value:
            raise RefusedError(f"no {name}")
        return value


def parse(content: bytes) -> etree._Element:
    """The root element of a small document of elements, attributes and text, nothing else.

    Raises:
        RefusedError: too large, not well-formed, or with a DTD, entity, comment or the like.
    """
    if len(content) > MAX_XML:
        raise RefusedError("too large")
    if b"<!" in content or b"<?" in content[1:]:
        # No document type, entity, comment, CDATA or instruction belongs in a signature.
        raise RefusedError("declaration")
    # The encoding is given: a declared one could hide a declaration from the test above.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError("not well-formed") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise RefusedError("declaration")
    return root


def only(parent: etree._Element, tag: str) -> etree._Element:
    """The one child with the tag. Raises RefusedError when there is none, or more."""
    found = parent.findall(tag)
    if len(found) != 1:
        raise RefusedError(f"not exactly one {etree.QName(tag).localname}")
    return found[0]


def text_of(element: etree._Element) -> str:
    """The text of an element without children. Raises RefusedError when it has some."""
    if len(element):
        raise RefusedError("text with elements in it")
    return element.text or ""


def decoded(text: str) -> bytes:
    """Strict base64. Raises RefusedError."""
    return _base64(text)


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        raise RefusedError("not base64") from error
