"""Whether what a rule aims at is there, and whether its effect can be about it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit.model import Effect, Kind, Question, Rule
from samtjanst.capabilities.formkit.process import Base, Status
from samtjanst.capabilities.formkit.program import Assembly
from samtjanst.capabilities.formkit.reading.rules import KNOWN_PARTIES
from samtjanst.capabilities.formkit.texts import NO_TEXT, NO_WORDS, Text, Told

# A cell stands in its column: it is never hidden, whatever else rules say of it.
OF_TABLES = frozenset(
    {Effect.REQUIRE, Effect.LIMIT, Effect.PREFILL, Effect.COMPUTE, Effect.VALIDATE}
)
_NO_PAGE = Text("sidan ”{target_id}” finns inte", "the page “{target_id}” does not exist")
_NO_OUTCOME = Text("beslutet ”{target_id}” finns inte", "the decision “{target_id}” does not exist")
_NO_QUESTION = Text("frågan ”{target_id}” finns inte", "the question “{target_id}” does not exist")
_NOT_CALCULATED = Text("”{id}” är inget beräknat värde", "“{id}” is not a calculated value")
_NOT_ANSWERED = Text(
    "”{id}” besvaras inte och kan inte krävas, fyllas i eller kontrolleras",
    "“{id}” is not answered and cannot be required, filled in or checked",
)
_NO_STATUS = Text(
    "statusen ”{target_id}” finns inte i processen",
    "there is no status “{target_id}” in the process",
)
_NO_STEP = Text(
    "steget ”{target_id}” finns inte i processen", "there is no step “{target_id}” in the process"
)
_STANDS = Text(
    "cellerna i tabellen ”{id}” kan inte döljas; gör om den till en upprepad grupp",
    "the cells of the table “{id}” cannot be hidden; make it a repeating group",
)
_AFTER = Told(
    "ett ärende har statusen först när det är beslutat, så den kan inte krävas före beslutet",
    "a case has the status only when it is decided: it cannot be required before the decision",
)
_NO_PARTY = Text(
    "”{target_id}” är ingen fråga där den sökande anger undertecknare, och inte ”guardians” eller "
    "”property_neighbours”",
    "“{target_id}” is not a question in which the applicant names signatories, nor “guardians” or "
    "“property_neighbours”",
)
_SOME_ARE_ENOUGH = Told(
    "när det räcker att några av de angivna skriver under kan ingen annan fråga ange fler",
    "where some of those who are named are enough, no other question can name more",
)


def missing(work: Assembly, rule: Rule) -> Told:
    """Why a rule cannot aim at what it does; NO_WORDS when it can."""
    find = _FINDERS.get(rule.target)
    if find is not None:
        return find(work, rule)
    question = work.questions.get(rule.target_id)
    if question is None:
        return _NO_QUESTION.told(target_id=rule.target_id)
    return _wrong_row(question, rule) if rule.target == "row" else _wrong_question(question, rule)


def _no_page(work: Assembly, rule: Rule) -> Told:
    is_there = rule.target_id in work.pages
    return NO_WORDS if is_there else _NO_PAGE.told(target_id=rule.target_id)


def _no_outcome(work: Assembly, rule: Rule) -> Told:
    known = {outcome.id for outcome in work.parts.handling.outcomes}
    return NO_WORDS if rule.target_id in known else _NO_OUTCOME.told(target_id=rule.target_id)


def _no_status(work: Assembly, rule: Rule) -> Told:
    known = {one.id: one for one in _statuses(work)}
    is_after = rule.target_id in known and known[rule.target_id].base is Base.DECIDED
    if rule.effect == Effect.REQUIRE and is_after:
        return _AFTER
    return NO_WORDS if rule.target_id in known else _NO_STATUS.told(target_id=rule.target_id)


def _no_step(work: Assembly, rule: Rule) -> Told:
    is_chosen = rule.effect == Effect.SUGGEST  # what happens by itself is suggested to nobody
    known = {
        step.id for one in _statuses(work) for step in (one.steps if is_chosen else one.outward)
    }
    return NO_WORDS if rule.target_id in known else _NO_STEP.told(target_id=rule.target_id)


def _statuses(work: Assembly) -> tuple[Status, ...]:
    return tuple(work.parts.process.statuses()) if work.parts.process else ()


def _no_party(work: Assembly, rule: Rule) -> Told:
    who = work.parts.signing.signatories
    if rule.target_id in {*KNOWN_PARTIES, who.named_in}:
        return NO_WORDS
    question = work.questions.get(rule.target_id)
    if question is None or question.kind is not Kind.SIGNATORIES:
        return _NO_PARTY.told(target_id=rule.target_id)
    return _SOME_ARE_ENOUGH if who.needed else NO_WORDS


def _wrong_row(group: Question, rule: Rule) -> Told:
    if group.kind is Kind.TABLE:
        if rule.effect not in OF_TABLES and not rule.option_id:
            return _STANDS.told(id=group.id)
    elif group.kind is not Kind.GROUP:
        return Text("”{id}” är ingen upprepad grupp", "“{id}” is not a repeating group").told(
            id=group.id
        )
    inner = next((one for one in group.questions if one.id == rule.inner), None)
    if inner is None:
        return Text(
            "frågan ”{inner}” finns inte i ”{id}”", "there is no question “{inner}” in “{id}”"
        ).told(inner=rule.inner, id=group.id)
    return _wrong_question(inner, rule)


def _wrong_question(question: Question, rule: Rule) -> Told:
    options = {item.id for item in question.options}
    unknown = [option for option in (rule.option_id, *rule.options) if option]
    for option in unknown:
        if option not in options:
            return Text(
                "frågan ”{id}” har inget alternativ ”{option}”",
                "the question “{id}” has no option “{option}”",
            ).told(id=question.id, option=option[:60])
    return unfit(Effect(rule.effect), question.kind).told(id=question.id)


def is_filled(rule: Rule) -> bool:
    """Whether the rule gives a question of a row its first value."""
    return (rule.target, rule.effect) == ("row", Effect.PREFILL)


def unfit(effect: Effect, kind: Kind) -> Text:
    """Why an effect cannot be about a question of a kind, "" when it can; {id} is the question."""
    if effect is Effect.COMPUTE and kind is not Kind.CALCULATED:
        return _NOT_CALCULATED
    asked = {Effect.REQUIRE, Effect.PREFILL, Effect.VALIDATE}
    return _NOT_ANSWERED if effect in asked and not kind.is_asked else NO_TEXT


_FINDERS: Mapping[str, Callable[[Assembly, Rule], Told]] = MappingProxyType(
    {
        "page": _no_page,
        "outcome": _no_outcome,
        "party": _no_party,
        "status": _no_status,
        "step": _no_step,
        "end": lambda _work, _rule: NO_WORDS,
    }
)
