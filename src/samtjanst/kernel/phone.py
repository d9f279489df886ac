"""Telephone numbers: read as Swedes write them, kept as ITU-T E.164 (``+46701740605``).

Area codes after Post- och telestyrelsen's numbering plan for E.164.
"""

import re
from dataclasses import dataclass
from typing import Self

_TYPED = re.compile(r"(?:\+|00)?[\d\s()/\-–.]{4,30}", re.ASCII)
_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_SWEDEN = "+46"
_TWO_DIGIT_AREA = "8"
_THREE_DIGIT_AREAS = frozenset(
    {
        "10", "11", "13", "16", "18", "19", "20", "21", "23", "26", "31", "33", "35", "36", "40",
        "42", "44", "46", "54", "60", "63", "70", "72", "73", "76", "77", "79", "90", "99",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number as E.164: plus sign, country, number."""

    e164: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a Swedish number with its area code, or a foreign one with + or 00.

        Raises:
            ValueError: not the form of a number.
        """
        if not _TYPED.fullmatch(text.strip()):
            raise ValueError("form")
        digits = re.sub(r"[^\d+]", "", re.sub(r"\(0\)", "", text))
        if digits.startswith("00"):
            digits = "+" + digits[2:]
        elif digits.startswith("0"):
            digits = _SWEDEN + digits[1:]
        if digits.startswith(_SWEDEN + "0"):  # +46 070 …
            digits = _SWEDEN + digits[4:]
        if not _E164.fullmatch(digits) or (digits.startswith(_SWEDEN) and len(digits) > 13):
            raise ValueError("form")
        return cls(digits)

    @property
    def shown(self) -> str:
        """As people write it: ``070-174 06 05``; foreign numbers with their plus sign."""
        if not self.e164.startswith(_SWEDEN):
            return self.e164
        national = self.e164[len(_SWEDEN) :]
        area = national[:1] if national.startswith(_TWO_DIGIT_AREA) else _area(national)
        return f"0{area}-{_grouped(national[len(area) :])}"


def _area(national: str) -> str:
    return national[:2] if national[:2] in _THREE_DIGIT_AREAS else national[:3]


def _grouped(digits: str) -> str:
    # 12 34 56, 174 06 05, 123 456 78: as the numbering plan writes them.
    if len(digits) == 8:
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    head = 3 if len(digits) % 2 else 2
    rest = (digits[place : place + 2] for place in range(head, len(digits), 2))
    return " ".join([digits[:head], *rest])
