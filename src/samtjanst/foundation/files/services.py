"""Taking files in, giving them out, removing them."""

import unicodedata
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.audit.services import record
from samtjanst.foundation.files import sniff
from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.files.queries import Owner, info_of
from samtjanst.foundation.files.types import MEGABYTE, FileInfo, Limits, ScanState, Upload
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import scanner, storage
from samtjanst.kernel import clock, ids
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TamperedError
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary

SCAN_JOB = "files.scan"
LONGEST_NAME = 120
_NAMES = {
    sniff.PDF: "PDF",
    sniff.JPEG: "JPG",
    sniff.PNG: "PNG",
    sniff.WEBP: "WebP",
    sniff.HEIC: "HEIC",
    sniff.DOCX: "Word (docx)",
}


def store_upload(*, owner: Owner, name: str, content: bytes, limits: Limits, by: Actor) -> FileInfo:
    """Check, scan, encrypt and keep a file.

    If the scanner does not answer, the file is kept unopened and scanned later: what a person
    has sent in on time is never refused because of us (FL 22 §).

    Raises:
        InvalidInputError: too large, too many, empty, of another type, or with malware; the
            text is under the key "".
        Temporary: the storage cannot take it now.
    """
    held = StoredFile.objects.filter(owner_kind=owner[0], owner_id=owner[1]).count()
    upload = judged(name=name, content=content, limits=limits, held=held)
    keep(upload=upload, owner=owner, by=by)
    return upload.info


def judged(*, name: str, content: bytes, limits: Limits, held: int) -> Upload:
    """Check and scan a file, the owner of which has ``held`` others; nothing is kept.

    Raises:
        InvalidInputError: as :func:`store_upload`.
    """
    kind, key = _check(content, limits, held), ids.new_id()
    info = FileInfo(
        id=str(key),
        name=safe_name(name, kind),
        content_type=kind,
        size=len(content),
        sha256=digest_bytes(content),
        scan_state=_scan(content),
    )
    return Upload(info, content)


def keep(*, upload: Upload, owner: Owner, by: Actor) -> None:
    """Encrypt and keep what has been judged.

    Raises:
        Temporary: the storage cannot take it now.
    """
    info, key = upload.info, uuid.UUID(upload.info.id)
    row = StoredFile(
        id=key,
        owner_kind=owner[0],
        owner_id=owner[1],
        content_type=info.content_type,
        size=info.size,
        sha256=info.sha256,
        scan_state=info.scan_state.value,
        stored_at=clock.now(),
    )
    row.name = encrypt(f"file:{row.id}:name", info.name.encode())
    row.storage_key = f"{key.hex[:2]}/{key.hex}"
    storage().put(row.storage_key, encrypt(f"file:{row.id}", upload.content))
    with transaction.atomic():
        row.save(force_insert=True)
        record("file.stored", by=by, subject=("file", row.id), details={"size": row.size})
        if info.scan_state is ScanState.PENDING:
            enqueue(SCAN_JOB, key=str(row.id), payload={"file": str(row.id)})


def read(*, file_id: uuid.UUID | str, owner: Owner, by: Actor) -> tuple[FileInfo, bytes]:
    """A clean file of an owner that the caller has authorised; the reading is recorded.

    Raises:
        NotFoundError: not this owner's, infected, or not yet scanned.
        TamperedError: the content no longer matches its checksum.
    """
    row = _row(file_id, owner)
    if row.scan_state != ScanState.CLEAN:
        raise NotFoundError
    content = decrypt(f"file:{row.id}", storage().get(row.storage_key))
    if digest_bytes(content) != row.sha256:
        raise TamperedError("the file does not match its checksum")
    record("file.read", by=by, subject=("file", row.id))
    return info_of(row), content


def remove(*, file_id: uuid.UUID | str, owner: Owner, by: Actor) -> None:
    """Remove a file; its content goes when the transaction has been committed.

    Raises:
        NotFoundError: not this owner's.
    """
    row = _row(file_id, owner)
    with transaction.atomic():
        record("file.removed", by=by, subject=("file", row.id))
        key = row.storage_key
        row.delete()
        enqueue("files.erase", key=key, payload={"key": key})


def remove_all(*, owner: Owner, by: Actor) -> int:
    """Remove every file of an owner that is disposed of, and tell how many; as :func:`remove`.

    The caller's own event says what was disposed of.
    """
    del by  # the caller's transaction names who
    found = list(StoredFile.objects.filter(owner_kind=owner[0], owner_id=owner[1]))
    for row in found:
        enqueue("files.erase", key=row.storage_key, payload={"key": row.storage_key})
        row.delete()
    return len(found)


def safe_name(name: str, kind: str) -> str:
    """The last part of a name, without control characters, with the extension of its type."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    stem = kept.rsplit(".", 1)[0] if "." in kept else kept
    return (stem[:LONGEST_NAME].strip(" .") or "fil") + sniff.EXTENSIONS[kind]


def scan_later(payload: dict[str, str]) -> None:
    """Job: scan a file that came while the scanner was down. Raises Temporary to be retried."""
    row = StoredFile.objects.filter(id=payload["file"], scan_state=ScanState.PENDING).first()
    if row is None:
        return
    content = decrypt(f"file:{row.id}", storage().get(row.storage_key))
    clean = scanner().scan(content).clean
    row.scan_state = (ScanState.CLEAN if clean else ScanState.INFECTED).value
    row.save(update_fields=["scan_state"])


def erase(payload: dict[str, str]) -> None:
    """Job: delete the content of a removed file from the storage."""
    storage().delete(payload["key"])


def adopt(*, old: Owner, new: Owner) -> int:
    """Give all files of one owner to another, such as from a draft to what was handed in."""
    rows = StoredFile.objects.filter(owner_kind=old[0], owner_id=old[1])
    return rows.update(owner_kind=new[0], owner_id=new[1])


def _row(file_id: uuid.UUID | str, owner: Owner) -> StoredFile:
    try:
        key = uuid.UUID(str(file_id))
    except ValueError as error:
        raise NotFoundError from error
    row = StoredFile.objects.filter(id=key, owner_kind=owner[0], owner_id=owner[1]).first()
    if row is None:
        raise NotFoundError
    return row


def _check(content: bytes, limits: Limits, held: int) -> str:
    if not content:
        raise _refused(_("Filen är tom. Välj en annan fil."))
    if len(content) > limits.max_bytes:
        raise _refused(
            _("Filen är för stor. Den får vara högst %(most)s MB.")
            % {"most": limits.max_bytes // MEGABYTE}
        )
    kind = sniff.content_type(content)
    if kind not in limits.content_types:
        raise _refused(
            _("Filtypen går inte att använda. Ladda upp någon av dessa: %(kinds)s.")
            % {"kinds": ", ".join(sorted(_NAMES.get(k, k) for k in limits.content_types))}
        )
    if held >= limits.max_files:
        raise _refused(
            _("Du kan bifoga högst %(most)s filer. Ta bort en fil först.")
            % {"most": limits.max_files}
        )
    return kind


def _scan(content: bytes) -> ScanState:
    try:
        verdict = scanner().scan(content)
    except (Temporary, Rejected, NotConfigured):
        return ScanState.PENDING
    if not verdict.clean:
        raise _refused(_("Filen innehåller skadlig kod och togs inte emot. Kontrollera din enhet."))
    return ScanState.CLEAN


def _refused(text: str) -> InvalidInputError:
    return InvalidInputError({"": [text]})
