"""The two ports that BankID serves (RP API v6.0)."""

import base64
import hashlib
import json
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from cryptography import x509

from samtjanst.adapters import endings
from samtjanst.adapters.bankid import codes, texts
from samtjanst.adapters.bankid.client import Client
from samtjanst.adapters.bankid.settings import Settings
from samtjanst.adapters.bankid.verify import Function, verify
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.certificates import Certificate, Whose
from samtjanst.ports.failures import Rejected
from samtjanst.ports.identity import (
    IdentifiedPerson,
    OrderState,
    Progress,
    StartCall,
    StartedOrder,
    StartIdentification,
)
from samtjanst.ports.signing import (
    Check,
    Expected,
    StartCallSignature,
    StartSignature,
    VerificationReport,
)

ASSURANCE_LEVEL = 3  # BankID is approved at level 3 of the Swedish trust framework
MAX_AUTH_TEXT, MAX_SIGN_TEXT, MAX_SIGN_HIDDEN = 1_500, 40_000, 200_000  # characters of base64
_MAX_USER_AGENT, _MAX_DEVICE, _MAX_RETURN_URL = 256, 64, 512
_NONCE_BYTES = 24
_VERDICTS = 64  # kept


class _BankId:
    """What identification and signing have in common."""

    assurance_level = ASSURANCE_LEVEL
    function: Function

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = Settings.read(settings)
        self._client = Client(self._settings)
        self._verdicts: OrderedDict[str, VerificationReport] = OrderedDict()

    def cancel(self, order: dict[str, Any]) -> None:
        """Stop the order; one that has ended is left alone."""
        try:
            self._client.call("cancel", {"orderRef": order["order_ref"]})
        except Rejected:
            return

    def qr_text(self, order: dict[str, Any], at: datetime) -> str:
        """The text of the animated code at the instant ``at``."""
        passed = at - datetime.fromisoformat(order["started_at"])
        seconds = max(0, int(passed.total_seconds()))
        return codes.qr_text(order["qr_start_token"], order["qr_start_secret"], seconds)

    def certificates(self) -> tuple[Certificate, ...]:
        """Ours, that BankID knows the municipality by."""
        own = x509.load_pem_x509_certificates(self._settings.client_pem)
        return tuple(endings.told(Whose.OWN, own[:1]))

    def check(self) -> None:
        """Raise the failure that a start would meet now."""
        self._client.probe()

    def collect(self, order: dict[str, Any]) -> Progress:
        """How it goes; what is complete has been verified.

        Raises:
            Rejected: also ``bankid:unverified`` when the proof of a completed order fails.
        """
        answer = self._client.call("collect", {"orderRef": order["order_ref"]})
        status, hint = answer.get("status"), str(answer.get("hintCode", ""))
        if status == "complete":
            return self._complete(order, answer)
        if status == "failed":
            return Progress(OrderState.FAILED, texts.failed(hint, phone=order["phone"]))
        if status != "pending":
            raise Rejected("bankid:unreadable")
        told = texts.pending(hint, phone=order["phone"])
        has_code = hint == "outstandingTransaction" and "qr_start_token" in order
        return Progress(OrderState.PENDING, told, show_qr=has_code)

    def _start(self, operation: str, body: dict[str, Any], user_agent: str) -> StartedOrder:
        if len(body["returnUrl"]) > _MAX_RETURN_URL:
            raise Rejected("bankid:return_url")
        if self._settings.return_risk:
            body["returnRisk"] = True
        if self._settings.highest_risk:
            risk = {"risk": self._settings.highest_risk}
            body["requirement"] = body.get("requirement", {}) | risk
        answer = self._client.call(operation, body)
        now = clock.now()
        token = _text_of(answer, "autoStartToken")
        order = {
            "order_ref": _text_of(answer, "orderRef"),
            "qr_start_token": _text_of(answer, "qrStartToken"),
            "qr_start_secret": _text_of(answer, "qrStartSecret"),
            "started_at": now.isoformat(),
            "phone": codes.is_phone(user_agent),
            "sent": body,
        }
        url = codes.launch_url(token, user_agent, self._settings.launch_base, body["returnUrl"])
        return StartedOrder(order=order, launch_url=url, started_at=now)

    def _start_call(self, operation: str, body: dict[str, Any]) -> StartedOrder:
        answer, now = self._client.call(operation, body), clock.now()
        started = {"started_at": now.isoformat(), "phone": True, "sent": body}
        order = {"order_ref": _text_of(answer, "orderRef"), **started}
        return StartedOrder(order=order, launch_url="", started_at=now)

    def _complete(self, order: dict[str, Any], answer: dict[str, Any]) -> Progress:
        person, sent = _person(answer), order["sent"]
        evidence = {
            "provider": "bankid",
            "order_ref": order["order_ref"],
            "started_at": order["started_at"],
            "collected_at": clock.now().isoformat(),
            "sent": sent,
            "collect": answer,  # holds BankID's signature and OCSP answer exactly as delivered
        }
        expected = _expected(sent, person.personal_number)
        if not self._judged(evidence, expected).valid:
            raise Rejected("bankid:unverified", texts.UNVERIFIED)
        return Progress(OrderState.COMPLETE, person=person, evidence=evidence)

    def _judged(self, evidence: dict[str, Any], expected: Expected) -> VerificationReport:
        """The verdict, which depends on nothing but these two and the settings.

        What has just been collected is judged again when it is recorded: the same evidence, to
        the last sign, is not worked through twice.
        """
        known = [expected.signatory.code, expected.visible_text, expected.hidden_data.hex()]
        key = hashlib.sha256(json.dumps([evidence, known], sort_keys=True).encode()).hexdigest()
        report = self._verdicts.pop(key, None)
        report = report or verify(evidence, expected, self.function, self._settings)
        self._verdicts[key] = report
        if len(self._verdicts) > _VERDICTS:
            with suppress(KeyError):  # another thread can have been first
                self._verdicts.popitem(last=False)
        return report


class BankIdIdentity(_BankId):
    """Identification (``/auth``)."""

    function = Function.IDENTIFICATION

    def start(self, request: StartIdentification) -> StartedOrder:
        """Start an identification; the purpose is shown in the app."""
        # The nonce is signed too, so an old identification cannot be played back to us.
        body = _common(request) | {
            "userVisibleData": _encoded(request.purpose.encode(), MAX_AUTH_TEXT),
            "userNonVisibleData": _encoded(secrets.token_bytes(_NONCE_BYTES), MAX_AUTH_TEXT),
        }
        return self._start("auth", body, request.user_agent)

    def start_call(self, request: StartCall) -> StartedOrder:
        """Ask her who is on the telephone (``/phone/auth``)."""
        body = {
            **_call(request.person, is_hers=request.is_hers),
            "userVisibleData": _encoded(request.purpose.encode(), MAX_AUTH_TEXT),
            "userNonVisibleData": _encoded(secrets.token_bytes(_NONCE_BYTES), MAX_AUTH_TEXT),
        }
        return self._start_call("phone/auth", body)

    def verify(self, evidence: dict[str, Any], expected: Expected) -> VerificationReport:
        """Judge the kept evidence of an identification, offline.

        It is about no text of its own: what the app showed is what was sent, and that is signed.
        """
        try:
            sent = _shown(evidence["sent"])
        except (KeyError, TypeError, AttributeError, ValueError):
            sent = ("", b"")
        report = self._judged(evidence, Expected(expected.signatory, *sent))
        return replace(report, checks=tuple(map(_of_identification, report.checks)))


class BankIdSigning(_BankId):
    """Signatures (``/sign``)."""

    function = Function.SIGNATURE

    def start(self, request: StartSignature) -> StartedOrder:
        """Start a signature that only the named person can make, if one is named."""
        whose = {"personalNumber": request.signatory.digits} if request.signatory else {}
        body = _common(request) | {
            "userVisibleData": _encoded(request.visible_text.encode(), MAX_SIGN_TEXT),
            "requirement": {**whose, "pinCode": True},
        }
        if request.hidden_data:
            body["userNonVisibleData"] = _encoded(request.hidden_data, MAX_SIGN_HIDDEN)
        return self._start("sign", body, request.user_agent)

    def start_call(self, request: StartCallSignature) -> StartedOrder:
        """Ask her who is on the telephone to sign (``/phone/sign``)."""
        body = _call(request.signatory, is_hers=request.is_hers) | {
            "userVisibleData": _encoded(request.visible_text.encode(), MAX_SIGN_TEXT),
            "requirement": {"pinCode": True},
        }
        if request.hidden_data:
            body["userNonVisibleData"] = _encoded(request.hidden_data, MAX_SIGN_HIDDEN)
        return self._start_call("phone/sign", body)

    def verify(self, evidence: dict[str, Any], expected: Expected) -> VerificationReport:
        """Judge kept evidence, offline."""
        return self._judged(evidence, expected)


def _common(request: StartIdentification | StartSignature) -> dict[str, Any]:
    return {
        "endUserIp": request.end_user_ip,
        "returnUrl": request.return_url,
        "web": {
            "referringDomain": request.referring_domain,
            "userAgent": request.user_agent[:_MAX_USER_AGENT] or "unknown",
            "deviceIdentifier": request.device_identifier[:_MAX_DEVICE] or "unknown",
        },
    }


def _call(person: PersonalNumber, *, is_hers: bool) -> dict[str, Any]:
    return {"personalNumber": person.digits, "callInitiator": "user" if is_hers else "RP"}


def _of_identification(check: Check) -> Check:
    """The step by the name of what it says about an identification."""
    return replace(check, name=_IDENTIFIED.get(check.name, check.name))


_IDENTIFIED = {
    name: f"eid_{name}"
    for name in (
        *("document", "structure", "signature", "signatory", "function", "content"),
        *("ocsp", "ocsp_nonce"),
    )
}


def _expected(sent: dict[str, Any], person: PersonalNumber) -> Expected:
    wanted = sent.get("personalNumber") or sent.get("requirement", {}).get("personalNumber")
    return Expected(PersonalNumber(wanted) if wanted else person, *_shown(sent))


def _shown(sent: dict[str, Any]) -> tuple[str, bytes]:
    """The text that the app showed, and what was signed with it unseen."""
    visible = base64.b64decode(sent.get("userVisibleData", "")).decode()
    return visible, base64.b64decode(sent.get("userNonVisibleData", ""))


def _person(answer: dict[str, Any]) -> IdentifiedPerson:
    try:
        user = answer["completionData"]["user"]
        return IdentifiedPerson(
            personal_number=PersonalNumber.parse(user["personalNumber"], today=clock.today()),
            name=str(user["name"]),
            given_name=str(user["givenName"]),
            surname=str(user["surname"]),
            assurance_level=ASSURANCE_LEVEL,
            method="bankid",
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Rejected("bankid:unreadable") from error


def _text_of(answer: dict[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not value or not value.isascii():
        raise Rejected("bankid:unreadable")
    return value


def _encoded(content: bytes, most: int) -> str:
    text = base64.b64encode(content).decode()
    if len(text) > most:
        raise Rejected("bankid:too_long", texts.TOO_LONG)
    return text
