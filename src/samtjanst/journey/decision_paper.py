"""What officials sign of a decision: a text by a fixed rule, and the digest of the whole.

The rule has a version. What was signed by one is judged by the same, whatever comes after.
"""

from dataclasses import asdict
from typing import Any

from samtjanst.kernel.canonical import canonical_bytes, digest
from samtjanst.running.cases.types import CaseView, DecisionDraft, DecisionView, ProposalView
from samtjanst.running.filing import queries as filings

FORM = "samtjanst-decision/1"
CERTIFIED = "Den som skriver under intygar att beslutet står så i nämndens justerade protokoll."


def content_of(case: CaseView, proposal: ProposalView) -> dict[str, Any]:
    """The whole of what is signed: the decision, of which case, on what was handed in.

    Raises:
        TamperedError: what was handed in has been changed.
    """
    changes = proposal.replacing
    # Only where it is so: what was signed before has no such keys, and is judged as it was.
    more = {"replaces": str(proposal.replaces_id), "ground": changes.ground} if changes else {}
    return {
        "form": FORM,
        **more,
        "reference": case.reference,
        "case": str(case.id),
        "handed_in": filings.snapshot(case.snapshot_id).sha256,
        "proposal": str(proposal.id),
        "decision": asdict(proposal.draft) | {"legal_basis": list(proposal.draft.legal_basis)},
    }


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the canonical form."""
    return digest(content)


def hidden_of(content: dict[str, Any]) -> bytes:
    """What follows the text unseen: by which rule, and the digest."""
    return canonical_bytes({"form": FORM, "sha256": digest_of(content)})


def text_of(case: CaseView, draft: DecisionDraft) -> str:
    """The text that is shown and signed, in Swedish whoever signs."""
    minutes = f"{draft.board}, {draft.board_on}, § {draft.board_paragraph}"
    parts = [
        ("Utdrag ur protokoll", minutes if draft.board else ""),
        ("Beslut i ärende", f"{case.reference}, {case.title}"),
        ("Beslut", draft.outcome_title),
        ("Belopp", "" if draft.amount is None else f"{draft.amount} kronor"),
        ("Gäller från och med", draft.valid_from),
        ("Gäller till och med", draft.valid_to),
        ("Skäl", draft.reasons),
        ("Bestämmelser", "\n".join(draft.legal_basis)),
        ("Partens yttrande", draft.hearing_note),
        ("Andra som har deltagit", draft.others),
        ("Hur man överklagar", draft.appeal_text),
        # Nobody who signs here has decided: what she says is this, and no more.
        ("Underskriften", CERTIFIED if draft.board else ""),
    ]
    return "\n\n".join(f"{title}\n{text}" for title, text in parts if text)


def is_kept_as(draft: DecisionDraft, decision: DecisionView) -> bool:
    """Whether a decision as it is kept is the one that was signed.

    Those who approved are added to who has taken part: who it would be was not known before.
    """
    same = ("outcome_title", "reasons", "legal_basis", "appeal_text", "amount", "prepared_by")
    is_same = all(getattr(decision, name) == getattr(draft, name) for name in same)
    days = (decision.valid_from, decision.valid_to)
    is_same = is_same and [str(day or "") for day in days] == [draft.valid_from, draft.valid_to]
    return is_same and decision.others.startswith(draft.others)
