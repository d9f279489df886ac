"""The municipality's seal on documents that leave us, and what is done when it cannot be put on."""

import uuid

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.messages import to_staff
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs.services import enqueue_all
from samtjanst.foundation.jobs.types import Request
from samtjanst.foundation.people.queries import emails_with
from samtjanst.foundation.people.types import Role, system_actor
from samtjanst.foundation.plugins.services import document_seal
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.ports.failures import PortError, Temporary
from samtjanst.ports.seal import DocumentSeal, Sealed

log = structlog.get_logger(__name__)

NO_SEAL = "no adapter: seal"
TELL_JOB = "documents.unsealed_note"


def sealed(pdf: bytes, *, case_id: uuid.UUID, is_kept: bool = False) -> bytes:
    """``pdf`` with the municipality's seal, where it has one.

    What fails for the moment is tried once more. A seal that cannot be put on keeps nobody from
    her document: it is given out without, which is on record, and the administrators are told,
    once a day. What ``is_kept`` for ever, in an archive, waits for the seal instead. A time-stamp
    that is missing stops nothing: the document is made anew the next time, and gets one then.

    Raises:
        Temporary: it is to be kept, and cannot be sealed now.
    """
    try:
        done = tried(document_seal(), pdf)
    except PortError as failure:
        if failure.code == NO_SEAL:
            return pdf
        log.warning("seal.failed", code=failure.code)
        if is_kept:
            raise Temporary("unsealed") from failure
        _note(case_id, failure.code)
        return pdf
    if done.unstamped:
        log.warning("seal.unstamped", code=done.unstamped)
    return done.pdf


def tried(seal: DocumentSeal, pdf: bytes) -> Sealed:
    """The document with its seal; what fails for the moment is tried once more.

    Raises:
        PortError: it cannot be put on.
    """
    try:
        return seal.seal(pdf)
    except Temporary:
        return seal.seal(pdf)


@transaction.atomic
def _note(case_id: uuid.UUID, code: str) -> None:
    by, day = system_actor(scope_id()), clock.today().isoformat()
    record("document.unsealed", by=by, subject=("case", case_id), details={"code": code})
    enqueue_all(
        [
            Request(TELL_JOB, key=f"{day}:{number}", payload={"day": day, "number": number})
            for number in range(len(emails_with(Role.ADMINISTRATOR)))
        ]
    )


def tell(payload: dict[str, int | str]) -> None:
    """Job: tell one administrator that documents are given out without a seal.

    Raises:
        Temporary, Rejected, NotConfigured: as the channel.
    """
    number, addresses = int(payload["number"]), emails_with(Role.ADMINISTRATOR)
    if number >= len(addresses):
        return
    text = _(
        "Kommunens sigill gick inte att sätta på ett dokument, så det lämnades ut utan. Det kan "
        "gälla fler. Säg till den som sköter driften: felet står i loggen som seal.failed. När det "
        "är lagat får dokumenten sigill nästa gång de hämtas."
    )
    to_staff.mail(
        key=f"unsealed:{payload['day']}:{number}",
        to=addresses[number],
        subject=_("Dokument lämnas ut utan kommunens sigill"),
        text=text,
    )
