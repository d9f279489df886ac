"""A case as data, for a connected system that fetches it. Translated once, here."""

from collections.abc import Mapping
from typing import Any

from samtjanst.building.definitions.queries import slug_of
from samtjanst.capabilities.messages import queries as sent
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.people.queries import identities_of
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import represent
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, DecisionView, Listed


def listed(case: Listed) -> dict[str, Any]:
    """A case in a list."""
    return {
        "reference": case.reference,
        "title": case.title,
        "e_service": case.e_service,
        "state": case.state.value,
        "revision": case.revision,
        "arrived_at": clock.local(case.arrived_at),
        "completed_at": clock.local(case.completed_at) if case.completed_at else None,
        "due": case.due,
    }


def package(*, reference: str, by: Actor) -> dict[str, Any]:
    """The case with parties, answers as sealed, files and decision; the reading is recorded.

    Raises:
        NotFoundError: absent or out of reach.
    """
    case, snapshot = cases.read_whole(by, reference)
    decided = cases.decision_of(case.id)
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
        "represents": _represented(snapshot.content),
        "answers": dict(snapshot.content["answers"]),
        "sealed_sha256": snapshot.sha256,
        "files": _files(case),
        "decision": _decision(decided) if decided else None,
    }


def status(*, reference: str, by: Actor) -> dict[str, Any]:
    """Where the case stands and what it waits for, without personal data.

    Raises:
        NotFoundError: absent or out of reach.
    """
    case = cases.get_case(by, reference)
    room = signing.room_of(("filing", case.filing_id))
    return {
        "reference": case.reference,
        "state": case.state.value,
        "revision": case.revision,
        "due": case.due,
        "waiting_for": [
            {"role": one.role, "state": one.state.value, "since": one.invited_at}
            for one in (room.missing if room else ())
        ],
    }


def documents(*, reference: str, by: Actor) -> list[dict[str, Any]]:
    """The attachments of the case; the reading is recorded.

    Raises:
        NotFoundError: absent or out of reach.
    """
    return _files(cases.read_case(by, reference))


def messages(*, reference: str, by: Actor) -> list[dict[str, Any]]:
    """The notices to the parties: kind, times and outcome; the reading is recorded.

    Raises:
        NotFoundError: absent or out of reach.
    """
    case = cases.read_case(by, reference)
    return [
        {
            "kind": one.template,
            "state": one.state.value,
            "written_at": clock.local(one.created_at),
            "sent_at": clock.local(one.sent_at) if one.sent_at else None,
        }
        for one in sent.of_subject(("filing", str(case.filing_id)))
    ]


def decision(*, reference: str, by: Actor) -> dict[str, Any]:
    """The decision of the case; the reading is recorded.

    Raises:
        NotFoundError: absent, out of reach or not decided.
    """
    found = cases.decision_of(cases.read_case(by, reference).id)
    if found is None:
        raise NotFoundError
    return _decision(found)


def notes(*, reference: str, by: Actor) -> list[dict[str, Any]]:
    """The notes of the case, oldest first; the reading is recorded.

    Raises:
        NotFoundError: absent or out of reach.
    """
    case = cases.read_case(by, reference)
    return [
        {"written_at": clock.local(one.at), "by": one.who, "text": one.text}
        for one in cases.timeline(case.id)
        if one.what == "noted"
    ]


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


def _represented(content: Mapping[str, Any]) -> dict[str, str] | None:
    found = represent.of_content(content)
    if found is None:
        return None
    names = ("kind", "name", "number", "source", "at")
    return {name: getattr(found, name) for name in names}


def _files(case: CaseView) -> list[dict[str, Any]]:
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


def _decision(found: DecisionView) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "title": found.outcome_title,
        "reasons": found.reasons,
        "legal_basis": list(found.legal_basis),
        "decided_at": clock.local(found.decided_at),
    }
