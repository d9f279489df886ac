"""How citizens log in: what an administrator decides about each e-ID."""

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.building.definitions import levels
from samtjanst.building.definitions.queries import all_published
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import ways
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.people.ways import Way
from samtjanst.foundation.plugins.endings import Ending, endings
from samtjanst.foundation.plugins.ways import Offered, known, reached
from samtjanst.kernel.errors import InvalidInputError, NotFoundError


def out_of_reach(*, by: Actor) -> list[tuple[str, int]]:
    """Published e-services that demand more than any e-ID gives: title and level.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.UNIT_SET_UP)
    most = reached()
    asked = [
        (one.title, levels.demanded(one.definition, one.confidentiality)[1])
        for one in all_published()
    ]
    return [(title, level) for title, level in asked if level > most]


def list_ways(*, by: Actor) -> list[Offered]:
    """As :func:`known`, for whoever sets them up.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.UNIT_SET_UP)
    return known()


def list_certificates(*, by: Actor) -> list[Ending]:
    """As :func:`endings`, for whoever sets the log-ins up.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.UNIT_SET_UP)
    return endings()


@transaction.atomic
def put_way(*, way: Way, by: Actor) -> None:
    """Decide how an e-ID is offered to citizens.

    Raises:
        NotFoundError: the actor may not, or nothing is connected under the name.
        InvalidInputError: no name, or a level that is none.
    """
    require(by, Permission.UNIT_SET_UP)
    if way.provider not in {one.way.provider for one in known()}:
        raise NotFoundError
    try:
        ways.put_way(way=way)
    except InvalidInputError as error:
        told = {
            "title": gettext("Skriv vad e-legitimationen heter, med högst 60 tecken."),
            "lowest": gettext("Välj en av nivåerna."),
        }
        raise InvalidInputError({name: [told[name]] for name in error.problems}) from error
    details = {"lowest": str(way.lowest), "open": str(way.is_open)}
    record("citizen_way.changed", by=by, subject=("login", way.provider), details=details)
