"""What is only shown: information, and values that the engine calculates."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, ClassVar

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Control, Posted, Sort, typed
from samtjanst.capabilities.formkit.kinds.decimals import ORE, kronor
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import Calculation, OneOf, Setting, Words
from samtjanst.capabilities.formkit.texts import Text

LEVELS: Mapping[str, Text] = MappingProxyType(
    {
        "info": Text("Upplysning", "Information"),
        "warning": Text("Varning", "Warning"),
    }
)


class InformationKind(Behaviour):
    """A text; the label is its heading and the help its body."""

    kind = Kind.INFORMATION
    title = Text("Information", "Information")
    about = Text("En kort text som lyfts fram.", "A short text that stands out.")
    sort = Sort.NOTHING
    settings: ClassVar[tuple[Setting, ...]] = (
        OneOf("level", Text("Hur viktig", "How important"), "info", words=LEVELS),
    )
    widget = "information"
    effort = 0

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """Never an answer."""
        return None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """Never answered."""
        return None

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Nothing can be wrong."""
        return ()


class CalculatedKind(InformationKind):
    """A value that follows from parameters and answers; shown as ``shown_as`` with {value}."""

    kind = Kind.CALCULATED
    title = Text("Beräknat värde", "Calculated value")
    about = Text(
        "Ett tal som följer av svaren och parametrarna.", "A number that follows from the answers."
    )
    sort = Sort.NUMBER
    settings = (
        Calculation("calculate", Text("Beräkning", "Calculation"), needed=True),
        Words("shown_as", Text("Visas som, med {value}", "Shown as, with {value}"), needed=True),
    )
    widget = "calculated"
    calculates = fits_row = fits_cell = True

    def value_schema(self, question: Question) -> dict[str, Any]:
        """A number: an integer, or a decimal as text."""
        return {"type": ["integer", "string"]}

    def plain(self, question: Question, value: Any) -> str:
        """The number."""
        return str(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The calculated value itself: the engine made it."""
        return value

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The value in its sentence."""
        return (_sentence(question, value, language),)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The sentence, or that it waits for an answer."""
        if value is None:
            return Control(value=say("not_calculated", language))
        return Control(value=_sentence(question, value, language))


class FormattedKind(InformationKind):
    """Text with headings, lists and links (Markdown); a page of it alone explains something."""

    kind = Kind.FORMATTED
    title = Text("Formaterad text", "Formatted text")
    about = Text(
        "Text med rubriker, listor och länkar. En sida med bara sådan text är en förklarande sida.",
        "Text with headings, lists and links. Alone on a page it is a page of explanation.",
    )
    settings = (Words("body", Text("Text (Markdown)", "Text (Markdown)"), needed=True),)
    widget = "formatted"

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The text, with parameters filled in."""
        return Control(body=question.settings.body.filled(context.parameters, language))


class StopKind(InformationKind):
    """You cannot apply for this; do this instead. Shown by rules; nothing can be handed in."""

    kind = Kind.STOP
    title = Text("Stopp", "Stop")
    about = Text(
        "Visas av ett villkor när man inte kan gå vidare, med vad man kan göra i stället.",
        "Shown by a rule when one cannot go on, with what to do instead.",
    )
    settings = (
        Words(
            "instead", Text("Gör så här i stället (Markdown)", "What to do instead"), needed=True
        ),
    )
    widget = "stop"
    blocks = True

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """What to do instead."""
        return Control(body=question.settings.instead.filled(context.parameters, language))


class PaymentLineKind(InformationKind):
    """One line of what has to be paid, kept as whole öre. Conditions see kronor."""

    kind = Kind.PAYMENT_LINE
    title = Text("Betalrad", "Payment line")
    about = Text(
        "Ett belopp att betala, fast eller uträknat av svar och parametrar.",
        "An amount to pay, fixed or calculated.",
    )
    sort = Sort.NUMBER
    settings = (Calculation("calculate", Text("Belopp i kronor", "Amount in kronor"), needed=True),)
    widget = "calculated"
    calculates = True

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Öre."""
        return {"type": "integer"}

    def calculated(self, number: int | Decimal) -> Any:
        """Whole öre, half an öre upwards."""
        return int((Decimal(number) * ORE).quantize(Decimal(1), ROUND_HALF_UP))

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """Kronor."""
        return Decimal(value) / ORE if type(value) is int else None

    def plain(self, question: Question, value: Any) -> str:
        """Kronor with two decimals."""
        return f"{Decimal(value) / ORE:.2f}" if type(value) is int else typed(value)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """Kronor."""
        return (_amount(value, language),)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The amount, or that it waits for an answer."""
        if type(value) is not int:
            return Control(value=say("not_calculated", language))
        return Control(value=_amount(value, language))


def _amount(value: Any, language: str) -> str:
    if type(value) is not int:
        return ""
    return f"{kronor(Decimal(value) / ORE, language)} {'kr' if language == 'sv' else 'SEK'}"


def _sentence(question: Question, value: Any, language: str) -> str:
    shown = value.replace(".", ",") if isinstance(value, str) and language == "sv" else value
    return question.settings.shown_as.filled({"value": shown}, language)
