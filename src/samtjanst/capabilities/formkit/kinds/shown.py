"""What is only shown: information, and values that the engine calculates."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Control, Posted
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Question


class InformationKind(Behaviour):
    """A text; the label is its heading and the help its body."""

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
