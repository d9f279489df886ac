"""A draft that was begun on an earlier version goes on with the newer one."""

import uuid

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.rebasing import Rebased, rebase
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.journey.answer import Work, open_work
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.filing import services as filing_services


def planned(work: Work) -> Rebased:
    """What would be kept and what not.

    Raises:
        NotFoundError: the draft is to stay on its version.
    """
    if work.filing.newer_id is None:
        raise NotFoundError
    newer = definition_of(work.filing.newer_id)
    return rebase(work.definition, newer, work.filing.answers, work.context)


@together
def move_on(*, filing_id: uuid.UUID, revision: int, by: Actor) -> Rebased:
    """Go on with the newer version; the answers that it can use are kept.

    Raises:
        NotFoundError: not the actor's own, or it is to stay on its version.
        ConflictError: saved since ``revision``.
        TransitionError: it has been signed or handed in.
    """
    require(by, Permission.FILING_USE)
    work = open_work(filing_id=filing_id, by=by)
    found = planned(work)
    if work.filing.newer_id is None:
        raise NotFoundError
    filing_services.move(
        filing_id=filing_id,
        version_id=work.filing.newer_id,
        answers=found.answers,
        expected_revision=revision,
        by=by,
    )
    return found
