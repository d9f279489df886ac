"""A sealed filing as the form engine sees it: nothing is asked of any register again."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from samtjanst.capabilities.formkit.context import Context, FileFacts, OriginFacts
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import represent
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.filing.types import ORIGINS, SealedSnapshot


def files_of(snapshot: SealedSnapshot) -> list[FileInfo]:
    """The attachments that were sealed, with what the malware scan says of them now."""
    sealed = {file["id"] for file in snapshot.content["files"]}
    kept = files.infos(("filing", snapshot.filing_id)) if sealed else []
    return [info for info in kept if info.id in sealed]


def open_file(snapshot: SealedSnapshot, file_id: uuid.UUID, *, by: Actor) -> tuple[FileInfo, bytes]:
    """A sealed attachment, for somebody who may read the snapshot; the reading is recorded.

    Raises:
        NotFoundError: not sealed in it, infected, or not yet scanned.
    """
    if str(file_id) not in {file["id"] for file in snapshot.content["files"]}:
        raise NotFoundError
    return file_services.read(file_id=file_id, owner=("filing", snapshot.filing_id), by=by)


def code_of(person: Mapping[str, Any]) -> str:
    """What an applicant or a party of a filing is known by; "" for one with nothing but a name."""
    return str(person.get("foreign") or person["personal_number"])


def named_in(applicant: Mapping[str, Any]) -> dict[str, Any]:
    """The applicant as she is sealed; ``foreign`` only of somebody without a Swedish number."""
    names = ("personal_number", "name", "foreign")
    return {name: applicant[name] for name in names if name in applicant}


def origins_in(snapshot: SealedSnapshot) -> dict[str, OriginFacts]:
    """Where answers came from that look-ups are about, by question."""
    held = snapshot.content.get(ORIGINS) or {}
    return {name: OriginFacts(**one) for name, one in held.items()}


def context_of(snapshot: SealedSnapshot) -> Context:
    """The context in which the sealed answers are shown in the version's own words."""
    sealed_at = datetime.fromisoformat(snapshot.content["sealed_at"])
    return Context(
        today=clock.local(sealed_at).date(),
        parameters=snapshot.content["parameters"],
        represents=represent.of_content(snapshot.content),
        prepared=represent.prepared_in(snapshot.content),
        taken_down=represent.taken_down_in(snapshot.content),
        confirmed=represent.confirmed_in(snapshot.content),
        origins=origins_in(snapshot),
        files={
            file["id"]: FileFacts(
                id=file["id"],
                name=file["name"],
                content_type=file["content_type"],
                size=file["size"],
            )
            for file in snapshot.content["files"]
        },
    )
