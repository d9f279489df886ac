"""Applications as they stand after hand-in, made with the same verbs as the product's steps."""

import base64
import uuid
from dataclasses import replace
from typing import Any

from tests import cast

from samtjanst.building.definitions.queries import definition_of, service_of
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.capabilities.signing.types import Party, RoomRule
from samtjanst.foundation.files.queries import infos
from samtjanst.foundation.files.services import store_upload
from samtjanst.foundation.files.sniff import DOCX, PDF
from samtjanst.foundation.files.types import Limits
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.services import remember_citizen, set_contact
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.foundation.tenancy.queries import current
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import hand_in
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.signing import Check, VerificationReport
from samtjanst.running.cases.queries import case_of_filing
from samtjanst.running.filing import services as filing_services

_CHECKS = ("document", "structure", "signature", "chain", "policy", "signatory", "function",
           "content", "ocsp", "ocsp_nonce")  # fmt: skip
REPORT = VerificationReport(tuple(Check(name, held=True) for name in _CHECKS), "prov/1")
_PROOF = base64.b64encode(b"<xml/>").decode()
EVIDENCE = {"collect": {"completionData": {"signature": _PROOF, "ocspResponse": _PROOF}}}


def person(number: PersonalNumber, name: str, *, protected: bool = False) -> Actor:
    """A citizen of the municipality whose scope is open, reachable by e-mail."""
    given = name.split(maxsplit=1)[0]
    row = remember_citizen(identity=number, name=name, given_name=given, is_protected=protected)
    set_contact(citizen_id=row.id, email=f"{given.lower()}@exempel.invalid", phone="")
    return Actor(ActorKind.CITIZEN, row.municipality_id, row.id, 3, name=name)


def hand_in_application(
    *,
    applicant: Actor | None = None,
    other: Actor | None = None,
    answers: dict[str, Any] | None = None,
    protected: bool = False,
    files: tuple[str, ...] = (),
    pdf: bytes = b"",
) -> uuid.UUID:
    """Sealed and signed by the applicant; the other guardian, if any, is asked. The filing's id.

    ``protected``: the other guardian is protected, so that an official sees to the consent.
    """
    by = applicant or cast.citizen_actor()
    service = service_of("skolskjuts")
    row = filing_services.start_filing(version_id=service.published.id, facts={}, by=by)
    limits = replace(_LIMITS, max_files=max(_LIMITS.max_files, len(files)))
    for name in files:
        store_upload(owner=("filing", row.id), name=name, content=pdf or _PDF, limits=limits, by=by)
    content = _content(row.id, service, by, other, answers or {}, protected=protected)
    snapshot = filing_services.seal(filing_id=row.id, content=content, revision=0, by=by)
    to_sign = [("applicant", by), *([("guardian", other)] if other and not protected else [])]
    rule = definition_of(service.published.id).signing
    signing_services.open_room(
        subject=("filing", row.id),
        label="Ansökan om skolskjuts",
        unit_id=service.unit_id,
        digest=snapshot.sha256,
        visible_text="Ansökan om skolskjuts",
        hidden_data=b"{}",
        parties=[_party(role, actor) for role, actor in to_sign],
        rule=RoomRule(rule.mode.value, rule.reminders_days, rule.expires_days),
        by=by,
    )
    sign(row.id, by)
    return row.id


def sign(filing_id: uuid.UUID, by: Actor) -> None:
    """Record the person's signature with everything that follows from it."""
    room = signing.room_of(("filing", filing_id))
    assert room
    request = next(r for r in room.requests if r.citizen_id == by.id)
    signed = signing_services.record_signature(
        request_id=request.id,
        signatory=identity_of(request.citizen_id),
        evidence=EVIDENCE,
        report=REPORT,
        by=by,
    )
    hand_in.signed(signed=signed, by=by)


def reference_of(filing_id: uuid.UUID) -> str:
    """The reference number of the filing's case."""
    found = case_of_filing(filing_id)
    assert found
    return found.reference


def complete_case(applicant: Actor | None = None, **more: Any) -> str:
    """The reference of a case that only the applicant had to sign."""
    return reference_of(hand_in_application(applicant=applicant, **more))


def _party(role: str, actor: Actor) -> Party:
    who = identity_of(actor.id or scope_id())
    return Party(role, who.identity, who.name, who.id, who.is_protected)


def _content(
    filing_id: uuid.UUID,
    service: Any,
    by: Actor,
    other: Actor | None,
    answers: dict[str, Any],
    *,
    protected: bool,
) -> dict[str, Any]:
    version = service.published
    people = [("applicant", by), *([("guardian", other)] if other else [])]
    return {
        "format": "samtjanst-filing/1",
        "municipality": current().slug,
        "e_service": "skolskjuts",
        "version": {"id": str(version.id), "sha256": version.sha256},
        "filing": str(filing_id),
        "applicant": {"personal_number": _number(by), "name": by.name},
        "answers": ANSWERS | answers,
        "parameters": service.parameters,
        "files": [
            {
                "id": info.id,
                "name": info.name,
                "content_type": info.content_type,
                "size": info.size,
                "sha256": info.sha256,
            }
            for info in infos(("filing", filing_id))
        ],
        "parties": [
            {
                "role": role,
                "personal_number": _number(who),
                "name": who.name,
                "source": "navet",
                "protected": protected and role == "guardian",
            }
            for role, who in people
        ],
        "joint_signing": "protected" if protected else "",
        "sealed_at": clock.local(clock.now()).isoformat(timespec="seconds"),
    }


def _number(actor: Actor) -> str:
    return identity_of(actor.id or scope_id()).identity.code


_PDF = b"%PDF-1.7\nintyg"
_LIMITS = Limits(frozenset({PDF, DOCX}))
ANSWERS: dict[str, Any] = {
    "child": {"name": "Ella Provsson", "personal_number": "201801012392", "protected": False,
              "source": "own_statement"},
    "has_other_guardian": False,
    "home_address": {"care_of": "", "street": "Storgatan 1", "postal_code": "595 30",
                     "city": "Mjölby", "source": "own_statement"},
    "school": {"id": "blaklintskolan", "name": "Blåklintskolan, Mjölby"},
    "placed_school": True,
    "school_year": "f",
    "start_date": "2027-01-11",
    "alternating": False,
    "reasons": ["traffic"],
    "traffic_place": "Vägen saknar trottoar och lastbilarna kör fort.",
    "days_to": ["monday"],
    "time_to": "07:45",
    "email": "anna@exempel.invalid",
    "phone": "070-123 45 67",
}  # fmt: skip
