"""The channel port over Mina meddelanden: SOAP 1.1 with client certificate.

Settings: ``register_url`` (where the register of recipients, FaR, is asked), ``operators`` (those
mailbox operators that are written to: ``16`` and organisation number, with commas between),
``organisation_number`` (ten digits), ``client_certificate``, ``client_key`` and ``server_root``
(paths to PEM files), ``signing_certificate`` and ``signing_key`` (paths to PEM files, RSA),
``timeout`` (seconds, 15).

The recipient is asked about right before each sending, since people change their mind. Whoever
has no mailbox, or has declined the municipality, is not reached: the message goes another way.
"""

import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

from samtjanst.adapters import configuration
from samtjanst.adapters.exchange import Limits, client, exchange
from samtjanst.adapters.minameddelanden import delivery
from samtjanst.adapters.minameddelanden.spaces import (
    COMMON,
    ENVELOPE,
    R1,
    R3,
    S1,
    S3,
    add,
    parsed,
    posted,
    root,
)
from samtjanst.adapters.written import refuse_unwritable
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.channel import Accepted, Outgoing
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

_NAME = "mailbox"
_HEADERS = {"Content-Type": "text/xml; charset=UTF-8", "SOAPAction": '""'}
_MOST = 500_000  # bytes of an answer
_PROBE = "189001019802"  # an official test number
_UNREACHED = f"{_NAME}:unreached"


class Mailbox:
    """Writes to people's mailboxes. Numbers and texts never reach an exception."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._register = configuration.web_address(settings, "register_url")
        self._operators = frozenset(configuration.text(settings, "operators").split(","))
        number = configuration.text(settings, "organisation_number")
        if not re.fullmatch(r"[0-9]{10}", number):
            raise NotConfigured("invalid:organisation_number")
        self._sender = f"16{number}"
        self._signer = _signer(settings)
        self._timeout = configuration.number(settings, "timeout", 15, least=0.1, most=60)
        self._http = client(_tls(settings), headers=_HEADERS)

    def send(self, message: Outgoing) -> Accepted:
        """Deliver to the recipient's mailbox; ``to`` is her personal number, twelve digits.

        Raises:
            Rejected: she has no mailbox that takes our post, or it was not taken.
            Temporary: unreachable, slow, or an answer that cannot be read.
            NotConfigured: wrong address, certificate or key.
        """
        refuse_unwritable(message)
        if not _is_adult(message.to):
            raise Rejected(_UNREACHED)
        address = self._address_of(message.to)
        content = delivery.sealed(message, self._sender, self._signer)
        answer = self._asked(address, content).find(f"{{{S3}}}deliverSecureResponse/{{{S3}}}return")
        if answer is None:
            raise Temporary(f"{_NAME}:unreadable")
        if answer.findtext(f"{{{S1}}}Status/{{{S1}}}Delivered") != "true":
            raise Rejected(f"{_NAME}:undelivered")
        return Accepted(receipt=message.key)

    def check(self) -> None:
        """Ask the register about an official test number; known or not, it has answered."""
        self._found(_PROBE)

    def _address_of(self, number: str) -> str:
        """Where the recipient's operator takes messages; she must want them (§ 3 of the note)."""
        status = self._found(number)
        if status is None or status.findtext(f"{{{R1}}}SenderAccepted") != "true":
            raise Rejected(_UNREACHED)
        account = status.find(f"{{{R1}}}AccountStatus")
        if account is None or not _is_open(account, number):
            raise Rejected(_UNREACHED)
        supplier = f"{{{R1}}}ServiceSupplier/{{{R1}}}"
        address = (account.findtext(f"{supplier}ServiceAdress") or "").strip()
        if account.findtext(f"{supplier}Id") not in self._operators or not _is_safe(address):
            raise Rejected(_UNREACHED)
        return address

    def _found(self, number: str) -> Any:
        question = root(R3, "isReachable")
        add(question, R3, "senderOrgNr", self._sender)
        add(question, R3, "recipientId", number)
        answer = self._asked(self._register, posted(question))
        if (found := answer.find(f"{{{R3}}}isReachableResponse")) is None:
            raise Temporary(f"{_NAME}:unreadable")
        return found.find(f"{{{R3}}}return")

    def _asked(self, url: str, content: bytes) -> Any:
        request = self._http.build_request("POST", url, content=content)
        status, answer = exchange(self._http, request, Limits(self._timeout, _MOST), _NAME)
        if status in {401, 403, 404, 405}:
            raise NotConfigured(f"{_NAME}:http{status}")
        told = parsed(answer)
        body = None if told is None else told.find(f"{{{ENVELOPE}}}Body")
        if body is not None and (code := body.findtext(f".//{{{COMMON}}}ErrorCode")):
            raise Rejected(f"{_NAME}:fault:{''.join(filter(str.isdigit, code))[:4]}")
        if status != httpx2.codes.OK or body is None:
            raise Temporary(f"{_NAME}:http{status}" if body is None else f"{_NAME}:unreadable")
        return body


def _is_open(account: Any, number: str) -> bool:
    told = [account.findtext(f"{{{R1}}}{name}") for name in ("RecipientId", "Type", "Pending")]
    return bool(told == [number, "Secure", "false"])


def _is_adult(number: str) -> bool:
    today = clock.today()
    try:
        return not PersonalNumber.parse(number, today=today).is_minor(today)
    except ValueError:
        raise Rejected(f"{_NAME}:number") from None


def _is_safe(address: str) -> bool:
    return urlsplit(address).scheme == "https" and bool(urlsplit(address).hostname)


def _signer(settings: Mapping[str, Any]) -> delivery.Signer:
    try:
        signer = delivery.Signer(
            key=Path(configuration.text(settings, "signing_key")).read_bytes(),
            certificate=Path(configuration.text(settings, "signing_certificate")).read_bytes(),
        )
        delivery.key_of(signer)
    except (OSError, ValueError):
        raise NotConfigured("invalid:signing_key") from None
    return signer


def _tls(settings: Mapping[str, Any]) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=configuration.text(settings, "server_root"))
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(
            configuration.text(settings, "client_certificate"),
            configuration.text(settings, "client_key"),
        )
    except (OSError, ssl.SSLError):
        raise NotConfigured("invalid:client_certificate") from None
    return context
