"""Swedish working days, held against the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtjanst.kernel.working_days import add_working_days, is_working_day, working_days_between

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-01",
        "2026-01-06",
        "2026-04-03",
        "2026-04-06",
        "2026-05-01",
        "2026-05-14",
        "2024-06-06",
        "2026-06-19",
        "2025-12-24",
        "2025-12-25",
        "2025-12-26",
        "2025-12-31",
        "2026-11-28",
        "2026-11-29",
    ],
)
def test_day_off_is_no_working_day(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-01-02", "2026-04-02", "2026-05-15", "2026-06-22"])
def test_day_between_is_a_working_day(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


def test_easter_sundays_of_a_century_are_right() -> None:
    known = {2000: (4, 23), 2008: (3, 23), 2011: (4, 24), 2019: (4, 21), 2038: (4, 25)}
    for year, (month, day) in known.items():
        monday = date(year, month, day) + timedelta(days=1)
        assert not is_working_day(monday)
        assert not is_working_day(monday - timedelta(days=3))


@given(DAYS, st.integers(-300, 300))
def test_going_there_and_counting_gives_the_same(day: date, count: int) -> None:
    there = add_working_days(day, count)
    found = working_days_between(day, there)
    # Backwards from a working day, the day itself is what is left behind, not a day of the way.
    assert abs(found - count) <= (1 if count < 0 else 0)


@given(DAYS, st.integers(0, 800))
def test_count_is_what_a_calendar_says(day: date, span: int) -> None:
    slow = sum(is_working_day(day + timedelta(days=step)) for step in range(1, span + 1))
    assert working_days_between(day, day + timedelta(days=span)) == slow


def test_too_far_is_refused() -> None:
    with pytest.raises(ValueError, match="9999999"):
        add_working_days(date(2026, 1, 1), 9999999)
    with pytest.raises(ValueError, match="5"):
        add_working_days(date.max, 5)
