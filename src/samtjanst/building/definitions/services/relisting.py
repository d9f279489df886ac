"""When a newly published version marks other answers, lists learn to know them in old cases too."""

from samtjanst.building.definitions.models import EService, Version
from samtjanst.building.definitions.queries import loaded
from samtjanst.capabilities.formkit.listing import marks
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.ids import new_id

LISTING_JOB = "definitions.listing"


def tell_lists(*, service: EService, before: Version | None, by: Actor) -> None:
    """Have the answers of existing cases read anew, when other questions are marked now."""
    del by  # the caller's transaction has named who
    known, now = (marks(loaded(one)) if one else frozenset() for one in (before, service.published))
    is_first = before is None and service.published is not None and service.published.number == 1
    if now != known and not is_first:  # the first version of all has no cases yet
        change = str(new_id())
        payload = {"service": service.slug, "change": change}
        enqueue(LISTING_JOB, key=change, payload=payload)
