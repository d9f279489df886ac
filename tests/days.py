"""Moments on Swedish working days, for what is counted in them."""

from datetime import timedelta

from samtjanst.kernel import clock
from samtjanst.kernel.working_days import add_working_days


def working_days(count: int) -> timedelta:
    """How far ahead the working day lies that is ``count`` working days after today."""
    return add_working_days(clock.today(), count) - clock.today()
