"""The one source of time.

Everything asks :func:`now`, so that a test (or a drill) can move time without
touching the machine's clock. Times are stored in UTC and shown in Swedish time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_shift: ContextVar[timedelta] = ContextVar("clock_shift", default=timedelta())


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _shift.get()


def today() -> date:
    """The present date in Sweden."""
    return now().astimezone(STOCKHOLM).date()


def local(moment: datetime) -> datetime:
    """The same instant in Swedish time (Europe/Stockholm)."""
    return moment.astimezone(STOCKHOLM)


def season(moment: datetime) -> str:
    """Which of the two it is in the hour that comes twice when clocks go back.

    "sommartid" or "normaltid"; "" at all other times.
    """
    here = local(moment)
    if here.replace(fold=1 - here.fold).utcoffset() == here.utcoffset():
        return ""
    return "sommartid" if here.dst() else "normaltid"


def exact(moment: datetime) -> str:
    """The instant in Swedish time to the second, unambiguous: ``2026-10-25 kl. 02:30:00``."""
    told = season(moment)
    return f"{local(moment):%Y-%m-%d kl. %H:%M:%S}" + (f" ({told})" if told else "")


def starts(day: date) -> datetime:
    """The instant at which a date starts in Sweden."""
    return datetime.combine(day, time.min, STOCKHOLM)


def ends(day: date) -> datetime:
    """The instant at which a date is over in Sweden: the next one starts."""
    return starts(day + timedelta(days=1))


def last_second(day: date) -> datetime:
    """The last second of a date in Sweden: what is open "till och med" that day ends then."""
    return ends(day) - timedelta(seconds=1)


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Let the present be ``by`` later (or earlier) inside the block, in this context only."""
    token = _shift.set(_shift.get() + by)
    try:
        yield
    finally:
        _shift.reset(token)
