"""The two ports that BankID serves."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from samtjanst.adapters.bankid.client import Client
from samtjanst.adapters.bankid.settings import Settings
from samtjanst.adapters.bankid.verify import Purpose, verify
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import Rejected
from samtjanst.ports.identity import (
    IdentifiedPerson,
    OrderState,
    Progress,
    StartedOrder,
    StartIdentification,
)
from samtjanst.ports.signing import Expected, StartSignature, VerificationReport

ASSURANCE_LEVEL = 3  # BankID is approved at level 3 of the Swedish framework
PENDING_HINTS = {
    "outstandingTransaction": "RFA1",
    "noClient": "RFA1",
    "started": "RFA15",
    "userMrtd": "RFA23",
    "userSign": "RFA9",
}
FAILED_HINTS = {
    "expiredTransaction": "RFA8",
    "certificateErr": "RFA16",
    "userCancel": "RFA6",
    "cancelled": "RFA3",
    "startFailed": "RFA17B",
    "userDeclinedCall": "DECLINED_CALL",
    "notSupportedByUserApp": "UPDATE_APP",
    "transactionRiskBlocked": "RISK",
}
_MAX_USER_AGENT = 256


class _BankId:
    """What identification and signing have in common."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = Settings.read(settings)
        self._client = Client(self._settings)

    def cancel(self, order: dict[str, Any]) -> None:
        """Stop the order; one that has ended is left alone."""
        try:
            self._client.call("cancel", {"orderRef": order["orderRef"]})
        except Rejected:
            return

    def qr_text(self, order: dict[str, Any], at: datetime) -> str:
        """The animated code of the second ``at`` (RP API v6.0, animated QR)."""
        seconds = max(0, int((at - datetime.fromisoformat(order["started_at"])).total_seconds()))
        return qr_text(order["qrStartToken"], order["qrStartSecret"], seconds)

    def check(self) -> None:
        """Ask with a method that the service refuses before it looks at anything else."""
        try:
            self._client.call("collect", {"orderRef": "00000000-0000-0000-0000-000000000000"})
        except Rejected:
            return

    def _start(self, operation: str, body: dict[str, Any], user_agent: str) -> StartedOrder:
        answer = self._client.call(operation, body)
        now = clock.now()
        try:
            order: dict[str, Any] = {key: str(answer[key]) for key in ("orderRef", "qrStartToken", "qrStartSecret")}
            token = str(answer["autoStartToken"])
        except KeyError as error:
            raise Rejected("bankid:unreadable") from error
        order |= {"started_at": now.isoformat(), "sent": body}
        url = launch_url(token, user_agent, self._settings.launch_base, body["returnUrl"])
        return StartedOrder(order=order, launch_url=url, started_at=now)

    def _collect(self, order: dict[str, Any], purpose: Purpose) -> Progress:
        answer = self._client.call("collect", {"orderRef": order["orderRef"]})
        status, hint = answer.get("status"), str(answer.get("hintCode", ""))
        if status == "complete":
            return self._complete(order, answer, purpose)
        if status == "failed":
            return Progress(OrderState.FAILED, FAILED_HINTS.get(hint, "RFA22"))
        is_waiting = hint == "outstandingTransaction"
        return Progress(OrderState.PENDING, PENDING_HINTS.get(hint, "RFA21"), show_qr=is_waiting)

    def _complete(
        self, order: dict[str, Any], answer: dict[str, Any], purpose: Purpose
    ) -> Progress:
        evidence = {"collect": answer, "sent": order["sent"], "orderRef": order["orderRef"]}
        person = _person(answer)
        expected = Expected(
            signatory=person.personal_number,
            visible_text=_decoded(order["sent"].get("userVisibleData", "")).decode(),
            hidden_data=_decoded(order["sent"].get("userNonVisibleData", "")),
        )
        report = verify(evidence, expected, purpose, self._settings)
        if not report.valid:
            return Progress(OrderState.FAILED, "UNVERIFIED")
        return Progress(OrderState.COMPLETE, person=person, evidence=evidence)


class BankIdIdentity(_BankId):
    """Identification (``/auth``)."""

    def start(self, request: StartIdentification) -> StartedOrder:
        """Start an identification; the purpose is shown in the app."""
        body = _common(request) | {"userVisibleData": _encoded(request.purpose.encode())}
        return self._start("auth", body, request.user_agent)

    def collect(self, order: dict[str, Any]) -> Progress:
        """How it goes; a completed one has been verified."""
        return self._collect(order, Purpose.IDENTIFICATION)


class BankIdSigning(_BankId):
    """Signatures (``/sign``)."""

    def start(self, request: StartSignature) -> StartedOrder:
        """Start a signature that only the named person can make."""
        body = _common(request) | {
            "userVisibleData": _encoded(request.visible_text.encode()),
            "userNonVisibleData": _encoded(request.hidden_data),
            "requirement": {
                "personalNumber": request.signatory.digits,
                "pinCode": True,
            },
        }
        return self._start("sign", body, request.user_agent)

    def collect(self, order: dict[str, Any]) -> Progress:
        """How it goes; a completed one has been verified, and is to be verified again."""
        return self._collect(order, Purpose.SIGNATURE)

    def verify(self, evidence: dict[str, Any], expected: Expected) -> VerificationReport:
        """Judge kept evidence, offline."""
        return verify(evidence, expected, Purpose.SIGNATURE, self._settings)


def qr_text(token: str, secret: str, seconds: int) -> str:
    """The text of the code ``seconds`` after the start."""
    code = hmac.new(secret.encode("ascii"), str(seconds).encode("ascii"), hashlib.sha256)
    return f"bankid.{token}.{seconds}.{code.hexdigest()}"


def launch_url(token: str, user_agent: str, base: str, return_url: str) -> str:
    """The address that opens the app, by browser; the simulator's when ``base`` is set."""
    if base:
        return f"{base}?{urlencode({'autostarttoken': token, 'redirect': return_url})}"
    is_phone = any(word in user_agent for word in ("iPhone", "iPad", "Android"))
    start = "https://app.bankid.com/" if is_phone else "bankid:///"
    return f"{start}?autostarttoken={quote(token)}&redirect=null"


def _common(request: StartIdentification | StartSignature) -> dict[str, Any]:
    return {
        "endUserIp": request.end_user_ip,
        "returnUrl": request.return_url,
        "web": {
            "referringDomain": request.referring_domain,
            "userAgent": request.user_agent[:_MAX_USER_AGENT] or "unknown",
            "deviceIdentifier": request.device_identifier,
        },
    }


def _person(answer: dict[str, Any]) -> IdentifiedPerson:
    try:
        user = answer["completionData"]["user"]
        number = PersonalNumber.parse(user["personalNumber"], today=clock.today())
        return IdentifiedPerson(
            personal_number=number,
            name=str(user["name"]),
            given_name=str(user["givenName"]),
            surname=str(user["surname"]),
            assurance_level=ASSURANCE_LEVEL,
            method="bankid",
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Rejected("bankid:unreadable") from error


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text)
