"""Adding months to a day."""

from calendar import monthrange
from datetime import date


def add_months(day: date, count: int) -> date:
    """The same day of the month ``count`` months later; the month's last when it has no such day.

    Raises:
        ValueError: outside the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
