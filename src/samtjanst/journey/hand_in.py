"""What follows when somebody has signed: arrival, waiting, completion, or an end without it.

All run inside the transaction of the signature that causes them.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from samtjanst.building.definitions.queries import definition_of, service_of
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Kind, SigningMode
from samtjanst.capabilities.messages.services import notify
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.foundation.people.models import Citizen
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.cases.types import NewCase, PartyInput
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing import services as filing_services
from samtjanst.running.filing.models import Filing
from samtjanst.running.filing.types import SealedSnapshot


@transaction.atomic
def hand_in(*, filing_id: uuid.UUID, by: Actor) -> None:
    """The applicant has signed: it has arrived now (FL 22 §), unless it waits in own space."""
    now = clock.now()
    row = filing_services.hand_in(filing_id=filing_id, at=now, by=by)
    if _mode(row) is SigningMode.ARRIVES_AT_ONCE:
        _open_case(row, arrived_at=now, by=by)
    if _is_waiting(filing_id):
        for citizen_id in signing_services.invite(subject=("filing", filing_id), by=by):
            _notify(citizen_id, "sign_invitation", filing_id, by)
        _tell(filing_id, "application_arrived", by)


@transaction.atomic
def complete(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Everybody has signed: the case can be handled."""
    now, row = clock.now(), filings.filing_facts(filing_id)
    if cases.case_of_filing(filing_id) is None:
        _open_case(row, arrived_at=now, by=by)
    case_services.complete_case(filing_id=filing_id, at=now, by=by)
    _tell(filing_id, "application_complete", by)


@transaction.atomic
def declined(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Somebody will not sign: the handler sees it, and the applicant is told."""
    if cases.case_of_filing(filing_id) is not None:
        case_services.note_declined(filing_id=filing_id, by=by)
    _tell(filing_id, "sign_declined", by)


@transaction.atomic
def expired(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Time ran out before everybody had signed."""
    if cases.case_of_filing(filing_id) is not None:
        case_services.lapse(filing_id=filing_id, by=by)
    _tell(filing_id, "sign_expired", by)


def _open_case(row: Filing, *, arrived_at: datetime, by: Actor) -> None:
    snapshot, definition = _standing(row.id), definition_of(row.version_id)
    service = service_of(row.version.slug)
    case_services.open_case(
        new=NewCase(
            filing_id=row.id,
            snapshot_id=snapshot.id,
            version_id=row.version_id,
            e_service_title=definition.title.to("sv"),
            unit_id=service.unit_id,
            reference_prefix=definition.handling.reference_prefix,
            arrived_at=arrived_at,
            completed_at=None,
            target_days=definition.handling.target_days,
            parties=_party_inputs(snapshot),
            concerns=concerns(definition, snapshot),
        ),
        by=by,
    )


def concerns(definition: Definition, snapshot: SealedSnapshot) -> str:
    """The name of the child that the filing is about; "" for none, or when it is protected."""
    for question in definition.questions():
        value = snapshot.content["answers"].get(question.id)
        if question.kind is Kind.CHILD and isinstance(value, Mapping):
            return "" if value.get("protected") else str(value.get("name", ""))
    return ""


def _party_inputs(snapshot: SealedSnapshot) -> tuple[PartyInput, ...]:
    # A guardian without a Swedish number is named in the filing, but can have no account.
    known = [party for party in snapshot.content["parties"] if party["personal_number"]]
    return tuple(
        PartyInput(party["role"], _citizen_of(party).id, party["protected"]) for party in known
    )


def _citizen_of(party: Mapping[str, Any]) -> Citizen:
    return remember_citizen(
        number=PersonalNumber(party["personal_number"]),
        name=party["name"],
        given_name=party["name"].split(" ")[0],
        is_protected=party["protected"] or None,
    )


def _tell(filing_id: uuid.UUID, template: str, by: Actor) -> None:
    for party in _party_inputs(_standing(filing_id)):
        # The other guardian, when protected, is not told by a message (the official does it).
        is_asked = party.role == "applicant" or template == "application_complete"
        if is_asked and not (party.is_protected and party.role != "applicant"):
            _notify(party.citizen_id, template, filing_id, by)


def _notify(citizen_id: uuid.UUID, template: str, filing_id: uuid.UUID, by: Actor) -> None:
    notify(
        citizen_id=citizen_id,
        template=template,
        subject=("filing", str(filing_id)),
        path="/mina-arenden/",
        by=by,
    )


def _standing(filing_id: uuid.UUID) -> SealedSnapshot:
    snapshot = filings.standing_snapshot(filing_id)
    if snapshot is None:
        raise NotFoundError
    return snapshot


def _is_waiting(filing_id: uuid.UUID) -> bool:
    room = signing.room_of(("filing", filing_id))
    return room is not None and len(room.requests) > 1


def _mode(row: Filing) -> SigningMode:
    return definition_of(row.version_id).signing.mode
