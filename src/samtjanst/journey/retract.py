"""An application that is taken back before it is decided; everybody who has a part is told.

The signing room is locked before the case, as when somebody signs: of a last signature and a
taking back in the same moment one comes first, and both are told what holds.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.fees import services as fees
from samtjanst.capabilities.formkit import following
from samtjanst.capabilities.messages.services import notify
from samtjanst.capabilities.signing import services as signing
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import letters, typed
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import MAY_RETRACT, RETRACTABLE, CaseView, PartyView

ANOTHER_WAY = "Återkallelse som kom på annat sätt, registrerad av {name}."


def may_retract(*, case: CaseView, by: Actor) -> bool:
    """Whether the citizen may take the application of a case that she follows back, now."""
    return case.state in RETRACTABLE and by.id in {one.citizen_id for one in applied(case)}


def applied(case: CaseView) -> list[PartyView]:
    """The parties whose own application it is."""
    return [one for one in case.parties if one.role in MAY_RETRACT]


@transaction.atomic
def retract(*, reference: str, reason: str, by: Actor) -> None:
    """Take one's own application back; it is not decided.

    Raises:
        NotFoundError, InvalidInputError, TransitionError: as cases.services.retract.
    """
    case = cases.my_case(by, reference)
    if by.id not in {one.citizen_id for one in applied(case)}:
        raise NotFoundError
    kept = typed.clean(reason)
    if kept and (told := typed.faults(kept, services.LONGEST_RETRACTION)):
        raise InvalidInputError({"reason": told})
    asked = signing.end_for_all(subject=("filing", case.filing_id), by=by)
    fees.cancel_order(subject=("filing", case.filing_id), by=by)
    services.retract(reference=reference, reason=kept, by=by)
    _tell(case, asked, by)


@transaction.atomic
def register(  # noqa: PLR0913 - all of them have a plain name
    *,
    reference: str,
    citizen_id: uuid.UUID,
    came_on: date | None,
    text: str,
    uploads: Sequence[tuple[str, bytes]],
    by: Actor,
) -> None:
    """Register that it was taken back by telephone, letter or e-mail, with what came.

    Raises:
        NotFoundError, InvalidInputError, ConflictError, TransitionError: as
            cases.services.register_retraction; InvalidInputError also for no day, a text that
            cannot be kept or a file that is refused.
    """
    case = cases.get_case(by, reference)
    if came_on is None:
        raise InvalidInputError({"came_on": [_("Skriv vilken dag det kom in.")]})
    asked = signing.end_for_all(subject=("filing", case.filing_id), by=by)
    fees.cancel_order(subject=("filing", case.filing_id), by=by)
    services.register_retraction(reference=reference, citizen_id=citizen_id, came_on=came_on, by=by)
    opening = ANOTHER_WAY.format(name=by.name)
    letters.came_another_way(
        reference=reference, citizen_id=citizen_id, opening=opening, text=text,
        uploads=uploads, by=by,
    )  # fmt: skip
    _tell(case, asked, by)


def _tell(case: CaseView, asked: Iterable[uuid.UUID], by: Actor) -> None:
    parties = [
        one.citizen_id
        for one in case.parties
        if following.is_told(following.RETRACTED, one.role, protected=one.is_protected)
    ]
    for citizen_id in dict.fromkeys([*parties, *asked]):
        notify(
            citizen_id=citizen_id,
            template=following.RETRACTED,
            subject=("filing", str(case.filing_id)),
            path="/mina-arenden/",
            by=by,
        )
