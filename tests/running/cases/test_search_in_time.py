"""The search finds the newest cases that fit, and the same as when every case is looked at."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests import cast
from tests.units_support import Town, dice, filled

from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case, CaseParty, CaseSearch
from samtjanst.running.cases.queries import search

pytestmark = pytest.mark.django_db
# By how common each is: in all, in most, in a third, in a few, in hardly any, in none.
SHARES = {101: 1.0, 102: 0.8, 103: 0.3, 104: 0.1, 105: 0.02, 106: 0.0}
FAR = (datetime(1931, 5, 1, tzinfo=UTC), datetime(2199, 5, 1, tzinfo=UTC))


@pytest.fixture
def mjolby() -> Iterator[Town]:
    """The searcher's, with the scope open; beside it another with the same words."""
    here, there = cast.municipality(), cast.municipality("norrkoping")
    with open_scope(there):
        filled(there, dice(3))
        _indexed(dice(3))
    with open_scope(here):
        town = filled(here, dice(4))
        _indexed(dice(4))
        yield town


def _indexed(chance: random.Random) -> None:
    CaseSearch.objects.all().delete()
    for place, case in enumerate(Case.objects.order_by("reference")):
        # Most of them lately, and some at the same time; the first two far away.
        at = clock.now() - timedelta(days=int(chance.random() ** 4 * 4000))
        CaseSearch.objects.create(
            case=case, unit_id=case.unit_id, is_protected=case.is_protected,
            arrived_at=FAR[place] if place < len(FAR) else at,
            tokens=[word for word, share in SHARES.items() if chance.random() < share],
        )  # fmt: skip


def _plain(town: Town, words: list[list[int]], most: int) -> list[uuid.UUID]:
    first, second, _ = (unit.id for unit in town.units)
    own = set(CaseParty.objects.filter(role="guardian").values_list("case_id", flat=True))
    found = [
        row
        for row in CaseSearch.objects.all()
        if (row.unit_id == first or (row.unit_id == second and not row.is_protected))
        and all(set(row.tokens) & set(one) for one in words)
    ]
    found.sort(key=lambda row: (row.arrived_at, row.case_id), reverse=True)
    return [row.case_id for row in found[: most + 1] if row.case_id not in own]


def _asked(chance: random.Random) -> list[list[int]]:
    return [chance.sample(list(SHARES), chance.randint(1, 3)) for _ in range(chance.randint(1, 2))]


@pytest.mark.parametrize("most", [1, 2, 5, 20, 1000])
def test_newest_are_found_whatever_the_words(most: int, mjolby: Town) -> None:
    chance = dice(most)
    for words in [[[word]] for word in SHARES] + [_asked(chance) for _ in range(20)]:
        found = search._search(mjolby.hanna, words, most)
        assert found == _plain(mjolby, words, most), words


def test_unit_without_cases_and_no_unit_find_nothing(mjolby: Town) -> None:
    empty = cast.unit("Kulturkontoret").id
    assert search._search(mjolby.hanna, [[101]], units=[empty]) == []
    assert search._search(mjolby.hanna, [[101]], units=[]) == []


def test_stretches_of_time_meet_and_leave_nothing_out(mjolby: Town) -> None:
    """Every day between two days is under one of the keys of the stretch, and no other day is."""
    unit, chance = mjolby.units[0].id, dice(5)
    for _ in range(30):
        first, last = sorted(chance.sample(range(40_000, 47_000), 2))
        days = [first - 1, first, (first + last) // 2, last, last + 1, 0, 131_071]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT day, cases_search_span(ARRAY[%s::uuid], %s, %s)"
                " && ARRAY(SELECT cases_search_key(%s, level, day >> 2 * level)"
                " FROM generate_series(0, 7) AS level) FROM unnest(%s::int[]) AS day",
                [unit, first, last, unit, days],
            )
            assert dict(cursor.fetchall()) == {day: first <= day <= last for day in days}
