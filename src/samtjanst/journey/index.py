"""Making cases findable by what they hold, in the words that people use."""

import uuid
from collections.abc import Mapping
from typing import Any

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit import present
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.foundation.people.queries import identities_of
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey.sealed import context_of
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, Searchable
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import SealedSnapshot

_SHORT = 80  # characters: a longer answer is text, found by whole words only
_PEOPLE = frozenset({Kind.CHILD, Kind.PERSON})


def index_case(payload: dict[str, Any]) -> None:
    """Job: what the case holds now is what it is found by."""
    _index(uuid.UUID(payload["case"]))


def index_missing() -> int:
    """Schedule: cases that are not findable yet, some hundred at a time; returns how many."""
    missing = cases.unindexed()
    for case_id in missing:
        _index(case_id)
    return len(missing)


def _index(case_id: uuid.UUID) -> None:
    by = system_actor(scope_id())
    case = cases.case_by_id(case_id)
    if case is None:
        return
    services.put_search(case_id=case_id, what=_searchable(case), by=by)


def _searchable(case: CaseView) -> Searchable:
    if case.is_protected:
        # Nobody finds a protected person by name, number or address.
        return Searchable(reference=case.reference, texts=(case.title,))
    snapshot = filings.snapshot(case.snapshot_id)
    people = list(identities_of(party.citizen_id for party in case.parties).values())
    named = list(_named(case, snapshot))
    lines = _lines(case, snapshot)
    return Searchable(
        reference=case.reference,
        names=(*(who.name for who in people), *(str(value["name"]) for value in named)),
        short=tuple(line for line in lines if len(line) <= _SHORT),
        texts=(case.title, *(line for line in lines if len(line) > _SHORT), *_written(case)),
        numbers=tuple({who.personal_number.digits for who in people} | _numbers(named)),
    )


def _named(case: CaseView, snapshot: SealedSnapshot) -> list[Mapping[str, Any]]:
    answers = snapshot.content["answers"]
    given = [
        answers.get(question.id)
        for question in definition_of(case.version_id).questions()
        if question.kind in _PEOPLE
    ]
    return [value for value in given if isinstance(value, Mapping) and value.get("name")]


def _numbers(named: list[Mapping[str, Any]]) -> set[str]:
    return {str(value["personal_number"]) for value in named if value.get("personal_number")}


def _lines(case: CaseView, snapshot: SealedSnapshot) -> list[str]:
    definition = definition_of(case.version_id)
    sections = present.summary(definition, snapshot.content["answers"], context_of(snapshot))
    return [line for section in sections for row in section.rows for line in row.lines]


def _written(case: CaseView) -> tuple[str, ...]:
    decision = cases.decision_of(case.id)
    written = tuple(event.text for event in cases.timeline(case.id) if event.text)
    return (decision.outcome_title, decision.reasons, *written) if decision else written
