"""A signature that does not come: asking again, more time, going on or ending without it."""

import uuid

from django.db import transaction

from samtjanst.capabilities.messages.services import notify
from samtjanst.capabilities.signing import services as signing
from samtjanst.capabilities.signing.types import Subject
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import typed
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView


@transaction.atomic
def ask_again(*, reference: str, by: Actor) -> None:
    """Ask those who declined, or did not sign in time, once more; the applicant is told.

    Raises:
        NotFoundError: not a case that the actor may handle.
        TransitionError: nobody has declined and the time is not out, or it is being handled.
    """
    case, subject = _case(reference, by)
    asked = signing.ask_again(subject=subject, by=by)
    services.ask_again(reference=reference, by=by)
    for citizen_id in asked:
        _tell(citizen_id, "sign_invitation", subject, by)
    _tell_applicant(case, "case_news", by)


@transaction.atomic
def extend(*, reference: str, days: int, by: Actor) -> None:
    """Give those who are missing more days.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: no days, or too many.
        TransitionError: nobody is waited for.
    """
    case, subject = _case(reference, by)
    until = signing.extend(subject=subject, days=days, by=by)
    services.extend_signing(reference=reference, until=clock.local(until).date().isoformat(), by=by)
    _tell_applicant(case, "case_news", by)


@transaction.atomic
def go_on(*, reference: str, reason: str, by: Actor) -> None:
    """Handle the case without what is missing; in turn, nobody more is asked.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: no reason.
        TransitionError: it waits for no signature.
    """
    _, subject = _case(reference, by)
    signing.ask_no_more(subject=subject, by=by)
    services.take_unsigned(reference=reference, reason=reason, by=by)


@transaction.atomic
def close(*, reference: str, reason: str, by: Actor) -> None:
    """End the case without all signatures; the parties are told and read why.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: no reason, or one that cannot be read.
        TransitionError: it waits for nobody.
    """
    case, subject = _case(reference, by)
    text = typed.clean(reason)
    if text and (told := typed.faults(text, LONGEST_REASON)):
        raise InvalidInputError({"reason": told})
    signing.end(subject=subject, by=by)
    services.close(reference=reference, reason=text, by=by)
    for party in case.parties:
        if party.role == "applicant" or not party.is_protected:
            _tell(party.citizen_id, "case_closed", subject, by)


LONGEST_REASON = 2000


def _case(reference: str, by: Actor) -> tuple[CaseView, Subject]:
    case = cases.get_case(by, reference)
    return case, ("filing", case.filing_id)


def _tell_applicant(case: CaseView, template: str, by: Actor) -> None:
    for party in case.parties:
        if party.role == "applicant":
            _tell(party.citizen_id, template, ("filing", case.filing_id), by)


def _tell(citizen_id: uuid.UUID, template: str, subject: Subject, by: Actor) -> None:
    notify(
        citizen_id=citizen_id,
        template=template,
        subject=(subject[0], str(subject[1])),
        path="/mina-arenden/",
        by=by,
    )
