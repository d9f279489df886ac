"""Telling the parties, and the systems that take it over, that there is a decision."""

from samtjanst.capabilities.formkit import following
from samtjanst.capabilities.formkit.following import DECISION
from samtjanst.capabilities.formkit.own_messages import Moment
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import hand_over, own_words
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, PartyView


def tell(reference: str, *, by: Actor) -> None:
    """Tell every party that there is a decision to read. A part of the caller's transaction."""
    case = cases.get_case(by, reference)
    _tell_parties(case, by)
    own_words.say(case.filing_id, case.version_id, Moment.DECIDED)
    hand_over.plan(case=case, by=by)


def _tell_parties(case: CaseView, by: Actor) -> None:
    made = cases.decision_of(case.id)
    for party in case.parties:
        if is_told(party):
            notify(
                citizen_id=party.citizen_id,
                template=DECISION,
                subject=("filing", str(case.filing_id)),
                path="/mina-arenden/",
                about=made.id if made else None,
                by=by,
            )


def tell_again(reference: str, *, by: Actor) -> None:
    """As :func:`tell`, of one in the place of another; whoever has the case gets it."""
    _tell_parties(cases.get_case(by, reference), by)
    hand_over.plan_change(reference=reference, by=by)
    hand_over.plan_later(reference=reference, by=by)


def is_told(party: PartyView) -> bool:
    """Whether the party is told of a decision by a notice."""
    return following.is_told(DECISION, party.role, protected=party.is_protected)
