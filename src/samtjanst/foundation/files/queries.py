"""Reads of files. Whoever asks has authorised the owner of the file."""

import uuid
from collections.abc import Sequence

from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.files.types import FileInfo, ScanState
from samtjanst.foundation.keys.services import decrypt

Owner = tuple[str, uuid.UUID]


def infos(owner: Owner) -> list[FileInfo]:
    """The files of an owner, in the order in which they came."""
    rows = StoredFile.objects.filter(owner_kind=owner[0], owner_id=owner[1])
    return [info_of(row) for row in rows.order_by("stored_at", "id")]


def infos_of_all(kind: str, ids: Sequence[uuid.UUID]) -> list[FileInfo]:
    """The files of several owners of one kind, in the order in which they came."""
    rows = StoredFile.objects.filter(owner_kind=kind, owner_id__in=ids)
    return [info_of(row) for row in rows.order_by("stored_at", "id")]


def infos_by_owner(kind: str, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[FileInfo]]:
    """As :func:`infos_of_all`, by owner; an owner without files is left out."""
    found: dict[uuid.UUID, list[FileInfo]] = {}
    rows = StoredFile.objects.filter(owner_kind=kind, owner_id__in=ids)
    for row in rows.order_by("stored_at", "id"):
        found.setdefault(row.owner_id, []).append(info_of(row))
    return found


def info_of(row: StoredFile) -> FileInfo:
    """What others may know of a stored file."""
    return FileInfo(
        id=str(row.id),
        name=decrypt(f"file:{row.id}:name", bytes(row.name)).decode(),
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        scan_state=ScanState(row.scan_state),
    )
