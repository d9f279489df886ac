"""What the system holds, its own codes, and how its clerks get to what lies in the queue."""

import re
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

FIELDS: Mapping[str, re.Pattern[str]] = {
    "PERSONNR": re.compile(r"\d{12}"),
    "INSATSKOD": re.compile(r"[A-Z]{3}\d{2}"),  # FTJ10 mobility service
    "BESLUTSKOD": re.compile(r"B1|B2|A9"),  # granted, granted in part, refused
    "BESLUTSDAT": re.compile(r"\d\d/\d\d/\d{4}"),
    "EXTREF": re.compile(r"[A-Z]{2,5}-\d{4}-\d{6}-[0-9A-Z]"),
}
MODES = {
    "up": "Svarar som det ska",
    "down": "Svarar inte (503)",
    "slow": "Svarar för sent",
    "fault": "Svarar med ett SOAP-fel (500)",
    "busy": "Upptaget (resultatkod 90)",
    "nonsense": "Svarar något obegripligt",
    "dropped": "Förbindelsen bryts",
    "refuses": "Säger nej till allt",
}
USES_OF_A_SESSION = 25


@dataclass(slots=True)
class Entry:
    """One delivery. ``number`` is the system's own, "" while nobody has got to it."""

    values: Mapping[str, str]
    came: float
    number: str = ""
    fault: str = ""
    handled: str = ""


@dataclass(slots=True)
class Office:
    """The queue. ``pace`` is how long a delivery waits in it, in seconds; None for ever.

    ``is_strict`` demands the fields of FIELDS and no others.
    """

    mode: str = "up"
    pace: float | None = 5.0
    delay: float = 12.0
    is_strict: bool = True
    entries: dict[str, Entry] = field(default_factory=dict)
    sessions: dict[str, int] = field(default_factory=dict)
    logins: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def log_in(self) -> str:
        """A session that holds for so many calls."""
        session = secrets.token_hex(12)
        with self.lock:
            self.logins += 1
            self.sessions[session] = USES_OF_A_SESSION
        return session

    def uses(self, session: str) -> bool:
        """Whether the session holds; one use less is left."""
        with self.lock:
            left = self.sessions.get(session, 0)
            if left:
                self.sessions[session] = left - 1
            return left > 0

    def put(self, key: str, values: Mapping[str, str]) -> Entry:
        """Into the queue, once per key."""
        with self.lock:
            return self.entries.setdefault(key, Entry(values, time.monotonic()))

    def entry(self, key: str) -> Entry | None:
        """The delivery, handled when it has waited long enough."""
        with self.lock:
            found = self.entries.get(key)
            if found and self.pace is not None and time.monotonic() - found.came >= self.pace:
                self._handle(found)
            return found

    def handle_all(self) -> None:
        """The clerks get to everything in the queue now."""
        with self.lock:
            for one in self.entries.values():
                self._handle(one)

    def _handle(self, entry: Entry) -> None:
        if entry.number or entry.fault:
            return
        entry.fault = self._fault(entry.values)
        if not entry.fault:
            entry.number = f"IFO-{len(self.entries):06d}"
            entry.handled = datetime.now(UTC).strftime("%Y%m%d%H%M%S")

    def _fault(self, values: Mapping[str, str]) -> str:
        if not self.is_strict:
            return ""
        wrong = [name for name, form in FIELDS.items() if not form.fullmatch(values.get(name, ""))]
        return "F21" if wrong else "F22" if set(values) - set(FIELDS) else ""
