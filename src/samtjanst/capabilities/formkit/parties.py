"""Who must sign a filing, by the definition's rule and the child's own guardians.

Two guardians decide together (föräldrabalken 6:11 and 6:13); with sole custody the one does.
Where somebody's personal data are protected, joint signing is never sent out automatically:
an official takes care of it, so that one guardian learns nothing about the other.

An e-service can let the applicant name those who sign beside her, instead or as well; then it says
how many of them have to, and whether they are asked together or in turn. Guardians all have to, and
so have the owners of what lies beside a property, where the e-service asks them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from samtjanst.capabilities.formkit import neighbours
from samtjanst.capabilities.formkit.context import (
    ChildFacts,
    Context,
    GuardianFacts,
    NeighbourFacts,
)
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import evaluate
from samtjanst.capabilities.formkit.kinds.base import inner
from samtjanst.capabilities.formkit.kinds.people import (
    OWN,
    is_foreign,
    number_in,
    source_of_applicant,
)
from samtjanst.capabilities.formkit.model import SigningOrder

SIGNATORY = "signatory"  # one whom the applicant has named
LOST = ("emigrated", "unknown")


@dataclass(frozen=True, slots=True)
class Party:
    """One who signs; ``personal_number`` has twelve digits, or is "" for a foreign guardian.

    ``role`` is "applicant", "guardian", "neighbour" or "signatory" (named by the applicant);
    ``source`` is "navet" (the population register), "lantmateriet" (the register of property
    owners), "eid" (another country's e-ID) or "own_statement".
    ``email`` is where the applicant says that the person can be reached. ``foreign`` is the
    identity with another country's e-ID of somebody without a number. ``estate`` is what a
    neighbour owns: the applicant knows her by that, and learns no name.
    """

    role: str
    personal_number: str = field(repr=False)
    name: str = field(repr=False)
    source: str
    protected: bool = False
    email: str = field(default="", repr=False)
    foreign: str = field(default="", repr=False)
    estate: str = ""

    @property
    def code(self) -> str:
        """What she is known by; "" for a guardian of whom only the name is known."""
        return self.foreign or self.personal_number


@dataclass(frozen=True, slots=True)
class PartyPlan:
    """All parties, the applicant first.

    ``by_official`` is "" when everybody can be asked to sign; else the reason why an official
    must see to the others: "protected", "no_number", "emigrated", "unknown" or
    "guardians_unknown". Then only the applicant may be asked automatically.

    ``dead`` are guardians who have died according to the register: nobody asks them to sign.

    ``needed`` is how many of those whom the applicant has named have to sign (None for all);
    ``in_turn`` whether the next is asked when the one before has signed.

    ``by_hand`` are owners of what lies beside whom an official has to reach, and why.
    """

    parties: tuple[Party, ...]
    by_official: str = ""
    dead: tuple[Party, ...] = ()
    needed: int | None = None
    in_turn: bool = False
    by_hand: tuple[NeighbourFacts, ...] = ()

    @property
    def named(self) -> tuple[Party, ...]:
        """Those whom the applicant has named."""
        return tuple(one for one in self.parties if one.role == SIGNATORY)

    @property
    def guardians(self) -> tuple[Party, ...]:
        """The guardians beside the applicant."""
        return tuple(one for one in self.parties if one.role == "guardian")

    @property
    def neighbours(self) -> tuple[Party, ...]:
        """The owners of what lies beside who are asked to sign."""
        return tuple(one for one in self.parties if one.role == neighbours.NEIGHBOUR)

    @property
    def to_sign(self) -> tuple[Party, ...]:
        """Those who are asked to sign automatically."""
        return self.parties[:1] if self.by_official else self.parties


def due(definition: Definition, values: Mapping[str, Any], context: Context) -> PartyPlan:
    """Who must sign the filing with these ``values`` (of a complete evaluation).

    Raises:
        ValueError: the context has no applicant.
    """
    if context.applicant is None:
        raise ValueError("a filing has an applicant")
    me = context.applicant
    source = source_of_applicant(me.foreign) if me.foreign else "navet"
    applicant = Party(
        "applicant", me.personal_number, me.name, source, me.protected, foreign=me.foreign
    )
    plan = _without_neighbours(definition, applicant, values, context)
    held = bool(plan.by_official) or applicant.protected
    found = neighbours.due(definition, values, context, is_held=held)
    known = {one.code for one in plan.parties}  # whoever signs as something else signs once
    asked = (one for one in found if not one.status and one.personal_number not in known)
    return replace(
        plan,
        parties=(*plan.parties, *map(_neighbour, asked)),
        by_hand=tuple(one for one in found if one.status),
    )


def _without_neighbours(
    definition: Definition, applicant: Party, values: Mapping[str, Any], context: Context
) -> PartyPlan:
    guardians = _guardians(definition, applicant, values, context)
    naming = definition.signing.signatories.naming
    if not naming:
        return guardians
    named = _named(definition, applicant, list(_rows(definition, naming, values, context)), context)
    # A guardian who is named as well signs once, as a guardian.
    known = {one.code for one in guardians.parties}
    more = tuple(one for one in named.named if one.code not in known)
    needed = named.needed
    if needed is not None:
        needed -= len(named.named) - len(more)
    return replace(
        guardians,
        parties=(*guardians.parties, *more),
        by_official=guardians.by_official or named.by_official,
        needed=needed if more and needed is not None and needed > 0 else None,
        in_turn=named.in_turn and bool(more),
    )


def _rows(
    definition: Definition, naming: Iterable[str], values: Mapping[str, Any], context: Context
) -> Iterator[Any]:
    """Those whom the applicant has named and of whom a signature is asked, each once."""
    evaluation = evaluate(definition, values, context)
    seen: set[str] = set()
    for question in naming:
        for row in (values.get(question) or ()) if evaluation.must_sign(question) else ():
            if row["personal_number"] not in seen:
                seen.add(row["personal_number"])
                yield row


def _guardians(
    definition: Definition, applicant: Party, values: Mapping[str, Any], context: Context
) -> PartyPlan:
    who = definition.signing.signatories
    if not who.guardians_of or who.guardians_of not in values:
        return PartyPlan((applicant,))
    if not evaluate(definition, values, context).must_sign("guardians"):
        return PartyPlan((applicant,))
    child = values[who.guardians_of]
    if inner(child, "source") == OWN:
        return _stated(applicant, values.get(who.stated_in), context)
    facts = _facts(child, context)
    if facts is None:
        return PartyPlan((applicant,), "guardians_unknown")
    own = applicant.personal_number
    found = [one for one in facts.guardians if one.personal_number != own]
    others = tuple(_guardian(one) for one in found if one.status != "dead")
    reason = _reason(applicant, others, facts) or next(
        (o.status for o in found if o.status in LOST), ""
    )
    dead = tuple(_guardian(one) for one in found if one.status == "dead")
    return PartyPlan((applicant, *others), reason, dead)


def _named(
    definition: Definition, applicant: Party, rows: Iterable[Any], context: Context
) -> PartyPlan:
    """Nobody named, as where the question is not asked: the applicant signs alone."""
    who = definition.signing.signatories
    protected = {one.personal_number for one in context.people if one.protected}
    others = tuple(
        Party(
            SIGNATORY,
            "" if is_foreign(row["personal_number"]) else row["personal_number"],
            row["name"],
            OWN,
            # She is asked where she logs in, by no message: nobody learns it by naming her.
            protected=row["personal_number"] in protected,
            email=row.get("email", ""),
            foreign=row["personal_number"] if is_foreign(row["personal_number"]) else "",
        )
        for row in rows
        if row["personal_number"] != applicant.code
    )
    if not others:
        return PartyPlan((applicant,))
    return PartyPlan(
        (applicant, *others),
        "protected" if applicant.protected else "",
        needed=who.needed,
        in_turn=who.order is SigningOrder.IN_TURN,
    )


def _stated(applicant: Party, stated: Any, context: Context) -> PartyPlan:
    number = number_in(stated, context)
    if number is None:
        return PartyPlan((applicant,))
    other = Party("guardian", number.digits, inner(stated, "name"), OWN)
    return PartyPlan((applicant, other), "protected" if applicant.protected else "")


def _facts(child: Any, context: Context) -> ChildFacts | None:
    number = inner(child, "personal_number")
    return next((item for item in context.children or () if item.personal_number == number), None)


def _guardian(facts: GuardianFacts) -> Party:
    return Party("guardian", facts.personal_number, facts.name, "navet", facts.protected)


def _neighbour(facts: NeighbourFacts) -> Party:
    source = "lantmateriet"
    return Party(
        neighbours.NEIGHBOUR, facts.personal_number, facts.name, source, estate=facts.estate
    )


def _reason(applicant: Party, others: tuple[Party, ...], child: ChildFacts) -> str:
    if not others:
        return ""
    if child.protected or any(party.protected for party in (applicant, *others)):
        return "protected"
    return "" if all(party.personal_number for party in others) else "no_number"
