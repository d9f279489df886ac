"""What follows when a filing is handed in: where it then stands, and who is told what.

The journey asks here what to do, and a recorded test asks here what would be done: there is no
second truth. Nothing is sent or kept by asking.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Kind, SigningMode, SigningRule
from samtjanst.capabilities.formkit.parties import LOST, SIGNATORY, Party, PartyPlan
from samtjanst.capabilities.formkit.texts import Text

APPLICANT = "applicant"
EMAIL = "email"
NO_ADDRESS = ""  # nobody has given an address: it is marked as unreachable
INVITATION, DECISION, NOT_NEEDED = "sign_invitation", "decision_made", "sign_enough"
RETRACTED = "case_retracted"
TO_PAY, FEE_DUE, RECEIVED = "fee_first", "fee_due", "application_received"
# Notices that are for every party; the others are for the applicant alone.
_TO_ALL = frozenset({"application_complete", "application_enough", DECISION, RETRACTED})


class Phase(StrEnum):
    """Where what has been handed in stands."""

    OWN_SPACE = "own_space"  # it has not come in: nobody at the municipality sees it
    WAITING = "waiting_for_signature"
    RECEIVED = "received"
    DECIDED = "decided"


class Moment(StrEnum):
    """When something follows."""

    HANDED_IN = "handed_in"
    ALL_SIGNED = "all_signed"  # or as many as have to
    PAID = "paid"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What follows when the applicant has signed, or has handed in what nobody signs.

    ``template`` is the notice that tells of it; ``invites`` whether others are asked to sign.
    """

    phase: Phase
    template: str
    invites: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that is sent: by which template, to whom by role, which way."""

    template: str
    role: str
    channel: str


@dataclass(frozen=True, slots=True)
class Step:
    """What follows at one moment."""

    moment: Moment
    phase: Phase
    notices: tuple[Notice, ...]


def arrival(
    rule: SigningRule,
    *,
    waits: bool,
    is_held: bool,
    some_are_enough: bool,
    is_taken_down: bool = False,
) -> Arrival:
    """What follows from the applicant's own act (FL 22 §, TF 2:13).

    ``waits`` is whether others have to sign, ``is_held`` whether a person has to decide how to go
    on since a guardian cannot be reached, ``some_are_enough`` as :func:`completion`.
    What staff has taken down for her is with the municipality already: in no space of hers.
    """
    if not rule.is_signed:
        return Arrival(Phase.RECEIVED, RECEIVED)
    is_hers = rule.mode is SigningMode.OWN_SPACE_UNTIL_SIGNED and not is_taken_down
    if waits and is_hers:
        return Arrival(Phase.OWN_SPACE, "application_signed", invites=True)
    if waits or is_held:
        return Arrival(Phase.WAITING, "application_arrived", invites=waits)
    return Arrival(Phase.RECEIVED, completion(some_are_enough=some_are_enough))


def paid_first(first: Arrival) -> Arrival:
    """What follows instead where the fee is paid before it comes in: it waits in her own space."""
    return replace(first, phase=Phase.OWN_SPACE, template=TO_PAY)


def completion(*, some_are_enough: bool) -> str:
    """The notice that it is complete: everybody has signed, or as many as have to."""
    return "application_enough" if some_are_enough else "application_complete"


def is_lost(by_official: str) -> bool:
    """Whether a guardian has emigrated without a trace, or is unknown to the register."""
    return by_official in LOST


def is_told(template: str, role: str, *, protected: bool) -> bool:
    """Whether a party is told by a message; another who is protected is told by the official."""
    return role == APPLICANT or (template in _TO_ALL and not protected)


def steps(
    definition: Definition, plan: PartyPlan, values: Mapping[str, Any], context: Context
) -> Iterator[Step]:
    """What would follow if a complete filing with these ``values`` was handed in now."""
    some = plan.needed is not None and not plan.by_official
    waits, is_held = len(plan.to_sign) > 1, is_lost(plan.by_official)
    first = arrival(definition.signing, waits=waits, is_held=is_held, some_are_enough=some)
    ways = _Ways(definition, values, context)
    everybody = _parties(plan)
    is_unpaid = definition.fee is not None and definition.fee.is_before
    if is_unpaid and definition.to_pay(values):
        yield Step(Moment.HANDED_IN, Phase.OWN_SPACE, (*ways.told(TO_PAY, everybody),))
        yield Step(Moment.PAID, first.phase, (*ways.told(first.template, everybody),))
        yield from _decided(definition, ways, everybody)
        return
    asked = plan.to_sign[1:] if first.invites else ()
    now = asked[:1] if plan.in_turn else asked
    fee = ways.told(FEE_DUE, everybody) if definition.to_pay(values) else ()
    at_once = (*ways.each(INVITATION, now), *ways.told(first.template, everybody), *fee)
    yield Step(Moment.HANDED_IN, first.phase, at_once)
    signed = asked[: plan.needed] if some else asked
    kept = (everybody[0], *signed) if first.invites else everybody
    if first.invites:
        left = tuple(one for one in asked if one not in signed)
        later = (
            *ways.each(INVITATION, signed[1:] if plan.in_turn else ()),
            *ways.each(NOT_NEEDED, () if plan.in_turn else left),
            *ways.told(completion(some_are_enough=some), kept),
        )
        yield Step(Moment.ALL_SIGNED, Phase.RECEIVED, later)
    if not is_held:
        yield from _decided(definition, ways, kept)


def _decided(definition: Definition, ways: "_Ways", kept: tuple[Party, ...]) -> Iterator[Step]:
    if definition.handling.outcomes:
        yield Step(Moment.DECIDED, Phase.DECIDED, ways.told(DECISION, kept))


def _parties(plan: PartyPlan) -> tuple[Party, ...]:
    # A guardian of whom the register tells only a name can have no account; those whom a
    # protected applicant has named are no parties.
    official = SIGNATORY if plan.by_official else ""
    return tuple(one for one in plan.parties if one.role != official and one.code)


@dataclass(frozen=True, slots=True)
class _Ways:
    """Which way a message goes to somebody."""

    definition: Definition
    values: Mapping[str, Any]
    context: Context

    def each(self, template: str, who: Iterable[Party]) -> tuple[Notice, ...]:
        return tuple(Notice(template, one.role, self._channel(one)) for one in who)

    def told(self, template: str, who: Iterable[Party]) -> tuple[Notice, ...]:
        reached = [one for one in who if is_told(template, one.role, protected=one.protected)]
        return self.each(template, reached)

    def _channel(self, one: Party) -> str:
        if one.role == SIGNATORY:
            return EMAIL if one.email else NO_ADDRESS
        return EMAIL if one.role != APPLICANT or self._has_address() else NO_ADDRESS

    def _has_address(self) -> bool:
        asked = (one.id for one in self.definition.questions() if one.kind is Kind.EMAIL)
        known = self.context.applicant.email if self.context.applicant else ""
        return bool(known) or any(self.values.get(one) for one in asked)


def counted(notices: Iterable[Mapping[str, str]]) -> Counter[tuple[str, str, str]]:
    """How many of each message, in a step that was kept."""
    return Counter((one["template"], one["role"], one["channel"]) for one in notices)


NOTICES: Mapping[str, Text] = MappingProxyType(
    {
        INVITATION: Text("inbjudan att skriva under", "the invitation to sign"),
        NOT_NEEDED: Text(
            "besked om att underskriften inte behövs", "word that the signature is not needed"
        ),
        "application_received": Text("kvittens", "the receipt"),
        "application_complete": Text(
            "kvittens när ansökan är komplett", "the receipt when the application is complete"
        ),
        "application_enough": Text(
            "besked om att tillräckligt många har skrivit under", "word that enough have signed"
        ),
        "application_signed": Text(
            "bekräftelse att ansökan väntar på underskrift",
            "confirmation that the application waits for signatures",
        ),
        "application_arrived": Text(
            "bekräftelse att ansökan kom in", "confirmation that the application came in"
        ),
        DECISION: Text("underrättelse om beslut", "the notice of a decision"),
    }
)
PHASES: Mapping[str, Text] = MappingProxyType(
    {
        Phase.OWN_SPACE: Text("Väntar i eget utrymme", "Waits in own space"),
        Phase.WAITING: Text("Väntar på underskrift", "Waiting for signature"),
        Phase.RECEIVED: Text("Ny", "New"),
        Phase.DECIDED: Text("Beslutat", "Decided"),
    }
)
MOMENTS: Mapping[str, Text] = MappingProxyType(
    {
        Moment.HANDED_IN: Text("När den lämnas in", "When it is handed in"),
        Moment.ALL_SIGNED: Text("När underskrifterna är klara", "When the signatures are there"),
        Moment.DECIDED: Text("När beslutet är fattat", "When the decision is made"),
    }
)
CHANNELS: Mapping[str, Text] = MappingProxyType(
    {
        EMAIL: Text("med e-post", "by e-mail"),
        NO_ADDRESS: Text("men ingen adress finns", "but there is no address"),
    }
)
TO: Mapping[str, Text] = MappingProxyType(
    {
        "applicant": Text("den sökande", "the applicant"),
        "guardian": Text("en vårdnadshavare till", "another guardian"),
        "neighbour": Text("en granne", "a neighbour"),
        "signatory": Text("en undertecknare", "a signatory"),
    }
)
