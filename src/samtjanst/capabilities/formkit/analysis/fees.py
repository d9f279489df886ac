"""Fees that are never asked for, or that the payment service is likely to refuse."""

from collections.abc import Iterator

from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.texts import Told

# What private people can usually pay by Swish at once; each bank has its own limits below it.
USUAL_LIMIT = 150_000  # kronor
_NEVER_ASKED = Told(
    "Formuläret räknar ut ett belopp att betala, men e-tjänsten har ingen avgift: ingen ombeds "
    "betala det.",
    "The form works out an amount to pay, but the e-service has no fee: nobody is asked to pay it.",
)
_NOT_COUNTED = Told(
    "Avgiften är ett fast belopp. Formulärets betalrad räknas inte med.",
    "The fee is a fixed amount. The form's payment line is not part of it.",
)
_HIGH = Told(
    "Beloppet är högre än vad man brukar kunna betala med Swish.",
    "The amount is higher than what one can usually pay by Swish.",
)


def read_fee(definition: Definition) -> list[Finding]:
    """Payment lines that nobody pays, and an amount that is too high to pay so."""
    rule = definition.fee
    found = []
    if rule is None or rule.amount is not None:
        reason = _NEVER_ASKED if rule is None else _NOT_COUNTED
        found = [
            Finding(Code.FEE, Severity.WARNING, place, "question", key, reason)
            for place, key in _lines(definition)
        ]
    if rule and (rule.amount or 0) > USUAL_LIMIT:
        one = Finding(Code.FEE, Severity.WARNING, "fee.amount", "definition", definition.id, _HIGH)
        found.append(one)
    return found


def _lines(definition: Definition) -> Iterator[tuple[str, str]]:
    for number, page in enumerate(definition.pages):
        for place, question in enumerate(page.questions):
            if question.kind is Kind.PAYMENT_LINE:
                yield f"pages[{number}].questions[{place}]", question.id
