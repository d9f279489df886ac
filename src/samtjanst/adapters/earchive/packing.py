"""The package as one ZIP: always the same bytes for the same case, key and terms."""

import io
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from samtjanst.adapters.earchive import erms, mets, mets12, premis
from samtjanst.adapters.earchive.files import File, Placed, Told
from samtjanst.ports.case_file import CaseFile

PROFILES = ("eark", "fgs12")
_ENDINGS = {
    "application/pdf": "pdf",
    "application/json": "json",
    "application/xml": "xml",
    "application/ocsp-response": "der",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/heic": "heic",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
}
_DATA = {"eark": "representations/rep1/data", "fgs12": "content"}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the delivery agreement says; empty texts are left out of the package."""

    profile: str = PROFILES[0]
    creator: str = ""
    archive: str = ""
    agreement: str = ""


def packed(
    key: str, case: CaseFile, fields: Mapping[str, Any], terms: Terms, supplements: str = ""
) -> bytes:
    """The package of a case; ``fields`` are the route's own (see erms.KNOWN).

    ``supplements`` is the key of the first package of the case, where this comes after it.
    """
    name = _name(key, terms.profile)
    first = _name(supplements, terms.profile) if supplements else ""
    placed = tuple(_placed(case, _DATA[terms.profile]))
    told = Told(
        erms.written(case, placed, fields, terms.creator, first),
        premis.written(case, placed),
    )
    head = mets.Head(
        name=name,
        creator=str(fields.get("arkivbildare") or terms.creator or case.municipality),
        archive=terms.archive,
        agreement=terms.agreement,
        status="SUPPLEMENT" if first else "NEW",
    )
    make = mets.files if terms.profile == "eark" else mets12.files
    return _zipped(name, make(head, case, told, placed), case.packed_at)


def _name(key: str, profile: str) -> str:
    try:
        return f"{'uuid-' if profile == 'eark' else ''}{uuid.UUID(key)}"
    except ValueError:
        return f"id-{key}"  # the caller has checked that it can be a name


def _placed(case: CaseFile, folder: str) -> Iterator[Placed]:
    """Each file under a number: what somebody called it is told in the metadata alone."""
    number = 0
    for record in case.records:
        for item in record.items:
            number += 1
            ending = _ENDINGS.get(item.content_type, "bin")
            path = f"{folder}/{number:04}.{ending}"
            yield Placed(record.id, item.title, File(path, item.content_type, item.content))


def _zipped(root: str, files: list[File], at: datetime) -> bytes:
    held = io.BytesIO()
    moment = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in files:
            entry = zipfile.ZipInfo(f"{root}/{file.path}", moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o640 << 16
            archive.writestr(entry, file.content)
    return held.getvalue()
