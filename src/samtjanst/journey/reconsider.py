"""The municipality changes its own decision: a new one stands in its place (FL 37-38 §§)."""

import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.people.types import Actor
from samtjanst.journey import appeal, decide, tell_decision
from samtjanst.journey.decide import Proposal
from samtjanst.kernel.errors import ConflictError, InvalidInputError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import (
    CaseState,
    CaseView,
    ChangeGround,
    DecisionDraft,
    Needs,
    ProposalState,
    Replacing,
)


def draft(
    *, reference: str, proposal: Proposal, ground: ChangeGround | None, by: Actor
) -> DecisionDraft:
    """The new decision as it would be, checked; nothing is written.

    Raises:
        NotFoundError: not a case that the actor may read.
        InvalidInputError: something is missing, by field.
        TransitionError: there is no decision to change.
    """
    case = cases.get_case(by, reference)
    if case.state is not CaseState.DECIDED:
        raise TransitionError("case", case.state.value, "change")
    problems: dict[str, list[str]] = {}
    if ground is None:
        problems["ground"] = [_("Välj varför beslutet ändras.")]
    try:
        made = decide.draft(reference=reference, proposal=proposal, by=by)
    except InvalidInputError as error:
        raise InvalidInputError(problems | dict(error.problems)) from error
    if problems:
        raise InvalidInputError(problems)
    return made


@transaction.atomic
def change(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    proposal: Proposal,
    ground: ChangeGround,
    appeal_id: uuid.UUID | None,
    revision: int,
    by: Actor,
) -> decide.Way:
    """Make the new decision, tell every party that there is one to read, and hand it over.

    What the same demands as for the first decision leave to somebody else is proposed to her: a
    second reader, who has the delegation, or the board (FL 37-38 §§ give no other way).

    With an appeal that came in time it is what its reconsideration led to; the appeal then is
    taken to be against the new decision (FL 46 §).

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as :func:`draft`,
            cases.services.change_decision and appeal.reconsider.
        ConflictError: also when it is to be signed: journey.sign_decision.
    """
    made = draft(reference=reference, proposal=proposal, ground=ground, by=by)
    case = cases.get_case(by, reference)
    way, point = decide.way_of(case=case, made=made, by=by)
    made = replace(made, point=point)
    if way is decide.Way.SIGNED:
        raise ConflictError
    if way is not decide.Way.DIRECT:
        services.propose(
            reference=reference,
            draft=made,
            needs=Needs(way.value),
            revision=revision,
            by=by,
            replacing=Replacing(ground, appeal_id),
        )
        return way
    services.change_decision(
        reference=reference,
        draft=made,
        ground=ground,
        revision=revision,
        by=by,
    )
    if appeal_id:
        appeal.note_changed(reference=reference, appeal_id=appeal_id, text=made.reasons, by=by)
    tell_decision.tell_again(reference, by=by)
    return way


def taken_back(*, case: CaseView, by: Actor) -> Proposal:
    """What the actor proposed instead of the decision in force, and got back; empty without."""
    latest = next(iter(cases.proposals_of(case.id)), None)
    if latest is None or latest.replacing is None or latest.is_open:
        return Proposal("", "", ())
    is_made = latest.state is ProposalState.APPROVED
    return Proposal("", "", ()) if is_made else decide.taken_back(case=case, by=by)
