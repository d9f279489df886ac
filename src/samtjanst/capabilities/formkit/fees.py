"""What an applicant pays: the rule of an e-service, and the amount that follows from answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.texts import NO_TEXT, Text

VAT = (0, 6, 12, 25)  # per cent; what an authority decides by its powers has none
MOST_KRONOR = 1_000_000
LONGEST_PURPOSE = 50  # characters: what fits in the payer's app
_ORE = 100


class FeeWhen(StrEnum):
    """When the fee is paid."""

    AFTER = "after"  # it is handed in at once, and waits to be paid
    BEFORE = "before"  # it lies in the applicant's own space until it is paid (TF 2:13)


@dataclass(frozen=True, slots=True)
class FeeRule:
    """What is paid, and when.

    ``amount`` is whole kronor, or None for the sum of the form's payment lines. ``vat`` is per
    cent, part of the amount. ``days`` are those that the applicant has to pay. ``decided`` tells
    who has decided the fee, and when (KL 2 kap. 5 §).
    """

    purpose: Text
    amount: int | None = None
    when: FeeWhen = FeeWhen.AFTER
    vat: int = 0
    days: int = 14
    decided: Text = NO_TEXT

    @property
    def is_before(self) -> bool:
        """Whether it is paid before it has come in."""
        return self.when is FeeWhen.BEFORE


def due(rule: FeeRule | None, questions: Iterable[Question], values: Mapping[str, Any]) -> int:
    """What is to be paid with these answers, in öre; 0 for nothing.

    Lines below zero are discounts; together they never make somebody owed money.
    """
    if rule is None:
        return 0
    if rule.amount is not None:
        return rule.amount * _ORE
    lines = (values.get(q.id) for q in questions if q.kind is Kind.PAYMENT_LINE)
    return max(0, sum(line for line in lines if type(line) is int))
