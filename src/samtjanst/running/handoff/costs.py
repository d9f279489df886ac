"""What an hour of handling costs in the municipality, for telling what a step would save."""

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.handoff.models import HourCost

MOST = 10_000  # kronor


@transaction.atomic
def set_hour_cost(*, kronor: int | None, by: Actor) -> None:
    """Decide it, in whole kronor; None for as the operator has set it, 0 for hours only.

    Raises:
        NotFoundError: the actor may not.
        InvalidInputError: under "kronor", when it cannot be so.
    """
    actor = require(by, Permission.HANDOFF_SET_UP)
    if kronor is not None and not 0 <= kronor <= MOST:
        text = _("Skriv hela kronor i timmen, högst %(most)s.") % {"most": MOST}
        raise InvalidInputError({"kronor": [text]})
    row = HourCost.objects.create(kronor=kronor, set_at=clock.now(), set_by=actor.id)
    record("handoff.hour_cost", by=actor, subject=("hour cost", row.id), details={"kronor": kronor})
