"""The case as documents: the whole case, the receipt, the decision."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import translation

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.documents.render import (
    render_case_document,
    render_decision,
    render_receipt,
)
from samtjanst.capabilities.documents.types import (
    Attachment,
    CaseDocument,
    Check,
    DecisionEntry,
    DecisionLetter,
    EmbeddedFile,
    Letterhead,
    Receipt,
    Row,
    Section,
    SignatureEntry,
)
from samtjanst.capabilities.formkit import present
from samtjanst.capabilities.formkit.present.types import SummaryRow, SummarySection
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import (
    SIGNED,
    EvidenceView,
    RequestState,
    RequestView,
    ScannedPage,
)
from samtjanst.foundation.audit.services import record_read
from samtjanst.foundation.files.types import FileInfo, ScanState
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import (
    contents,
    decided_by,
    drawn,
    letters,
    on_paper,
    opinions,
    place_maps,
    sealing,
    supplemented,
)
from samtjanst.journey import document_texts as texts
from samtjanst.journey.proof_texts import CHECKS
from samtjanst.journey.sealed import context_of
from samtjanst.journey.sign_methods import is_by_phone, method_of
from samtjanst.journey.signatories import room_for_citizens
from samtjanst.kernel import clock
from samtjanst.kernel.identity import foreign_of, number_of
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import (
    CaseView,
    DecisionView,
    SupplementView,
)
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import SealedSnapshot

_moment: Callable[[Any], str] = clock.exact


@dataclass(frozen=True, slots=True)
class Proven:
    """A signature and the steps by which it was verified."""

    name: str = field(repr=False)
    signed_at: datetime
    checks: tuple[tuple[str, bool], ...]
    verifier: str
    digest: str
    page: ScannedPage | None = None
    is_by_phone: bool = False


def case_document(*, reference: str, by: Actor, is_kept: bool = False) -> bytes:
    """The whole case in one PDF with attachments and proof inside, sealed by the municipality.

    ``is_kept`` for an archive: then it is not made without the seal.

    Raises:
        NotFoundError: not a case that the member of staff may read.
        Temporary: it is to be kept, and cannot be sealed now.
    """
    case = cases.get_case(by, reference)
    record_read("case.document", by=by, subject=("case", case.id))
    snapshot = filings.snapshot(case.snapshot_id)
    of_filing, signed = signing.evidence_of(("filing", case.filing_id)), decided_by.of_case(case)
    evidence = [*of_filing, *signed.evidence]
    signatures = tuple(_signature(item) for item in evidence)
    decision = cases.decision_of(case.id)
    asked = cases.supplements_of(case.id)
    sealed = supplemented.snapshots_of(snapshot, asked)
    known = supplemented.files_of_all(sealed)
    made = render_case_document(
        CaseDocument(
            head=head_of(case, case.title),
            status_line=texts.STATES[case.state.value],
            facts=tuple(texts.facts_of(case)),
            sections=place_maps.drawn(told(case, snapshot, asked, known, by=by)),
            signatures=signatures,
            unsigned=tuple(texts.unsigned(signing.room_of(("filing", case.filing_id)))),
            attachments=tuple(attachments(sealed, by=by)),
            decision=_decision(decision) if decision else None,
            sealed_digest=snapshot.sha256,
            evidence_files=(
                *contents.proof(snapshot, evidence),
                *signed.enclosed,
                *on_paper.enclosed(case=case, evidence=evidence, by=by),
                *_sealed_supplements(sealed),
                contents.listed(tuple(map(_listed, signatures)), _decided(decision)),
            ),
        )
    )
    return sealing.sealed(made, case_id=case.id, is_kept=is_kept)


def told(
    case: CaseView,
    snapshot: SealedSnapshot,
    asked: list[SupplementView],
    known: list[FileInfo],
    *,
    by: Actor,
) -> tuple[Section, ...]:
    """Everything written in a case that the actor has opened, in the order of a document."""
    return (
        *sections(case, snapshot),
        *texts.supplements(supplemented.told(case, snapshot, asked, known)),
        *texts.letters(letters.shown(case=case, by=by)),
        *opinions.sections(case=case, by=by),
        *texts.earlier(cases.decisions_of(case.id)),
        *texts.appeals(cases.appeals_of(case.id)),
    )


def receipt(*, reference: str, by: Actor) -> bytes:
    """The receipt, for a party.

    Raises:
        NotFoundError: the citizen is no party.
    """
    case = cases.my_case(by, reference)
    snapshot = filings.snapshot(case.snapshot_id)
    room = room_for_citizens(("filing", case.filing_id))
    signed = [r for r in room.requests if r.state in SIGNED] if room else []
    proofs = signing.evidence_of(("filing", case.filing_id)) if signed else []
    methods = {item.identity.code: method_of(item) for item in proofs}
    named = tuple(_named(one, methods) for one in signed)
    made = render_receipt(
        Receipt(
            head=head_of(case, "Kvittens"),
            received_at=_moment(case.arrived_at),
            facts=tuple(texts.signatures(case)),
            received=(case.title, *(file["name"] for file in snapshot.content["files"])),
            signed=tuple(_signed(r) for r in signed),
            unsigned=tuple(texts.unsigned(room)),
            sealed_digest=snapshot.sha256,
            evidence_files=(contents.listed(named),) if signed else (),
        )
    )
    return sealing.sealed(made, case_id=case.id)


def decision_letter(
    *, reference: str, by: Actor, decision_id: uuid.UUID | None = None
) -> bytes | None:
    """The decision in force, or one of those before it, for a party; None where there is none.

    Raises:
        NotFoundError: the citizen is no party.
    """
    case = cases.my_case(by, reference)
    made = cases.shown_to(cases.decisions_of(case.id), by)
    found = (one for one in made if one.id == decision_id)
    decision = next(found, None) if decision_id else cases.decision_of(case.id)
    if decision is None:
        return None
    recipient = next((p.name for p in case.parties if p.citizen_id == by.id), "")
    return decision_to(case, decision, (recipient,) if recipient else ())


def decision_to(
    case: CaseView,
    decision: DecisionView,
    recipient: tuple[str, ...] = (),
    *,
    is_kept: bool = False,
) -> bytes:
    """The decision of a case that the caller has authorised, sealed; to nobody for an archive.

    Raises:
        Temporary: it is to be kept, and cannot be sealed now.
    """
    made = render_decision(letter_of(case, decision, recipient))
    return sealing.sealed(made, case_id=case.id, is_kept=is_kept)


def letter_of(
    case: CaseView, decision: DecisionView, recipient: tuple[str, ...] = ()
) -> DecisionLetter:
    """What the document of a decision says, of a case that the caller has authorised."""
    told = map(_signature, decided_by.of_case(case).on(decision))
    signed = tuple(map(_listed, told))
    return DecisionLetter(
        head=head_of(case, "Beslut"),
        decision=_decision(decision),
        recipient=recipient,
        facts=(
            ("Ärende", case.title),
            *texts.period(decision),
            *(("Underskrivet", f"{one.name} ({one.role}), {one.signed_at}") for one in signed),
        ),
        evidence_files=(contents.listed(signed, _decided(decision)),),
    )


def attachment(*, reference: str, file_id: uuid.UUID, by: Actor) -> tuple[FileInfo, bytes]:
    """An attachment of a case, for a party; the reading is recorded.

    Raises:
        NotFoundError: she is no party, or the file is not part of what was handed in.
    """
    case = cases.my_case(by, reference)
    asked = supplemented.seen(case, cases.supplements_of(case.id), by)
    sealed = supplemented.snapshots_of(filings.snapshot(case.snapshot_id), asked)
    return supplemented.open_any(sealed, file_id, by=by)


def sections(case: CaseView, snapshot: SealedSnapshot) -> tuple[Section, ...]:
    """The answers in the words of the version that was used."""
    return tuple(
        Section(part.title, tuple(map(_row, part.rows))) for part in summary(case, snapshot)
    )


def _row(told: SummaryRow) -> Row:
    place = place_maps.place_of(told.drawn, told.shape)
    return Row(told.label, told.lines, told.source, place)


def summary(case: CaseView, snapshot: SealedSnapshot) -> tuple[SummarySection, ...]:
    """As :func:`sections`, for a screen."""
    definition = definition_of(case.version_id)
    return tuple(present.summary(definition, snapshot.content["answers"], context_of(snapshot)))


def summary_now(case: CaseView) -> tuple[SummarySection, ...]:
    """The answers of a case that the caller has authorised as they stand, on a screen.

    What a supplement has changed is marked; a handler's own questions come last.
    """
    snapshot, asked = filings.snapshot(case.snapshot_id), cases.supplements_of(case.id)
    known = supplemented.files_of_all(supplemented.snapshots_of(snapshot, asked))
    return (
        *supplemented.in_words_now(case, snapshot, asked, known),
        *supplemented.answers_besides(case, snapshot, asked, known),
    )


def proven(case: CaseView) -> list[Proven]:
    """How each signature of a case that the caller has authorised was verified, in words."""
    return [
        Proven(
            item.name,
            item.signed_at,
            tuple((str(CHECKS.get(name, name)), held) for name, held, _detail in item.checks),
            item.verifier,
            item.digest,
            item.page,
            is_by_phone(item),
        )
        for item in (
            *signing.evidence_of(("filing", case.filing_id)),
            *decided_by.of_case(case).evidence,
        )
    ]


def head_of(case: CaseView, title: str) -> Letterhead:
    """The municipality's head of a document about a case, made now."""
    municipality = current()
    return Letterhead(
        municipality=municipality.name,
        colour=municipality.colour,
        title=title,
        reference=case.reference,
        produced_at=clock.now(),
        contact=(municipality.contact_phone, municipality.contact_email),
    )


def _signed(request: RequestView) -> tuple[str, str]:
    how = " (på papper, registrerat av kommunen)" if request.state is RequestState.ON_PAPER else ""
    return request.name, _moment(request.signed_at) + how


def _named(request: RequestView, methods: Mapping[str, str]) -> contents.Listed:
    return contents.Listed(
        name=request.name,
        role=texts.ROLES.get(request.role, request.role),
        signed_at=_moment(request.signed_at),
        method=methods.get(request.signatory.identity.code, ""),
    )


def _signature(item: EvidenceView) -> SignatureEntry:
    return SignatureEntry(
        name=item.name,
        role=texts.ROLES.get(item.role, item.role),
        signed_at=_moment(item.signed_at),
        method=method_of(item),
        digest=item.digest,
        # An official's private number is on no page; it is in the proof, as BankID made it.
        personal_number="" if decided_by.is_officials(item) else _number(item),
        foreign=item.identity.shown if foreign_of(item.identity) else "",
        signed_text=item.visible_text,
        checks=_checks(item),
        details=tuple(_details(item)),
    )


def _number(item: EvidenceView) -> str:
    return item.identity.shown if number_of(item.identity) else ""


def _listed(one: SignatureEntry) -> contents.Listed:
    return contents.Listed(one.name, one.role, one.signed_at, one.method)


def _details(item: EvidenceView) -> Iterator[tuple[str, str]]:
    if item.page is None:
        yield "Kontrollerad med", item.verifier
        return
    yield "Underskrivet", item.page.signed_on
    yield "Registrerat av", item.page.registered_by
    yield "Inskannat papper", item.page.name
    yield "Papperets kontrollsumma (SHA-256)", item.page.sha256


def _checks(item: EvidenceView) -> tuple[Check, ...]:
    # A document is in Swedish, whoever asks for it.
    with translation.override("sv"):
        return tuple(Check(str(CHECKS.get(name, name)), held) for name, held, _ in item.checks)


def _sealed_supplements(sealed: list[SealedSnapshot]) -> Iterator[EmbeddedFile]:
    for number, snapshot in enumerate(sealed[1:], start=1):
        name = f"komplettering-{number}.json"
        yield EmbeddedFile(name, "application/json", snapshot.raw, "Det som lämnades in", "source")


def attachments(sealed: list[SealedSnapshot], *, by: Actor) -> Iterator[Attachment]:
    """The clean files that were sealed, with their pages drawn; the reading is recorded."""
    left = drawn.MOST_DRAWN
    for info in supplemented.files_of_all(sealed):
        if info.scan_state is ScanState.CLEAN:
            _info, content = supplemented.open_any(sealed, uuid.UUID(info.id), by=by)
            pages = drawn.pages_of(content, info.content_type, left)
            left -= len(pages)
            yield Attachment(info.name, info.content_type, content, info.sha256, pages=pages)


def _decision(decision: DecisionView) -> DecisionEntry:
    return DecisionEntry(
        outcome=decision.outcome_title + _sum(decision.amount),
        decided_on=decision.decided_on.isoformat(),
        decided_by=decision.decided_by,
        reasons=decision.reasons,
        legal_basis=decision.legal_basis,
        appeal=decision.appeal_text,
        others=(decision.others,) if decision.others else (),
        presented_by=decision.prepared_by,
    )


def _decided(decision: DecisionView | None) -> contents.Decided | None:
    if decision is None:
        return None
    return contents.Decided(decision.decided_by, _decision(decision).decided_on)


def _sum(amount: int | None) -> str:
    return "" if amount is None else f": {amount} kronor"
