"""Swedish organisation numbers: ten digits, third digit at least 2, Luhn check digit."""

import re
from dataclasses import dataclass
from typing import Self

from samtjanst.kernel.personal_number import luhn_holds

_FORM = re.compile(r"(?:16)?(\d{6})-?(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class OrganisationNumber:
    """A valid organisation number, kept as its ten digits."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ten digits, or twelve with the prefix 16, with or without hyphen.

        Raises:
            ValueError: not the form, third digit under 2, or wrong check digit.
        """
        match = _FORM.fullmatch(re.sub(r"\s", "", text))
        if not match:
            raise ValueError("form")
        digits = "".join(match.groups())
        if digits[2] < "2":
            raise ValueError("form")
        if not luhn_holds(digits):
            raise ValueError("check digit")
        return cls(digits)

    @property
    def twelve(self) -> str:
        """The twelve-digit form that registers use, with the prefix 16."""
        return f"16{self.digits}"

    def __str__(self) -> str:
        return f"{self.digits[:6]}-{self.digits[6:]}"
