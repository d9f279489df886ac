"""A decision that a board makes itself: proposed by a handler, registered from the minutes.

What is not delegated, or may not be (kommunallagen 6 kap. 38 §), the board decides.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy import queries as tenancy
from samtjanst.journey import decide, sign_decision
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, DecisionDraft, Needs, ProposalView

LONGEST_BOARD = 120
LONGEST_PARAGRAPH = 20


@dataclass(frozen=True, slots=True)
class Minutes:
    """Where a board's decision stands in its minutes, as typed; ``on`` None for no day."""

    board: str
    on: date | None
    paragraph: str


@transaction.atomic
def propose(*, reference: str, proposal: decide.Proposal, revision: int, by: Actor) -> None:
    """Send a decision to the board, also one that the delegation would let the actor make.

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as cases.services.propose.
    """
    made = decide.draft(reference=reference, proposal=proposal, by=by)
    services.propose(reference=reference, draft=made, needs=Needs.BOARD, revision=revision, by=by)


def may_register(*, case: CaseView, by: Actor) -> bool:
    """Whether the actor registers what the board of the case's unit has decided."""
    return case.unit_id in units_with(by, Permission.DELEGATION_TEND)


def board_of(case: CaseView) -> str:
    """The name that is proposed for the board: the unit's."""
    return next((one.name for one in tenancy.units() if one.id == case.unit_id), "")


@transaction.atomic
def register(*, reference: str, proposal: ProposalView, minutes: Minutes, by: Actor) -> decide.Way:
    """Register that the board decided as was proposed; the parties are told.

    Not where decisions are signed: see :func:`to_certify`. What the board decided otherwise is
    sent back and proposed anew with the board's words.

    Raises:
        NotAllowedError, NotFoundError: the actor does not register for the unit's board, or the
            proposal is not for it.
        InvalidInputError: by field: board, on, paragraph.
        ConflictError, TransitionError: as cases.services.approve; or it is to be certified.
    """
    case = cases.get_case(by, reference)
    if decide.is_signed(case):
        raise ConflictError
    made = _registered(case, proposal, minutes, by)
    return decide.finish(reference=reference, proposal=proposal, made=made, by=by)


@transaction.atomic
def to_certify(*, reference: str, proposal: ProposalView, minutes: Minutes, by: Actor) -> uuid.UUID:
    """As :func:`register`, where decisions are signed: it is decided when the actor has certified.

    Returns the request that she signs by.

    Raises:
        NotAllowedError, NotFoundError, InvalidInputError: as :func:`register`.
        ConflictError: as cases.services.to_be_signed.
    """
    case = cases.get_case(by, reference)
    made = _registered(case, proposal, minutes, by)
    return sign_decision.certify(reference=reference, proposal=proposal, made=made, by=by)


def _registered(
    case: CaseView, proposal: ProposalView, minutes: Minutes, by: Actor
) -> DecisionDraft:
    """The decision with where it stands in the minutes, when the actor may register it."""
    require(by, Permission.DELEGATION_TEND)
    if proposal.needs is not Needs.BOARD or not may_register(case=case, by=by):
        raise NotFoundError
    board, paragraph = minutes.board.strip(), minutes.paragraph.strip().removeprefix("§").strip()
    if problems := _faults(board, minutes.on, paragraph, _first_proposed(case, proposal)):
        raise InvalidInputError(problems)
    return replace(
        proposal.draft,
        board=board,
        board_on=minutes.on.isoformat() if minutes.on else "",
        board_paragraph=paragraph,
    )


def _first_proposed(case: CaseView, proposal: ProposalView) -> date:
    """When the matter came to the board: what grew old in between is proposed anew after it met."""
    return min(
        clock.local(one.made_at).date()
        for one in [proposal, *cases.proposals_of(case.id)]
        if one.needs is Needs.BOARD and one.replaces_id == proposal.replaces_id
    )


def _faults(board: str, on: date | None, paragraph: str, earliest: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not board or len(board) > LONGEST_BOARD:
        problems["board"] = [_("Skriv vilken nämnd som har beslutat.")]
    if not paragraph or len(paragraph) > LONGEST_PARAGRAPH:
        problems["paragraph"] = [_("Skriv paragrafen i protokollet, till exempel 45.")]
    if on is None or not earliest <= on <= clock.today():
        problems["on"] = [_("Välj dagen för sammanträdet: tidigast när beslutet föreslogs.")]
    return problems
