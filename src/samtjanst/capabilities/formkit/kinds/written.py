"""Text in one line or many, e-mail address, telephone number."""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import Behaviour, Control, text_faults, typed
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import length, prefill
from samtjanst.capabilities.formkit.texts import Text

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[^\s@.<>,;]{1,63}\.){1,8}[^\s@.<>,;]{2,63}")
_PHONE = re.compile(r"\+?[\d\s()/\-–]{5,30}", re.ASCII)
MAX_EMAIL = 254
MAX_PHONE = 30


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


class EmailKind(Behaviour):
    """An e-mail address (RFC 5321 lengths, RFC 6531 letters)."""

    kind = Kind.EMAIL
    title = Text("E-postadress", "E-mail address")
    about = Text("En e-postadress.", "An e-mail address.")
    settings = (prefill("applicant_email"),)
    fits_row = fits_cell = True
    effort = 12

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not the form of an address."""
        if not isinstance(value, str):
            return (Message("unreadable"),)
        if len(value) > MAX_EMAIL or not _EMAIL.fullmatch(value) or _odd(value):
            return (Message("not_an_email"),)
        return ()

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """With the keyboard for addresses."""
        attrs = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        return Control(value=typed(value), attrs=attrs)


class PhoneKind(Behaviour):
    """A telephone number, kept as it was typed."""

    kind = Kind.PHONE
    title = Text("Telefonnummer", "Telephone number")
    about = Text("Ett telefonnummer.", "A telephone number.")
    settings = (prefill("applicant_phone"),)
    fits_row = fits_cell = True

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not the form of a number (5 to 15 digits, ITU-T E.164)."""
        if not isinstance(value, str):
            return (Message("unreadable"),)
        digits = sum(character.isdigit() for character in value)
        good = len(value) <= MAX_PHONE and _PHONE.fullmatch(value) and 5 <= digits <= 15
        return () if good and "\n" not in value else (Message("not_a_phone"),)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """With the keyboard for numbers."""
        return Control(value=typed(value), attrs={"autocomplete": "tel", "inputmode": "tel"})


def _odd(text: str) -> bool:
    return bool(text_faults(text, MAX_EMAIL)) or not text.isprintable()
