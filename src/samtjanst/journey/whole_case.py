"""The whole case for an archive: what came, what was written, what was decided, and the proof."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from importlib.metadata import version

from samtjanst.building.definitions.queries import archive_class, slug_of
from samtjanst.capabilities.documents.types import EmbeddedFile
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import FileInfo, ScanState
from samtjanst.foundation.people.queries import identities_of
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import contents, document, letters, on_paper, partner, supplemented
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError, TamperedError
from samtjanst.ports.case_file import CaseFile, Decision, Item, Person, Record
from samtjanst.ports.failures import Rejected, Temporary
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, DecisionKind, DecisionView, SupplementView
from samtjanst.running.filing.types import SealedSnapshot

_PAIR = uuid.UUID("5c0f9a5e-8c0d-4f0e-9d0e-2f6d8f5b7a11")  # for documents without a row
# Said anew in what comes later: they tell of the whole case as it stands then.
_ALWAYS = frozenset({"appeal", "case_document"})
_OURS = {"decision": ("Beslut", "outgoing"), "case_document": ("Hela ärendet", "internal")}


def of(reference: str, packed_at: datetime, since: datetime | None = None) -> CaseFile:
    """The case as it stands now, packed at the delivery's own moment; the reading is recorded.

    With ``since``, of its documents those alone that have come after it, and the whole as PDF.

    Raises:
        Temporary: a file is still being scanned, or a document cannot be sealed now.
        Rejected: there is no such case any more, or something in it does not match its seal.
    """
    by = system_actor(scope_id())
    try:
        case, snapshot = cases.read_whole(by, reference)
        whole = _whole(case, snapshot, clock.local(packed_at), by)
        later = (one for one in whole.records if one.kind in _ALWAYS or (since and one.at > since))
        return replace(whole, records=tuple(later)) if since else whole
    except TamperedError:
        raise Rejected("tampered") from None
    except NotFoundError:
        raise Rejected("no_case") from None


def _whole(case: CaseView, snapshot: SealedSnapshot, packed_at: datetime, by: Actor) -> CaseFile:
    municipality, decided = current(), cases.decision_of(case.id)
    slug = slug_of(case.version_id)
    code, name = archive_class(slug)
    return CaseFile(
        id=str(case.id),
        reference=case.reference,
        title=case.title,
        e_service=slug,
        municipality=municipality.name,
        organisation_number=municipality.organisation_number,
        system="Samtjänst",
        system_version=version("samtjanst"),
        arrived_at=clock.local(case.arrived_at),
        packed_at=packed_at,
        people=tuple(_people(case)),
        decision=_decision(decided) if decided else None,
        records=tuple(_records(case, snapshot, by)),
        class_code=code,
        class_name=name,
    )


def _people(case: CaseView) -> Iterator[Person]:
    known = identities_of(party.citizen_id for party in case.parties)
    for party in case.parties:
        who = known[party.citizen_id]
        number = who.personal_number.digits if who.personal_number else ""
        foreign = who.foreign.shown if who.foreign else ""
        yield Person(party.role, who.name, number, party.is_protected, foreign)
    if case.handler:
        yield Person("handler", case.handler)


def _decision(decided: DecisionView) -> Decision:
    return Decision(
        outcome=decided.outcome_title,
        reasons=decided.reasons,
        legal_basis=decided.legal_basis,
        decided_by=decided.decided_by,
        decided_at=_moment(decided),
    )


def _moment(decided: DecisionView) -> datetime:
    """When it was decided; of a board's decision the day of its meeting is all that is known."""
    return clock.starts(decided.board_on) if decided.board_on else clock.local(decided.decided_at)


def _records(case: CaseView, snapshot: SealedSnapshot, by: Actor) -> Iterator[Record]:
    asked = cases.supplements_of(case.id)
    files = supplemented.files_of_all(supplemented.snapshots_of(snapshot, asked))
    yield _application(case, snapshot, files, by)
    for one in asked:
        if one.snapshot:
            yield _supplement(one, one.snapshot, files, by)
    yield from _letters(case, by)
    yield from _struck(case, by)
    yield from _of_partners(case, by)
    yield from _appeals(case)
    for decided in cases.decisions_of(case.id):
        is_first = decided.kind is DecisionKind.MATTER and not decided.replaces_id
        made = document.decision_to(case, decided, is_kept=True)
        beside = "" if is_first else f":{decided.id}"
        yield _ours(case, "decision", decided.decided_at, made, beside)
    whole = document.case_document(reference=case.reference, by=by, is_kept=True)
    yield _ours(case, "case_document", clock.now(), whole)


def _application(
    case: CaseView, snapshot: SealedSnapshot, files: list[FileInfo], by: Actor
) -> Record:
    evidence = signing.evidence_of(("filing", case.filing_id))
    proof = (
        *contents.proof(snapshot, evidence),
        *on_paper.enclosed(case=case, evidence=evidence, by=by),
    )
    return Record(
        id=str(snapshot.id),
        kind="application",
        title=case.title,
        direction="incoming",
        at=clock.local(case.arrived_at),
        items=(*map(_item, proof), *_attached(snapshot, files, by)),
        sender=_sender(case),
        # Each is verified when it arrives, before it is taken for a signature at all.
        verified_at=tuple(clock.local(one.signed_at) for one in evidence if one.page is None),
        sealed_at=clock.local(snapshot.sealed_at),
        sha256=snapshot.sha256,
    )


def _supplement(
    one: SupplementView, sealed: SealedSnapshot, files: list[FileInfo], by: Actor
) -> Record:
    answers = Item("komplettering.json", "application/json", sealed.raw)
    return Record(
        id=str(sealed.id),
        kind="supplement",
        title="Komplettering",
        direction="incoming",
        at=clock.local(one.answered_at or sealed.sealed_at),
        items=(answers, *_attached(sealed, files, by)),
        sealed_at=clock.local(sealed.sealed_at),
        sha256=sealed.sha256,
    )


def _letters(case: CaseView, by: Actor) -> Iterator[Record]:
    for one in letters.shown(case=case, by=by):
        kept = [info for info in one.files if _is_kept(info)]
        read = (letters.open_file(case, one.letter.id, uuid.UUID(f.id), by=by) for f in kept)
        text = Item("meddelande.txt", "text/plain", one.letter.text.encode())
        yield Record(
            id=str(one.letter.id),
            kind="letter",
            title="Meddelande",
            direction="incoming" if one.letter.is_from_citizen else "outgoing",
            at=clock.local(one.letter.at),
            items=(text, *(Item(info.name, info.content_type, content) for info, content in read)),
            sender=one.letter.who,
        )


def _struck(case: CaseView, by: Actor) -> Iterator[Record]:
    """What came in and was put in the wrong case: an official document that is kept, apart."""
    keys = {one.letter_id: one for one in cases.struck_of(case.id) if one.letter_id}
    held = files.infos_by_owner(letters.OWNER, list(keys)) if keys else {}
    for key, one in keys.items():
        kept = [info for info in held.get(key, ()) if _is_kept(info)]
        read = (
            file_services.read(file_id=uuid.UUID(info.id), owner=(letters.OWNER, key), by=by)
            for info in kept
        )
        why = f"Struket {clock.exact(one.struck_at)} av {one.struck_by}: {one.reason}"
        yield Record(
            id=str(key),
            kind="letter",
            title="Struket meddelande",
            direction="incoming",
            at=clock.local(one.at),
            items=(
                Item("meddelande.txt", "text/plain", one.text.encode()),
                Item("struket.txt", "text/plain", why.encode()),
                *(Item(info.name, info.content_type, content) for info, content in read),
            ),
            sender=one.who,
        )


def _of_partners(case: CaseView, by: Actor) -> Iterator[Record]:
    """The files that came with outside bodies' answers; the answers are messages."""
    for share, infos in partner.shared(case.id):
        read = (
            partner.open_file(
                reference=case.reference, share_id=share.id, file_id=uuid.UUID(one.id), by=by
            )
            for one in infos
            if _is_kept(one)
        )
        items = tuple(Item(info.name, info.content_type, content) for info, content in read)
        if items and share.result_at:
            at = clock.local(share.result_at)
            yield Record(
                str(share.id), "letter", "Svar från extern part", "incoming", at, items,
                sender=share.partner,
            )  # fmt: skip


def _appeals(case: CaseView) -> Iterator[Record]:
    """What became of each appeal; what the party wrote is a message of its own."""
    for one in cases.appeals_of(case.id):
        texts = (("avvisning.txt", one.rejection), ("omprovning.txt", one.reconsidered))
        items = tuple(Item(name, "text/plain", text.encode()) for name, text in texts if text)
        if items:
            day = datetime.combine(one.received_on, time.min, tzinfo=UTC)
            at = clock.local(one.handed_over_at or day)
            yield Record(str(one.id), "appeal", "Överklagande", "internal", at, items)


def _ours(case: CaseView, kind: str, at: datetime, made: bytes, beside: str = "") -> Record:
    """``beside`` tells one apart from the first of its kind."""
    title, direction = _OURS[kind]
    key = str(uuid.uuid5(_PAIR, f"{case.id}:{kind}{beside}"))
    item = Item(f"{title}.pdf", "application/pdf", made)
    return Record(key, kind, title, direction, clock.local(at), (item,))


def _attached(sealed: SealedSnapshot, files: list[FileInfo], by: Actor) -> Iterator[Item]:
    """The files of one hand-in; one that carries malware is left out."""
    own = {file["id"] for file in sealed.content["files"]}
    for info in files:
        if info.id in own and _is_kept(info):
            _info, content = supplemented.open_any([sealed], uuid.UUID(info.id), by=by)
            yield Item(info.name, info.content_type, content)


def _is_kept(info: FileInfo) -> bool:
    if info.scan_state is ScanState.PENDING:
        raise Temporary("not_scanned")
    return info.scan_state is ScanState.CLEAN


def _item(file: EmbeddedFile) -> Item:
    return Item(file.name, file.mime, file.content)


def _sender(case: CaseView) -> str:
    return next((party.name for party in case.parties if party.role == "applicant"), "")
