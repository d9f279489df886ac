"""The municipality changes its own decision: a new one stands in its place (FL 37-38 §§)."""

import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.people.types import Actor
from samtjanst.journey import appeal, decide
from samtjanst.journey.decide import Proposal
from samtjanst.kernel.errors import InvalidInputError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseState, ChangeGround, DecisionDraft


def draft(
    *, reference: str, proposal: Proposal, ground: ChangeGround | None, by: Actor
) -> DecisionDraft:
    """The new decision as it would be, checked; nothing is written.

    Raises:
        NotFoundError: not a case that the actor may read.
        InvalidInputError: something is missing, by field; under "outcome" also when the
            delegation gives the actor no right to make it alone.
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
    if decide.way_of(case=case, made=made, by=by)[0] is not decide.Way.DIRECT:
        told = _("Det här beslutet får du inte fatta ensam. Lämna ärendet till den som får.")
        problems["outcome"] = [told]
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
) -> None:
    """Make the new decision, tell every party that there is one to read, and hand it over.

    With an appeal that came in time it is what its reconsideration led to; the appeal then is
    taken to be against the new decision (FL 46 §).

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as :func:`draft`,
            cases.services.change_decision and appeal.reconsider.
    """
    made = draft(reference=reference, proposal=proposal, ground=ground, by=by)
    case = cases.get_case(by, reference)
    point = decide.way_of(case=case, made=made, by=by)[1]
    services.change_decision(
        reference=reference,
        draft=replace(made, point=point),
        ground=ground,
        revision=revision,
        by=by,
    )
    if appeal_id:
        appeal.note_changed(reference=reference, appeal_id=appeal_id, text=made.reasons, by=by)
    decide.tell_again(reference, by=by)
