"""Text in one line or many."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Control, text_faults, typed
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import length
from samtjanst.capabilities.formkit.texts import Text


class LongTextKind(Behaviour):
    """Text in several lines."""

    kind = Kind.LONG_TEXT
    title = Text("Lång text", "Long text")
    about = Text("Text i flera rader, som en beskrivning.", "Several lines, as a description.")
    widget = "long_text"
    settings = (length(4000),)
    fits_row = True
    effort = 90

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Too long, or unreadable characters."""
        if not isinstance(value, str):
            return (Message("unreadable"),)
        return text_faults(value, question.settings.max_length)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """No ``maxlength``: browsers would cut what is pasted, and nothing typed may be lost."""
        return Control(value=typed(value))


class TextKind(LongTextKind):
    """Text in one line."""

    kind = Kind.TEXT
    title = Text("Kort text", "Short text")
    about = Text("Text på en rad.", "One line of text.")
    widget = "input"
    settings = (length(200),)
    fits_cell = True
    effort = 15

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """As for long text, and no line breaks."""
        if isinstance(value, str) and "\n" in value:
            return (Message("one_line"),)
        return super().judge(question, value, context)
