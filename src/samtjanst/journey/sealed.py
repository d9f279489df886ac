"""A sealed filing as the form engine sees it: nothing is asked of any register again."""

from datetime import datetime

from samtjanst.capabilities.formkit.context import Context, FileFacts
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files.types import FileInfo
from samtjanst.kernel import clock
from samtjanst.running.filing.types import SealedSnapshot


def files_of(snapshot: SealedSnapshot) -> list[FileInfo]:
    """The attachments that were sealed, with what the malware scan says of them now."""
    sealed = {file["id"] for file in snapshot.content["files"]}
    kept = files.infos(("filing", snapshot.filing_id))
    return [info for info in kept if info.id in sealed]


def context_of(snapshot: SealedSnapshot) -> Context:
    """The context in which the sealed answers are shown in the version's own words."""
    sealed_at = datetime.fromisoformat(snapshot.content["sealed_at"])
    return Context(
        today=clock.local(sealed_at).date(),
        parameters=snapshot.content["parameters"],
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
