"""The amount that a decision names, where the e-service's decisions do."""

from django.utils.translation import gettext

from samtjanst.capabilities.formkit.model import Handling
from samtjanst.running.cases.types import DecisionDraft

LONGEST = 9  # digits


def read(handling: Handling, typed: str) -> int | None:
    """Whole kronor; None for nothing, for what is none, and where none is named."""
    text = "".join(typed.split())
    is_whole = text.isascii() and text.isdecimal() and len(text) <= LONGEST
    return int(text) if handling.amount and is_whole else None


def problems(handling: Handling, made: DecisionDraft, typed: str) -> dict[str, list[str]]:
    """What is wrong with it, by field."""
    if made.amount is not None or not handling.amount:
        return {}
    if made.is_adverse and not typed.strip():
        return {}  # nothing is granted
    return {"amount": [gettext("Skriv beloppet i hela kronor.")]}
