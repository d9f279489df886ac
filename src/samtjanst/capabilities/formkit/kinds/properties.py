"""A property, by its designation; checked in the register where the question says so."""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from typing import Any, ClassVar

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context, PropertyFacts
from samtjanst.capabilities.formkit.kinds.base import Control, Posted, first, inner, typed
from samtjanst.capabilities.formkit.kinds.identifiers import IdentifierKind
from samtjanst.capabilities.formkit.kinds.people import OWN, REGISTER
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import Flag, Setting
from samtjanst.capabilities.formkit.texts import Text

MISSING, RENAMED = "missing", "renamed"
OWNERS = ("applicant", "another")
FARTHEST = 500  # metres to a neighbour who signs
_PIECES = frozenset({"designation", "id", "source", "status", "owner", "share"})
_FORM = re.compile(
    r"[^\W\d_][^\d:]{1,78} (?:(?:s|ga|fs):)?\d{1,5}(?::\d{1,5})?(?:>\d{1,3})?", re.IGNORECASE
)


class PropertyKind(IdentifierKind):
    """A property designation, kept in capitals: ``MJÖLBY FISKEN 4``, ``MJÖLBY HULTERSTAD 1:2``.

    With ``from_register`` the answer is an object that also says where it came from and what the
    register says of it; conditions see the designation either way.
    """

    kind = Kind.PROPERTY
    title = Text("Fastighet", "Property")
    about = Text(
        "En fastighetsbeteckning. Den kan kontrolleras mot fastighetsregistret, som också kan "
        "säga om den sökande är ägare. När registret inte svarar gäller det som skrivs.",
        "A property designation, which can be checked in the register of properties.",
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Flag("from_register", Text("Kontrolleras mot registret", "Checked in the register")),
        Flag("ask_owner", Text("Frågar om den sökande är ägare", "Asks who owns it")),
    )
    fault = "property_wrong"
    hint = "hint_property"
    width = ""

    def value_schema(self, question: Question) -> dict[str, Any]:
        """The designation, or an object with it."""
        plain = super().value_schema(question)
        if not question.settings.from_register:
            return plain
        told = {
            "designation": plain,
            "id": {"type": "string"},
            "source": {"enum": [REGISTER, OWN]},
            "status": {"enum": [MISSING, RENAMED]},
            "owner": {"enum": list(OWNERS)},
            "share": {"type": "string", "pattern": "^[0-9]+/[0-9]+$"},
        }
        whole = {"type": "object", "properties": told, "required": ["designation", "source"],
                 "additionalProperties": False}  # fmt: skip
        return {"oneOf": [plain, whole]}

    def plain(self, question: Question, value: Any) -> str:
        """The designation."""
        return _designation(value)

    def empty(self, value: Any) -> bool:
        """No designation."""
        if isinstance(value, dict) and "raw" not in value:
            return not inner(value, "designation").strip()
        return super().empty(value)

    def parsed(self, question: Question, text: str, context: Context) -> str:
        """Capitals and single spaces; letters for kinds of joint land stay small."""
        upper = re.sub(r"\s+", " ", text.upper())
        if not _FORM.fullmatch(upper) or not upper.replace(" ", "").isprintable():
            return ""
        return re.sub(r" (S|GA|FS):", lambda match: f" {match[1].lower()}:", upper)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The designation."""
        text = _designation(value)
        whole = not isinstance(value, dict) or set(value) <= _PIECES
        return text if whole and text and self.parsed(question, text, context) == text else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The designation; what the register says of it goes before the applicant's words."""
        text = hygiene.stored(first(posted, question.id)).strip()
        if not text:
            return None
        designation = self.parsed(question, text, context)
        if not designation:
            return {"raw": text}
        return _named(designation, context) if question.settings.from_register else designation

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not the form, or said to be from a register that has said something else."""
        if faults := super().judge(question, value, context):
            return faults
        if isinstance(value, dict) and inner(value, "source") == REGISTER:
            known = [one for one in context.properties if one.status != MISSING]
            same = any(_value(one) == value for one in known)
            named = {one.designation for one in known}
            return () if same or _designation(value) not in named else (Message(self.fault),)
        return ()

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The designation, and what has to be known of it."""
        status, owner = inner(value, "status"), inner(value, "owner")
        lines = (
            _designation(value),
            say(f"property_{status}", language) if status in {MISSING, RENAMED} else "",
            say(f"owner_{owner}", language, share=inner(value, "share")) if owner in OWNERS else "",
        )
        return tuple(filter(None, lines))

    def source(self, value: Any) -> str:
        """Register or own statement, where the register has been asked."""
        if not inner(value, "designation"):
            return ""
        return "source_land" if inner(value, "source") == REGISTER else "source_own"

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """One field."""
        shown = _designation(value)
        return Control(value=shown, attrs=self.attrs, hint=say(self.hint, language))


def _designation(value: Any) -> str:
    return inner(value, "designation") or typed(value)


def _named(designation: str, context: Context) -> dict[str, str]:
    # A page that is saved again names the property as the register has written it.
    facts = [one for one in context.properties if designation in {one.asked, one.designation}]
    found = next(iter(facts), None)
    stated = {"designation": designation, "source": OWN}
    if found is None:
        return stated
    return {**stated, "status": MISSING} if found.status == MISSING else _value(found)


def _value(facts: PropertyFacts) -> dict[str, str]:
    value = {"designation": facts.designation, "source": REGISTER}
    told = {"id": facts.id, "status": facts.status, "owner": facts.owner, "share": facts.share}
    return {**value, **{name: text for name, text in told.items() if text}}
