"""Checking the signatures of a case again, from what is kept, without asking anybody outside."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from samtjanst.capabilities.signing.kept import KeptSignature, kept_of
from samtjanst.capabilities.signing.officials import DECISION
from samtjanst.capabilities.signing.services.paper import VERIFIER
from samtjanst.capabilities.signing.types import ScannedPage, Subject
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.queries import keys_of
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import own_eid, passkey_proofs
from samtjanst.foundation.people.own_eid import STAFF_SIGNING
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.queries import names_of
from samtjanst.foundation.plugins.services import (
    identity_prover,
    login_prover,
    signing_provider,
)
from samtjanst.foundation.plugins.types import Port
from samtjanst.journey import confirm, decision_paper, on_paper, represent, sign_decision
from samtjanst.journey.sealed import code_of
from samtjanst.kernel.errors import NotFoundError, TamperedError
from samtjanst.kernel.identity import Signatory, number_of, read_identity
from samtjanst.ports.signing import Check, Expected, SigningProvider, VerificationReport
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import CaseView, Needs, ProposalState, ProposalView
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import SealedSnapshot


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """A signature and what held of it now.

    The steps are, in order: "snapshot", "record", "digest" and "text", which are about what is
    kept here, and then those of the e-ID. A proof that cannot be read has no steps of the e-ID.
    """

    name: str = field(repr=False)
    role: str
    signed_at: datetime | None
    checks: tuple[Check, ...]
    verifier: str = ""
    digest: str = ""
    is_login: bool = False  # no signature: what shows that she was logged in when she handed in
    is_call: bool = False  # no signature: what shows who was on the telephone

    @property
    def is_signature(self) -> bool:
        """Whether it is one, and not what shows that she was logged in, or on the telephone."""
        return not (self.is_login or self.is_call)

    @property
    def holds(self) -> bool:
        """Whether every step did."""
        return all(check.held for check in self.checks)


@dataclass(frozen=True, slots=True)
class CheckedCase:
    """A case with its signatures checked."""

    case: CaseView
    signatures: tuple[CheckedSignature, ...]

    @property
    def holds(self) -> bool:
        """Whether every signature did; also when there is none."""
        return all(one.holds for one in self.signatures)


def check_again(*, reference: str, by: Actor) -> CheckedCase:
    """Verify every signature of a case anew; nothing is changed, and the check is on record.

    What has been tampered with is told as a step that did not hold. Trust is judged as it was
    when the person signed, by the roots that are configured today.

    Raises:
        NotFoundError: not a case that the actor may read.
        NotConfigured: the municipality has no way to sign, so nobody can judge.
    """
    case = cases.get_case(by, reference)
    require(by, Permission.CASE_READ)
    sealed = _sealed(case)
    filing = ("filing", case.filing_id)
    kept = kept_of(filing)
    signatures = (
        *(_checked(one, sealed, case, by, filing) for one in kept),
        *of_decision(case, by=by),
        *(_identified(filings.snapshot(case.snapshot_id)) if sealed else ()),
    )
    found = CheckedCase(case, signatures)
    held = sum(one.holds for one in signatures)
    details = {"signatures": len(signatures), "held": held}
    record("signing.checked", by=by, subject=("case", case.id), details=details)
    return found


def _sealed(case: CaseView) -> str | None:
    """The digest of what was handed in, computed now; None when it has been touched."""
    try:
        return filings.snapshot(case.snapshot_id).sha256
    except TamperedError:
        return None


def of_decision(case: CaseView, *, by: Actor) -> Iterator[CheckedSignature]:
    """The officials' signatures on a decision in the case, and whether it is kept as signed."""
    for one in cases.proposals_of(case.id):
        if one.needs is Needs.SIGNATURES:
            sealed = _signed_digest(case, one)
            subject = (DECISION, one.id)
            for kept in kept_of(subject):
                yield _checked(kept, sealed, case, by, subject, what="decision")


def _signed_digest(case: CaseView, proposal: ProposalView) -> str | None:
    """The digest of what was signed, computed now; None when the decision is kept otherwise."""
    made = cases.decisions_of(case.id)
    is_made = proposal.state is ProposalState.APPROVED
    if is_made and not any(decision_paper.is_kept_as(proposal.draft, one) for one in made):
        return None
    try:
        return decision_paper.digest_of(decision_paper.content_of(case, proposal))
    except TamperedError:
        return None


def _checked(  # noqa: PLR0913 - the proof, and everything that it is held against
    kept: KeptSignature,
    sealed: str | None,
    case: CaseView,
    by: Actor,
    subject: Subject,
    *,
    what: str = "snapshot",
) -> CheckedSignature:
    proof = kept.evidence
    checks = [_step(what, "" if sealed else "changed after it was handed in")]
    checks.append(_step("record", kept.chain))
    verifier = ""
    if proof is not None:
        checks += [_step("digest", _digest(kept, sealed)), _step("text", _text(kept))]
        told, verifier = _on_paper(proof.page, case, by) if proof.page else _judged(kept, subject)
        checks += told
    return CheckedSignature(
        name=kept.name,
        role=kept.role,
        signed_at=kept.signed_at,
        checks=tuple(checks),
        verifier=verifier,
        digest=proof.digest if proof else kept.room_digest,
    )


def _identified(snapshot: SealedSnapshot) -> Iterator[CheckedSignature]:
    """The e-ID's answer by which the applicant was logged in to what nobody signs, or telephoned.

    It is about no text, so what it says of one is not looked at.
    """
    how = represent.confirmed_in(snapshot.content)
    called_at, answer = represent.call_proof_in(snapshot.content)
    proof = represent.login_proof_in(snapshot.content)
    if how and proof:
        yield _of_eid(snapshot, proof, how.at, is_login=True)
    if answer:
        yield _of_eid(snapshot, answer, called_at, is_call=True)


def _of_eid(
    snapshot: SealedSnapshot, proof: Mapping[str, Any], at: str, **kind: bool
) -> CheckedSignature:
    applicant = snapshot.content["applicant"]
    expected = Expected(read_identity(code_of(applicant)), "", b"")
    provider = proof.get("login_provider")
    prover = login_prover(provider) if provider else identity_prover()
    report = prover.verify(dict(proof), expected)
    steps = [check for check in report.checks if check.name != "login_content"]
    known = keys_of(("filing", snapshot.filing_id), confirm.LOGIN_KEPT)
    if known:  # nothing was noted of what was handed in before keys were
        steps += _key(proof, report, known)
    return CheckedSignature(
        name=applicant["name"],
        role="applicant",
        signed_at=datetime.fromisoformat(at),
        checks=(_step("snapshot", ""), *steps),
        verifier=report.verifier,
        digest=snapshot.sha256,
        **kind,
    )


def _step(name: str, why_not: str) -> Check:
    return Check(name, held=not why_not, detail=why_not)


def _digest(kept: KeptSignature, sealed: str | None) -> str:
    """The signature, the room and what lies sealed are about the same thing."""
    proof = kept.evidence
    if proof is None or {proof.digest, kept.room_digest} != {sealed}:
        return "about another document"
    named = proof.digest.encode()
    return "" if named in proof.hidden_data else "the document is not named"


def _text(kept: KeptSignature) -> str:
    """What the proof says was shown is what the room showed."""
    if kept.visible_text is None or kept.evidence is None:
        return "unreadable"
    shown = (kept.visible_text, kept.hidden_data)
    return "" if shown == (kept.evidence.visible_text, kept.evidence.hidden_data) else "differs"


def _on_paper(page: ScannedPage, case: CaseView, by: Actor) -> tuple[Iterator[Check], str]:
    """The scanned page is the one that was registered; whose hand it was nobody can check here."""
    try:
        info, _content = on_paper.content_of(case=case, file_id=uuid.UUID(page.id), by=by)
        why_not = "" if info.sha256 == page.sha256 else "differs"
    except TamperedError:
        why_not = "differs"
    except NotFoundError:
        why_not = "missing"
    return iter([_step("paper", why_not)]), VERIFIER


def _judged(kept: KeptSignature, subject: Subject) -> tuple[Iterator[Check], str]:
    """The e-ID's own steps: over the text that was shown, by the person who was asked."""
    proof = kept.evidence
    if proof is None or kept.visible_text is None or kept.hidden_data is None:
        return iter(()), ""
    if kept.identity is None:
        return iter(()), ""
    expected = Expected(kept.identity, kept.visible_text, kept.hidden_data)
    if proof.raw.get("kind") == passkey_proofs.KIND:
        report = passkey_proofs.verify(proof.raw, expected)
    else:
        provider = login_prover(proof.provider) if proof.provider else _of_app(subject)
        report = provider.verify(dict(proof.raw), expected)
    known = keys_of(subject, confirm.BY_LOGIN)
    steps = (*report.checks, *_key(proof.raw, report, known), *_account(kept.identity, subject))
    return iter(steps), report.verifier


def _of_app(subject: Subject) -> SigningProvider:
    """Who judges a BankID signature: of an official the way to sign that staff had, if it is there.

    Both stand on BankID's own roots.
    """
    is_officials = subject[0] == DECISION and STAFF_SIGNING in names_of(Port.SIGNING)
    return signing_provider(STAFF_SIGNING if is_officials else "")


def _account(who: Signatory, subject: Subject) -> Iterator[Check]:
    """Whether an official's BankID is the one that was held against her account when she signed."""
    number = number_of(who)
    if number and subject[0] == DECISION:
        is_known = own_eid.index_of(number) in keys_of(subject, sign_decision.BY_EID)
        yield _step("eid_account", "" if is_known else "another person")


def _key(
    raw: Mapping[str, Any], report: VerificationReport, known: Collection[str]
) -> Iterator[Check]:
    """Whether a key that nobody vouches for is the one that was noted when the proof came."""
    if raw.get("kind") in confirm.BY_OWN_KEY:
        is_known = bool(report.roots) and set(report.roots) <= set(known)
        yield _step("login_key", "" if is_known else "made with another key")
