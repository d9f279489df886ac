"""How many cases each list of unfinished work has."""

import functools
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection
from django.db.models.expressions import RawSQL

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.running.cases.queries import selecting, waiting, walking
from samtjanst.running.cases.queries.reach import Bounds, bounds_of, own_cases
from samtjanst.running.cases.queries.walking import Statement
from samtjanst.running.cases.types import COUNTED, VIEW_STATES, CaseState, View

MOST_COUNTED = 999  # a list says "999+" rather than count a million rows
# The lists that are nothing but states: counted by state, all of them at once.
_BY_STATE = (View.WAITING, View.DECIDED, View.CLOSED)
# Of these a state says that they wait, and some are handled meanwhile.
_STANDING = {
    View.SUPPLEMENT: (CaseState.WAITING_FOR_APPLICANT,),
    View.WAITS: waiting.STANDING,
}
_WALKED = (View.NEW, View.MINE, View.SOON, View.OVERDUE)
_OF_FEW = (View.HEARING, View.OPINION, View.PAYMENT, View.APPROVE, View.ASIDE)
_OWN = RawSQL("SELECT case_id FROM own_cases", ())
_REMEMBERED = 128  # logged-in people for whom a process keeps the statement ready


@dataclass(frozen=True, slots=True)
class _Asked:
    """All that the statement which counts depends on."""

    municipality_id: uuid.UUID
    actor: Actor
    bounds: Bounds
    today: date
    most: int


def counts(actor: Actor) -> dict[View, int]:
    """How many cases each list of unfinished work has, at most MOST_COUNTED + 1; one query."""
    require(actor, Permission.CASE_LIST)
    own, given = own_cases(actor).query.sql_with_params()
    asked = _Asked(scope_id(), actor, bounds_of(actor, _OWN), clock.today(), MOST_COUNTED + 1)
    counted, values = _counted(asked)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH own_cases AS MATERIALIZED ({own}) {counted}", (*given, *values))
        return _summed(cursor.fetchall())


def _summed(found: list[tuple[View, str, int]]) -> dict[View, int]:
    """The counts of the lists, some of which are made of several states."""
    of_state = {state: number for view, state, number in found if view == View.ALL}
    numbers: Counter[str] = Counter()
    for view, _state, number in found:
        numbers[view] += number
    for listed in _BY_STATE:
        numbers[listed] = sum(of_state.get(state, 0) for state in VIEW_STATES[listed])
    for listed, states in _STANDING.items():
        numbers[listed] += sum(of_state.get(state, 0) for state in states)
    return {view: min(numbers[view], MOST_COUNTED + 1) for view in COUNTED}


@functools.lru_cache(maxsize=_REMEMBERED)
def _counted(asked: _Asked) -> Statement:
    """The statement that counts, made once for whoever asks again: making it takes longest.

    Which cases are the actor's own is not in it: names and keys decide that.
    """
    parts = dict(_parts(asked))
    sql = " UNION ALL ".join(f"SELECT %s, * FROM ({sql}) AS part" for sql, _ in parts.values())  # noqa: S608 - Django's own SQL
    given = (value for view, (_, params) in parts.items() for value in (view, *params))
    return sql, tuple(given)


def _parts(asked: _Asked) -> Iterator[tuple[View, Statement]]:
    """What is counted for which list: all cases by state, and what is handled while it waits."""
    actor, bounds, most = asked.actor, asked.bounds, asked.most
    rows, ground = selecting.on_ground(actor, View.ALL, bounds=bounds)
    states = {state for view in _BY_STATE for state in VIEW_STATES[view]} | {*waiting.STANDING}
    yield View.ALL, walking.by_state(rows, replace(ground, states=tuple(sorted(states))), most)
    for view in _WALKED:
        yield view, walking.by_state(*selecting.on_ground(actor, view, bounds=bounds), most)
    for view in _OF_FEW:
        yield view, walking.number(selecting.listed(actor, view, bounds=bounds), most)
    for view in _STANDING:
        rows = selecting.handled_that_wait(actor, view, bounds=bounds)
        yield view, walking.number(rows, most)
