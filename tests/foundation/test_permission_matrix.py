"""Every verb, every role, and the municipality next door: as the table of permissions says.

The verbs are found in the code and the roles in the table, so that a new one of either is in the
matrix from its first day. Which permission a verb asks for is what it says when it refuses
somebody without any role.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.foundation import matrix
from tests.foundation.matrix import MISSING, REFUSED, Outcome, Verb, outcome
from tests.handling_support import complete_case
from tests.journey_support import school_transport

from samtjanst.foundation.access.services import permissions_of
from samtjanst.foundation.access.types import ROLE_PERMISSIONS, SCOPE_PERMISSIONS
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Actor, ActorKind, Grant, Role, Scope
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseEvent

pytestmark = pytest.mark.django_db
_PART = "a part of the caller's own transaction, which has authorised the actor"
_STEP = "a step of the platform's own: of a signature, a hand-in or a job"
_READS = "reads, or works out, from what the caller has authorised"
_OWN = "her own session or order, which she has shown"
# What only answers yes or no about what the caller has.
QUESTIONS = ("is_", "may_", "can_", "has_")
# Verbs that refuse nobody for want of a role, and why.
_CALLS = "asks, but no browser's session can be made up: tests/journey/test_by_phone.py"
ASKS_NOTHING: dict[str, str] = {
    **dict.fromkeys(("journey.by_phone.ask", "journey.by_phone.follow"), _CALLS),
    "journey.by_phone.stop": _CALLS,
    **dict.fromkeys(
        ("journey.sign_by_phone.ask", "journey.sign_by_phone.follow", "journey.sign_by_phone.stop"),
        "asks, but no browser's session can be made up: tests/journey/test_sign_by_phone.py",
    ),
    "journey.own_eid.begin": "asks, as above: tests/journey/test_own_eid.py",
    "journey.sign_decision_eid.begin": "asks, as above: tests/journey/test_sign_decision_eid.py",
    "journey.sign_decision_eid.launch_again": _OWN,
    "journey.sign_decision_eid.offer": _READS,
    "building.definitions.services.stopping.stop": _PART,
    "journey.confirm.begin": _OWN,
    "journey.confirm.note_key": _PART,
    "journey.document.attachments": _READS,
    "journey.prove.of_decision": _READS,
    "journey.reconsider.taken_back": _READS,
    "journey.sign_decision.choices": _READS,
    "running.cases.services.decisions.changed": _PART,
    "running.cases.services.handling.approved": _PART,
    "running.cases.services.decisions.keep_decision": _PART,
    "running.cases.services.process.may_take": _READS,
    "running.cases.services.sorting.mark": _PART,
    "running.cases.services.statuses.begun": _PART,
    "running.cases.services.statuses.enter": _PART,
    "running.cases.services.statuses.follow": _PART,
    "journey.colleagues.employees": _READS,
    "journey.colleagues.is_open_to": _READS,
    "journey.colleagues.open_among": _READS,
    "journey.colleagues.refuse_outsiders": _READS,
    "journey.colleagues.shown": _READS,
    "building.definitions.services.publish": _PART,
    "building.definitions.services.relisting.tell_lists": _PART,
    "building.definitions.services.talk.comment_as_invited": _PART,
    "building.definitions.services.workshop.begin": _PART,
    "capabilities.messages.services.notify_all": _STEP,
    "journey.fee_due.ask": _STEP,
    "journey.hand_in.paid": _STEP,
    "journey.hand_in.unpaid": _STEP,
    "journey.pay.follow": "the caller has authorised the actor, or shown a secret",
    "capabilities.fees.services.orders.open_order": _STEP,
    "capabilities.fees.services.orders.cancel_order": _STEP,
    "capabilities.fees.services.orders.lapse": _STEP,
    "capabilities.fees.services.orders.remind": _STEP,
    "capabilities.fees.services.paying.settle": _STEP,
    "capabilities.fees.services.refunds.give_back": _PART,
    "capabilities.fees.services.refunds.settle_refund": _STEP,
    "capabilities.registers.services.look_up_person": _READS,
    "capabilities.signing.services.disposing.dispose": _STEP,
    "capabilities.messages.services.forget": _STEP,
    "capabilities.registers.services.let_go": _STEP,
    "capabilities.signing.services.reminding.expire": _STEP,
    "capabilities.signing.services.reminding.remind_due": _STEP,
    "capabilities.signing.services.room.cancel_room": _STEP,
    "capabilities.signing.services.room.open_room": _STEP,
    "capabilities.signing.services.room.recorded": _PART,
    "capabilities.signing.services.waiting.end_for_all": _STEP,
    "capabilities.signing.services.waiting.excuse": _STEP,
    "capabilities.signing.services.waiting.protect": _STEP,
    "foundation.audit.services.event": _PART,
    "foundation.audit.services.record": _PART,
    "foundation.audit.services.record_read": _PART,
    "foundation.files.services.keep": _PART,
    "foundation.files.services.remove_all": _PART,
    "foundation.files.services.store_upload": _PART,
    "journey.answer.attach": _OWN,
    "journey.submit.seal_and_open": _PART,
    "journey.submit.seal_unsigned": _PART,
    "journey.answer.detach": _OWN,
    "journey.answer.laid": _OWN,
    "journey.answer.shown": _OWN,
    "journey.answer.save_page": _OWN,
    "journey.board.may_register": _READS,
    "journey.companies.with_named": _READS,
    "journey.connect.connect": _PART,
    "journey.decide_many.tried": _READS,
    "journey.decide.may_approve": _READS,
    "journey.decide.require_decidable": _READS,
    "journey.decide.taken_back": _READS,
    "journey.decide.way_of": _READS,
    "journey.delays.may_ask": _READS,
    "journey.delegated.point_beside": _READS,
    "journey.delegated.point_of": _READS,
    "journey.document.told": _READS,
    "journey.empowered.again": _READS,
    "journey.empowered.proven": _READS,
    "journey.extract.make": _READS,
    "journey.findable.beside": _READS,
    "journey.ground.source": _READS,
    "journey.hand_in.came_of_age": _STEP,
    "journey.hand_in.expired": _STEP,
    "journey.hand_in.lost": _STEP,
    "journey.hand_over.plan": _STEP,
    "journey.hear.open_hearing": _READS,
    "journey.letters.keep": _PART,
    "journey.letters.shown": _READS,
    "journey.look_up.now_of": _READS,
    "journey.named_people.again": _READS,
    "journey.on_paper.enclosed": _READS,
    "journey.on_paper.pages_of": _READS,
    "journey.opinions.sections": _READS,
    "journey.opinions.shown": _READS,
    "journey.parts.parts_of": _READS,
    "journey.passkeys.add": _OWN,
    "journey.passkeys.begin_adding": _OWN,
    "journey.represent.again": _READS,
    "journey.represent.judged": _READS,
    "journey.retract.may_retract": _READS,
    "journey.sealed.open_file": _READS,
    "journey.sign.begin": _OWN,
    "journey.sign.follow": _OWN,
    "journey.sign.launch_again": _OWN,
    "journey.staff.is_administrator": _READS,
    "journey.staff.roles_to_give": _READS,
    "journey.staff.units_to_give": _READS,
    "journey.suggest.addresses": _READS,
    "journey.supplement.save": _OWN,
    "running.cases.services.appeals.note_decision_read": _PART,
    "running.cases.services.handling.complete_case": _STEP,
    "running.cases.services.handling.decided": _PART,
    "running.cases.services.handling.decides": _READS,
    "running.cases.services.handling.lapse": _STEP,
    "running.cases.services.handling.note_declined": _STEP,
    "running.cases.services.handling.open_case": _STEP,
    "running.cases.services.letters.kept_letter": _PART,
    "running.cases.services.letters.mark_read": _PART,
    "running.cases.services.proposals.end": _PART,
    "running.cases.services.rows.arrived": _PART,
    "running.cases.services.rows.index": _PART,
    "running.cases.services.rows.note": _PART,
    "running.cases.services.rows.release": _PART,
    "running.cases.services.rows.save": _PART,
    "running.cases.services.rows.share_out": _PART,
    "running.cases.services.rows.take_back": _PART,
    "running.cases.services.waiting.let_in": _STEP,
    "running.cases.services.waiting.note_about_parties": _STEP,
    "running.cases.services.waiting.part_with": _STEP,
    "running.cases.services.waiting.protect_party": _STEP,
    "running.handoff.services.sending.plan": _STEP,
    "running.handoff.services.sending.plan_change": _STEP,
    "running.handoff.services.sending.plan_later": _STEP,
}

# Verbs that staff and citizens share: a citizen asks for ``case.follow`` there instead.
OF_BOTH_SIDES = {
    "journey.hear.comment",
    "journey.letters.write",
    "journey.letters.write_later",
    "running.cases.services.appeals.receive_appeal",
}
# Refused although the table lets them in, and why.
REFUSED_ALL_THE_SAME = {
    "journey.staff.invite": "the made up unit is none that she may give roles in",
    "running.cases.services.rows.locked": "the permission is the caller's to choose",
    "running.cases.services.rows.locked_anyway": "the permission is the caller's to choose",
}
# A system uses a filing only while it prepares it, which the rest of the step says.
PREPARES = Scope.FILINGS.value


@dataclass
class Place:
    """Mjölby with a case that is being handled, and what its keys are called in verbs."""

    town: Municipality
    known: dict[str, Any]
    nobody: Actor

    @property
    def absent(self) -> dict[str, Any]:
        """As ``known``, of a case that there is not."""
        return {"reference": "SKJ-2026-999999-X"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    town = cast.municipality(storage=str(tmp_path))
    with open_scope(town):
        school_transport()
        hanna = cast.staff_actor()
        services.take(reference=(reference := complete_case()), by=hanna)
        case = cases.get_case(hanna, reference)
        known = {
            "reference": reference,
            "case": case,
            "case_id": case.id,
            "unit_id": case.unit_id,
            "filing_id": case.filing_id,
            "snapshot_id": case.snapshot_id,
            "version_id": case.version_id,
            "subject": ("filing", case.filing_id),
            "revision": case.revision,
            "slug": "skolskjuts",
        }
        yield Place(town, known, replace(hanna, grants=frozenset()))


@cache
def _verbs() -> list[Verb]:
    return matrix.verbs()


def _able(known: dict[str, Any]) -> list[Verb]:
    """Those that anybody can try at all: without a row or a session of the caller's."""
    found = []
    for verb in _verbs():
        try:
            verb.arguments(known)
        except TypeError:
            continue
        found.append(verb)
    return found


def _guarded(place: Place) -> dict[Verb, Any]:
    """The verbs that ask for a permission, and which one comes first."""
    tried = {verb: outcome(verb, place.known, place.nobody) for verb in _able(place.known)}
    return {verb: told.permission for verb, told in tried.items() if told.kind == REFUSED}


def _everybody(place: Place) -> Iterator[tuple[str, Actor]]:
    unit, hanna = place.known["unit_id"], place.nobody
    for role in ROLE_PERMISSIONS:
        yield role.value, replace(hanna, grants=frozenset({Grant(role, unit)}))
    yield "citizen", cast.citizen_actor()
    for scope in SCOPE_PERMISSIONS:
        # What is written in a case is written by a system that may read it.
        yield scope.value, _client(place, frozenset({scope, Scope.CASES}))


def _client(place: Place, scopes: frozenset[Scope]) -> Actor:
    return Actor(
        ActorKind.CLIENT, place.town.id, place.nobody.id, 3, name="System", scopes=scopes,
        client_units=frozenset({place.known["unit_id"]}),
    )  # fmt: skip


def _state() -> list[Any]:
    rows = [*Case.objects.order_by("id").values(), *CaseEvent.objects.order_by("id").values("id")]
    return [AuditEvent.objects.count(), *rows]


def test_somebody_without_a_role_is_refused_by_every_verb(place: Place) -> None:
    before, silent = _state(), []
    for verb in _verbs():
        try:
            told = outcome(verb, place.known, place.nobody)
        except TypeError:
            told = Outcome("row")
        is_question = verb.name.rsplit(".", 1)[1].startswith(QUESTIONS)
        if told.kind not in {REFUSED, MISSING} and not is_question:
            silent.append(verb.name)
    assert ", ".join(name for name in silent if name not in ASKS_NOTHING) == ""
    assert ASKS_NOTHING.keys() <= {verb.name for verb in _verbs()}
    assert _state() == before


def _is_shared(verb: Verb, actor: Actor) -> bool:
    return actor.is_citizen and verb.name in OF_BOTH_SIDES


def _is_narrow(verb: Verb, name: str) -> bool:
    return verb.name in REFUSED_ALL_THE_SAME or name == PREPARES


def test_each_role_may_what_the_table_says_and_nothing_else(place: Place) -> None:
    guarded, before, wrong = _guarded(place), _state(), []
    assert len(guarded) > 200
    for name, actor in _everybody(place):
        carried = permissions_of(actor)
        for verb, asked in guarded.items():
            told = outcome(verb, place.known, actor)
            if asked not in carried and told.kind != REFUSED and not _is_shared(verb, actor):
                wrong.append(f"{name} gets past {verb.name}, which asks for {asked}")
            if told.kind == REFUSED and told.permission in carried and not _is_narrow(verb, name):
                wrong.append(f"{name} has {told.permission} and is refused by {verb.name}")
    assert "\n".join(wrong) == ""
    assert _state() == before


def test_every_role_next_door_opens_nothing_here(place: Place) -> None:
    elsewhere = cast.municipality("norrkoping")
    with open_scope(elsewhere):
        unit = cast.unit()
        nils = replace(cast.staff_actor(), grants=frozenset(Grant(role, unit.id) for role in Role))
    guarded, before = _guarded(place), _state()
    here = {v.name: outcome(v, place.known, nils) for v in guarded}
    assert {name: told for name, told in here.items() if told.kind != REFUSED} == {}
    ours = {name: key for name, key in place.known.items() if name not in {"case", "slug"}}
    with open_scope(elsewhere):
        for verb in _able(ours):
            is_about_a_thing = verb.arguments(ours).keys() & {"reference", "filing_id", "case_id"}
            if verb in guarded and is_about_a_thing:
                told = outcome(verb, ours, nils)
                assert told == outcome(verb, ours | place.absent, nils), verb.name
    assert _state() == before


def test_a_case_of_another_unit_looks_as_one_that_is_not_there(place: Place) -> None:
    unit = cast.unit("Bygg").id
    for role in (Role.HANDLER, Role.MANAGER, Role.REGISTRAR):
        kim = replace(place.nobody, grants=frozenset({Grant(role, unit)}))
        for verb in _able(place.known):
            if "reference" not in verb.arguments(place.known) or verb.name in ASKS_NOTHING:
                continue
            there = outcome(verb, place.known, kim).kind
            absent = outcome(verb, place.known | place.absent, kim).kind
            assert {there, absent} <= {REFUSED, MISSING} or there == absent, verb.name
