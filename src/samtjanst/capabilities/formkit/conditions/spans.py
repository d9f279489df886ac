"""Moving along the calendar, and counting how far it is."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from samtjanst.kernel.working_days import add_working_days, working_days_between


def _months_on(day: date, count: int) -> date:
    """The same day of a later month, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    first = date(year, month + 1, 1)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - timedelta(days=1))


def _months_passed(first: date, last: date) -> int:
    if last < first:
        return -_months_passed(last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (_months_on(first, months) > last)


MOVES: Mapping[str, Callable[[date, int], date]] = MappingProxyType(
    {
        "days": lambda day, count: day + timedelta(days=count),
        "working_days": add_working_days,
        "months": _months_on,
        "years": lambda day, count: _months_on(day, 12 * count),
    }
)
COUNTS: Mapping[str, Callable[[date, date], int]] = MappingProxyType(
    {
        "days": lambda first, last: (last - first).days,
        "working_days": working_days_between,
        "months": _months_passed,
        "years": lambda first, last: int(_months_passed(first, last) / 12),
    }
)
