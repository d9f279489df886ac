"""Swedish working days.

Not working days: Saturdays, Sundays, the public holidays of lagen (1989:253) om allmänna
helgdagar, and the eves that lagen (1930:173) om beräkning av lagstadgad tid puts beside them
(Midsummer's Eve, Christmas Eve, New Year's Eve).
"""

from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
_FRIDAY = 4
_SATURDAY = 5
MOST = 4000  # steps are taken one by one


def is_working_day(day: date) -> bool:
    """Whether authorities are at work on the day."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The day that lies ``count`` working days after ``day`` (before it when negative).

    With 0 the day itself, whether it is a working day or not.

    Raises:
        ValueError: more than ``MOST`` days, or outside the calendar.
    """
    if abs(count) > MOST:
        raise ValueError(count)
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    try:
        while left:
            day += step
            left -= is_working_day(day)
    except OverflowError:
        raise ValueError(count) from None
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after ``first`` up to and with ``last``; negative backwards."""
    if last < first:
        return -working_days_between(last, first)
    whole_weeks = (last - first).days // 7
    rest = first + timedelta(days=7 * whole_weeks)
    count = 5 * whole_weeks + sum(
        (rest + timedelta(days=step)).weekday() < _SATURDAY
        for step in range(1, (last - rest).days + 1)
    )
    return count - sum(
        first < day <= last and day.weekday() < _SATURDAY
        for year in range(first.year, last.year + 1)
        for day in _holidays(year)
    )


@cache
def _holidays(year: int) -> frozenset[date]:
    easter = _easter(year)
    moving = (easter + timedelta(days=days) for days in (-2, 0, 1, 39, 49))
    midsummer_eve = _first(date(year, 6, 19), _FRIDAY)
    all_saints = _first(date(year, 10, 31), _SATURDAY)
    fixed = (date(year, month, day) for month, day in _FIXED)
    return frozenset((*fixed, *moving, midsummer_eve, all_saints))


def _first(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    m = (a + 11 * h) // 319
    k = (2 * e + 2 * (c // 4) - h + m + 32 - c % 4) % 7
    month = (h - m + k + 90) // 25
    return date(year, month, (h - m + k + month + 19) % 32)
