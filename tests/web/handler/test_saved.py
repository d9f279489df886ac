"""What copying by hand costs, and what the next step would save."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from tests import cast

from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.project.settings import _amounts
from samtjanst.running.handoff.types import Step, Use
from samtjanst.web.handler import handoff_views

USED = Use(
    route="Elevregistret", step=Step.COPY_CARD, copied=100, seconds=36_000, delivered=0, parked=0
)
NAME = "SAMTJANST_HOUR_COST"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("costs", "kronor"),
    [({}, 0), ({"": 450}, 18_200), ({"": 450, "norrkoping": 900}, 18_200),
     ({"mjolby": 450, "": 900}, 18_200), ({"norrkoping": 900}, 0)],
)  # fmt: skip
def test_what_the_next_step_saves_is_told_in_money_when_an_hour_has_a_cost(
    settings: Any, costs: dict[str, int], kronor: int
) -> None:
    settings.HOUR_COSTS = costs
    with open_scope(cast.municipality("mjolby")):
        told = handoff_views._use(USED)
    assert told["saves"] == 41
    assert told["kronor"] == kronor


def test_cost_is_read_for_all_and_for_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "450 mjolby=480")
    assert _amounts(NAME) == {"": 450, "mjolby": 480}
    monkeypatch.delenv(NAME)
    assert _amounts(NAME) == {}


@pytest.mark.parametrize("wrong", ["x", "mjolby=", "4.5", "-3", "mjolby=480 =x"])
def test_cost_that_is_no_number_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv(NAME, wrong)
    with pytest.raises(ImproperlyConfigured, match=NAME):
        _amounts(NAME)
