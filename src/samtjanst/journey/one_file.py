"""The whole case as one file, made by jobs: for cases with many attachments.

A job begins it, so that the page can tell what is going on, and the next makes it in one
transaction: killed in the middle it leaves nothing, and is done anew. The file is kept for an
hour, encrypted, for nobody but her who has asked for it, with the rights that she has then.
"""

import uuid
from collections.abc import Sequence

from django.db import transaction

from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.sniff import PDF
from samtjanst.foundation.files.types import MEGABYTE, FileInfo, ScanState, Upload
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import document, supplemented
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import NotFoundError, TamperedError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, FileState, WholeFileView
from samtjanst.running.filing import queries as filings

OWNER = "whole_file"
BEGIN_JOB, MAKE_JOB = "cases.begin_file", "cases.make_file"
MOST_AT_ONCE, MOST_BYTES = 10, 10 * MEGABYTE  # of attachments, while somebody waits for the page


def is_large(attachments: Sequence[FileInfo]) -> bool:
    """Whether the case has more in it than is made while somebody waits for the page."""
    return len(attachments) > MOST_AT_ONCE or sum(one.size for one in attachments) > MOST_BYTES


def is_large_case(*, reference: str, by: Actor) -> bool:
    """As :func:`is_large`, of a case.

    Raises:
        NotFoundError: not a case that the actor may read.
    """
    return is_large(_attachments(cases.get_case(by, reference)))


@transaction.atomic
def ask(*, reference: str, by: Actor, is_anew: bool = False) -> uuid.UUID:
    """Ask for the file; its key. Asked twice while it is made, it is made once.

    One that is ready is made again only when it is to be made anew, or the case has changed.

    Raises:
        NotFoundError: not a case that the actor may read and take out.
    """
    file_id, is_new = services.ask_for_file(reference=reference, by=by, is_anew=is_anew)
    if is_new:
        enqueue(BEGIN_JOB, key=str(file_id), payload={"file": str(file_id)})
    return file_id


def opened(*, reference: str, file_id: uuid.UUID, by: Actor) -> tuple[CaseView, WholeFileView]:
    """The case and where its file stands.

    Raises:
        NotFoundError: not a case that she may read, not asked for by her, or kept no longer.
    """
    return cases.get_case(by, reference), cases.whole_file(by, reference, file_id)


def fetch(*, reference: str, file_id: uuid.UUID, by: Actor) -> tuple[CaseView, bytes]:
    """The case and its file; that it is fetched is recorded.

    Raises:
        NotFoundError: as :func:`opened`, or it is not ready.
    """
    case, found = opened(reference=reference, file_id=file_id, by=by)
    if found.state is not FileState.READY:
        raise NotFoundError
    return case, file_services.read(file_id=file_id, owner=(OWNER, file_id), by=by)[1]


def begin(payload: dict[str, str]) -> None:
    """Job: begin the file, so that it is seen, and let the next job make it."""
    system, file_id = system_actor(scope_id()), uuid.UUID(payload["file"])
    asked = cases.asked_by(file_id)
    if asked is None:
        return
    reference, staff = asked
    try:
        count = len(_attachments(cases.get_case(staff, reference)))
        services.begin_file(file_id=file_id, attachments=count, by=system)
    except (NotFoundError, TamperedError):
        services.end_file(file_id=file_id, event="fail", by=system)
        return
    enqueue(MAKE_JOB, key=str(file_id), payload=payload)


def make(payload: dict[str, str]) -> None:
    """Job: make the file as she may see it now. Raises Temporary, to be tried again."""
    system, file_id = system_actor(scope_id()), uuid.UUID(payload["file"])
    asked = cases.asked_by(file_id)
    if asked is None:
        return
    reference, staff = asked
    try:
        content = document.case_document(reference=reference, by=staff)
    except (NotFoundError, TamperedError):
        services.end_file(file_id=file_id, event="fail", by=system)
        return
    try:
        services.end_file(file_id=file_id, event="ready", by=system)
    except TransitionError:
        return  # made already
    file_services.keep(
        upload=_upload(file_id, reference, content), owner=(OWNER, file_id), by=staff
    )


def forget() -> int:
    """Schedule: delete files that have been kept for their time; returns how many."""
    system = system_actor(scope_id())
    old = cases.files_to_forget(clock.now() - services.KEEP_FILES)
    for file_id in old:
        with transaction.atomic():
            services.forget_file(file_id=file_id, by=system)
            try:
                file_services.remove(file_id=file_id, owner=(OWNER, file_id), by=system)
            except NotFoundError:
                continue  # it was never made
    return len(old)


def _attachments(case: CaseView) -> list[FileInfo]:
    snapshot = filings.snapshot(case.snapshot_id)
    return supplemented.files_of_all(
        supplemented.snapshots_of(snapshot, cases.supplements_of(case.id))
    )


def _upload(file_id: uuid.UUID, reference: str, content: bytes) -> Upload:
    info = FileInfo(
        id=str(file_id),  # the same key however often it is tried
        name=f"{reference}.pdf",
        content_type=PDF,
        size=len(content),
        sha256=digest_bytes(content),
        scan_state=ScanState.CLEAN,  # our own; what lies in it was scanned when it came
    )
    return Upload(info, content)
