"""One box to tick: a consent, or a declaration on one's honour."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from typing import Any, ClassVar

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Choice,
    Control,
    Posted,
    Sort,
    first,
)
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import Setting, Words
from samtjanst.capabilities.formkit.texts import Text

TICKED = "yes"


class ConsentKind(Behaviour):
    """A consent that is given or not; ``true`` or no answer at all."""

    kind = Kind.CONSENT
    title = Text("Samtycke", "Consent")
    about = Text(
        "Ett frivilligt samtycke, som kan tas tillbaka.",
        "A voluntary consent, which can be taken back.",
    )
    sort = Sort.YES_NO
    settings: ClassVar[tuple[Setting, ...]] = (
        Words("statement", Text("Det man samtycker till", "What is consented to"), needed=True),
    )
    widget = "tick"
    missing = "missing_consent"
    unanswered = "not_given"
    blank_is_answer = True
    effort = 5
    given: ClassVar[str] = "consent_given"

    def value_schema(self, question: Question) -> dict[str, Any]:
        """True."""
        return {"const": True}

    def empty(self, value: Any) -> bool:
        """Not ticked."""
        return value is None or value is False or value == ""

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """True."""
        return True if value is True else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """Ticked or not."""
        text = first(posted, question.id)
        if not text:
            return None
        return True if text == TICKED else {"raw": text[:100]}

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Something that no box gives."""
        return () if value is True else (Message("unreadable"),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """That it was given, and the words that were agreed to."""
        if value is not True:
            return (say(self.unanswered, language),)
        statement = question.settings.statement.filled(context.parameters, language)
        return (say(self.given, language), statement)

    def plain(self, question: Question, value: Any) -> str:
        """Yes, or nothing."""
        return TICKED if value is True else ""

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The box and its words."""
        statement = question.settings.statement.filled(context.parameters, language)
        chosen = (TICKED,) if value is True else ()
        return Control(selected=chosen, choices=(Choice(TICKED, statement),), statement=statement)


class DeclarationKind(ConsentKind):
    """A declaration on one's honour; it always has to be made."""

    kind = Kind.DECLARATION
    title = Text("Försäkran på heder och samvete", "Declaration on one's honour")
    about = Text(
        "Den sökande försäkrar att uppgifterna stämmer.",
        "The applicant declares that the information is true.",
    )
    settings = (
        Words(
            "statement",
            Text("Det man försäkrar", "What is declared"),
            Text(
                "Jag försäkrar på heder och samvete att uppgifterna är riktiga och fullständiga.",
                "I declare on my honour that the information is true and complete.",
            ),
        ),
    )
    missing = "missing_declaration"
    unanswered = "not_declared"
    given = "declared"
