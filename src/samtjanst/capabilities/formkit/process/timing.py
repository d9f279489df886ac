"""When the timers of a status are due. Days are dates in Swedish time; nothing reads a clock."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from samtjanst.capabilities.formkit.conditions import as_day
from samtjanst.capabilities.formkit.process.model import Automatic, Status, Trigger
from samtjanst.kernel.working_days import add_working_days


def due(status: Status, since: date, answers: Mapping[str, Any]) -> list[tuple[date, Automatic]]:
    """The timers of a status that a case has had ``since`` a day, each with its day; first first.

    One that waits for a date that nobody has answered is never due.
    """
    return sorted(_due(status, since, answers), key=lambda pair: pair[0])


def _due(
    status: Status, since: date, answers: Mapping[str, Any]
) -> Iterator[tuple[date, Automatic]]:
    for one in status.automatic:
        day = _day(one, since, answers)
        if day is not None:
            yield day, one


def _day(one: Automatic, since: date, answers: Mapping[str, Any]) -> date | None:
    if one.trigger is Trigger.AFTER:
        if one.working_days:
            return add_working_days(since, one.days)
        return since + timedelta(days=one.days)
    answered = as_day(answers.get(one.question)) if one.trigger is Trigger.AT else None
    return answered + timedelta(days=one.days) if answered else None
