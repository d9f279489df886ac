"""Making cases findable by what they hold, in the words that people use."""

import uuid
from collections.abc import Mapping
from typing import Any

from samtjanst.building.definitions.queries import definition_of, marks_of, slug_of
from samtjanst.building.definitions.services.relisting import LISTING_JOB
from samtjanst.capabilities.formkit import present
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.listing import listed
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.queries import identities_of
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import findable
from samtjanst.journey.sealed import context_of
from samtjanst.journey.supplemented import answers_now, snapshots_of
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, Searchable
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import SealedSnapshot

_AT_ONCE = 200  # cases
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


def relist(payload: dict[str, Any]) -> None:
    """Job: lists know other answers of an e-service from now on; some hundred cases at a time."""
    slug, after = str(payload["service"]), payload.get("after")
    found = cases.of_service(slug, uuid.UUID(after) if after else None, _AT_ONCE)
    for case_id in found:
        _index(case_id)
    if len(found) == _AT_ONCE:
        last = str(found[-1])
        key = f"{payload['change']}:{last}"
        enqueue(LISTING_JOB, key=key, payload={**payload, "after": last})


def _index(case_id: uuid.UUID) -> None:
    by = system_actor(scope_id())
    case = cases.case_by_id(case_id)
    if case is None:
        return
    services.put_search(case_id=case_id, what=_searchable(case, by), by=by)


def _searchable(case: CaseView, by: Actor) -> Searchable:
    if case.is_protected:
        # Nobody finds a protected person by name, number or address.
        return Searchable(reference=case.reference, texts=(case.title,))
    snapshot, asked = filings.snapshot(case.snapshot_id), cases.supplements_of(case.id)
    answers = answers_now(snapshot, asked)
    more = findable.beside(case=case, snapshots=snapshots_of(snapshot, asked), by=by)
    people = list(identities_of(party.citizen_id for party in case.parties).values())
    named = _named(case, answers)
    lines = _lines(case, snapshot, answers)
    service = slug_of(case.version_id)
    return Searchable(
        reference=case.reference,
        names=(*(who.name for who in people), *(str(value["name"]) for value in named)),
        short=tuple(line for line in lines if len(line) <= _SHORT),
        texts=(
            case.title,
            *(line for line in lines if len(line) > _SHORT),
            *_written(case),
            *more.texts,
        ),
        letters=more.letters,
        files=more.files,
        parties=tuple(who.name for who in people),
        properties=_properties(case, answers),
        numbers=tuple({who.identity.code for who in people} | _numbers(named)),
        service=service,
        answers=listed(
            definition_of(case.version_id), marks_of(service), answers, context_of(snapshot)
        ),
    )


def _named(case: CaseView, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    given = [
        answers.get(question.id)
        for question in definition_of(case.version_id).questions()
        if question.kind in _PEOPLE
    ]
    return [value for value in given if isinstance(value, Mapping) and value.get("name")]


def _properties(case: CaseView, answers: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        BEHAVIOURS[question.kind].plain(question, answers[question.id])
        for question in definition_of(case.version_id).questions()
        if question.kind is Kind.PROPERTY and answers.get(question.id)
    )


def _numbers(named: list[Mapping[str, Any]]) -> set[str]:
    parts = (value.get(part) for value in named for part in ("personal_number", "foreign"))
    return {str(one) for one in parts if one}


def _lines(case: CaseView, snapshot: SealedSnapshot, answers: Mapping[str, Any]) -> list[str]:
    definition = definition_of(case.version_id)
    sections = present.summary(definition, answers, context_of(snapshot))
    return [line for section in sections for row in section.rows for line in row.lines]


def _written(case: CaseView) -> tuple[str, ...]:
    decision = cases.decision_of(case.id)
    written = tuple(event.text for event in cases.timeline(case.id) if event.text)
    return (decision.outcome_title, decision.reasons, *written) if decision else written
