"""Fees that are never asked for, or that the payment service is likely to refuse."""

from collections.abc import Iterator
from decimal import Decimal

from samtjanst.capabilities.formkit.analysis import bounds
from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.analysis.lines import strict
from samtjanst.capabilities.formkit.analysis.logic import Logic
from samtjanst.capabilities.formkit.analysis.proof import Prover, Verdict
from samtjanst.capabilities.formkit.analysis.solver import Or
from samtjanst.capabilities.formkit.analysis.witness import Check, Witness
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.texts import Text, Told

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

_MISSING = Text(
    "Med de här svaren har betalraden ”{label}” inget belopp: den räknas inte med i avgiften.",
    "With these answers the payment line “{label}” has no amount: it is not part of the fee.",
)
_MISSING_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om betalraden ”{label}” alltid har ett belopp.",
    "It could not be decided within the limit of the search whether the payment line “{label}” "
    "always has an amount.",
)
_BELOW = Text(
    "Med de här svaren blir avgiften mindre än noll. Då ombeds ingen betala något.",
    "With these answers the fee is below zero. Then nobody is asked to pay anything.",
)
_BELOW_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om avgiften kan bli mindre än noll.",
    "It could not be decided within the limit of the search whether the fee can be below zero.",
)
_STARTS, _ROUNDS, _MOST_TRIED = 8, 6, 400


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


def read_amounts(definition: Definition, prover: Prover) -> list[Finding]:
    """A calculated fee that is missing, or below zero, with some answers that can be handed in."""
    if definition.fee is None or definition.fee.amount is not None:
        return []
    work = _Amounts(definition, prover)
    return [*work.missing(), *work.below()]


class _Amounts:
    def __init__(self, definition: Definition, prover: Prover) -> None:
        self.definition, self.prover, self.model = definition, prover, prover.model
        self.lines = list(_lines(definition))
        self.tried = 0

    def missing(self) -> Iterator[Finding]:
        """Each line that is shown without an amount; what is left unanswered is looked at."""
        for place, line in self.lines:
            absent = Or([self.model.answered(one).negated() for one in sorted(self._needs(line))])
            verdict, case = self.prover.can(
                [self.model.visible(line), absent], _lacks(line), complete=True
            )
            label = self.definition.question(line).label
            if verdict is Verdict.POSSIBLE and case:
                yield self._told(place, line, _MISSING.told(label=label), case)
            elif verdict is Verdict.OPEN:
                told = _MISSING_UNSURE.told(label=label)
                yield Finding(Code.FEE, Severity.NOTE, place, "question", line, told)

    def _needs(self, line: str) -> set[str]:
        """The questions that have to be answered for it to have a value, also through others."""
        found = {one for way in bounds.ways(line, self.model) for one in strict(way)}
        worked_out = found & self.definition.program.calculations.keys()
        return found - worked_out | {one for name in worked_out for one in self._needs(name)}

    def below(self) -> Iterator[Finding]:
        """A sum below zero: proved impossible by what each line can be, else looked for."""
        lows = [bounds.of_line(line, self.model)[0] for _place, line in self.lines]
        if self._is_never_below(lows):
            return
        least = self._least()
        about = ("fee", self.definition.id)
        if least is not None and self._sum(least) < 0:
            yield self._told(*about, _BELOW.told(), least, "definition")
        else:
            told = _BELOW_UNSURE.told()
            yield Finding(Code.FEE, Severity.NOTE, about[0], "definition", about[1], told)

    def _is_never_below(self, lows: list[Decimal | None]) -> bool:
        """Whether the least of every line, and of those that are always shown, is enough."""
        least = Decimal(0)
        for low, (_place, line) in zip(lows, self.lines, strict=True):
            if low is None:
                return False
            is_always = self.prover.holds_never([self.model.visible(line).negated()])
            least += low if is_always else min(low, Decimal(0))
        return least >= 0

    def _least(self) -> Witness | None:
        """The case with the least fee that is found by changing one answer at a time."""
        cases = self.prover.handed_in(_STARTS)
        found = min(cases, key=self._sum, default=None)
        known = {one.id for one in self.definition.questions()}
        names = sorted(known & self.definition.program.refreshing)
        for _round in range(_ROUNDS if found else 0):
            better = min(self._near(found, names), key=self._sum, default=None)
            if better is None or found is None or self._sum(better) >= self._sum(found):
                break
            found = better
        return found

    def _near(self, case: Witness | None, names: list[str]) -> Iterator[Witness]:
        for question in (self.definition.question(name) for name in names):
            if case is None or not question.kind.is_asked:
                continue
            for value in self.prover.witnesses.samples.of(question, case.evaluation.context):
                self.tried += 1
                if self.tried > _MOST_TRIED:
                    return
                other = self.prover.witnesses.changed(case, question, value)
                if other is not None:
                    yield other

    def _sum(self, case: Witness) -> int:
        values = (case.evaluation.values.get(line) for _place, line in self.lines)
        return sum(one for one in values if type(one) is int)

    def _told(
        self, place: str, part: str, told: Told, case: Witness, kind: str = "question"
    ) -> Finding:
        example = Logic(self.prover).told(case)
        about = (Code.FEE, Severity.WARNING, place, kind, part, told)
        return Finding(*about, example, dict(case.answers))


def _lacks(line: str) -> Check:
    return lambda found: found.visible(line) and found.values.get(line) is None


def _lines(definition: Definition) -> Iterator[tuple[str, str]]:
    for number, page in enumerate(definition.pages):
        for place, question in enumerate(page.questions):
            if question.kind is Kind.PAYMENT_LINE:
                yield f"pages[{number}].questions[{place}]", question.id
