"""What the register holds, and how strictly it takes what it is given."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samtjanst.simulators import personas

FIELDS = {
    "ELEV_PNR": re.compile(r"\d{12}"),
    "SKJUTS_KOD": re.compile(r"J|D|N"),
    "ORSAK_KOD": re.compile(r"(10|20|30|99)(\+(10|20|30|99))*|"),
    "GALLER_FROM": re.compile(r"\d{8}"),
    "SKOLA": re.compile(r".{1,60}"),
    "VH1_PNR": re.compile(r"\d{12}"),
    "ARENDE_NR": re.compile(r"[A-Z]{2,5}-\d{4}-\d{6}-[0-9A-Z]"),
}
CODES = {"J": "Har skolskjuts", "D": "Har skolskjuts till viss del", "N": "Har inte skolskjuts"}
MODES = {
    "up": "Svarar som det ska",
    "down": "Svarar inte (503)",
    "slow": "Svarar för sent",
    "dies_before": "Dör innan det har sparat",
    "dies_after": "Sparar, men svaret kommer inte fram",
    "slow_after": "Sparar, men svarar för sent",
    "twice": "Svarar två gånger",
    "nonsense": "Svarar något obegripligt",
    "refuses": "Säger nej till allt (422)",
}


class RefusedError(ValueError):
    """A field is missing, unknown or wrong; names the field, never its value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is stored about one delivery."""

    number: str
    values: Mapping[str, str]

    @property
    def told(self) -> str:
        """The transport in words."""
        return CODES[self.values["SKJUTS_KOD"]]


@dataclass(slots=True)
class PupilRegister:
    """The register: entries by the key that they were delivered under."""

    mode: str = "up"
    entries: dict[str, Entry] = field(default_factory=dict)
    attempts: int = 0
    delay: float = 12.0  # seconds, when slow
    lock: threading.Lock = field(default_factory=threading.Lock)

    def store(self, key: str, given: Any) -> Entry:
        """Store once per key; the same key again gives the same entry.

        Raises:
            RefusedError: not what the register takes.
        """
        with self.lock:
            if key not in self.entries:
                number = f"ELV{len(self.entries) + 1:06}"
                self.entries[key] = Entry(number, checked(given))
            return self.entries[key]


def checked(given: Any) -> dict[str, str]:
    """The fields, each in the register's own form and about one of its pupils."""
    if not isinstance(given, dict):
        raise RefusedError("body")
    strange = given.keys() - FIELDS.keys()
    if strange:
        raise RefusedError(min(strange)[:40])
    for name, pattern in FIELDS.items():
        if not isinstance(given.get(name), str) or not pattern.fullmatch(given[name]):
            raise RefusedError(name)
    if personas.person(given["ELEV_PNR"]) is None:
        raise RefusedError("ELEV_PNR")
    return {name: given[name] for name in FIELDS}
