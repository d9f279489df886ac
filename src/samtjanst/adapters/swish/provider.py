"""The payment port over Swish: JSON over mutual TLS.

Settings: ``base_url`` (ends with ``/swish-cpcapi/api``), ``payee`` (the municipality's Swish
number, which its certificate is for), ``client_certificate`` and ``client_key`` (PEM, as text or
the path of a file), ``trusted_authorities`` (PEM file; the system's when absent),
``callback_base`` (the address of ours that Swish reaches, on port 443), ``launch_base``
(replaces the app's own launch address), ``timeout`` (seconds, 10).

Whether a request that was given up has arrived is asked before anybody tries again: the
instruction is Swish's own key against asking twice (RP09).
"""

import re
import ssl
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from cryptography import x509

from samtjanst.adapters import configuration, endings, pem
from samtjanst.adapters.breaker import Breaker
from samtjanst.adapters.exchange import Answer, Limits, answer_to, client
from samtjanst.adapters.swish import codes, told
from samtjanst.adapters.swish.codes import NAME
from samtjanst.ports.certificates import Certificate, Whose
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary
from samtjanst.ports.payment import AskedPayment, PaymentRequest, PaymentStatus, RefundRequest

_APP = "swish://paymentrequest"
_MOST = 100_000  # bytes of an answer
_OK, _CREATED, _NOT_FOUND, _REFUSED = 200, 201, 404, 422
_TOKEN = "paymentrequesttoken"  # noqa: S105 - the name of a header, as the library gives it
_PAYEE, _PORT = re.compile(r"123\d{7}", re.ASCII), re.compile(r"[^A-Za-z0-9_.+*/-]")
_UNSPEAKABLE = re.compile(r"[^A-Za-zÅÄÖåäö0-9 :;.,?!()-]")
_PATCH = [{"op": "replace", "path": "/status", "value": "cancelled"}]


@dataclass(frozen=True, slots=True)
class _Call:
    """``kind`` is "paymentrequests" or "refunds"."""

    method: str
    version: str
    kind: str
    instruction: str
    body: Any = field(default=None, repr=False)
    content_type: str = "application/json"


class Swish:
    """Takes payments. The payer's number never reaches an exception."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._url = configuration.web_address(settings, "base_url")
        self._payee = configuration.text(settings, "payee")
        self._callback_base = configuration.web_address(settings, "callback_base")
        self._app = configuration.text(settings, "launch_base", "") or _APP
        if not _PAYEE.fullmatch(self._payee):
            raise NotConfigured("invalid:payee")
        if not self._url.startswith("https://"):
            raise NotConfigured("invalid:base_url")
        self._certificate = pem.read(settings, "client_certificate")
        timeout = configuration.number(settings, "timeout", 10, least=0.1, most=60)
        self._limits = Limits(timeout, _MOST)
        self._http = client(self._tls(settings))
        self._breaker = Breaker(NAME)

    def ask(self, request: PaymentRequest) -> AskedPayment:
        """Ask for a payment; see the port.

        Raises:
            Temporary: unreachable, slow or overloaded, and it does not stand at Swish.
            Rejected: Swish refuses it; the hint is a Trouble.
            NotConfigured: no access, or the municipality's number is not enrolled.
        """
        with self._breaker.call():
            try:
                return self._asked(request)
            except Temporary:
                if self._read("paymentrequests", request.instruction, self._payee):
                    return AskedPayment()  # it had arrived all the same
                raise

    def read(self, instruction: str) -> PaymentStatus | None:
        """How it stands; None for a request that Swish does not know. Raises as ``ask``."""
        with self._breaker.call():
            return self._read("paymentrequests", instruction, self._payee)

    def cancel(self, instruction: str) -> PaymentStatus | None:
        """Take it back; one that has ended already is only read. Raises as ``ask``."""
        kind = "application/json-patch+json"
        call = _Call("PATCH", "v1", "paymentrequests", instruction, _PATCH, kind)
        with self._breaker.call():
            answer = self._sent(call)
            if answer.status not in {_OK, _REFUSED, _NOT_FOUND}:
                raise codes.failure(answer.status, told.code(answer.content))
            return self._read("paymentrequests", instruction, self._payee)

    def refund(self, request: RefundRequest) -> PaymentStatus:
        """Pay back, or tell how it stands. Raises as ``ask``."""
        with self._breaker.call():
            known = self._read("refunds", request.instruction, None)
            return known or self._refunded(request)

    def check(self) -> None:
        """Ask for a request that there is not: any answer about it says that all is well."""
        self.read(uuid.uuid4().hex.upper())

    def certificates(self) -> tuple[Certificate, ...]:
        """The municipality's own, which Swish knows it by."""
        own = x509.load_pem_x509_certificates(self._certificate.encode())
        return tuple(endings.told(Whose.OWN, own[:1]))

    def _asked(self, request: PaymentRequest) -> AskedPayment:
        body = self._common(request) | {
            "payeeAlias": self._payee,
            "payeePaymentReference": _reference(request.reference),
        }
        if request.payer_phone:
            body["payerAlias"] = request.payer_phone.removeprefix("+")
        answer = self._put("paymentrequests", request.instruction, body)
        token = answer.headers.get(_TOKEN, "") if answer else ""
        if not token or request.payer_phone:
            return AskedPayment()
        return AskedPayment(self._launch(token, request.return_url), f"D{token}")

    def _refunded(self, request: RefundRequest) -> PaymentStatus:
        body = self._common(request) | {
            "originalPaymentReference": request.payment_reference,
            "payerAlias": self._payee,
            "payerPaymentReference": _reference(request.reference),
        }
        self._put("refunds", request.instruction, body)
        found = self._read("refunds", request.instruction, None)
        if found is None:
            raise Temporary(f"{NAME}:lost")
        return found

    def _common(self, request: PaymentRequest | RefundRequest) -> dict[str, Any]:
        return {
            "amount": told.kronor(request.amount),
            "currency": told.CURRENCY,
            "callbackUrl": f"{self._callback_base}{request.callback_path}",
            "callbackIdentifier": request.secret,
            "message": _UNSPEAKABLE.sub(" ", request.message)[:50],
        }

    def _put(self, kind: str, instruction: str, body: Mapping[str, Any]) -> Answer | None:
        """The answer; None when the instruction stood already."""
        answer = self._sent(_Call("PUT", "v2", kind, instruction, body))
        if answer.status == _CREATED:
            return answer
        code = told.code(answer.content)
        if code == codes.USED:
            return None
        raise codes.failure(answer.status, code)

    def _read(self, kind: str, instruction: str, payee: str | None) -> PaymentStatus | None:
        answer = self._sent(_Call("GET", "v1", kind, instruction))
        if answer.status == _NOT_FOUND and told.is_about_a_request(answer.content):
            return None
        if answer.status != _OK:
            raise codes.failure(answer.status, told.code(answer.content))
        return told.status(answer.content, instruction, payee)

    def _launch(self, token: str, return_url: str) -> str:
        query = {"token": token} | ({"callbackurl": return_url} if return_url else {})
        return f"{self._app}?{urlencode(query)}"

    def _sent(self, call: _Call) -> Answer:
        request = self._http.build_request(
            call.method,
            f"{self._url}/{call.version}/{call.kind}/{call.instruction}",
            json=call.body,
            headers={"Content-Type": call.content_type, "Accept": "application/json"},
        )
        return answer_to(self._http, request, self._limits, NAME)

    def _tls(self, settings: Mapping[str, Any]) -> ssl.SSLContext:
        context = configuration.trust(settings)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        both = self._certificate, pem.read(settings, "client_key")
        try:
            # The ssl module reads a client certificate from a file only.
            with tempfile.NamedTemporaryFile() as file:
                file.write("\n".join(both).encode())
                file.flush()
                context.load_cert_chain(file.name)
        except (OSError, ValueError) as error:
            raise NotConfigured("invalid:client_certificate") from error
        return context


def _reference(text: str) -> str:
    if not text or len(text) > 35 or _PORT.search(text):
        raise Rejected(f"{NAME}:reference")
    return text
