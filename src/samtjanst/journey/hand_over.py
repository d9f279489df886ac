"""From a decided case to the receivers' fields: what can be sent, and what is sent."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samtjanst.building.definitions.queries import definition_of, published, slug_of
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.journey import supplemented, whole_case
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, DecisionView
from samtjanst.running.filing import queries as filings
from samtjanst.running.handoff import mapping, queries, services
from samtjanst.running.handoff.content import Content, Difference, content_of, differences
from samtjanst.running.handoff.types import RouteView

# What the parts of an answer are called; parts that are not here cannot be sent on.
_PARTS = {
    "name": "namn",
    "personal_number": "personnummer",
    "foreign": "utländsk identitet",
    "organisation_number": "organisationsnummer",
    "street": "gata",
    "care_of": "c/o",
    "postal_code": "postnummer",
    "city": "ort",
    "id": "beteckning",
    "unit": "enhet",
    "clearing": "clearingnummer",
    "account": "kontonummer",
    "from": "från och med",
    "to": "till och med",
    "place": "plats",
}
EARLIER_RECEIPT = "delivery.earlier_receipt"
MOST_TRIED = 20  # earlier cases that a mapping is tried on at once
_OF_THE_CASE = (
    ("case.reference", _("Ärendenummer")),
    ("case.arrived_on", _("Kom in, dag")),
    ("decision.outcome", _("Beslut")),
    ("decision.decided_on", _("Beslutsdag")),
    ("decision.number", _("Beslutets nummer hos oss")),
    ("decision.replaces", _("Numret på beslutet som ändras")),
    ("decision.replaces_decided_on", _("Dagen för beslutet som ändras")),
    (EARLIER_RECEIPT, _("Mottagarens kvittens på beslutet som ändras")),
    ("applicant.personal_number", _("Sökandens personnummer")),
    ("applicant.foreign_identity", _("Sökandens utländska identitet")),
    ("applicant.name", _("Sökandens namn")),
)


@dataclass(frozen=True, slots=True)
class Source:
    """Something in a case that a receiver's field can be filled from."""

    name: str
    title: str
    is_ours: bool = False  # the title is of the product, not of the e-service
    codes: tuple[tuple[str, str], ...] = ()  # the values that it can have, with their titles


@dataclass(frozen=True, slots=True)
class Trial:
    """What an earlier case would have become."""

    reference: str
    content: Content = field(repr=False)
    differences: tuple[Difference, ...] = ()  # to the mapping before
    before: int = 0  # its number; 0: there is none


def sources(e_service: str) -> tuple[Source, ...]:
    """Everything that the published version of the e-service can give, in its own order.

    Raises:
        NotFoundError: it is not published here.
    """
    definition = published(e_service).definition
    outcomes = tuple((one.id, str(one.title)) for one in definition.handling.outcomes)
    of_case = (
        Source(name, str(title), is_ours=True, codes=outcomes if name == "decision.outcome" else ())
        for name, title in _OF_THE_CASE
    )
    return (*of_case, *_answers(definition))


@transaction.atomic
def plan(*, case: CaseView, by: Actor) -> None:
    """Write the deliveries of a case that has just been decided, in the decision's transaction."""
    decision = cases.decision_of(case.id)
    routes = queries.routes_for(slug_of(case.version_id), decision.outcome) if decision else []
    values = _values(case) if routes else {}
    for route in routes:
        services.plan(
            route_id=route.id,
            case_id=case.id,
            content=_content(route, values),
            is_protected=case.is_protected,
            by=by,
        )


@transaction.atomic
def plan_change(*, reference: str, by: Actor) -> None:
    """Write the deliveries of a decision that has just been changed, in the change's transaction.

    Every active route that has the earlier decision has the new one, whatever its outcome; it
    names what it changes. A route that the earlier one did not take is taken as by a first.
    """
    case = cases.get_case(by, reference)
    decision, receipts = cases.decision_of(case.id), queries.receipts_of(case.id)
    slug = slug_of(case.version_id)
    routes = queries.routes_for(slug, decision.outcome, receipts) if decision else []
    values = _values(case) if routes else {}
    for route in routes:
        write = services.plan_change if route.id in receipts else services.plan
        write(
            route_id=route.id,
            case_id=case.id,
            content=_content(route, _with_receipt(values, receipts.get(route.id, ""))),
            is_protected=case.is_protected,
            by=by,
        )


def _with_receipt(values: Mapping[str, Any], receipt: str) -> Mapping[str, Any]:
    return {**values, EARLIER_RECEIPT: receipt} if receipt else values


@transaction.atomic
def plan_later(*, reference: str, by: Actor) -> None:
    """Let an archive that has a case have what has come to it since, such as an appeal."""
    case = cases.get_case(by, reference)
    routes = queries.routes_taken(case.id)
    values = _values(case) if routes else {}
    for route in routes:
        content = _content(route, values)
        services.plan_later(route=route, case_id=case.id, content=content, by=by)


@transaction.atomic
def restart(*, delivery_id: uuid.UUID, by: Actor) -> None:
    """Make a parked delivery's fields anew by the mapping as it is now, and start it again.

    Raises:
        NotFoundError: no such delivery for this actor.
        TransitionError: it is not parked.
    """
    case, route = queries.to_restart(by, delivery_id)
    receipt = queries.receipts_of(case.id).get(route.id, "")
    content = _content(route, _with_receipt(_values(case), receipt))
    services.restart(delivery_id=delivery_id, content=content, by=by)


def _content(route: RouteView, values: Mapping[str, Any]) -> Content:
    return content_of(route.mapping, route.schema, values, route.version)


def deliver(payload: dict[str, Any]) -> None:
    """Job: hand one delivery to its system, with the whole case for one that asks for it."""
    services.deliver(payload, whole_case.of)


def trial(*, route: RouteView, reference: str, by: Actor) -> Trial:
    """What the route makes of an earlier case, and what its mapping before would have made.

    Nothing is written but that the case was read.

    Raises:
        NotFoundError: not a case of the e-service that the actor may read.
    """
    case = cases.read_case(by, reference)
    if slug_of(case.version_id) != route.e_service:
        raise NotFoundError
    values, before = _values(case), queries.mapping_before(route)
    content = _content(route, values)
    if before is None:
        return Trial(case.reference, content)
    former = content_of(before.mapping, before.schema, values, before.number)
    return Trial(case.reference, content, differences(former, content), before.number)


def trials(*, route: RouteView, by: Actor) -> list[Trial]:
    """As :func:`trial`, of the cases that took the route lately and that the actor may read."""
    found: list[Trial] = []
    for reference in queries.lately_taken(by, route.id, MOST_TRIED):
        with suppress(NotFoundError):
            found.append(trial(route=route, reference=reference, by=by))
    return found


def _answers(definition: Definition) -> Iterator[Source]:
    for question in definition.questions():
        if not question.kind.is_asked:
            continue
        name, title = f"answer.{question.id}", str(question.label)
        pieces = BEHAVIOURS[question.kind].pieces
        if pieces:
            for piece in (each for each in pieces if each in _PARTS):
                yield Source(f"{name}.{piece}", f"{title}: {_PARTS[piece]}")
        else:
            options = tuple((one.id, str(one.label)) for one in question.options)
            yield Source(name, title, codes=options)


def _values(case: CaseView) -> dict[str, Any]:
    asked, decision = cases.supplements_of(case.id), cases.decision_of(case.id)
    # What stands in the end goes on: a question that was answered again as it was answered last.
    answers = supplemented.answers_now(filings.snapshot(case.snapshot_id), asked)
    applicant = next(party for party in case.parties if party.role == "applicant")
    who = identity_of(applicant.citizen_id)
    values: dict[str, Any] = {
        "case.reference": case.reference,
        "case.arrived_on": _day(case.arrived_at),
        "applicant.name": who.name,
        **_known_by(who),
    }
    if decision:
        values |= _decided(case, decision)
    for name, answer in answers.items():
        values |= mapping.flatten(f"answer.{name}", answer)
    return values | dict(_whole(definition_of(case.version_id), answers))


def _decided(case: CaseView, decision: DecisionView) -> dict[str, str]:
    told = {
        "decision.outcome": decision.outcome,
        "decision.decided_on": decision.decided_on.isoformat(),
        "decision.number": str(decision.id),
    }
    if decision.replaces_id is None:
        return told
    before = next(one for one in cases.decisions_of(case.id) if one.id == decision.replaces_id)
    replaced = {"decision.replaces_decided_on": before.decided_on.isoformat()}
    return {**told, "decision.replaces": str(before.id), **replaced}


def _known_by(who: CitizenIdentity) -> dict[str, Any]:
    """Never one in the place of the other: a receiver would take it for a Swedish number."""
    if who.personal_number:
        return {"applicant.personal_number": who.personal_number.digits}
    shown = who.foreign.shown if who.foreign else ""
    return {"applicant.foreign_identity": shown} if shown else {}


def _whole(definition: Definition, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Answers that are objects, but one source."""
    for question in definition.questions():
        behaviour, answer = BEHAVIOURS[question.kind], answers.get(question.id)
        if isinstance(answer, Mapping) and not behaviour.pieces:
            yield f"answer.{question.id}", behaviour.plain(question, answer)


def _day(at: Any) -> str:
    return clock.local(at).date().isoformat()
