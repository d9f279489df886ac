"""How many cases each list of unfinished work has."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from django.db import connection
from django.db.models.expressions import RawSQL

from samtjanst.foundation.people.types import Actor
from samtjanst.running.cases.queries import selecting, waiting, walking
from samtjanst.running.cases.queries.reach import bounds_of, own_cases
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


def counts(actor: Actor) -> dict[View, int]:
    """How many cases each list of unfinished work has, at most MOST_COUNTED + 1; one query."""
    parts = dict(_parts(actor))
    own, given = own_cases(actor).query.sql_with_params()
    counted = " UNION ALL ".join(f"SELECT %s, * FROM ({sql}) AS part" for sql, _ in parts.values())  # noqa: S608 - Django's own SQL
    values = (value for view, (_, params) in parts.items() for value in (view, *params))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH own_cases AS MATERIALIZED ({own}) {counted}", (*given, *values))
        found = cursor.fetchall()
    of_state = {state: number for view, state, number in found if view == View.ALL}
    numbers: Counter[str] = Counter()
    for view, _state, number in found:
        numbers[view] += number
    for listed in _BY_STATE:
        numbers[listed] = sum(of_state.get(state, 0) for state in VIEW_STATES[listed])
    for listed, states in _STANDING.items():
        numbers[listed] += sum(of_state.get(state, 0) for state in states)
    return {view: min(numbers[view], MOST_COUNTED + 1) for view in COUNTED}


def _parts(actor: Actor) -> Iterator[tuple[View, Statement]]:
    """What is counted for which list: all cases by state, and what is handled while it waits."""
    most, bounds = MOST_COUNTED + 1, bounds_of(actor, own=_OWN)
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
