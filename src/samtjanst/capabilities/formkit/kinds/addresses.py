"""A Swedish postal address in four sub-fields."""
# ruff: noqa: ARG002 - every kind answers to the same signature

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import AddressFacts, AddressMatches, Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Choice,
    Control,
    Part,
    Posted,
    Sort,
    first,
    inner,
    text_faults,
)
from samtjanst.capabilities.formkit.kinds.people import OWN, REGISTER
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import Flag, Setting, prefill
from samtjanst.capabilities.formkit.texts import Text

PARTS = ("street", "care_of", "postal_code", "city")
_CODE = re.compile(r"[1-9]\d{4}", re.ASCII)
_COMPLETE = {"street": "address-line1", "care_of": "off", "city": "address-level2"}
MAX_PART = 100
ADDRESSES, UNKNOWN, ANOTHER = "address_register", "own_unknown", "another"
_SOURCES = {
    REGISTER: "source_register",
    OWN: "source_own",
    ADDRESSES: "source_addresses",
    UNKNOWN: "source_own_unknown",
}


class AddressKind(Behaviour):
    """Street, c/o, postal code, town."""

    kind = Kind.ADDRESS
    title = Text("Postadress", "Postal address")
    about = Text("Gatuadress, postnummer och postort i Sverige.", "A postal address in Sweden.")
    sort = Sort.OTHER
    settings: ClassVar[tuple[Setting, ...]] = (
        prefill("applicant_address"),
        Flag("from_register", Text("Kontrolleras mot registret", "Checked in the register")),
    )
    widget = "parts"
    pieces = (*PARTS, "source")
    fits_row = True
    effort = 30

    def value_schema(self, question: Question) -> dict[str, Any]:
        """Four texts and where they came from."""
        text = {"type": "string", "maxLength": MAX_PART}
        return {
            "type": "object",
            "properties": {**dict.fromkeys(PARTS, text), "source": {"enum": list(_SOURCES)}},
            "required": [*PARTS, "source"],
            "additionalProperties": False,
        }

    def empty(self, value: Any) -> bool:
        """Nothing in any sub-field."""
        if isinstance(value, dict) and "raw" not in value:
            return not any(inner(value, name).strip() for name in PARTS)
        return super().empty(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The whole answer, when it is valid."""
        return None if self.judge(question, value, context) else value

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The address; its source is the register only when nothing was changed."""
        value = {
            name: hygiene.stored(first(posted, f"{question.id}.{name}")).strip() for name in PARTS
        }
        if not any(value.values()):
            return None
        code = _code(value["postal_code"])
        if code:
            value["postal_code"] = f"{code[:3]} {code[3:]}"
        if _is_registered(value, context):
            return {**value, "source": REGISTER}
        which = hygiene.stored(first(posted, f"{question.id}.which"))
        checked = question.settings.from_register
        return _checked(value, which, context) if checked else {**value, "source": OWN}

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Sub-fields that are missing or wrong, one message each."""
        if not isinstance(value, dict):
            return (Message("unreadable"),)
        return tuple(fault for name in PARTS for fault in _faults(name, inner(value, name)))

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """As on an envelope."""
        care_of = inner(value, "care_of")
        lines = (
            say("care_of_line", language, name=care_of) if care_of else "",
            inner(value, "street"),
            f"{inner(value, 'postal_code')} {inner(value, 'city')}".strip(),
        )
        return tuple(filter(None, lines))

    def source(self, value: Any) -> str:
        """Register or own statement."""
        return _SOURCES.get(inner(value, "source"), "source_own")

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """Four sub-fields; suggestions of the browser only where it is the applicant's own."""
        own = question.settings.prefill == "applicant_address"
        parts = tuple(_part(name, value, language, own=own) for name in PARTS)
        if question.settings.from_register:
            parts = tuple(replace(one, suggests=one.name == "street") for one in parts)
        return Control(parts=(*_which(question, value, context, language), *parts))


def registered(address: AddressFacts) -> dict[str, str]:
    """The value for an address out of the register."""
    code = _code(address.postal_code)
    return {
        "care_of": address.care_of,
        "street": address.street,
        "postal_code": f"{code[:3]} {code[3:]}" if code else address.postal_code,
        "city": address.city,
        "source": REGISTER,
    }


def _checked(value: dict[str, str], which: str, context: Context) -> dict[str, str]:
    """The address as the register writes it, when the applicant means one that it has."""
    matches = _matches(value, context) or _seen_before(value, context)
    if matches is None:  # it has not answered
        return {**value, "source": OWN}
    found = [registered(one) for one in matches.found]
    chosen = [one for place, one in enumerate(found) if which == str(place)]
    meant = chosen or [one for one in found if _says_nothing_else(value, one)]
    if len(meant) == 1:
        return {**meant[0], "care_of": value["care_of"], "source": ADDRESSES}
    is_known = which == ANOTHER or not found
    return {**value, "source": UNKNOWN if is_known else OWN}


def _says_nothing_else(value: dict[str, str], found: dict[str, str]) -> bool:
    said = [(value[name], found[name]) for name in ("street", "postal_code", "city")]
    return all(not ours or ours.casefold() == theirs.casefold() for ours, theirs in said)


def _matches(value: Any, context: Context) -> AddressMatches | None:
    asked = search_words(value)
    return next((one for one in context.addresses if one.asked == asked), None)


def _seen_before(value: Any, context: Context) -> AddressMatches | None:
    """One that the register has told of, written whole: the page is saved again."""
    whole = all(value[name] for name in ("street", "postal_code", "city"))
    told = (one for matches in context.addresses for one in matches.found)
    same = (one for one in told if whole and _says_nothing_else(value, registered(one)))
    found = next(same, None)
    return AddressMatches("", (found,)) if found else None


def search_words(value: Any) -> str:
    """What the register is asked for; "" when there is nothing to ask for."""
    street = inner(value, "street")
    return " ".join(f"{street} {inner(value, 'city')}".casefold().split()) if street else ""


def _which(question: Question, value: Any, context: Context, language: str) -> Iterator[Part]:
    if not question.settings.from_register or inner(value, "source") != OWN:
        return
    matches = _matches(value, context)
    if matches and matches.found:
        choices = [
            Choice(str(place), f"{one.street}, {one.postal_code} {one.city}")
            for place, one in enumerate(matches.found)
        ]
        last = Choice(ANOTHER, say("another_address", language))
        label = say("which_address", language)
        yield Part("which", label, "", required=False, choices=(*choices, last))


def _is_registered(value: dict[str, str], context: Context) -> bool:
    address = context.applicant.address if context.applicant else None
    return address is not None and {**value, "source": REGISTER} == registered(address)


def _code(text: str) -> str:
    digits = re.sub(r"\s", "", text)
    return digits if _CODE.fullmatch(digits) else ""


def _faults(name: str, text: str) -> tuple[Message, ...]:
    if not text.strip():
        return () if name == "care_of" else (Message(f"{name}_missing", part=name),)
    if name == "postal_code" and not _code(text):
        return (Message("postal_code_wrong", part=name),)
    return text_faults(text, MAX_PART, name)


def _part(name: str, value: Any, language: str, *, own: bool) -> Part:
    attrs = {"autocomplete": _COMPLETE.get(name, "postal-code") if own else "off"}
    if name == "postal_code":
        attrs["inputmode"] = "numeric"
    required = name != "care_of"
    width = "code" if name == "postal_code" else ""
    text = inner(value, name)
    return Part(name, say(name, language), text, required=required, attrs=attrs, width=width)
