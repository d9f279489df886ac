"""People whom another country's e-ID vouches for, and who are told of without a Swedish number.

Rules: Sweden Connect's attribute specification (``prid``, ``pridPersistence``) for what comes
through the Swedish eIDAS node.
"""

import re
import secrets
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

_FORM = re.compile(r"([A-Z]{2}):[0-9A-Za-z](?:[0-9A-Za-z-]{0,62}[0-9A-Za-z])?", re.ASCII)
_OWN_COUNTRY = "SE"
_NO_COUNTRY = "ZZ"  # ISO 3166-1 leaves it to its users


class Persistence(StrEnum):
    """How long the other country's identity can be expected to stay the same."""

    LASTING = "A"  # about as long as a personal number
    CHANGEABLE = "B"  # may change with name, address or status
    NOTHING_PROMISED = "C"


@dataclass(frozen=True, slots=True)
class ForeignIdentity:
    """A provisional identity (prid): the country, a colon and what it knows the person by.

    It is no Swedish number, whatever its digits look like. ``repr`` and ``str`` are masked so that
    it never reaches a log by accident; ``prid`` is the only way to the whole of it.

    ``persistence`` is None of somebody who has been named and has not logged in yet. Two are the
    same when every character of the prid is, whatever is promised. ``born`` is the date of birth
    that the other country tells; None when it tells none.
    """

    prid: str = field(repr=False)
    persistence: Persistence | None = field(default=None, compare=False)
    born: date | None = field(default=None, repr=False, compare=False)

    @classmethod
    def parse(cls, prid: str, persistence: str | None = None, born: str = "") -> Self:
        """Read what a provider tells, or what somebody has typed, who knows of no persistence.

        Capitals and small letters are told apart. A date of birth (ISO 8601) that is none, such as
        a year alone, is as if it were not told.

        Raises:
            ValueError: not the form, of Sweden itself, or no known persistence.
        """
        match = _FORM.fullmatch(prid)
        if not match:
            raise ValueError("form")
        if match[1] in {_OWN_COUNTRY, _NO_COUNTRY}:
            raise ValueError("country")
        known = None if persistence is None else Persistence(persistence)
        return cls(prid, known, _day(born))

    @classmethod
    def unvouched(cls) -> Self:
        """Somebody who has shown no number and no e-ID: told apart from others, and no more.

        Nobody can type it or log in by it: :meth:`parse` takes no such country.
        """
        return cls(f"{_NO_COUNTRY}:{secrets.token_hex(16)}")

    @property
    def is_vouched(self) -> bool:
        """Whether another country tells who it is; False of :meth:`unvouched`."""
        return self.country != _NO_COUNTRY

    @property
    def country(self) -> str:
        """The country that issued the e-ID, two letters by ISO 3166 (eIDAS has EL for Greece)."""
        return self.prid[:2]

    @property
    def masked(self) -> str:
        """The country and no more: ``NO:****``."""
        return f"{self.country}:****"

    def age(self, on: date) -> int | None:
        """Whole years at the date ``on``; None when the date of birth is not known."""
        born = self.born
        if born is None:
            return None
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    @property
    def code(self) -> str:
        """The whole of it, as it is kept."""
        return self.prid

    @property
    def shown(self) -> str:
        """The whole of it, for a screen or a document; "" of somebody without any."""
        return self.prid if self.is_vouched else ""

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"ForeignIdentity({self.masked})"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
