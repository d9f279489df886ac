"""A whole case as data, for a connected system that fetches it. Translated once, here."""

from collections.abc import Mapping
from typing import Any

from samtjanst.building.definitions.queries import slug_of
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.people.queries import identities_of
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, DecisionView


def package(*, reference: str, by: Actor) -> dict[str, Any]:
    """The case with parties, answers as sealed, files and decision; the reading is recorded.

    Raises:
        NotFoundError: absent or out of reach.
    """
    case, snapshot = cases.read_whole(by, reference)
    decision = cases.decision_of(case.id)
    return {
        "reference": case.reference,
        "title": case.title,
        "e_service": slug_of(case.version_id),
        "state": case.state.value,
        "revision": case.revision,
        "arrived_at": clock.local(case.arrived_at),
        "completed_at": clock.local(case.completed_at) if case.completed_at else None,
        "due": case.due,
        "parties": _parties(case),
        "answers": dict(snapshot.content["answers"]),
        "sealed_sha256": snapshot.sha256,
        "files": _files(case),
        "decision": _decision(decision) if decision else None,
    }


def _parties(case: CaseView) -> list[Mapping[str, str]]:
    people = identities_of(party.citizen_id for party in case.parties)
    return [
        {
            "role": party.role,
            "name": people[party.citizen_id].name,
            "personal_number": people[party.citizen_id].personal_number.digits,
        }
        for party in case.parties
    ]


def _files(case: CaseView) -> list[Mapping[str, Any]]:
    return [
        {
            "id": info.id,
            "name": info.name,
            "content_type": info.content_type,
            "size": info.size,
            "sha256": info.sha256,
        }
        for info in files.infos(("filing", case.filing_id))
    ]


def _decision(decision: DecisionView) -> Mapping[str, Any]:
    return {
        "outcome": decision.outcome,
        "title": decision.outcome_title,
        "reasons": decision.reasons,
        "legal_basis": list(decision.legal_basis),
        "decided_at": clock.local(decision.decided_at),
    }
