"""What copying by hand costs, and what the next step would save."""

from typing import Any

import pytest

from samtjanst.running.handoff.types import Step, Use
from samtjanst.web.handler import handoff_views

USED = Use(
    route="Elevregistret", step=Step.COPY_CARD, copied=100, seconds=36_000, delivered=0, parked=0
)


@pytest.mark.parametrize(("cost", "kronor"), [(0, 0), (450, 18_200)])
def test_what_the_next_step_saves_is_told_in_money_when_an_hour_has_a_cost(
    settings: Any, cost: int, kronor: int
) -> None:
    settings.HOUR_COST = cost
    told = handoff_views._use(USED)
    assert told["saves"] == 41
    assert told["kronor"] == kronor
