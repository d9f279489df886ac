"""What an e-service itself says to people at set moments of a case.

The notice that leaves the house never says what a matter is about; these words are read in the
case, after logging in. They are written there by the platform, as a handler's message is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit import case_slots
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.texts import Text, Told

MOST = 20
_ID, _WORDS = {"$ref": "#/$defs/id"}, {"$ref": "#/$defs/words"}
_DOUBLE = Told(
    "det finns redan ett meddelande för det tillfället",
    "there is a message for that moment already",
)
_UNKNOWN = Text(
    "det finns inget att fylla i {{slot}} med; välj bland {known}",
    "there is nothing to fill {{slot}} with; choose among {known}",
)


class Moment(StrEnum):
    """When the words are read."""

    DRAFT = "draft"  # she has begun, and not handed in: read beside the draft
    OWN_SPACE = "own_space"  # signed, and waits in her own space: for others, or to be paid
    WAITING = "waiting_for_signature"  # it has come in, and others have to sign
    RECEIVED = "received"  # it has come in and is complete
    SUPPLEMENT = "supplement"  # where a handler's request to supplement begins
    SUPPLEMENTED = "supplemented"  # what was asked for has come
    DECIDED = "decided"  # the decision has left the house

    @property
    def is_for_all(self) -> bool:
        """Whether others than the applicant can read them.

        A request to supplement is made to her, and only she waits for the signatures of others.
        """
        return self in {Moment.RECEIVED, Moment.DECIDED}

    @property
    def is_beside(self) -> bool:
        """Whether they are read where she is, and written nowhere: there is no case (TF 2:13)."""
        return self in {Moment.DRAFT, Moment.OWN_SPACE}


class To(StrEnum):
    """Who reads them."""

    APPLICANT = "applicant"
    PARTIES = "parties"  # everybody who can be written to


_OF_CASES = ("ärendenummer", "gäller", "handläggare", "klart senast")
# What nothing is known of at the moment, in any case.
EMPTY_AT = MappingProxyType(
    {
        Moment.DRAFT: _OF_CASES,
        Moment.OWN_SPACE: _OF_CASES,
        Moment.WAITING: ("handläggare", "klart senast"),
        Moment.RECEIVED: ("handläggare",),
    }
)


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """Words for one moment; they may hold the slots of a case and of the municipality's values."""

    id: str
    moment: Moment
    text: Text
    to: To = To.APPLICANT


def read(item: Fields) -> tuple[OwnMessage, ...]:
    """The field ``messages`` of the handling; faults are noted in ``item.problems``."""
    seen: set[str] = set()
    found = []
    for one in item.each("messages", most=MOST):
        made = OwnMessage(
            id=one.id(),
            moment=Moment(one.one_of("moment", set(Moment))),
            text=one.words("text"),
            to=To(one.one_of("to", set(To), To.APPLICANT)),
        )
        if made.moment in seen:
            one.refuse("moment", _DOUBLE)
        seen.add(made.moment)
        _refuse_unknown(one, made.text)
        one.close()
        found.append(made)
    return tuple(found)


def unknown(names: Iterable[str]) -> tuple[str, ...]:
    """Those that no case can fill in; a parameter's name is looked at where parameters are."""
    return tuple(one for one in names if one not in case_slots.NAMES and not one.isascii())


def schema() -> dict[str, Any]:
    """The field in the published schema."""
    properties = {
        "id": _ID,
        "moment": {"enum": sorted(Moment)},
        "text": _WORDS,
        "to": {"enum": sorted(To)},
    }
    one = {
        "type": "object",
        "properties": properties,
        "required": ["id", "moment", "text"],
        "additionalProperties": False,
    }
    return {"type": "array", "items": one, "minItems": 0, "maxItems": MOST}


def _refuse_unknown(one: Fields, text: Text) -> None:
    for language, words in (("sv", text.sv), ("en", text.en)):
        for name in unknown(case_slots.names_in(words)):
            known = ", ".join(f"{{{known}}}" for known in case_slots.NAMES)
            one.refuse(f"text.{language}", _UNKNOWN.told(slot=name, known=known))


MOMENTS = MappingProxyType(
    {
        Moment.DRAFT: Text("Ansökan är påbörjad och inte inlämnad",
                           "It is begun and not handed in"),
        Moment.OWN_SPACE: Text("Ansökan väntar i den sökandes eget utrymme",
                               "It waits in the applicant's own space"),
        Moment.WAITING: Text("Ansökan har kommit in och väntar på fler underskrifter",
                             "It has come in and waits for more signatures"),
        Moment.RECEIVED: Text("Ansökan är komplett", "It is complete"),
        Moment.SUPPLEMENT: Text("Kompletteringen begärs (handläggaren börjar från texten)",
                                "A supplement is asked for (the official starts from the text)"),
        Moment.SUPPLEMENTED: Text("Kompletteringen har kommit in", "The supplement has come in"),
        Moment.DECIDED: Text("Beslutet är fattat", "The decision is made"),
    }
)  # fmt: skip
