"""Swedish personal numbers and coordination numbers.

Rules: folkbokföringslagen (1991:481) 18 § and lag (2022:1697) om samordningsnummer 2:8.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_FORM = re.compile(r"(\d{2})?(\d{2})(\d{2})(\d{2})([-+])?(\d{4})", re.ASCII)
_COORDINATION_DAYS = 60
_ADULT = 18


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A valid personal or coordination number, kept as its twelve digits.

    ``repr`` and ``str`` are masked so that a number never reaches a log by accident;
    ``digits`` is the only way to the whole number.
    """

    digits: str

    @classmethod
    def parse(cls, text: str, *, today: date) -> Self:
        """Read ten or twelve digits, with or without hyphen, plus sign and spaces.

        Raises:
            ValueError: not the form, not a date, wrong check digit, or a birth in the future.
        """
        match = _FORM.fullmatch(re.sub(r"\s", "", text))
        if not match:
            raise ValueError("form")
        century, year, month, day, sign, last = match.groups()
        if century is None:
            century = _century(year, month, day, sign, today)
        number = cls(f"{century}{year}{month}{day}{last}")
        number._check(today)
        return number

    @property
    def is_coordination_number(self) -> bool:
        """Whether this is a coordination number (day of birth plus 60)."""
        return int(self.digits[6:8]) > _COORDINATION_DAYS

    @property
    def birth_date(self) -> date:
        """The date in the number; may be a nearby day when numbers had run out."""
        return _birth_date(self.digits)

    def age(self, on: date) -> int:
        """Whole years at the date ``on``."""
        born = self.birth_date
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def is_minor(self, on: date) -> bool:
        """Whether the person is under 18 at ``on`` (föräldrabalken 9:1)."""
        return self.age(on) < _ADULT

    @property
    def masked(self) -> str:
        """The birth date and no more: ``19850101-****``."""
        return f"{self.digits[:8]}-****"

    @property
    def code(self) -> str:
        """The twelve digits, as they are kept."""
        return self.digits

    @property
    def shown(self) -> str:
        """The whole number as people write it: ``19850101-2382``."""
        return f"{self.digits[:8]}-{self.digits[8:]}"

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"PersonalNumber({self.masked})"

    def _check(self, today: date) -> None:
        if self.birth_date > today:
            raise ValueError("future")
        if not luhn_holds(self.digits[2:]):
            raise ValueError("check digit")


def luhn_holds(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the ones before it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _birth_date(digits: str) -> date:
    day = int(digits[6:8])
    if day > _COORDINATION_DAYS:
        day -= _COORDINATION_DAYS
    return date(int(digits[:4]), int(digits[4:6]), day)


def _century(year: str, month: str, day: str, sign: str | None, today: date) -> str:
    # A plus sign says "100 or older"; without it the latest possible past date counts.
    latest = today.year // 100
    candidate = _birth_date(f"{latest}{year}{month}{day}")
    century = latest if candidate <= today else latest - 1
    return f"{century - 1 if sign == '+' else century:02d}"
