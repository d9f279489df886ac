"""Nobody's cases given to handlers by their unit's rules, each with the reason why."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from samtjanst.building.definitions.queries import slug_of
from samtjanst.foundation.people.queries import staff_names
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey.supplemented import answers_now
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, RuleView
from samtjanst.running.filing import queries as filings

# Stand in the case: they are written once, in the case's own language.
BY_RULE = "Regeln ”{rule}”: {name} har minst att göra ({count} ärenden)"
BY_SKILL = "Regeln ”{rule}”: {name} kan {field} och har minst att göra ({count} ärenden)"
BY_COVER = "Regeln ”{rule}”: {name} ersätter {absent}, som är borta"


def allot_due() -> int:
    """Schedule: give nobody's cases to handlers where a unit has rules; returns how many.

    A new case has had a job of its own; this takes those whose rule, or whose people, came later.

    The cases of somebody who has left, or works in another unit now, become nobody's first.
    """
    by = system_actor(scope_id())
    for reference in cases.to_vacate():
        services.vacate(reference=reference, by=by)
    waiting = cases.to_allot()
    return sum(_allot(reference, by) for reference in waiting)


def allot_one(payload: dict[str, Any]) -> None:
    """Job: give a case that has just come to a handler, if it is still nobody's."""
    by = system_actor(scope_id())
    for reference in cases.to_allot(uuid.UUID(payload["case"])):
        _allot(reference, by)


def _allot(reference: str, by: Actor) -> bool:
    try:
        case = cases.get_case(by, reference)
    except NotFoundError:
        return False
    rule = next((one for one in cases.rules_in([case.unit_id]) if fits(one, case)), None)
    if rule is None:
        return False
    for staff_id, why in _candidates(rule):
        if services.allot(reference=reference, staff_id=staff_id, why=why, by=by):
            return True
    return False


def fits(rule: RuleView, case: CaseView) -> bool:
    """Whether a rule is about a case: every condition that it names must hold."""
    if rule.slug and rule.slug != slug_of(case.version_id):
        return False
    letters = services.letters_in(rule.letters)
    name = (case.concerns or case.who).split()
    if rule.letters and (not name or name[-1][:1].upper() not in (letters or ())):
        return False
    if not rule.question:
        return True
    snapshot, asked = filings.snapshot(case.snapshot_id), cases.supplements_of(case.id)
    answer = answers_now(snapshot, asked).get(rule.question)
    given = {text.casefold() for text in _texts(answer)}
    return any(_is_among(value.casefold(), given) for value in rule.values)


def _is_among(value: str, given: set[str]) -> bool:
    """The same text, or its beginning when it ends in a star: "595*" is all of Mjölby."""
    if value.endswith("*"):
        return any(text.startswith(value[:-1]) for text in given)
    return value in given


def _texts(answer: Any) -> Iterator[str]:
    if isinstance(answer, Mapping):
        yield from (text for value in answer.values() for text in _texts(value))
    elif isinstance(answer, list | tuple):
        yield from (text for value in answer for text in _texts(value))
    elif isinstance(answer, bool):
        yield "ja" if answer else "nej"
    elif isinstance(answer, str | int):
        yield str(answer)


def _candidates(rule: RuleView) -> Iterator[tuple[uuid.UUID, str]]:
    """Those at work, the one with the fewest cases first; then who covers for those away."""
    away = cases.away_now()
    at_work = [key for key in rule.staff if key not in away]
    loads, names = cases.loads(at_work), staff_names({*rule.staff, *_keys(away.values())})
    for key in sorted(at_work, key=lambda one: (loads.get(one, 0), rule.staff.index(one))):
        count = loads.get(key, 0)
        why = BY_SKILL if rule.expertise else BY_RULE
        told = {"rule": rule.name, "name": names.get(key, ""), "field": rule.expertise}
        yield key, why.format(**told, count=count)
    for absent in rule.staff:
        cover = away.get(absent)
        if cover and cover not in away:
            who = {"name": names.get(cover, ""), "absent": names.get(absent, "")}
            yield cover, BY_COVER.format(rule=rule.name, **who)


def _keys(values: Iterable[uuid.UUID | None]) -> Iterator[uuid.UUID]:
    yield from (key for key in values if key)
