"""Disposing of what has lain its time in the trash, one case at a time.

A case goes whole or not at all: the line of the protocol, the case, what was handed in, the
signatures, the notices and the files in one transaction. The contents of the files are deleted by
jobs written in it.
"""

import structlog
from django.db import transaction
from django.db.models import ProtectedError

from samtjanst.capabilities.fees import queries as fees
from samtjanst.capabilities.messages import services as messages
from samtjanst.capabilities.registers import services as registers
from samtjanst.capabilities.signing import services as signing
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.filing import services as filing_services
from samtjanst.running.handoff import queries as handoff

log = structlog.get_logger(__name__)


def empty() -> int:
    """Schedule: dispose of the cases whose last day in the trash has passed; returns how many.

    What something stands in the way of stays, and is looked at again the next night.
    """
    system = system_actor(scope_id())
    return sum(_is_disposed(one, system) for one in cases.time_over())


@transaction.atomic
def dispose(*, reference: str, by: Actor) -> None:
    """Dispose of a case and of all that belongs to it.

    Raises:
        NotFoundError: it is gone already.
        ConflictError: its day has not passed, or something stands in the way: another document
            than the application, a delivery to another system, something to pay, somebody who
            may still sign.
    """
    require(by, Permission.CASE_INDEX)
    case = cases.get_case(by, reference)
    subject = ("filing", case.filing_id)
    if handoff.of_case(case.id) or fees.has_orders(subject):
        raise ConflictError
    services.dispose(reference=reference, files=len(files.infos(subject)), by=by)
    signing.dispose(subject=subject, by=by)
    letters = messages.forget(subject=(subject[0], str(case.filing_id)), by=by)
    asked = (f"filing:{case.filing_id}", f"case:{case.id}", *(f"letter:{key}" for key in letters))
    registers.let_go(references=asked, by=by)
    file_services.remove_all(owner=subject, by=by)
    filing_services.dispose(filing_id=case.filing_id, by=by)


def _is_disposed(reference: str, by: Actor) -> bool:
    try:
        dispose(reference=reference, by=by)
    except NotFoundError:
        return False
    except (ConflictError, ProtectedError) as held:
        log.info("trash.held", case=reference, kind=type(held).__name__)
        return False
    return True
