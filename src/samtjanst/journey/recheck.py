"""What the registers say now of the people and companies of a case, beside what was handed in."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.context import (
    AddressFacts,
    ApplicantFacts,
    ChildFacts,
    Context,
)
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.addresses import registered
from samtjanst.capabilities.formkit.kinds.looked_up import is_checked, is_looked_up
from samtjanst.capabilities.formkit.kinds.people import REGISTER
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.register_sources import is_register
from samtjanst.capabilities.formkit.settings import CHECK, CHOOSE
from samtjanst.capabilities.registers.companies import look_up_company
from samtjanst.capabilities.registers.places import look_up_owners, look_up_property
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.sources import look_up_source
from samtjanst.capabilities.registers.types import Answer, Ground, Outcome, SourceAnswer
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import grounds, platform_registers
from samtjanst.journey.asked_about import ALONE, Pair, key_of, pair_of, rows_of
from samtjanst.journey.companies import described
from samtjanst.journey.found_values import texts_of
from samtjanst.journey.named_places import described as described_property
from samtjanst.journey.named_places import owned
from samtjanst.journey.platform_registers import Matter
from samtjanst.journey.sealed import context_of
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.company_register import CompanyQuery
from samtjanst.ports.property_register import OwnerQuery, PropertyQuery
from samtjanst.ports.register import RegisteredPerson
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView
from samtjanst.running.filing.types import SealedSnapshot

PURPOSE = "check of a case"
PATIENCE = 6.0  # seconds that the handler waits, all look-ups together
_BY_LOOK_UP = frozenset({"lookup", "checked"})
_GONE = {"AV": "dead", "UV": "emigrated"}
_OLD_NUMBER = "GN"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``about`` is whom or what it is about, in the words of the case.

    ``code`` is "name", "address", "company", "property", "owner", "lookup", "dead", "emigrated",
    "missing", "protected", "guardian_more" or "guardian_less"; ``was`` and ``now`` are set where
    two values differ.
    """

    about: str = field(repr=False)
    code: str
    was: str = field(default="", repr=False)
    now: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Recheck:
    """The differences, and whether every register answered."""

    case: CaseView
    changes: tuple[Change, ...] = field(repr=False)
    is_whole: bool


def recheck(*, reference: str, by: Actor) -> Recheck:
    """Ask the registers again about everything in the case that came from them.

    Nothing in the case is changed: what was handed in stays as it was signed.

    Raises:
        NotFoundError: not a case that the actor may handle.
    """
    case, snapshot = cases.read_whole(by, reference)
    require(by, Permission.CASE_HANDLE, case)
    asking = _Asking(case, snapshot, by)
    changes = (*_of_parties(asking, case, snapshot), *_of_answers(asking, case, snapshot))
    record("case.rechecked", by=by, subject=("case", case.id), details={"changes": len(changes)})
    return Recheck(case, tuple(dict.fromkeys(changes)), is_whole=not asking.is_down)


class _Asking:
    def __init__(self, case: CaseView, snapshot: SealedSnapshot, by: Actor) -> None:
        self.reference, self.by, self.is_down = f"case:{case.id}", by, False
        self.definition = definition_of(case.version_id)
        self._parties = {one["personal_number"] for one in snapshot.content["parties"]}
        self._deadline = time.monotonic() + PATIENCE
        self._known: dict[str, Answer] = {}

    @property
    def left(self) -> float:
        return self._deadline - time.monotonic()

    def person(self, digits: str) -> Answer:
        """What the population register says now; asked once about each."""
        if digits not in self._known:
            self._known[digits] = self._asked(digits)
        answer = self._known[digits]
        self.is_down = self.is_down or answer.outcome is Outcome.UNAVAILABLE
        return answer

    def _asked(self, digits: str) -> Answer:
        if self.is_down or self.left <= 0:
            return Answer(Outcome.UNAVAILABLE)
        return look_up_person(
            number=PersonalNumber(digits),
            purpose=PURPOSE,
            reference=self.reference,
            by=self.by,
            fresh=True,
            within=self.left,
            ground=self._ground(digits),
        )

    def source(self, name: str, value: str) -> SourceAnswer:
        """What a register or a named service says now of what it was asked about."""
        within = max(self.left, 0.1)
        if is_register(name):
            matter = Matter(self.definition, self.reference, self.by, PURPOSE, is_fresh=True)
            answer = platform_registers.ask(name=name, value=value, within=within, matter=matter)
        else:
            answer = look_up_source(
                name=name,
                value="" if value == ALONE else value,
                reference=self.reference,
                within=within,
                by=self.by,
                fresh=True,
            )
        self.is_down = self.is_down or answer.outcome is Outcome.UNAVAILABLE
        return answer

    def _ground(self, digits: str) -> Ground:
        of = grounds.of_party if digits in self._parties else grounds.of_person
        return of(self.definition)


def _of_parties(asking: _Asking, case: CaseView, snapshot: SealedSnapshot) -> Iterator[Change]:
    for party in snapshot.content["parties"]:
        if not party["personal_number"]:
            continue
        about = party["name"] or next((p.name for p in case.parties if p.role == party["role"]), "")
        answer = asking.person(party["personal_number"])
        yield from _of_person(about, answer, was_protected=bool(party["protected"]))


def _of_person(about: str, answer: Answer, *, was_protected: bool) -> Iterator[Change]:
    if answer.outcome is Outcome.MISSING:
        yield Change(about, "missing")
    if answer.person is None:
        return
    code = answer.person.deregistered
    if code and code != _OLD_NUMBER:
        yield Change(about, _GONE.get(code, "missing"))
    if answer.person.is_protected and not was_protected:
        yield Change(about, "protected")


def _of_answers(asking: _Asking, case: CaseView, snapshot: SealedSnapshot) -> Iterator[Change]:
    definition, answers = definition_of(case.version_id), snapshot.content["answers"]
    context = _as_asked(definition, snapshot)
    for question in definition.questions():
        value = answers.get(question.id)
        if _was_told(question.id, value, context):
            yield from _of_source(asking, pair_of(definition, question), answers, context)
        yield from _of_rows(asking, question, answers, context)
        if not isinstance(value, Mapping) or value.get("source") != REGISTER:
            continue
        if question.kind in {Kind.CHILD, Kind.PERSON}:
            yield from _of_named(asking, snapshot, question, value)
        elif question.kind is Kind.ADDRESS:
            yield from _of_address(asking, snapshot, question, value, context)
        elif question.kind is Kind.COMPANY:
            yield from _of_company(asking, question, value, context)
        elif question.kind is Kind.PROPERTY:
            yield from _of_property(asking, question, value, context)
            yield from _of_owner(asking, snapshot, question, value, context)


def _as_asked(definition: Definition, snapshot: SealedSnapshot) -> Context:
    """The sealed context, with those about whom registers were asked without being named."""
    applicant, answers = snapshot.content.get("applicant"), snapshot.content["answers"]
    chosen = (answers.get(one.id) for one in definition.questions() if one.kind is Kind.CHILD)
    children = tuple(
        ChildFacts(one["personal_number"], one["name"], protected=bool(one.get("protected")))
        for one in chosen
        if isinstance(one, Mapping) and one.get("source") == REGISTER
    )
    own = ApplicantFacts(applicant["personal_number"], applicant["name"]) if applicant else None
    return replace(context_of(snapshot), applicant=own, children=children)


def _of_source(asking: _Asking, pair: Pair, answers: Any, context: Context) -> Iterator[Change]:
    question = pair.target
    use, behaviour = question.settings.lookup_use, BEHAVIOURS[question.kind]
    answer = asking.source(question.settings.lookup, key_of(pair, answers, context))
    was = behaviour.plain(question, answers[question.id])
    # As answers to the question, in the form that they were kept in.
    offered = [] if use == CHECK else texts_of(question, answer, context)
    known = answer.values.get(question.settings.lookup_value, "") if use == CHECK else ""
    now = next(iter(offered), known)
    is_found = answer.outcome is Outcome.FOUND
    is_gone = (use == CHOOSE and was not in offered) or (use == CHECK and not now)
    if answer.outcome is Outcome.MISSING or (is_found and is_gone):
        yield Change(str(question.label), "missing")
    elif now and now != was and not use:
        yield Change(str(question.label), "lookup", _in_line(was), _in_line(now))


def _in_line(text: str) -> str:
    """An address is kept with a line for each part."""
    return ", ".join(filter(None, text.split("\n")))


def _of_rows(asking: _Asking, group: Question, answers: Any, context: Context) -> Iterator[Change]:
    held = answers.get(group.id)
    rows = held if group.questions and isinstance(held, list) else []
    for place, row in enumerate(rows):
        for pair in rows_of(asking.definition, group):
            one = pair.target
            if _was_told(f"{group.id}.{place}.{one.id}", row.get(one.id), context):
                yield from _of_source(asking, pair, {**answers, **row}, context)


def _was_told(name: str, value: Any, context: Context) -> bool:
    origin = context.origins.get(name)
    by_origin = origin is not None and origin.source in _BY_LOOK_UP
    return by_origin or is_looked_up(value) or is_checked(value)


def _of_named(
    asking: _Asking, snapshot: SealedSnapshot, question: Question, value: Mapping[str, Any]
) -> Iterator[Change]:
    answer, about = asking.person(value["personal_number"]), value["name"]
    yield from _of_person(about, answer, was_protected=bool(value.get("protected")))
    now = answer.person
    if now is None:
        return
    if now.name != value["name"] and not now.is_protected:
        yield Change(about, "name", value["name"], now.name)
    if question.kind is Kind.CHILD:
        yield from _of_guardians(about, now, snapshot)


def _of_guardians(
    about: str, child: RegisteredPerson, snapshot: SealedSnapshot
) -> Iterator[Change]:
    # Who they are is not told: one of them may be protected from the other's handler.
    signed = {party["personal_number"] for party in snapshot.content["parties"]} - {""}
    now = {one.personal_number.digits for one in child.guardians if one.personal_number}
    if now - signed and not snapshot.content.get("dead"):
        yield Change(about, "guardian_more")
    if now and signed - now:
        yield Change(about, "guardian_less")


def _of_address(
    asking: _Asking,
    snapshot: SealedSnapshot,
    question: Question,
    value: Mapping[str, Any],
    context: Context,
) -> Iterator[Change]:
    number = snapshot.content["applicant"]["personal_number"]
    now = asking.person(number).person if number else None
    if now is None or now.is_protected or now.address is None:
        return
    told = now.address
    moved = registered(AddressFacts(told.care_of, told.street, told.postal_code, told.city))
    if moved != dict(value):
        yield _both("address", question, value, moved, context)


def _of_company(
    asking: _Asking, question: Question, value: Mapping[str, Any], context: Context
) -> Iterator[Change]:
    number = value["organisation_number"]
    query = CompanyQuery(number, PURPOSE, asking.reference, max(asking.left, 0.1))
    ground = grounds.of_company(asking.definition)
    answer = look_up_company(query=query, by=asking.by, ground=ground)
    asking.is_down = asking.is_down or answer.outcome is Outcome.UNAVAILABLE
    if answer.outcome is Outcome.MISSING:
        yield Change(value["name"], "missing")
    if answer.companies:
        kept = {name: text for name, text in value.items() if name not in {"name", "status"}}
        now = {**kept, **{n: t for n, t in described(answer.companies[0]).items() if t}}
        if now != dict(value):
            yield _both("company", question, value, now, context)


def _of_property(
    asking: _Asking, question: Question, value: Mapping[str, Any], context: Context
) -> Iterator[Change]:
    designation = value["designation"]
    query = PropertyQuery(designation, PURPOSE, asking.reference, max(asking.left, 0.1))
    ground = grounds.of_property(asking.definition)
    answer = look_up_property(query=query, by=asking.by, ground=ground)
    asking.is_down = asking.is_down or answer.outcome is Outcome.UNAVAILABLE
    if answer.outcome is Outcome.MISSING:
        yield Change(designation, "missing")
    if answer.found and answer.found.designation != designation:
        now = {**value, **described_property(designation, answer.found)}
        yield _both("property", question, value, now, context)


def _of_owner(
    asking: _Asking,
    snapshot: SealedSnapshot,
    question: Question,
    value: Mapping[str, Any],
    context: Context,
) -> Iterator[Change]:
    """Whether the applicant owns it still, and as much; who else does is told to nobody."""
    if not value.get("owner"):
        return
    query = OwnerQuery(value["id"], PURPOSE, asking.reference, max(asking.left, 0.1))
    ground = grounds.of_owner(asking.definition)
    answer = look_up_owners(query=query, by=asking.by, ground=ground)
    asking.is_down = asking.is_down or answer.outcome is Outcome.UNAVAILABLE
    parties = snapshot.content["parties"]
    own = next((one for one in parties if one["role"] == "applicant"), None)
    told = owned(answer, own["personal_number"]) if own and own["personal_number"] else {}
    kept = {name: text for name, text in value.items() if name not in {"owner", "share"}}
    if told and {**kept, **told} != dict(value):
        yield _both("owner", question, value, {**kept, **told}, context)


def _both(
    code: str, question: Question, was: Mapping[str, Any], now: Mapping[str, Any], context: Context
) -> Change:
    lines = BEHAVIOURS[question.kind].lines
    told = [", ".join(lines(question, one, context, "sv")) for one in (dict(was), dict(now))]
    return Change(str(question.label), code, *told)
