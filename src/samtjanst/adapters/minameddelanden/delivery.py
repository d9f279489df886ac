"""One message, signed and sealed as an operator of mailboxes takes it.

The signature is made over a document of its own whose root is ``SealedDelivery``; for sending,
its children are moved into ``deliverSecure`` without touching a sign between them
(docs: the protocol note of Mina meddelanden, § 4).
"""

import base64
from dataclasses import dataclass, field
from typing import Any

import xmlsec
from lxml import etree

from samtjanst.adapters.minameddelanden.spaces import M1, M2, M3, S3, SENDER, add, root, wrapped
from samtjanst.kernel import clock
from samtjanst.ports.channel import Outgoing

LANGUAGE = "svSE"  # the only one in use
_SUBJECT, _TEXT = 255, 1024


@dataclass(frozen=True, slots=True)
class Signer:
    """The organisation's key and certificate, as PEM."""

    key: bytes = field(repr=False)
    certificate: bytes


def sealed(message: Outgoing, sender: str, signer: Signer) -> bytes:
    """The SOAP message that delivers; ``sender`` is the twelve digits of the organisation."""
    signed = root(M3, "SignedDelivery")
    delivery = add(signed, M3, "Delivery")
    _head(delivery, message, sender)
    _content(add(delivery, M3, "Message"), message)
    _sign(signed, signer)
    whole = root(M3, "SealedDelivery")
    whole.append(signed)
    seal = add(whole, M3, "Seal")
    add(seal, M1, "ReceivedTime", clock.today().isoformat())
    add(seal, M1, "SignaturesOK", "true")
    _sign(whole, signer)
    # As text: moved as elements, they would be given prefixes, and no signature would hold.
    inside = b"".join(etree.tostring(child, encoding="utf-8") for child in whole)
    space = f'<deliverSecure xmlns="{S3}"><deliverSecure>'.encode()
    return wrapped(space + inside + b"</deliverSecure></deliverSecure>")


def _head(delivery: Any, message: Outgoing, sender: str) -> None:
    head = add(delivery, M3, "Header")
    by = add(head, M2, "Sender")
    add(by, SENDER, "Id", sender)
    add(by, SENDER, "Name", message.sender_name)
    add(head, M2, "Recipient", message.to)


def _content(letter: Any, message: Outgoing) -> None:
    head = add(letter, M3, "Header")
    add(head, M3, "Id", message.key)
    add(head, M3, "Subject", message.subject[:_SUBJECT])
    support = add(head, M3, "Supportinfo")
    add(support, M3, "Text", f"Frågor? Kontakta {message.sender_name}."[:_TEXT])
    add(support, M3, "EmailAdress", message.sender_address)
    add(head, M3, "Language", LANGUAGE)
    body = add(letter, M3, "Body")
    add(body, M1, "ContentType", "text/plain")
    add(body, M1, "Body", base64.b64encode(message.text.encode()).decode())


def _sign(node: Any, signer: Signer) -> None:
    made = xmlsec.template.create(
        node, xmlsec.constants.TransformExclC14N, xmlsec.constants.TransformRsaSha256
    )
    node.append(made)
    reference = xmlsec.template.add_reference(made, xmlsec.constants.TransformSha256, uri="")
    xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
    data = xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(made))
    xmlsec.template.x509_data_add_subject_name(data)
    xmlsec.template.x509_data_add_certificate(data)
    context = xmlsec.SignatureContext()
    context.key = key_of(signer)
    context.sign(made)


def key_of(signer: Signer) -> Any:
    """The key with its certificate, as the library wants it.

    Raises:
        ValueError: they are no PEM.
    """
    try:
        key = xmlsec.Key.from_memory(signer.key, xmlsec.constants.KeyDataFormatPem)
        key.load_cert_from_memory(signer.certificate, xmlsec.constants.KeyDataFormatPem)
    except xmlsec.Error as error:
        raise ValueError("not a key with a certificate") from error
    return key
