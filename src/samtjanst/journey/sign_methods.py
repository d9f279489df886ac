"""How somebody signed, in the words of a document."""

from samtjanst.capabilities.signing.types import EvidenceView
from samtjanst.journey import decided_by

PAPER, LOGIN, BANKID = "På papper", "Ny inloggning med e-legitimation", "BankID"
BY_PHONE = "BankID, i ett telefonsamtal med kommunen"


def method_of(item: EvidenceView) -> str:
    """How the signature of the proof was made."""
    if told := decided_by.method_of(item):
        return told
    if item.page is not None:
        return PAPER
    if item.provider:
        return LOGIN
    return BY_PHONE if is_by_phone(item) else BANKID


def is_by_phone(item: EvidenceView) -> bool:
    """Whether an official had her on the telephone, by the order that BankID was sent."""
    sent = item.raw.get("sent")
    return isinstance(sent, dict) and "callInitiator" in sent
