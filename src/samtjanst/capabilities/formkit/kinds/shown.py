"""What is only shown: information, and values that the engine calculates."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Control, Posted, Sort
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


def _sentence(question: Question, value: Any, language: str) -> str:
    shown = value.replace(".", ",") if isinstance(value, str) and language == "sv" else value
    return question.settings.shown_as.filled({"value": shown}, language)
