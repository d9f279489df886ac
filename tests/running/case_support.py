"""A case that has come in, made by the verbs themselves with a sealed filing under it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests import cast
from tests.journey_support import school_transport

from samtjanst.building.definitions.queries import published
from samtjanst.foundation.people.types import Actor
from samtjanst.journey.decide import Proposal, decide, provisions
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.types import NewCase, PartyInput
from samtjanst.running.filing import services as filing
from samtjanst.running.filing.types import SEAL_FORMAT

ANSWERS: dict[str, Any] = {
    "child": {"name": "Ella Provsson", "personal_number": "201801012392"},
    "school": {"id": "egebyskolan", "name": "Egebyskolan, Mjölby"},
    "start_date": "2027-01-11",
    "reasons": ["disability"],
}


def complete_case(
    answers: dict[str, Any] | None = None,
    *,
    is_protected: bool = False,
    document: dict[str, Any] | None = None,
    parties: Sequence[dict[str, Any]] = (),
) -> Case:
    """A complete case of school transport in the open scope; the applicant is Anna."""
    applicant, service = cast.citizen_actor(), school_transport(document=document)
    version = published("skolskjuts")
    row = filing.start_filing(version_id=version.version_id, facts={}, by=applicant)
    content = {
        "format": SEAL_FORMAT,
        "answers": answers or ANSWERS,
        "parameters": dict(version.parameters),
        "parties": list(parties),
        "files": [],
        "joint_signing": "",
        "sealed_at": clock.local(clock.now()).isoformat(timespec="seconds"),
    }
    snapshot = filing.seal(filing_id=row.id, content=content, revision=0, by=applicant)
    filing.hand_in(filing_id=row.id, at=clock.now(), by=applicant)
    citizen = cast.citizen()
    case = services.open_case(
        new=NewCase(
            filing_id=row.id,
            snapshot_id=snapshot.id,
            version_id=version.version_id,
            e_service_title=version.title,
            unit_id=service.unit_id,
            reference_prefix="SKJ",
            arrived_at=clock.now() - timedelta(days=1),
            completed_at=None,
            target_days=30,
            parties=(PartyInput("applicant", citizen.id, is_protected),),
        ),
        by=applicant,
    )
    services.complete_case(filing_id=row.id, at=clock.now(), by=applicant)
    case.refresh_from_db()
    return case


def decided_case(by: Actor, outcome: str = "granted", **more: Any) -> Case:
    """As :func:`complete_case`, taken and decided by the handler."""
    case = complete_case(**more)
    services.take(reference=case.reference, by=by)
    found = cases.get_case(by, case.reference)
    proposal = Proposal(
        outcome,
        "Vägen är lång.",
        (provisions(found)[0][0],),
        hearing="given",
        hearing_note="Per telefon den 3 november 2026.",
    )
    decide(reference=case.reference, proposal=proposal, revision=found.revision, by=by)
    case.refresh_from_db()
    return case
