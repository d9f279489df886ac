"""A text that a service of the municipality fills in, gives choices for, or is asked about.

The answer is then ``{"text", "source"}``, with the service's name and the day when it has spoken:
``source`` is ``lookup`` (its own words), ``checked`` (it knows what the applicant wrote) or
``own_statement``, with ``status`` ``missing`` when the service was asked and does not know it.
"""

from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context, SourceFacts
from samtjanst.capabilities.formkit.kinds.base import (
    Choice,
    Control,
    Part,
    Posted,
    first,
    inner,
    typed,
)
from samtjanst.capabilities.formkit.kinds.people import OWN
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.settings import CHECK, CHOOSE
from samtjanst.capabilities.formkit.texts import Told

LOOKUP, CHECKED = "lookup", "checked"
FOUND, MISSING, UNAVAILABLE = "found", "missing", "unavailable"
ANOTHER = "another"
WHICH, SELF = "which", "own"
_PIECES = frozenset({"text", "source", "title", "on", "status"})


def refuse_halves(question: Question, item: Fields) -> None:
    """Refuse settings of a look-up that do not fit together."""
    told = question.settings
    needed = [told.lookup, told.lookup_value]
    needed += [] if told.lookup_use == CHECK else [told.lookup_key]
    if len({bool(one) for one in needed}) > 1:
        reason = Told(
            "ett uppslag behöver namn, uppgift och en fråga att slå upp",
            "a look-up needs its name, a value and a question to ask about",
        )
        item.refuse("settings", reason)
    elif told.lookup_use == CHECK and told.lookup_key:
        reason = Told(
            "det som kontrolleras är svaret självt; ingen annan fråga slås upp",
            "what is checked is the answer itself; no other question is looked up",
        )
        item.refuse("settings.lookup_key", reason)
    elif (told.lookup_use and not told.lookup) or (told.lookup_strict and told.lookup_use != CHECK):
        reason = Told(
            "inställningen gäller ett uppslag som svaret kontrolleras mot",
            "the setting belongs to a look-up that the answer is checked against",
        )
        item.refuse("settings.lookup_use", reason)


def schema(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The text, or an object with it."""
    told = {
        "text": plain,
        "source": {"enum": [LOOKUP, CHECKED, OWN]},
        "title": {"type": "string"},
        "on": {"type": "string", "format": "date"},
        "status": {"enum": [MISSING]},
    }
    whole = {"type": "object", "properties": told, "required": ["text", "source"],
             "additionalProperties": False}  # fmt: skip
    return {"oneOf": [plain, whole]}


def read(question: Question, posted: Posted, context: Context) -> Any:
    """The text, and where it came from; a choice that is no longer offered is kept as it was."""
    told, name = context.sources.get(question.id), question.id
    chosen = first(posted, f"{name}.{WHICH}")
    if chosen and chosen != ANOTHER:
        place = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 5 else -1
        offered = told.options if told and question.settings.lookup_use == CHOOSE else ()
        return stated(question, offered[place], told) if 0 <= place < len(offered) else None
    text = hygiene.stored(first(posted, name) or first(posted, f"{name}.{SELF}")).strip()
    return stated(question, text, told) if text else None


def stated(question: Question, text: str, told: SourceFacts | None) -> dict[str, str]:
    """The answer with its origin: the service when it has said just that, else her own words."""
    if told is None or told.status == UNAVAILABLE:
        return {"text": text, "source": OWN}
    origin = {"title": told.title, "on": told.on}
    if question.settings.lookup_use == CHECK:
        if told.asked != text:
            return {"text": text, "source": OWN}
        if told.status == FOUND:
            return {"text": text, "source": CHECKED, **origin}
        return {"text": text, "source": OWN, **origin, "status": MISSING}
    if text in said(told):
        return {"text": text, "source": LOOKUP, **origin}
    return {"text": text, "source": OWN}


def said(told: SourceFacts) -> list[str]:
    """What the service says that the answer is, or can be."""
    texts = (told.text, *told.options) if told.status == FOUND else ()
    return [hygiene.stored(one).strip() for one in texts if one]


def faults(question: Question, value: Any, context: Context) -> tuple[Message, ...]:
    """Said to be the service's when it is not, or something that the service must know."""
    told = context.sources.get(question.id)
    if told is None:  # it was so when it was answered
        return ()
    text, source = inner(value, "text"), inner(value, "source")
    is_known = told.status == FOUND and told.asked == text
    if (source == LOOKUP and text not in said(told)) or (source == CHECKED and not is_known):
        return (Message("unreadable"),)
    if question.settings.lookup_strict and told.status == MISSING and told.asked == text:
        return (Message("lookup_refused", {"title": told.title}),)
    return ()


def lines(value: Any, language: str) -> tuple[str, ...]:
    """Which service said so, and when; () for her own words that nobody was asked about."""
    codes = {LOOKUP: "lookup_told", CHECKED: "lookup_checked"}
    code = codes.get(inner(value, "source"), "")
    code = "lookup_unknown" if inner(value, "status") == MISSING else code
    if not code:
        return ()
    return (say(code, language, title=inner(value, "title"), day=inner(value, "on")),)


def source(value: Any) -> str:
    """The code of the text that tells the origin."""
    if not inner(value, "text"):
        return ""
    if inner(value, "status") == MISSING:
        return "source_lookup_unknown"
    codes = {LOOKUP: "source_lookup", CHECKED: "source_lookup_checked"}
    return codes.get(inner(value, "source"), "source_own")


def control(question: Question, value: Any, context: Context, language: str) -> Control:
    """One field with a word of what the look-up led to, or a list with a way to write herself."""
    told, text = context.sources.get(question.id), text_of(value)
    use = question.settings.lookup_use
    is_stale = told is not None and use == CHECK and told.asked != text
    if told is None or is_stale:
        return Control(value=text)
    note = say(f"lookup_{use + '_' if use else ''}{told.status}", language, title=told.title)
    if use != CHOOSE or not told.options:
        return Control(value=text, note=note)
    offered = [hygiene.stored(one).strip() for one in told.options]
    place = offered.index(text) if text in offered else -1
    chosen = str(place) if place >= 0 else ANOTHER if text else ""
    choices = [Choice(str(number), one) for number, one in enumerate(offered)]
    last = Choice(ANOTHER, say("lookup_another", language))
    # The question itself stands above both: the list is named after where it comes from.
    label = say("lookup_which", language, title=told.title)
    which = Part(WHICH, label, "", choices=(*choices, last), selected=(chosen,))
    own = Part(SELF, say("lookup_own", language), "" if place >= 0 else text, required=False)
    return Control(parts=(which, own), note=note, widget="parts")


def is_looked_up(value: Any) -> bool:
    """Whether an answer is what a look-up said, and nobody has changed it."""
    return inner(value, "source") == LOOKUP


def is_checked(value: Any) -> bool:
    """Whether a look-up knew what the applicant wrote."""
    return inner(value, "source") == CHECKED


def text_of(value: Any) -> str:
    """The text of an answer, whichever form it has."""
    return inner(value, "text") or typed(value)


def is_whole(value: Any) -> bool:
    """Whether the answer is an object with text and origin, and nothing else."""
    return isinstance(value, dict) and "text" in value and set(value) <= _PIECES
