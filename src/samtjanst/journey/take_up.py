"""Taking back an application that has not been handed in: to change it, or to throw it away.

The room is locked before the filing, as when somebody signs: of a change and a last signature
in the same moment one happens, and the other is told that it came too late. What was to be paid is
cancelled before the filing is locked, as when it is paid: money that comes all the same goes back.
"""

import uuid

from django.db import transaction

from samtjanst.capabilities.fees import services as fees
from samtjanst.capabilities.messages.services import notify
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.foundation.people.types import Actor
from samtjanst.running.filing import services as filing_services


@transaction.atomic
def take_up(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Make a signed application that lies in own space a draft again; its signatures are void.

    Those who were asked, or have signed, are told that it has been withdrawn.

    Raises:
        NotFoundError: not the actor's own.
        TransitionError: it has been handed in, or has not been signed.
    """
    asked = signing_services.cancel_room(subject=("filing", filing_id), by=by)
    fees.cancel_order(subject=("filing", filing_id), by=by)
    filing_services.take_up(filing_id=filing_id, by=by)
    _tell(asked, filing_id, by)


@transaction.atomic
def discard(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Throw away what has not been handed in, with its signatures.

    Raises:
        NotFoundError: not the actor's own.
        TransitionError: it has been handed in.
    """
    asked = signing_services.cancel_room(subject=("filing", filing_id), by=by)
    fees.cancel_order(subject=("filing", filing_id), by=by)
    filing_services.discard(filing_id=filing_id, by=by)
    _tell(asked, filing_id, by)


def _tell(citizens: list[uuid.UUID], filing_id: uuid.UUID, by: Actor) -> None:
    for citizen_id in citizens:
        notify(
            citizen_id=citizen_id,
            template="sign_withdrawn",
            subject=("filing", str(filing_id)),
            path="/mina-arenden/",
            by=by,
        )
