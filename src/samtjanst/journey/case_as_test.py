"""A real case as a recorded test of its e-service, with invented people in the place of the real.

The case is read here and the reading recorded; nothing real leaves this room.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from samtjanst.building.definitions.queries import slug_of, workshop
from samtjanst.capabilities.formkit.context import (
    AddressFacts,
    ApplicantFacts,
    ChildFacts,
    CompanyFacts,
    Context,
    EmployeeFacts,
    FileFacts,
    GuardianFacts,
    PropertyFacts,
)
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.editing.sketch import sketch
from samtjanst.capabilities.formkit.inventing import Invented, RunOutError, invented
from samtjanst.capabilities.formkit.kinds.people import REGISTER
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import represent
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.filing.types import SealedSnapshot

Answers = Mapping[str, Any]
_LEVEL = 3  # of a log-in that a signature followed
_LOST = frozenset({"emigrated", "unknown"})


def run_of_case(*, slug: str, reference: str, by: Actor) -> Invented:
    """What was handed in, as a run about invented people on the e-service's draft.

    Only for the e-service's owner or her deputy, where she may also read the case and build.

    Raises:
        NotFoundError: no draft, not hers, or no such case of the e-service that she may read.
        InvalidInputError: under "reference", when not everything could be replaced.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = workshop.draft_of(by, slug)
    service = workshop.e_service(by, slug)
    if by.id is None or by.id not in {service.owner_id, service.deputy_id}:
        raise NotFoundError
    if slug_of(cases.get_case(by, reference).version_id) != slug:
        raise NotFoundError
    definition = sketch(draft.document)
    if definition is None:
        raise NotFoundError
    _, snapshot = cases.read_whole(by, reference)
    return _invented(definition, snapshot, draft.parameters)


def _invented(
    definition: Definition, snapshot: SealedSnapshot, parameters: Mapping[str, Any]
) -> Invented:
    asked = {one.id for one in definition.questions() if one.kind.is_asked}
    answers = {key: one for key, one in snapshot.content["answers"].items() if key in asked}
    try:
        made = invented(definition, answers, _context(definition, snapshot, answers, parameters))
    except RunOutError:
        made = None
    if made is None or made.survivors:
        told = gettext("Alla uppgifter om personer gick inte att byta ut. Inget sparades.")
        raise InvalidInputError({"reference": [told]})
    return made


def _context(
    definition: Definition,
    snapshot: SealedSnapshot,
    answers: Answers,
    parameters: Mapping[str, Any],
) -> Context:
    """What was known when it was handed in, as far as what was sealed tells."""
    content, found = snapshot.content, _Found(definition, answers)
    confirmed = represent.confirmed_in(content)
    files = (FileFacts(**{name: one[name] for name in ("id", "name", "content_type", "size")})
             for one in content["files"])  # fmt: skip
    return Context(
        today=clock.local(datetime.fromisoformat(content["sealed_at"])).date(),
        parameters=parameters,
        applicant=_applicant(content, found),
        children=tuple(_child(one, content) for one in found.registered(Kind.CHILD)),
        files={one.id: one for one in files},
        assurance_level=confirmed.level if confirmed else _LEVEL,
        companies=tuple(_company(one) for one in found.registered(Kind.COMPANY)),
        employees=tuple(EmployeeFacts(**one) for one in found.objects(Kind.EMPLOYEE)),
        represents=represent.of_content(content),
        properties=tuple(_property(one) for one in found.registered(Kind.PROPERTY)),
    )


class _Found:
    """Answers by kind."""

    def __init__(self, definition: Definition, answers: Answers) -> None:
        self.definition, self.answers = definition, answers

    def of(self, kind: Kind) -> Iterator[Any]:
        asked = (one.id for one in self.definition.questions() if one.kind is kind)
        return (self.answers[one] for one in asked if self.answers.get(one))

    def objects(self, kind: Kind) -> Iterator[Mapping[str, Any]]:
        return (one for one in self.of(kind) if isinstance(one, Mapping))

    def registered(self, kind: Kind) -> Iterator[Mapping[str, Any]]:
        return (one for one in self.objects(kind) if one.get("source") == REGISTER)


def _applicant(content: Mapping[str, Any], found: _Found) -> ApplicantFacts:
    who = content["applicant"]
    home = next(found.registered(Kind.ADDRESS), None)
    parts = ("care_of", "street", "postal_code", "city")
    return ApplicantFacts(
        personal_number=who["personal_number"],
        foreign=who.get("foreign", ""),
        name=who["name"],
        email=next(found.of(Kind.EMAIL), ""),
        phone=next(found.of(Kind.PHONE), ""),
        address=AddressFacts(**{name: home.get(name, "") for name in parts}) if home else None,
        protected=any(one["protected"] for one in content["parties"] if _is_applicant(one)),
    )


def _child(value: Mapping[str, Any], content: Mapping[str, Any]) -> ChildFacts:
    status = content.get("joint_signing", "")
    guardians = (
        GuardianFacts(
            one["personal_number"],
            one["name"],
            one["protected"],
            status if status in _LOST and not _is_applicant(one) else "",
        )
        for one in content["parties"]
        if one["role"] in {"applicant", "guardian"}
    )
    dead = (GuardianFacts("", one["name"], status="dead") for one in content.get("dead", ()))
    return ChildFacts(
        personal_number=value["personal_number"],
        name=value["name"],
        guardians=(*guardians, *dead),
        protected=value["protected"],
    )


def _company(value: Mapping[str, Any]) -> CompanyFacts:
    names = ("organisation_number", "name", "power", "status")
    return CompanyFacts(**{name: value[name] for name in names if name in value})


def _property(value: Mapping[str, Any]) -> PropertyFacts:
    names = ("designation", "id", "status", "owner", "share")
    known = {name: value[name] for name in names if name in value}
    return PropertyFacts(asked=value["designation"], **known)


def _is_applicant(party: Mapping[str, Any]) -> bool:
    return bool(party["role"] == "applicant")
