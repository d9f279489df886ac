"""Printing the letters that wait: the address is the population register's, asked now."""

import uuid
from datetime import date

from django.db import transaction

from samtjanst.capabilities.documents.render import render_letters
from samtjanst.capabilities.documents.types import Letterhead, PostedLetter
from samtjanst.capabilities.messages import post
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import Answer, Outcome
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import document
from samtjanst.journey.grounds import OF_A_LETTER
from samtjanst.journey.look_up import PATIENCE
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.ports.register import Address
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.cases.types import CaseView, DecisionView

PURPOSE = "the address of a letter"
POSTED = "decision_posted"  # in the time line of a case


def standing(*, by: Actor) -> post.Post:
    """How it stands with letters, for the actor.

    Raises:
        PermissionDeniedError: the actor may not.
    """
    return post.standing(by, _held(by))


def print_batch(*, by: Actor) -> uuid.UUID | None:
    """Make a batch of the letters that have waited longest; None when no letter could be made.

    The register is asked outside every transaction. Somebody who has become protected, has died
    or has no address gets no letter; while the register does not answer, letters wait. So do
    those that would have a decision in them that the actor may not read.

    Raises:
        PermissionDeniedError: the actor may not.
    """
    addresses: dict[uuid.UUID, Address | None] = {}
    letters = post.to_print(by, _held(by))
    for one in letters:
        if one.who.is_protected or one.who.personal_number is None:
            addresses[one.id] = None  # the population register has no address of hers
            continue
        answer = look_up_person(
            number=one.who.personal_number,
            purpose=PURPOSE,
            reference=f"letter:{one.id}",
            by=by,
            fresh=True,
            within=PATIENCE,
            ground=OF_A_LETTER,
        )
        if answer.outcome is Outcome.UNAVAILABLE:
            break  # the next would wait as long
        addresses[one.id] = _address(answer)
    carried = post.carried_waiting(by)
    carrying = [one.id for one in letters if one.subject_id in carried and _enclosed(one, by)]
    try:
        batch = post.print_letters(addresses=addresses, carrying=carrying, by=by)
    except ConflictError:
        return None
    return batch if any(addresses.values()) else None


def batch_document(*, batch: uuid.UUID, by: Actor) -> bytes:
    """The letters of a batch as one PDF; that decisions in them are read is recorded.

    Without those with a decision that the actor may not read.

    Raises:
        NotFoundError: no such batch, or nothing of it for the actor.
    """
    municipality = current()
    head = Letterhead(
        municipality=municipality.name,
        colour=municipality.colour,
        title="Brev",
        reference=str(batch)[:8],
        produced_at=clock.now(),
        contact=(municipality.contact_phone, municipality.contact_email),
    )
    shown = tuple(filter(None, (_page(one, by) for one in post.letters_of(batch, by))))
    if not shown:
        raise NotFoundError
    return render_letters(head, shown)


@transaction.atomic
def note_posted(*, batch: uuid.UUID, on: date | None, by: Actor) -> None:
    """Note the day on which a batch was posted, in each case whose decision lay in a letter too.

    From the day on which a party gets to know of a decision the time to appeal runs (FL 44 §);
    the day of the post is what there is to judge it by (45 §).

    Raises:
        NotFoundError: no such batch.
        InvalidInputError: no day that can be.
    """
    for one in post.note_posted(batch=batch, on=on, by=by):
        case_services.note_about_parties(
            filing_id=uuid.UUID(one.subject_id),
            what=POSTED,
            text=f"{one.who.name}, {on}",
            by=by,
        )


def posted(case: CaseView) -> list[str]:
    """To whom, and on which day, decisions of a case that the caller has authorised were posted."""
    return [one.text for one in cases.timeline(case.id) if one.what == POSTED]


def _held(by: Actor) -> set[str]:
    """Of which filings letters have decisions in them that the actor may not read."""
    about = post.carried_waiting(by)
    return cases.beyond_reach(by, about) if about else set()


def _page(one: post.Written, by: Actor) -> PostedLetter | None:
    if not one.letter.is_carrying:
        return PostedLetter(one.recipient, one.subject, one.text)
    found = _enclosed(one.letter, by)
    if found is None:
        return None
    case, decision = found
    record_read("case.decision_letter", by=by, subject=("case", case.id))
    made = document.letter_of(case, decision)
    return PostedLetter(
        one.recipient, one.subject, one.text, case.reference, made.facts, made.decision
    )


def _enclosed(one: post.Letter, by: Actor) -> tuple[CaseView, DecisionView] | None:
    """The decision that lies in a letter; None where somebody is protected, or she may not."""
    if one.about is None or one.who.is_protected:
        return None
    try:
        case = cases.get_case(by, cases.reference_of_filing(uuid.UUID(one.subject_id)))
    except NotFoundError:
        return None
    if case.is_protected or one.who.id not in {party.citizen_id for party in case.parties}:
        return None
    made = (d for d in cases.decisions_of(case.id) if d.appellant_id in {None, one.who.id})
    found = next((d for d in made if d.id == one.about), None)
    return (case, found) if found else None


def _address(answer: Answer) -> Address | None:
    person = answer.person
    if person is None or person.is_protected or person.deregistered:
        return None
    return person.address if person.address and person.address.city else None
