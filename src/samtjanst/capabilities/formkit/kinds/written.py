"""Text in one line or many."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from typing import Any, ClassVar

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context, SourceFacts
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Control,
    Posted,
    inner,
    text_faults,
    typed,
)
from samtjanst.capabilities.formkit.kinds.people import OWN
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.settings import Setting, length, lookups
from samtjanst.capabilities.formkit.texts import Text, Told

LOOKUP = "lookup"
FOUND, MISSING, UNAVAILABLE = "found", "missing", "unavailable"
_PIECES = frozenset({"text", "source", "title", "on"})


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
        "Text på en rad. Den kan fyllas i från ett uppslag som kommunen har bestämt; när det inte "
        "svarar skriver den sökande själv.",
        "One line of text, which can be filled in from a look-up that the municipality has set up.",
    )
    widget = "input"
    settings = (length(200), *lookups())
    fits_cell = True
    effort = 15

    def check(self, question: Question, item: Fields) -> None:
        """A look-up needs all of its three settings."""
        told = question.settings
        if len({bool(one) for one in (told.lookup, told.lookup_value, told.lookup_key)}) > 1:
            reason = Told(
                "ett uppslag behöver namn, uppgift och en fråga att slå upp",
                "a look-up needs its name, a value and a question to ask about",
            )
            item.refuse("settings", reason)

    def value_schema(self, question: Question) -> dict[str, Any]:
        """The text, or an object with it."""
        plain = super().value_schema(question)
        if not question.settings.lookup:
            return plain
        told = {
            "text": plain,
            "source": {"enum": [LOOKUP, OWN]},
            "title": {"type": "string"},
            "on": {"type": "string", "format": "date"},
        }
        whole = {"type": "object", "properties": told, "required": ["text", "source"],
                 "additionalProperties": False}  # fmt: skip
        return {"oneOf": [plain, whole]}

    def plain(self, question: Question, value: Any) -> str:
        """The text."""
        return _text(value)

    def empty(self, value: Any) -> bool:
        """No text."""
        if isinstance(value, dict) and "raw" not in value:
            return not inner(value, "text").strip()
        return super().empty(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The text."""
        return super().seen(question, _text(value) if _is_whole(value) else value, context)

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The text, and where it came from."""
        text = super().read(question, posted, context)
        if not question.settings.lookup or text is None:
            return text
        return stated(text, context.sources.get(question.id))

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """As for long text, and no line breaks; no other origin than it has."""
        if not isinstance(value, str) and not (question.settings.lookup and _is_whole(value)):
            return (Message("unreadable"),)
        text = _text(value)
        if "\n" in text:
            return (Message("one_line"),)
        told = context.sources.get(question.id)
        is_false = inner(value, "source") == LOOKUP and told is not None and text != told.text
        return (Message("unreadable"),) if is_false else super().judge(question, text, context)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The text, and which service said so when."""
        if inner(value, "source") != LOOKUP:
            return super().lines(question, _text(value), context, language)
        title, day = inner(value, "title"), inner(value, "on")
        return _text(value), say("lookup_told", language, title=title, day=day)

    def source(self, value: Any) -> str:
        """A look-up or her own statement, where a look-up has been asked for."""
        if not inner(value, "text"):
            return ""
        return "source_lookup" if inner(value, "source") == LOOKUP else "source_own"

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """One field, with a word of what the look-up led to."""
        told = context.sources.get(question.id)
        note = say(f"lookup_{told.status}", language, title=told.title) if told else ""
        return Control(value=_text(value), note=note)


def stated(text: str, told: SourceFacts | None) -> dict[str, str]:
    """The answer with its origin: the look-up when it has said just that, else her own words."""
    if told is None or told.status != FOUND or hygiene.stored(told.text).strip() != text:
        return {"text": text, "source": OWN}
    return {"text": text, "source": LOOKUP, "title": told.title, "on": told.on}


def is_looked_up(value: Any) -> bool:
    """Whether an answer is what a look-up said, and nobody has changed it."""
    return inner(value, "source") == LOOKUP


def _text(value: Any) -> str:
    return inner(value, "text") or typed(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, dict) and "text" in value and set(value) <= _PIECES
