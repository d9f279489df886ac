"""Printing the letters that wait: the address is the population register's, asked now."""

import uuid

from samtjanst.capabilities.documents.render import render_letters
from samtjanst.capabilities.documents.types import Letterhead, PostedLetter
from samtjanst.capabilities.messages import post
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import Answer, Outcome
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey.grounds import OF_A_LETTER
from samtjanst.journey.look_up import PATIENCE
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError
from samtjanst.ports.register import Address

PURPOSE = "the address of a letter"


def print_batch(*, by: Actor) -> uuid.UUID | None:
    """Make a batch of the letters that have waited longest; None when no letter could be made.

    The register is asked outside every transaction. Somebody who has become protected, has died
    or has no address gets no letter; while the register does not answer, letters wait.

    Raises:
        PermissionDeniedError: the actor may not.
    """
    addresses: dict[uuid.UUID, Address | None] = {}
    for key, who in post.to_print(by):
        if who.is_protected or who.personal_number is None:
            addresses[key] = None  # the population register has no address of hers
            continue
        answer = look_up_person(
            number=who.personal_number,
            purpose=PURPOSE,
            reference=f"letter:{key}",
            by=by,
            fresh=True,
            within=PATIENCE,
            ground=OF_A_LETTER,
        )
        if answer.outcome is Outcome.UNAVAILABLE:
            break  # the next would wait as long
        addresses[key] = _address(answer)
    try:
        batch = post.print_letters(addresses=addresses, by=by)
    except ConflictError:
        return None
    return batch if any(addresses.values()) else None


def batch_document(*, batch: uuid.UUID, by: Actor) -> bytes:
    """The letters of a batch as one PDF.

    Raises:
        NotFoundError: no such batch.
    """
    letters = post.letters_of(batch, by)
    municipality = current()
    head = Letterhead(
        municipality=municipality.name,
        colour=municipality.colour,
        title="Brev",
        reference=str(batch)[:8],
        produced_at=clock.now(),
    )
    shown = (PostedLetter(one.recipient, one.subject, one.text) for one in letters)
    return render_letters(head, tuple(shown))


def _address(answer: Answer) -> Address | None:
    person = answer.person
    if person is None or person.is_protected or person.deregistered:
        return None
    return person.address if person.address and person.address.city else None
