"""What copying by hand costs, and what the next step would save."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.html import escape
from tests import cast
from tests.web import browser_of

from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.project.settings import _amounts
from samtjanst.running.handoff import costs
from samtjanst.running.handoff.types import Step, Use
from samtjanst.web.handler import handoff_views

USED = Use(
    route="Elevregistret", step=Step.COPY_CARD, copied=100, seconds=36_000, delivered=0, parked=0
)
PAGE = "/drift/overforingar/"
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
        told = handoff_views._use(USED, handoff_views._hour_cost(cast.staff_actor(Role.MANAGER)))
    assert told["saves"] == 41
    assert told["kronor"] == kronor


@pytest.mark.django_db
def test_municipality_decides_its_own_cost(settings: Any) -> None:
    settings.HOUR_COSTS = {"": 450}
    with open_scope(cast.municipality("norrkoping")):
        costs.set_hour_cost(kronor=900, by=cast.staff_actor(Role.ADMINISTRATOR))
    with open_scope(cast.municipality("mjolby")):
        ada, by = browser_of.staff(Role.ADMINISTRATOR), cast.staff_actor(Role.ADMINISTRATOR)
        for typed, status, cost in (
            ("1 480", 302, 1480), ("x", 422, 1480), ("-3", 422, 1480), ("10001", 422, 1480),
            ("<b>", 422, 1480), ("0", 302, 0), ("", 302, 450),
        ):  # fmt: skip
            answer = ada.post(f"{PAGE}timkostnad/", {"kronor": typed})
            assert answer.status_code == status, typed
            if status == 422:  # what was typed stands there still, and why it cannot be so
                assert f'value="{escape(typed)}"' in answer.content.decode()
                assert "Skriv hela kronor" in answer.content.decode()
            assert handoff_views._hour_cost(by) == cost
        ada.post(f"{PAGE}timkostnad/", {"kronor": "510"})
        assert 'value="510"' in ada.get(PAGE).content.decode()
        handler = browser_of.staff(Role.HANDLER)
        assert handler.post(f"{PAGE}timkostnad/", {"kronor": "1"}).status_code == 404
        assert handoff_views._hour_cost(by) == 510


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
