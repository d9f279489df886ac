"""Exact counting: only a division and a rounding round, to a stated number of decimals."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import reduce
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions.state import EXACT

LARGEST = 10**15


def _whole(number: int | Decimal) -> int | Decimal:
    """The number without needless decimals, so that 2.50 + 2.50 is 5 and equal to 5."""
    if isinstance(number, int):
        return number
    return int(number) if number == number.to_integral_value() else number.normalize(EXACT)


def _exactly(work: str) -> Callable[[list[Any], int], Any]:
    def found(numbers: list[Any], _: int) -> Any:
        method = getattr(EXACT, work)
        return _whole(reduce(method, map(Decimal, numbers)))

    return found


def added(numbers: list[Any]) -> Any:
    """The sum."""
    return _whole(reduce(EXACT.add, map(Decimal, numbers)))


def _divided(numbers: list[Any], decimals: int) -> Any:
    first, second = numbers
    if not second:
        return None
    # Scaled to whole numbers first, so that the one rounding is the stated one.
    return _rounded([EXACT.divide(Decimal(first), Decimal(second))], decimals)


def _rounded(numbers: list[Any], decimals: int) -> Any:
    number = Decimal(numbers[0])
    if abs(number) > LARGEST:
        return None
    return _whole(number.quantize(Decimal(1).scaleb(-decimals), context=EXACT))


WORK: Mapping[str, Callable[[list[Any], int], Any]] = MappingProxyType(
    {
        "add": _exactly("add"),
        "subtract": _exactly("subtract"),
        "multiply": _exactly("multiply"),
        "divide": _divided,
        "round": _rounded,
        "least": lambda numbers, _: min(numbers),
        "greatest": lambda numbers, _: max(numbers),
    }
)
