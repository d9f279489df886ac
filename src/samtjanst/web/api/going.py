"""What goes away from the interface, and how its answers say so.

RFC 9745 (``Deprecation``) and RFC 8594 (``Sunset``). An address stands here for at least twelve
months before it is taken away, and in the changelog from the first day.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from types import MappingProxyType

from django.http import HttpRequest, HttpResponseBase

LEAST = timedelta(days=365)
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Going:
    """An address that goes: announced on a day, gone on another, and what to use instead.

    Raises:
        ValueError: less than twelve months between.
    """

    since: date
    sunset: date
    instead: str  # an address that tells

    def __post_init__(self) -> None:
        if self.sunset - self.since < LEAST:
            raise ValueError("an address stays for twelve months at least")


# By method and path as in the description: "GET /api/v1/cases/{reference}". Nothing goes now.
GOING: Mapping[str, Going] = MappingProxyType({})


def mark(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say on the answer that the address goes, when it does."""
    match = request.resolver_match
    path = _PART.sub(r"{\1}", match.route) if match else ""
    found = GOING.get(f"{request.method} /{path}")
    if found:
        response["Deprecation"] = f"@{int(_midnight(found.since).timestamp())}"
        response["Sunset"] = format_datetime(_midnight(found.sunset), usegmt=True)
        response["Link"] = f'<{found.instead}>; rel="deprecation"'


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
