"""What a case can be found by beside its answers: messages, opinions and the words of files."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from samtjanst.capabilities.documents import wording
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import FileInfo, ScanState
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import letters, opinions, supplemented
from samtjanst.kernel.canonical import digest
from samtjanst.kernel.errors import NotFoundError, TamperedError
from samtjanst.ports.failures import PortError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, FileWords
from samtjanst.running.filing.types import SealedSnapshot


@dataclass(frozen=True, slots=True)
class Beside:
    """Texts that everybody who reads the case sees, and those of its messages."""

    texts: tuple[str, ...]
    letters: tuple[str, ...]
    files: FileWords


@dataclass(frozen=True, slots=True)
class _File:
    owner: tuple[str, uuid.UUID]
    info: FileInfo
    is_letters: bool = False


def beside(*, case: CaseView, snapshots: list[SealedSnapshot], by: Actor) -> Beside:
    """What is found beside the answers of a case; files are read only when there are others."""
    written, given = letters.shown(case=case, by=by), opinions.shown(case=case, by=by)
    held = [
        *(_File(("filing", s.filing_id), info) for s in snapshots for info in _files(s)),
        *(_File((opinions.OWNER, o.opinion.id), info) for o in given for info in o.files),
        *(_File((letters.OWNER, o.letter.id), info, True) for o in written for info in o.files),
    ]
    return Beside(
        texts=tuple(text for one in given for text in _said(one)),
        letters=tuple(one.letter.text for one in written),
        files=_words(case, held, by),
    )


def _said(one: opinions.Shown) -> Iterator[str]:
    yield one.opinion.text
    if one.opinion.answer:
        yield one.opinion.answer.text


def _files(snapshot: SealedSnapshot) -> Iterator[FileInfo]:
    sealed = {file["id"] for file in snapshot.content["files"]}
    yield from (i for i in supplemented.files_of_all([snapshot]) if i.id in sealed)


def _words(case: CaseView, held: list[_File], by: Actor) -> FileWords:
    clean = [one for one in held if one.info.scan_state is ScanState.CLEAN]
    waits = any(one.info.scan_state is ScanState.PENDING for one in held)
    key = digest([one.info.id for one in clean])
    if cases.file_set(case.id) == key:
        return FileWords(key, is_whole=not waits)
    read = [(one, _text(one, by)) for one in clean]
    failed = any(text is None for _one, text in read)
    return FileWords(
        "" if failed else key,
        texts=tuple(_named(one, text) for one, text in read if not one.is_letters),
        letters=tuple(_named(one, text) for one, text in read if one.is_letters),
        is_whole=not (waits or failed),
    )


def _named(one: _File, text: str | None) -> str:
    return f"{one.info.name.rsplit('.', 1)[0]}\n{text or ''}"


def _text(one: _File, by: Actor) -> str | None:
    """None when the storage does not answer: it is tried again."""
    if one.info.content_type not in wording.READABLE:
        return ""
    try:
        info, content = file_services.read(file_id=one.info.id, owner=one.owner, by=by)
    except PortError:
        return None
    except (NotFoundError, TamperedError):
        return ""  # shown to nobody, and found by nobody
    return wording.text_of(content, info.content_type)
