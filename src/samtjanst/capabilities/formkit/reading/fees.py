"""Reading the rule of the fee."""

from collections.abc import Iterable

from samtjanst.capabilities.formkit.fees import (
    LONGEST_PURPOSE,
    MOST_KRONOR,
    VAT,
    FeeRule,
    FeeWhen,
)
from samtjanst.capabilities.formkit.model import Kind, Page, SigningRule
from samtjanst.capabilities.formkit.problems import Problem
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.texts import Text, Told

__all__ = ["FeeRule", "read", "refuse_unfit"]
_LONG = Text("högst {n} tecken får plats", "at most {n} characters fit").told(n=LONGEST_PURPOSE)
_NO_VAT = Told("momsen är 0, 6, 12 eller 25 procent", "value-added tax is 0, 6, 12 or 25 per cent")
_JOINT = Told(
    "ansökan kan inte vänta på betalning när flera ska skriva under",
    "the application cannot wait to be paid when several are to sign",
)
_NO_LINES = Told(
    "det finns varken belopp eller någon betalrad i formuläret",
    "there is neither an amount nor a payment line in the form",
)


def read(top: Fields) -> FeeRule | None:
    """The rule; None for an e-service without a fee."""
    if not top.has("fee"):
        return None
    item = top.part("fee")
    rule = FeeRule(
        purpose=item.words("purpose"),
        amount=item.maybe_whole("amount", 1, MOST_KRONOR),
        when=FeeWhen(item.one_of("when", set(FeeWhen), "after")),
        vat=item.whole("vat", 0, 25, 0),
        days=item.whole("days", 1, 365, 14),
        decided=item.words("decided", required=False),
    )
    if max(len(rule.purpose.sv), len(rule.purpose.en)) > LONGEST_PURPOSE:
        item.refuse("purpose", _LONG)
    if rule.vat not in VAT:
        item.refuse("vat", _NO_VAT)
    item.close()
    return rule


def refuse_unfit(
    rule: FeeRule | None, pages: Iterable[Page], signing: SigningRule, found: list[Problem]
) -> None:
    """Note what does not fit together with the rest of the document."""
    if rule is None:
        return
    has_lines = any(q.kind is Kind.PAYMENT_LINE for page in pages for q in page.questions)
    if rule.is_before and signing.signatories.is_joint:
        found.append(Problem("fee.when", 0, _JOINT))
    if rule.amount is None and not has_lines:
        found.append(Problem("fee.amount", 0, _NO_LINES))
