"""What has happened to the case and its files, by PREMIS 3.0 (metadata/preservation/premis.xml).

Objects are the files of the case with size, SHA-256 and format; events say when it came, was
sealed, signed, decided and packed; agents are the platform and who decided. A format is told by its
media type: no register of formats (PRONOM) is asked. Element order is fixed by the schema.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from samtjanst.adapters.earchive.files import Placed, add, document, moment
from samtjanst.ports.case_file import CaseFile, Record

SPACE = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_KEYS = uuid.UUID("0d6a1c0e-6f0b-4b5e-9b51-2c6d0a5f7e42")  # of events, which have no row
_LOCAL, _UUID = "lokal sökväg", "UUID"


@dataclass(frozen=True, slots=True)
class _Event:
    what: str
    at: datetime
    detail: str
    agent: str
    about: tuple[str, ...]  # paths of files


def written(case: CaseFile, placed: tuple[Placed, ...]) -> bytes:
    """The file; always the same for the same case and places."""
    spaces: Any = {None: SPACE, "xsi": _XSI}
    root = etree.Element(f"{{{SPACE}}}premis", nsmap=spaces)
    root.set("version", "3.0")
    events = [
        (str(uuid.uuid5(_KEYS, f"{case.id}:{number}")), one)
        for number, one in enumerate(_events(case, placed))
    ]
    for one in placed:
        _object(root, one, [key for key, event in events if one.file.path in event.about])
    for key, event in events:
        _told(root, key, event)
    _agent(root, case.system, "software", case.system_version)
    if case.decision:
        _agent(root, case.decision.decided_by, "person", "")
    return document(root)


def _events(case: CaseFile, placed: tuple[Placed, ...]) -> Iterator[_Event]:
    for record in case.records:
        about = tuple(one.file.path for one in placed if one.record == record.id)
        yield from _of_record(record, case.system, about)
    every = tuple(one.file.path for one in placed)
    if case.decision:
        at, by = case.decision.decided_at, case.decision.decided_by
        decided = tuple(
            one.file.path
            for one in placed
            if one.record in {record.id for record in case.records if record.kind == "decision"}
        )
        yield _Event("decision", at, "Ärendet är beslutat", by, decided)
    yield _Event(
        "message digest calculation", case.packed_at, "SHA-256 av varje fil", case.system, every
    )
    yield _Event(
        "information package creation", case.packed_at, "Arkivpaketet är gjort", case.system, every
    )


def _of_record(record: Record, system: str, about: tuple[str, ...]) -> Iterator[_Event]:
    what = "ingestion" if record.direction == "incoming" else "creation"
    detail = "Inkommen" if record.direction == "incoming" else "Upprättad"
    yield _Event(what, record.at, f"{detail}: {record.title}", system, about)
    if record.sealed_at:
        told = f"Förseglad, SHA-256 {record.sha256}"
        yield _Event("message digest calculation", record.sealed_at, told, system, about)
    for at in record.verified_at:
        told = "Elektronisk underskrift kontrollerad"
        yield _Event("digital signature validation", at, told, system, about)


def _object(root: etree._Element, placed: Placed, events: list[str]) -> None:
    one = add(root, "object")
    one.set(f"{{{_XSI}}}type", "file")
    _named(one, "objectIdentifier", _LOCAL, placed.file.path)
    facts = add(one, "objectCharacteristics")
    fixity = add(facts, "fixity")
    add(fixity, "messageDigestAlgorithm", "SHA-256")
    add(fixity, "messageDigest", placed.file.sha256)
    add(facts, "size", str(len(placed.file.content)))
    add(add(add(facts, "format"), "formatDesignation"), "formatName", placed.file.mime)
    add(one, "originalName", placed.title)
    for key in events:
        _named(one, "linkingEventIdentifier", _UUID, key)


def _told(root: etree._Element, key: str, event: _Event) -> None:
    one = add(root, "event")
    _named(one, "eventIdentifier", _UUID, key)
    add(one, "eventType", event.what)
    add(one, "eventDateTime", moment(event.at))
    add(add(one, "eventDetailInformation"), "eventDetail", event.detail)
    add(add(one, "eventOutcomeInformation"), "eventOutcome", "success")
    _named(one, "linkingAgentIdentifier", "namn", event.agent)
    for path in event.about:
        _named(one, "linkingObjectIdentifier", _LOCAL, path)


def _agent(root: etree._Element, name: str, kind: str, version: str) -> None:
    one = add(root, "agent")
    _named(one, "agentIdentifier", "namn", name)
    add(one, "agentName", name)
    add(one, "agentType", kind)
    if version:
        add(one, "agentVersion", version)


def _named(parent: etree._Element, name: str, kind: str, value: str) -> None:
    one = add(parent, name)
    add(one, f"{name}Type", kind)
    add(one, f"{name}Value", value)
