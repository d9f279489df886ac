"""E-mail address and telephone number, with or without a second time to be sure."""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from typing import Any, ClassVar

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Control,
    Part,
    Posted,
    first,
    inner,
    text_faults,
    typed,
)
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import Flag, Setting, prefill
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel.phone import PhoneNumber

_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[^\s@.<>,;]{1,63}\.){1,8}[^\s@.<>,;]{2,63}")
MAX_EMAIL = 254
VALUE, AGAIN = "value", "again"
_CONFIRM = Flag("confirm", Text("Skrivs två gånger", "Written twice"))


class ContactKind(Behaviour):
    """A text that can be asked for twice; both must say the same."""

    fits_row = fits_cell = True
    fault: ClassVar[str]
    input_type: ClassVar[str]
    width: ClassVar[str] = ""
    attrs: ClassVar[dict[str, str]]

    def parsed(self, text: str) -> str:
        """The one form of what was typed; "" when it is none."""
        raise NotImplementedError

    def shown(self, text: str) -> str:
        """The canonical text as people write it."""
        return text

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The address or number, when it is one."""
        return self.parsed(value) or None if isinstance(value, str) else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """What was typed, once or twice."""
        if f"{question.id}.{VALUE}" not in posted:
            return self._one(hygiene.stored(first(posted, question.id)).strip())
        text, again = (
            hygiene.stored(first(posted, f"{question.id}.{part}")).strip()
            for part in (VALUE, AGAIN)
        )
        if text == again or (self.parsed(text) and self.parsed(text) == self.parsed(again)):
            return self._one(text)
        return {"raw": text, AGAIN: again}

    def _one(self, text: str) -> Any:
        return (self.parsed(text) or text) if text else None

    def canonical(self, question: Question, value: Any) -> Any:
        """The one form."""
        return (self.parsed(value) or value) if isinstance(value, str) else value

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not the form, or twice but not the same."""
        confirmed = question.settings.confirm
        if isinstance(value, dict) and isinstance(value.get(AGAIN), str) and confirmed:
            return (Message("not_the_same", part=AGAIN),)
        good = isinstance(value, str) and self.parsed(value)
        return () if good else (Message(self.fault, part=VALUE if confirmed else ""),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """As people write it."""
        return (self.shown(typed(value)),)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """One field, or two."""
        text = self.shown(typed(value))
        if not question.settings.confirm:
            return Control(value=text, attrs=self.attrs, type=self.input_type, width=self.width)
        again = inner(value, AGAIN) if isinstance(value, dict) else text
        label = self.title.to(language)
        return Control(
            widget="parts",
            parts=(
                Part(VALUE, label, text, attrs=self.attrs, type=self.input_type, width=self.width),
                Part(
                    AGAIN,
                    say("again", language),
                    again,
                    attrs={**self.attrs, "autocomplete": "off"},
                    type=self.input_type,
                    width=self.width,
                ),
            ),
        )


class EmailKind(ContactKind):
    """An e-mail address (RFC 5321 lengths, RFC 6531 letters); the domain in small letters."""

    kind = Kind.EMAIL
    title = Text("E-postadress", "E-mail address")
    about = Text("En e-postadress, om det behövs skriven två gånger.", "An e-mail address.")
    settings: ClassVar[tuple[Setting, ...]] = (prefill("applicant_email"), _CONFIRM)
    effort = 12
    fault = "not_an_email"
    input_type = "email"
    attrs: ClassVar[dict[str, str]] = {
        "autocomplete": "email",
        "inputmode": "email",
        "spellcheck": "false",
    }

    def parsed(self, text: str) -> str:
        """The address."""
        local, _, domain = text.rpartition("@")
        odd = bool(text_faults(text, MAX_EMAIL)) or not text.isprintable()
        good = len(text) <= MAX_EMAIL and _EMAIL.fullmatch(text) and not odd
        return f"{local}@{domain.lower()}" if good else ""


class PhoneKind(ContactKind):
    """A telephone number, kept as E.164 (``+46701740605``)."""

    kind = Kind.PHONE
    title = Text("Telefonnummer", "Telephone number")
    about = Text("Ett telefonnummer, om det behövs skrivet två gånger.", "A telephone number.")
    settings: ClassVar[tuple[Setting, ...]] = (prefill("applicant_phone"), _CONFIRM)
    fault = "not_a_phone"
    input_type = "tel"
    width = "short"
    attrs: ClassVar[dict[str, str]] = {"autocomplete": "tel", "inputmode": "tel"}

    def parsed(self, text: str) -> str:
        """The number with its country."""
        try:
            return PhoneNumber.parse(text).e164
        except ValueError:
            return ""

    def shown(self, text: str) -> str:
        """With hyphen and spaces."""
        try:
            return PhoneNumber.parse(text).shown
        except ValueError:
            return text
