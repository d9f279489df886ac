"""A Swedish bank account: clearing number and account number."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Control,
    Part,
    Posted,
    Sort,
    first,
    inner,
)
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel.bank_account import BankAccount


class BankAccountKind(Behaviour):
    """Two numbers that are checked against each other."""

    kind = Kind.BANK_ACCOUNT
    title = Text("Bankkonto", "Bank account")
    about = Text("Ett svenskt bankkonto att betala till.", "A Swedish account to pay to.")
    sort = Sort.OTHER
    widget = "parts"
    pieces = ("clearing", "account")
    fits_row = True
    effort = 40

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Digits."""
        digits = {"type": "string", "pattern": "^[0-9]{4,10}$"}
        return {
            "type": "object",
            "properties": dict.fromkeys(self.pieces, digits),
            "required": list(self.pieces),
            "additionalProperties": False,
        }

    def empty(self, value: Any) -> bool:
        """Neither number."""
        if isinstance(value, dict) and "raw" not in value:
            return not any(inner(value, name).strip() for name in self.pieces)
        return super().empty(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The whole answer, when it is valid."""
        return None if self.judge(question, value, context) else value

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """Digits alone, when the numbers belong together."""
        value = {
            name: hygiene.stored(first(posted, f"{question.id}.{name}")).strip()
            for name in self.pieces
        }
        return self.canonical(question, value) if any(value.values()) else None

    def canonical(self, question: Question, value: Any) -> Any:
        """Digits alone."""
        if not isinstance(value, dict) or set(value) != set(self.pieces):
            return value
        try:
            found = BankAccount.parse(inner(value, "clearing"), inner(value, "account"))
        except ValueError:
            return value
        return {"clearing": found.clearing, "account": found.account}

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """A number missing or wrong, or numbers that do not belong together."""
        if not isinstance(value, dict) or not set(value) <= set(self.pieces):
            return (Message("unreadable"),)
        missing = [name for name in self.pieces if not inner(value, name).strip()]
        if missing:
            return tuple(Message(f"{name}_missing", part=name) for name in missing)
        try:
            found = BankAccount.parse(inner(value, "clearing"), inner(value, "account"))
        except ValueError as error:
            return (_FAULTS[str(error)],)
        same = value == {"clearing": found.clearing, "account": found.account}
        return () if same else (Message("unreadable"),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """Bank and numbers."""
        try:
            found = BankAccount.parse(inner(value, "clearing"), inner(value, "account"))
        except ValueError:
            return tuple(filter(None, (inner(value, name) for name in self.pieces)))
        return tuple(filter(None, (found.bank, str(found))))

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """Two fields."""
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        parts = tuple(
            Part(
                name,
                say(name, language),
                inner(value, name),
                help=say(f"hint_{name}", language),
                attrs=attrs,
                width="code" if name == "clearing" else "short",
            )
            for name in self.pieces
        )
        return Control(parts=parts)


_FAULTS = {
    "clearing": Message("clearing_wrong", part="clearing"),
    "account": Message("account_wrong", part="account"),
    "check digit": Message("account_check", part="account"),
}
