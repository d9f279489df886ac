"""Starts the register and the operator on one port, and the page of mailboxes on another."""

import html
import re
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from samtjanst.simulators import authority, page, personas, serving
from samtjanst.simulators.authority import name_of
from samtjanst.simulators.minameddelanden import letters
from samtjanst.simulators.panel import panel

FAR, OPERATOR = "/far", "/brevlada"
OURS, OTHERS = "165568402266", "165599999999"  # operators; the second is in nobody's list
ORGANISATION = "2120000829"
OPEN, REFUSED, PENDING, ABROAD = "open", "refused", "pending", "elsewhere"
FATES = {
    personas.ANNA: OPEN,
    personas.BO: OPEN,
    personas.IVAR: REFUSED,
    personas.TEOFIL: PENDING,
}
TITLES = {
    "up": "Svarar som det ska",
    "down": "Nere (503)",
    "slow": "Långsam",
    "dropped": "Förbindelsen bryts",
    "nonsense": "Svarar något helt annat",
    "undelivered": "Tar emot men levererar inte",
    "fault": "Svarar med ett fel (applicationFault)",
}
_MOST = 3 * 1024 * 1024
_R1 = "http://minameddelanden.gov.se/schema/Recipient"
_S = "http://minameddelanden.gov.se/schema/Service"
_ASKED = re.compile(rb"recipientId[^>]*>([0-9]{12})<")


@dataclass(slots=True)
class Boxes:
    """How they behave now, who has one, and what lies in them."""

    certificate: bytes
    mode: str = "up"
    delay: float = 12
    fates: dict[str, str] = field(default_factory=dict)
    letters: list[dict[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    boxes: Boxes


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); certificates are kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    context = _certificates(folder)
    boxes = Boxes((folder / "signing.pem").read_bytes(), fates=dict(FATES))
    wire = type("Bound", (_Wire,), {"boxes": boxes})
    control = panel(boxes, "Brevlåde-simulatorn", TITLES, lambda: _told(boxes))
    doors = serving.open_doors(host, (port, wire), (control_port, control), context)
    return Running(settings(folder, host, doors.port), doors, boxes)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "register_url": f"https://{host}:{port}{FAR}",
        "operators": OURS,
        "organisation_number": ORGANISATION,
        "client_certificate": str(folder / "client.pem"),
        "client_key": str(folder / "client.key"),
        "server_root": str(folder / "tls-root.pem"),
        "signing_certificate": str(folder / "signing.pem"),
        "signing_key": str(folder / "signing.key"),
    }


def _certificates(folder: Path) -> ssl.SSLContext:
    if authority.load(folder, "tls-root") is None:
        root = authority.make_root(name_of(common_name="Simulated organisation certificates"))
        root.write(folder, "tls-root")
        authority.issue_server(root).write(folder, "server")
        authority.issue_client(root, "Kommun A").write(folder, "client")
        signer = authority.issue(name_of(common_name="Kommun A"), root, use_rsa=True)
        signer.write(folder, "signing")
    return serving.mutual_tls(folder)


class _Wire(page.PageHandler):
    boxes: ClassVar[Boxes]
    timeout = 30

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        content, mode = self.body(_MOST), self.boxes.mode
        if mode == "slow":
            time.sleep(self.boxes.delay)
        if mode == "dropped":
            return
        if self.path not in {FAR, OPERATOR}:
            self.page("Not found", "", 404)
        elif mode in {"down", "nonsense"}:
            self.answer(b"<html>Underhall</html>", "text/html", 503 if mode == "down" else 200)
        elif self.path == FAR:
            self._reachable(content)
        else:
            self._delivered(content)

    def _reachable(self, content: bytes) -> None:
        found = _ASKED.search(content)
        number = found[1].decode() if found else ""
        fate = self.boxes.fates.get(number, "")
        status = self._status(number, fate) if fate else ""
        space = "http://minameddelanden.gov.se/schema/Recipient/v3"
        self._soap(f'<a:isReachableResponse xmlns:a="{space}">{status}</a:isReachableResponse>')

    def _status(self, number: str, fate: str) -> str:
        address = f"https://{self.headers.get('Host')}{OPERATOR}"
        operator = OTHERS if fate == ABROAD else OURS
        return (
            f'<a:return xmlns:r="{_R1}"><r:AccountStatus><r:RecipientId>{number}</r:RecipientId>'
            f"<r:Type>Secure</r:Type><r:Pending>{str(fate == PENDING).lower()}</r:Pending>"
            f"<r:ServiceSupplier><r:Id>{operator}</r:Id><r:Name>Simulerad brevlåda</r:Name>"
            f"<r:ServiceAdress>{address}</r:ServiceAdress></r:ServiceSupplier></r:AccountStatus>"
            f"<r:SenderAccepted>{str(fate != REFUSED).lower()}</r:SenderAccepted></a:return>"
        )

    def _delivered(self, content: bytes) -> None:
        if self.boxes.mode == "fault":
            self._fault("9001")
            return
        try:
            letter = letters.opened(content, self.boxes.certificate)
        except (letters.RefusedError, ValueError) as error:
            self.boxes.refused.append(str(error))
            self._fault("1001")
            return
        is_taken = self.boxes.mode != "undelivered"
        if is_taken and letter["id"] not in {one["id"] for one in self.boxes.letters}:
            self.boxes.letters.insert(0, letter)
        self._soap(
            f'<a:deliverSecureResponse xmlns:a="{_S}/v3" xmlns:b="{_S}"><a:return>'
            f"<b:TransId>{letter['id']}</b:TransId><b:Status><b:RecipientId>{letter['to']}"
            f"</b:RecipientId><b:Delivered>{str(is_taken).lower()}</b:Delivered></b:Status>"
            "</a:return></a:deliverSecureResponse>"
        )

    def _fault(self, code: str) -> None:
        common = "http://minameddelanden.gov.se/schema/Common/v3"
        self._soap(
            "<s:Fault><faultcode>s:Server</faultcode><faultstring>fel</faultstring><detail>"
            f'<c:applicationFault xmlns:c="{common}"><c:ErrorCode>{code}</c:ErrorCode>'
            "<c:Description>fel</c:Description><c:CallId>00000000000000000001</c:CallId>"
            "</c:applicationFault></detail></s:Fault>",
            500,
        )

    def _soap(self, body: str, status: int = 200) -> None:
        envelope = "http://schemas.xmlsoap.org/soap/envelope/"
        text = f'<s:Envelope xmlns:s="{envelope}"><s:Body>{body}</s:Body></s:Envelope>'
        self.answer(text.encode(), "text/xml; charset=UTF-8", status)


def _told(boxes: Boxes) -> str:
    listed = "".join(
        f"<section><strong>{html.escape(one['subject'])}</strong><small>{html.escape(one['to'])}"
        f"</small><pre>{html.escape(one['text'])}</pre></section>"
        for one in boxes.letters[:50]
    )
    return listed or "<p>Inget har kommit till någon brevlåda.</p>"
