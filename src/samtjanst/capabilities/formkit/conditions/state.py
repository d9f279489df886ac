"""What conditions look at, and the few conversions of constants."""

import decimal
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from samtjanst.capabilities.formkit.context import Context

_DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)
# Wide enough for every product of the numbers that a definition can hold, so that nothing but
# a division is ever rounded.
EXACT = decimal.Context(prec=120, rounding=decimal.ROUND_HALF_UP)


@dataclass(slots=True)
class State:
    """What conditions look at: well-formed visible answers (``seen``), and the context.

    ``values`` are the same answers as they are stored.
    """

    context: Context
    seen: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


Condition = Callable[[State], bool]
Operand = Callable[[State], Any]


def as_number(value: Any) -> int | Decimal | None:
    """The number in a value: an integer, a decimal, or a decimal written as text; else None."""
    if type(value) is int or isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        return None
    return Decimal(value)


def as_day(value: Any) -> date | None:
    """The date in a JSON value written YYYY-MM-DD; else None."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
