"""Numbers with decimals: plain, per cent, and money."""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from decimal import Decimal
from typing import Any, ClassVar

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Control,
    Posted,
    Sort,
    first,
    spaced,
    typed,
)
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import Flag, Setting, Whole, limits, unit
from samtjanst.capabilities.formkit.texts import Text

_TYPED = re.compile(r"([-−–]?\d{1,12})(?:[.,](\d{0,6}))?", re.ASCII)
_STORED = re.compile(r"-?(0|[1-9]\d{0,11})(\.\d{1,6})?", re.ASCII)
_MONEY_WORDS = re.compile(r"(?:\s*(?:kr|kronor|sek|:-))\.?$", re.IGNORECASE)
ORE = 100


class NumberKind(Behaviour):
    """A number with decimals, kept as text without superfluous zeros: ``"12.5"``."""

    kind = Kind.NUMBER
    title = Text("Tal med decimaler", "Number with decimals")
    about = Text("Ett mått, en vikt eller ett annat tal.", "A measure, a weight or another number.")
    sort = Sort.NUMBER
    settings: ClassVar[tuple[Setting, ...]] = (
        *limits(),
        Whole("decimals", Text("Högsta antal decimaler", "Most decimals"), 2, low=1, high=6),
        unit(),
    )
    fits_row = fits_cell = True

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Digits, with a full stop before decimals."""
        return {"type": "string", "pattern": f"^{_STORED.pattern}$"}

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The number, as a decimal."""
        good = isinstance(value, str) and _STORED.fullmatch(value)
        return Decimal(value) if good else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """Digits with decimal comma or full stop, with or without spaces and unit."""
        text = hygiene.stored(first(posted, question.id)).strip()
        if not text:
            return None
        number = read_decimal(self._bare(text, question))
        return {"raw": text} if number is None else self.stored(number)

    def _bare(self, text: str, question: Question) -> str:
        words = question.settings.unit.sv
        return text.removesuffix(words).strip() if words else text

    def stored(self, number: Decimal) -> Any:
        """The value that a number is kept as."""
        return plain_decimal(number)

    def calculated(self, number: int | Decimal) -> Any:
        """As an answer with that number is kept."""
        return self.stored(Decimal(number))

    def canonical(self, question: Question, value: Any) -> Any:
        """Without superfluous zeros."""
        number = read_decimal(value) if isinstance(value, str) else None
        return value if number is None else self.stored(number)

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not a number, too many decimals, or outside the limits."""
        number = self.seen(question, value, context)
        if number is None:
            return (Message("not_a_decimal"),)
        settings = question.settings
        if _decimals(number) > (settings.decimals or 2):
            return (Message("too_many_decimals", {"count": settings.decimals or 2}),)
        if settings.minimum is not None and number < settings.minimum:
            return (Message("too_small", {"limit": self._limit(settings.minimum, question)}),)
        if settings.maximum is not None and number > settings.maximum:
            return (Message("too_large", {"limit": self._limit(settings.maximum, question)}),)
        return ()

    def _limit(self, number: int | Decimal, question: Question) -> str:
        return f"{spaced(number)} {self.unit(question, 'sv')}".strip()

    def unit(self, question: Question, language: str) -> str:
        """What stands after the number."""
        return question.settings.unit.to(language)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The number with decimal comma and unit."""
        number = self.seen(question, value, context)
        if number is None:
            return (typed(value),)
        return (f"{self.shown(number, language)} {self.unit(question, language)}".strip(),)

    def shown(self, number: Decimal, language: str) -> str:
        """The number for people."""
        text = spaced(number)
        return text if language == "sv" else text.replace(",", ".")

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """With the keyboard for numbers."""
        number = self.seen(question, value, context)
        text = typed(value) if number is None else self.shown(number, "sv")
        return Control(
            value=text,
            attrs={"inputmode": "decimal"},
            width="short",
            unit=self.unit(question, language),
        )


class PercentageKind(NumberKind):
    """Per cent, kept as the number before the sign."""

    kind = Kind.PERCENTAGE
    title = Text("Procent", "Percentage")
    about = Text("En andel i procent.", "A share in per cent.")
    settings = (
        *limits(0, 100),
        Whole("decimals", Text("Högsta antal decimaler", "Most decimals"), 2, low=1, high=6),
    )

    def unit(self, question: Question, language: str) -> str:
        """The sign."""
        return "%"

    def _bare(self, text: str, question: Question) -> str:
        return text.removesuffix("%").removesuffix("procent").strip()


class MoneyKind(NumberKind):
    """Swedish kronor, kept as a whole number of öre. Conditions see kronor."""

    kind = Kind.MONEY
    title = Text("Belopp", "Amount of money")
    about = Text("Ett belopp i kronor.", "An amount in Swedish kronor.")
    settings = (
        *limits(0),
        Flag("whole_kronor", Text("Bara hela kronor", "Whole kronor only")),
    )

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Öre."""
        return {"type": "integer"}

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """Kronor, as a decimal."""
        good = type(value) is int and abs(value) < 10**14
        return Decimal(value) / ORE if good else None

    def stored(self, number: Decimal) -> Any:
        """Öre; an amount with parts of an öre stays as it was typed."""
        ore = number * ORE
        return int(ore) if ore == int(ore) else {"raw": plain_decimal(number).replace(".", ",")}

    def canonical(self, question: Question, value: Any) -> Any:
        """A whole number has one form."""
        return value

    def _bare(self, text: str, question: Question) -> str:
        return _MONEY_WORDS.sub("", text)

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not an amount, parts of a krona where only whole kronor do, or outside the limits."""
        if self.seen(question, value, context) is None:
            return (Message("not_money"),)
        if question.settings.whole_kronor and value % ORE:
            return (Message("whole_kronor"),)
        return super().judge(question, value, context)

    def unit(self, question: Question, language: str) -> str:
        """Kronor."""
        return "kr" if language == "sv" else "SEK"

    def shown(self, number: Decimal, language: str) -> str:
        """Kronor, with öre only when there are any."""
        return kronor(number, language)

    def plain(self, question: Question, value: Any) -> str:
        """Kronor with two decimals."""
        return f"{Decimal(value) / ORE:.2f}" if type(value) is int else typed(value)


def kronor(number: Decimal, language: str) -> str:
    """An amount for people: ``1 250``, ``1 250,50``."""
    whole = number == int(number)
    text = spaced(int(number)) if whole else spaced(number.quantize(Decimal("0.01")))
    return text if language == "sv" else text.replace(",", ".")


def read_decimal(text: str) -> Decimal | None:
    """A number as people write it: ``1 200,50``, ``−3``, ``0.5``."""
    match = _TYPED.fullmatch(re.sub(r"\s", "", text))
    if match is None:
        return None
    whole = match[1].replace("−", "-").replace("–", "-")
    return Decimal(f"{whole}.{match[2] or 0}")


def plain_decimal(number: Decimal) -> str:
    """Digits with a full stop, without superfluous zeros: ``"12.5"``."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
