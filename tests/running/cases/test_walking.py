"""What is walked by index is the same list, in the same order, as when every case is looked at."""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests import cast
from tests.units_support import CASES, Town, dice, filled

from samtjanst.capabilities.signing.models import Room
from samtjanst.capabilities.signing.types import RoomState
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotAllowedError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.models import Case, CaseLabel, CaseParty, Opinion, Proposal, Supplement
from samtjanst.running.cases.queries import counting, labelled
from samtjanst.running.cases.types import (
    COUNTED,
    HANDLED_STATES,
    NOBODY,
    SOON_DAYS,
    VIEW_STATES,
    CaseState,
    Filters,
    OpinionState,
    Priority,
    Selection,
    Sort,
    SupplementState,
    View,
)

pytestmark = pytest.mark.django_db
WAITING = (CaseState.WAITING_FOR_SIGNATURE, CaseState.WAITING_FOR_APPLICANT)
SORTS = (Sort.OLDEST, Sort.NEWEST, Sort.DUE, Sort.REFERENCE, Sort.UNTIL)


@pytest.fixture
def mjolby() -> Iterator[Town]:
    """The reader's, with the scope open; beside it another with as many cases."""
    here, there = cast.municipality(), cast.municipality("norrkoping")
    with open_scope(there):
        filled(there, dice(1))
    with open_scope(here):
        yield filled(here, dice(2))


class Plain:
    """The same lists from every case of the municipality, by what each list promises."""

    def __init__(self, town: Town) -> None:
        self.town, self.today = town, clock.today()
        self.cases = list(Case.objects.select_related("version"))
        own = CaseParty.objects.filter(role="guardian").values_list("case_id", flat=True)
        self.own, self.asked, self.supplemented = set(own), self._asked(), self._supplemented()
        others = Proposal.objects.exclude(made_by_id=town.hanna.id)
        self.days = self._days()
        self.proposed = set(others.values_list("case_id", flat=True))
        marked = CaseLabel.objects.filter(label__name="Ring upp")
        self.marked = set(marked.values_list("case_id", flat=True))

    def listed(self, view: View, chosen: Filters, sort: Sort) -> list[str]:
        """The references in order."""
        found = [one for one in self.cases if self._is_seen(one) and self._is_in(one, view)]
        found = [one for one in found if self._is_chosen(one, chosen)]
        found.sort(key=self._key(sort), reverse=sort is Sort.NEWEST)
        return [one.reference for one in found]

    def _asked(self) -> set[uuid.UUID]:
        rows = Opinion.objects.filter(state=OpinionState.OPEN)
        return set(rows.values_list("case_id", flat=True))

    def _supplemented(self) -> set[uuid.UUID]:
        rows = Supplement.objects.filter(state=SupplementState.OPEN)
        return set(rows.values_list("case_id", flat=True))

    def _days(self) -> dict[uuid.UUID, list[date]]:
        found: dict[uuid.UUID, list[date]] = defaultdict(list)
        for model in (Opinion, Supplement):
            for key, due in model.objects.filter(state="open").values_list("case_id", "due"):
                found[key].append(due)
        rooms = Room.objects.filter(state=RoomState.OPEN).values_list("subject_id", "expires_at")
        ends = dict(rooms)
        for case in self.cases:
            if at := ends.get(case.filing_id):
                found[case.id].append(at.date())
        return found

    def _is_seen(self, case: Case) -> bool:
        first, second, _ = (unit.id for unit in self.town.units)
        seen = case.unit_id == first or (case.unit_id == second and not case.is_protected)
        return seen and case.trashed_at is None and case.id not in self.own

    def _is_in(self, case: Case, view: View) -> bool:
        state, due = CaseState(case.state), case.due
        if view is View.WAITS:
            waits = case.id in self.asked | self.supplemented or self._is_aside(case)
            return state in WAITING or (state in HANDLED_STATES and waits)
        return (state in VIEW_STATES[view] or not VIEW_STATES[view]) and {
            View.NEW: case.handler_id is None,
            View.MINE: case.handler_id in (self.town.hanna.id, self.town.hugo.id),
            View.OPINION: case.id in self.asked,
            View.APPROVE: case.id in self.proposed,
            View.SOON: due is not None and 0 <= (due - self.today).days <= SOON_DAYS,
            View.OVERDUE: bool(due and due < self.today),
            View.HEARING: False,
            View.SUPPLEMENT: state in WAITING or case.id in self.supplemented,
            View.PAYMENT: False,
            View.ASIDE: self._is_aside(case),
        }.get(view, True)

    def _is_aside(self, case: Case) -> bool:
        return case.watch_until is not None and case.watch_until > self.today

    def _until(self, case: Case) -> tuple[bool, Any]:
        days = list(self.days[case.id])
        if case.watch_until and self._is_aside(case):
            days.append(case.watch_until)
        return (not days, min(days, default=self.today))

    def _is_chosen(self, case: Case, chosen: Filters) -> bool:
        handlers = {"": case.handler_id, NOBODY: None}
        return (
            chosen.service in ("", case.version.slug)
            and chosen.state in (None, case.state)
            and chosen.unit_id in (None, case.unit_id)
            and handlers.get(str(chosen.handler), chosen.handler) == case.handler_id
            and (not chosen.label or case.id in self.marked)
            and chosen.priority in (None, case.priority)
            and (not chosen.arrived_from or case.arrived_at >= clock.starts(chosen.arrived_from))
            and (not chosen.due_to or bool(case.due and case.due <= chosen.due_to))
        )

    def _key(self, sort: Sort) -> Any:
        if sort is Sort.REFERENCE:
            return lambda one: one.reference
        if sort is Sort.UNTIL:
            return lambda one: (*self._until(one), one.arrived_at, one.id)
        if sort is Sort.DUE:
            return lambda one: (one.due is None, one.due or self.today, one.arrived_at, one.id)
        return lambda one: (one.arrived_at, one.id)


def _chosen(town: Town, chance: random.Random) -> Filters:
    """Two filters or fewer, so that something is often left."""
    made: dict[str, Any] = {
        "service": "fritidshem",
        "state": chance.choice(list(CaseState)),
        "unit_id": chance.choice(town.units).id,
        "handler": chance.choice([town.hanna.id, town.hugo.id, NOBODY]),
        "label": "Ring upp",
        "priority": Priority.HIGH,
        "arrived_from": clock.today() - timedelta(days=12),
        "due_to": clock.today(),
    }
    return Filters(**{name: made[name] for name in chance.sample(list(made), chance.randrange(3))})


def _references(town: Town, selection: Selection) -> list[str]:
    return [one.reference for one in cases.work_list(town.hanna, selection).rows]


@pytest.mark.parametrize("view", View)
def test_every_list_and_order_is_as_when_all_cases_are_looked_at(view: View, mjolby: Town) -> None:
    plain, chance = Plain(mjolby), dice(str(view))
    for sort in SORTS:
        for _ in range(8):
            chosen = _chosen(mjolby, chance)
            wanted = plain.listed(view, chosen, sort)
            told = f"{view} {sort} {chosen}"
            selection = Selection(view=view, sort=sort, filters=chosen)
            found = [one.reference for one in cases.every(mjolby.hanna, selection, CASES)]
            assert found == wanted, told
            assert _references(mjolby, replace(selection, page=2)) == wanted[30:60], told


def test_counts_are_as_when_all_cases_are_looked_at(
    mjolby: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Plain(mjolby)
    wanted = {view: len(plain.listed(view, Filters(), Sort.OLDEST)) for view in COUNTED}
    assert cases.counts(mjolby.hanna) == wanted
    assert max(wanted.values()) > 5
    monkeypatch.setattr(counting, "MOST_COUNTED", 4)
    assert cases.counts(mjolby.hanna) == {view: min(count, 5) for view, count in wanted.items()}


def test_counts_are_asked_anew_and_follow_the_reader_the_day_and_the_municipality(
    mjolby: Town,
) -> None:
    def agree(reader: Actor) -> dict[View, int]:
        found = cases.counts(reader)
        lists = {view: cases.every(reader, Selection(view=view), CASES) for view in COUNTED}
        assert found == {view: len(rows) for view, rows in lists.items()}
        return found

    hanna = mjolby.hanna
    first = agree(hanna)
    of_one_unit = frozenset(one for one in hanna.grants if one.unit_id == mjolby.units[1].id)
    assert agree(replace(hanna, grants=of_one_unit)) != first
    agree(replace(hanna, id=mjolby.hugo.id, name=mjolby.hugo.name))
    with clock.shifted(timedelta(days=20)):
        assert agree(hanna)[View.OVERDUE] > first[View.OVERDUE]
    Case.objects.filter(state=CaseState.DECIDED).update(state=CaseState.RECEIVED, handler=None)
    assert agree(hanna)[View.NEW] > first[View.NEW]
    with open_scope(cast.municipality("norrkoping")), pytest.raises(NotAllowedError):
        cases.counts(hanna)


@pytest.mark.parametrize("few", [1, CASES])
def test_label_is_found_whether_few_or_many_have_it(
    few: int, mjolby: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labelled, "_FEW", few)
    plain, chosen = Plain(mjolby), Filters(label="Ring upp")
    for view, sort in ((View.ALL, Sort.NEWEST), (View.MINE, Sort.DUE), (View.WAITS, Sort.OLDEST)):
        selection = Selection(view=view, sort=sort, filters=chosen)
        found = [one.reference for one in cases.every(mjolby.hanna, selection, CASES)]
        assert found == plain.listed(view, chosen, sort)
