"""An appeal, from the party's letter to the court (FL 43-47 §§)."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.model import AppealRegime
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import delegated, hand_over, letters, typed
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import AppealView, CaseState, CaseView, DecisionDraft
from samtjanst.running.filing import queries as filings

# The decision that an appeal is not tried is one of its own (FL 45 §).
REJECTED, REJECTED_TITLE = "appeal_rejected", "Överklagandet avvisas: det kom in för sent"
TOO_LATE = "45 § förvaltningslagen (2017:900)"
ANOTHER_WAY = "Inkom på annat sätt, registrerat av {name}."


def can_be_appealed(case: CaseView) -> bool:
    """Whether there is a decision against which the law gives an appeal to us (FL 43 §)."""
    regime = definition_of(case.version_id).handling.appeal_regime
    return case.state is CaseState.DECIDED and regime is AppealRegime.ADMINISTRATIVE_APPEAL


@transaction.atomic
def appeal(
    *, reference: str, text: str, uploads: Sequence[tuple[str, bytes]], by: Actor
) -> uuid.UUID:
    """A party appeals against the decision, here and now.

    Raises:
        NotFoundError: she is no party, or nothing can be appealed against.
        InvalidInputError: nothing written, or a file is refused.
    """
    if not can_be_appealed(cases.my_case(by, reference)):
        raise NotFoundError
    letter_id = letters.write(
        reference=reference, citizen_id=None, text=text, uploads=uploads, by=by
    )
    today = clock.today()
    return services.receive_appeal(
        reference=reference, letter_id=letter_id, received_on=today, by=by
    )


@transaction.atomic
def register(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    citizen_id: uuid.UUID,
    text: str,
    received_on: date | None,
    uploads: Sequence[tuple[str, bytes]],
    by: Actor,
) -> uuid.UUID:
    """Register an appeal that came on paper or by e-mail, with the day on which it came.

    Raises:
        NotFoundError: not a case that the actor may handle, or nothing can be appealed against.
        InvalidInputError: no party, no day that has been, or a file is refused.
    """
    if not can_be_appealed(cases.get_case(by, reference)):
        raise NotFoundError
    if received_on is None:
        raise InvalidInputError({"received_on": [_("Skriv vilken dag det kom in.")]})
    opening = ANOTHER_WAY.format(name=by.name)
    letter_id = letters.came_another_way(
        reference=reference, citizen_id=citizen_id, opening=opening, text=text,
        uploads=uploads, by=by,
    )  # fmt: skip
    return services.receive_appeal(
        reference=reference, letter_id=letter_id, received_on=received_on, by=by
    )


@transaction.atomic
def judge_time(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    appeal_id: uuid.UUID,
    learned_on: date,
    rejection: str,
    by: Actor,
    is_sure: bool = False,
) -> None:
    """Say whether it came in time; with reasons it is rejected, which can be appealed against.

    One that came within three weeks of the day (FL 44 §) is rejected, and one that came later is
    taken up (45 §), only by somebody who ``is_sure``.

    Raises:
        NotFoundError, InvalidInputError, TransitionError: as cases.services.judge_time, and as
            delegated.point_beside;
            InvalidInputError also under "is_sure", when the days say otherwise.
    """
    case, found = _of(reference, appeal_id, by)
    kept, last = typed.clean(rejection), cases.last_day_to_appeal(learned_on)
    if bool(kept) is not (found.received_on > last) and not is_sure:
        early = _("Det kom i tid: sista dagen var %(day)s. Kontrollera dagarna, eller bekräfta.")
        late = _("Det kom för sent: sista dagen var %(day)s. Kontrollera dagarna, eller bekräfta.")
        raise InvalidInputError(
            {"is_sure": [(early if kept else late) % {"day": last.isoformat()}]}
        )
    if told := typed.faults(kept, services.LONGEST_APPEAL_TEXT):
        raise InvalidInputError({"rejection": told})
    services.judge_time(
        reference=reference,
        appeal_id=appeal_id,
        learned_on=learned_on,
        rejection=kept,
        appeal_text=_appeal_text(case) if kept else "",
        by=by,
    )
    if kept:
        services.reject_appeal(
            reference=reference,
            appeal_id=appeal_id,
            draft=_rejection(case, kept, by),
            by=by,
        )
        _tell(case, found, by)
        hand_over.plan_later(reference=reference, by=by)


@transaction.atomic
def keep_decision(*, reference: str, appeal_id: uuid.UUID, text: str, by: Actor) -> None:
    """Let the decision stand after it has been reconsidered, before the court gets the appeal.

    Raises:
        NotFoundError, InvalidInputError, TransitionError: as cases.services.reconsider.
    """
    kept = typed.clean(text)
    if told := typed.faults(kept, services.LONGEST_APPEAL_TEXT):
        raise InvalidInputError({"text": told})
    services.reconsider(
        reference=reference, appeal_id=appeal_id, is_changed=False, text=kept, by=by
    )
    hand_over.plan_later(reference=reference, by=by)


@transaction.atomic
def note_changed(*, reference: str, appeal_id: uuid.UUID, text: str, by: Actor) -> None:
    """Note that the reconsideration of an appeal led to a new decision, which has its reasons.

    Raises:
        NotFoundError, InvalidInputError, TransitionError: as cases.services.reconsider.
    """
    services.reconsider(reference=reference, appeal_id=appeal_id, is_changed=True, text=text, by=by)


@transaction.atomic
def hand_to_court(*, reference: str, appeal_id: uuid.UUID, court: str, by: Actor) -> None:
    """Note that the appeal and the case have gone to the court.

    Raises:
        NotFoundError, InvalidInputError, TransitionError: as cases.services.hand_to_court.
    """
    services.hand_to_court(reference=reference, appeal_id=appeal_id, court=court, by=by)
    hand_over.plan_later(reference=reference, by=by)


@transaction.atomic
def withdraw(*, reference: str, appeal_id: uuid.UUID, by: Actor) -> None:
    """Note that the party has taken the appeal back.

    Raises:
        NotFoundError, TransitionError: as cases.services.withdraw_appeal.
    """
    services.withdraw_appeal(reference=reference, appeal_id=appeal_id, by=by)
    hand_over.plan_later(reference=reference, by=by)


def _of(reference: str, appeal_id: uuid.UUID, by: Actor) -> tuple[CaseView, AppealView]:
    case = cases.get_case(by, reference)
    found = next((one for one in cases.appeals_of(case.id) if one.id == appeal_id), None)
    if found is None:
        raise NotFoundError
    return case, found


def _rejection(case: CaseView, reasons: str, by: Actor) -> DecisionDraft:
    made = DecisionDraft(
        outcome=REJECTED,
        outcome_title=REJECTED_TITLE,
        reasons=reasons,
        legal_basis=(TOO_LATE,),
        appeal_text=_appeal_text(case),
        is_adverse=True,
    )
    point = delegated.point_beside(case=case, made=made, by=by, field="rejection")
    return replace(made, point=point)


def _appeal_text(case: CaseView) -> str:
    parameters = filings.snapshot(case.snapshot_id).content["parameters"]
    return definition_of(case.version_id).handling.appeal_text.filled(parameters)


def _tell(case: CaseView, found: AppealView, by: Actor) -> None:
    notify(
        citizen_id=found.citizen_id,
        template="decision_made",
        subject=("filing", str(case.filing_id)),
        path="/mina-arenden/",
        about=cases.decisions_of(case.id)[-1].id,
        by=by,
    )
