"""A case as data, for a connected system that fetches it. Translated once, here."""

import uuid
from collections.abc import Mapping
from typing import Any

from samtjanst.building.definitions.queries import slug_of
from samtjanst.capabilities.messages import queries as sent
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.queries import identities_of
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.journey import fee_of, process, represent
from samtjanst.journey import letters as messaging
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, DecisionView, Listed, SupplementView


def listed(case: Listed) -> dict[str, Any]:
    """A case in a list."""
    return {
        "reference": case.reference,
        "title": case.title,
        "e_service": case.e_service,
        "state": case.state.value,
        "process_status": case.status or None,
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
        "process_status": case.status or None,
        "revision": case.revision,
        "arrived_at": clock.local(case.arrived_at),
        "completed_at": clock.local(case.completed_at) if case.completed_at else None,
        "due": case.due,
        "parties": _parties(case),
        "represents": _represented(snapshot.content),
        "answers": dict(snapshot.content["answers"]),
        "sealed_sha256": snapshot.sha256,
        "files": _files(case),
        "supplements": [_supplement(one) for one in cases.supplements_of(case.id)],
        "decision": _decision(decided) if decided else None,
        "fee": fee_of.told(case),
    }


def status(*, reference: str, by: Actor) -> dict[str, Any]:
    """Where the case stands and what it waits for, without personal data.

    Raises:
        NotFoundError: absent or out of reach.
    """
    case = cases.get_case(by, reference)
    room, stands = signing.room_of(("filing", case.filing_id)), process.standing(case, by)
    return {
        "reference": case.reference,
        "state": case.state.value,
        "process_status": case.status or None,
        "steps": [
            {"id": one.id, "title": one.title.sv, "to": one.to}
            for one in (stands.steps if stands else ())
        ],
        "revision": case.revision,
        "due": case.due,
        "waiting_for": [
            {"role": one.role, "state": one.state.value, "since": one.invited_at}
            for one in (room.missing if room else ())
        ],
        "still_needed": room.tally.still if room and room.needed else None,
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
        if one.what == "noted" and not one.is_struck
    ]


def _parties(case: CaseView) -> list[Mapping[str, str | None]]:
    people = identities_of(party.citizen_id for party in case.parties)
    return [{"role": party.role, **_party(people[party.citizen_id])} for party in case.parties]


def _party(who: CitizenIdentity) -> Mapping[str, str | None]:
    """At most one of number and foreign identity; neither of somebody who has shown none."""
    return {
        "name": who.name,
        "personal_number": who.personal_number.digits if who.personal_number else None,
        "foreign_identity": who.foreign.shown or None if who.foreign else None,
    }


def letters(*, reference: str, by: Actor) -> list[dict[str, Any]]:
    """What has been written between the municipality and the parties; the reading is recorded.

    It marks nothing as read: a person has not seen it.

    Raises:
        NotFoundError: absent or out of reach.
    """
    require(by, Permission.CASE_WRITE)
    case = cases.read_case(by, reference)
    people = identities_of(party.citizen_id for party in case.parties)
    return [
        {
            "id": str(one.letter.id),
            "party": people[one.letter.citizen_id].identity.code,
            "is_from_party": one.letter.is_from_citizen,
            "by": one.letter.who,
            "text": one.letter.text,
            "written_at": clock.local(one.letter.at),
            "read_at": clock.local(one.letter.read_at) if one.letter.read_at else None,
            "files": [_file(info) for info in one.files],
        }
        for one in messaging.shown(case=case, by=by)
    ]


def letter_file(
    *, reference: str, letter_id: uuid.UUID, file_id: uuid.UUID, by: Actor
) -> tuple[FileInfo, bytes]:
    """A file that came with a message; the reading is recorded.

    Raises:
        NotFoundError: absent or out of reach, or no clean file of that message.
    """
    require(by, Permission.CASE_WRITE)
    case = cases.read_case(by, reference)
    return messaging.open_file(case, letter_id, file_id, by=by)


def write_letter(*, reference: str, party: str, text: str, by: Actor) -> uuid.UUID:
    """Write to the party with the number or foreign identity; she is told of it. The key.

    Raises:
        NotFoundError: absent or out of reach.
        InvalidInputError: no such party, or as journey.letters.write.
    """
    require(by, Permission.CASE_WRITE)
    case = cases.get_case(by, reference)
    people = identities_of(party.citizen_id for party in case.parties)
    to = [key for key, who in people.items() if who.identity.code == party]
    citizen_id = to[0] if to else None
    return messaging.write(reference=reference, citizen_id=citizen_id, text=text, uploads=(), by=by)


def _supplement(one: SupplementView) -> dict[str, Any]:
    return {
        "state": one.state.value,
        "asked_of": one.of.kind,
        "is_kept_from_parties": bool(one.asked.hidden),
        "asked_at": clock.local(one.asked_at),
        "due": one.asked.due,
        "answered_at": clock.local(one.answered_at) if one.answered_at else None,
        "answers": dict(one.snapshot.content["answers"]) if one.snapshot else {},
        "sealed_sha256": one.snapshot.sha256 if one.snapshot else "",
        "files": list(one.snapshot.content["files"]) if one.snapshot else [],
    }


def _represented(content: Mapping[str, Any]) -> dict[str, Any] | None:
    found = represent.of_content(content)
    if found is None:
        return None
    names = ("kind", "name", "number", "source", "at", "alone")
    return {name: getattr(found, name) for name in names}


def _files(case: CaseView) -> list[dict[str, Any]]:
    return [_file(info) for info in files.infos(("filing", case.filing_id))]


def _file(info: FileInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "name": info.name,
        "content_type": info.content_type,
        "size": info.size,
        "sha256": info.sha256,
    }


def _decision(found: DecisionView) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "title": found.outcome_title,
        "reasons": found.reasons,
        "legal_basis": list(found.legal_basis),
        "decided_at": clock.local(found.decided_at),
        "decided_on": found.decided_on,
        "id": str(found.id),
        "replaces": str(found.replaces_id) if found.replaces_id else None,
    }
