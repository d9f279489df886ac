"""Text in one line or many."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from typing import Any, ClassVar

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds import look_up_settings, looked_up
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Control,
    Posted,
    inner,
    text_faults,
    typed,
)
from samtjanst.capabilities.formkit.kinds.looked_up import is_whole, text_of
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.settings import Setting, length, lookups
from samtjanst.capabilities.formkit.texts import Text


class LongTextKind(Behaviour):
    """Text in several lines."""

    kind = Kind.LONG_TEXT
    title = Text("Lång text", "Long text")
    about = Text("Text i flera rader, som en beskrivning.", "Several lines, as a description.")
    widget = "long_text"
    settings: ClassVar[tuple[Setting, ...]] = (length(4000),)
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
    """Text in one line.

    With ``lookup`` the answer is an object that also says whether the text is what the service
    has said, which service and when, or the applicant's own; conditions see the text either way.
    """

    kind = Kind.TEXT
    title = Text("Kort text", "Short text")
    about = Text(
        "Text på en rad. Den kan fyllas i från ett register eller ett uppslag som kommunen har "
        "bestämt, väljas bland det som det ger, eller kontrolleras mot det; när det inte svarar "
        "skriver den sökande själv.",
        "One line of text, which can be filled in from, chosen among or checked against a "
        "register, or a look-up that the municipality has set up.",
    )
    widget = "input"
    settings = (length(200), *lookups())
    fits_cell = True
    effort = 15

    def check(self, question: Question, item: Fields) -> None:
        """A look-up needs all of its settings."""
        look_up_settings.refuse_halves(question, item)

    def value_schema(self, question: Question) -> dict[str, Any]:
        """The text, or an object with it."""
        plain = super().value_schema(question)
        return looked_up.schema(plain) if question.settings.lookup else plain

    def plain(self, question: Question, value: Any) -> str:
        """The text."""
        return text_of(value)

    def empty(self, value: Any) -> bool:
        """No text."""
        if isinstance(value, dict) and "raw" not in value:
            return not inner(value, "text").strip()
        return super().empty(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The text."""
        return super().seen(question, text_of(value) if is_whole(value) else value, context)

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The text, and where it came from."""
        if question.settings.lookup:
            return looked_up.read(question, posted, context)
        return super().read(question, posted, context)

    def fetched(self, question: Question, text: str, context: Context) -> Any:
        """The text, without an origin."""
        return None if text_faults(text, question.settings.max_length) else text

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """As for long text, and no line breaks; no other origin than it has."""
        if not isinstance(value, str) and not (question.settings.lookup and is_whole(value)):
            return (Message("unreadable"),)
        text = text_of(value)
        if "\n" in text:
            return (Message("one_line"),)
        found = super().judge(question, text, context)
        return found or looked_up.faults(question, value, context)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The text, and which service said so when."""
        told = super().lines(question, text_of(value), context, language)
        return (*told, *looked_up.lines(value, language))

    def source(self, value: Any) -> str:
        """A look-up or her own statement, where a look-up has been asked for."""
        return looked_up.source(value)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """One field, or a list to choose in, with a word of what the look-up led to."""
        return looked_up.control(question, value, context, language)
