"""What a service of the municipality fills in, gives choices for, or is asked about.

The answer to a text in one line is then ``{"text", "source"}``, with the service's name and the
day when it has spoken: ``source`` is ``lookup`` (its own words), ``checked`` (it knows what the
applicant wrote) or ``own_statement``, with ``status`` ``missing`` when the service was asked and
does not know it. Other answers stay as they are, and their origin is sealed beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context, OriginFacts, SourceFacts
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
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import CHECK, CHOOSE

LOOKUP, CHECKED = "lookup", "checked"
FOUND, MISSING, UNAVAILABLE = "found", "missing", "unavailable"
ANOTHER = "another"
WHICH, SELF = "which", "own"
ALL_ROWS = "*"
_PIECES = frozenset({"text", "source", "title", "on", "status"})


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
    name, text = question.id, chosen(question, posted, context)
    if text is None:
        text = hygiene.stored(first(posted, name) or first(posted, f"{name}.{SELF}")).strip()
    return stated(question, text, told_of(question, text, context)) if text else None


def chosen(question: Question, posted: Posted, context: Context) -> str | None:
    """What was chosen in the list, "" for what is no longer there; None when nothing was."""
    which = first(posted, f"{question.id}.{WHICH}")
    if not which or which == ANOTHER:
        return None
    place = int(which) if which.isascii() and which.isdecimal() and len(which) < 5 else -1
    told = _list_of(question, context)
    offered = said(told) if told and question.settings.lookup_use == CHOOSE else []
    return offered[place] if 0 <= place < len(offered) else ""


def shown_of(question: Question, text: str, context: Context) -> SourceFacts | None:
    """What the service has said that is shown where the question is asked.

    A list in a row is that of the row, by the whole name of its place.
    """
    if question.settings.lookup_use == CHOOSE:
        return _list_of(question, context)
    return told_of(question, text, context)


def _list_of(question: Question, context: Context) -> SourceFacts | None:
    """The list of just that row, or one for all rows ("group.*.question")."""
    group, _, rest = question.id.partition(".")
    for_all = f"{group}.{ALL_ROWS}.{rest.rpartition('.')[2]}"
    return context.sources.get(question.id) or context.sources.get(for_all)


def told_of(question: Question, text: str, context: Context) -> SourceFacts | None:
    """What the service has said about an answer; in rows, what is about just that text."""
    group, _, rest = question.id.partition(".")
    if "." not in rest:
        return context.sources.get(question.id)
    known = context.sources.get(f"{group}.{rest.rpartition('.')[2]}")
    is_check = question.settings.lookup_use == CHECK
    facts = known.rows if known else ()
    fits = (one for one in facts if (one.asked == text if is_check else text in said(one)))
    return next(fits, None)


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
    text, source = inner(value, "text"), inner(value, "source")
    told = told_of(question, text, context)
    if told is None:  # it was so when it was answered
        return ()
    is_known = told.status == FOUND and told.asked == text
    if (source == LOOKUP and text not in said(told)) or (source == CHECKED and not is_known):
        return (Message("unreadable"),)
    return refused(question, text, context)


def refused(question: Question, text: str, context: Context) -> tuple[Message, ...]:
    """Something that the service must know, and says that it does not."""
    told = told_of(question, text, context) if question.settings.lookup_strict else None
    if told and told.status == MISSING and told.asked == text:
        return (Message("lookup_refused", {"title": told.title}),)
    return ()


def origin(question: Question, text: str, context: Context) -> OriginFacts:
    """Where an answer came from that does not say so itself."""
    told, use = told_of(question, text, context), question.settings.lookup_use
    if told is None or told.status == UNAVAILABLE or (use == CHECK and told.asked != text):
        return OriginFacts("own")
    if use == CHECK:
        return OriginFacts("checked" if told.status == FOUND else "unknown", told.title, told.on)
    if text in said(told):
        return OriginFacts("lookup", told.title, told.on)
    is_changed = told.status == FOUND and not use
    return OriginFacts("changed", told.title, told.on) if is_changed else OriginFacts("own")


def origin_lines(found: OriginFacts | None, language: str) -> tuple[str, ...]:
    """As :func:`lines`, of such an origin."""
    codes = {"lookup": "lookup_told", "checked": "lookup_checked",
             "unknown": "lookup_unknown", "changed": "lookup_changed"}  # fmt: skip
    code = codes.get(found.source, "") if found else ""
    return (say(code, language, title=found.title, day=found.on),) if found and code else ()


def origin_source(found: OriginFacts | None) -> str:
    """As :func:`source`, of such an origin."""
    codes = {"lookup": "source_lookup", "checked": "source_lookup_checked",
             "unknown": "source_lookup_unknown", "changed": "source_lookup_changed"}  # fmt: skip
    return codes.get(found.source, "source_own") if found else ""


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
    text, made = text_of(value), Control(value=text_of(value))
    told = shown_of(question, text, context)
    if told is None:
        return made
    offered = [(one, one) for one in said(told)]
    return with_choices(question, made, told, text=text, offered=offered, language=language)


def with_choices(  # noqa: PLR0913 - the question, its answer, and what is said of it
    question: Question,
    made: Control,
    told: SourceFacts,
    *,
    text: str,
    offered: Sequence[tuple[str, str]],
    language: str,
) -> Control:
    """The control with a word of what the look-up led to, and the list when there is one.

    ``text`` is the answer, ``offered`` each text that can be chosen and its words.
    """
    use = question.settings.lookup_use
    if use == CHECK and told.asked != text:
        return made
    note = say(f"lookup_{use + '_' if use else ''}{told.status}", language, title=told.title)
    note = " ".join(filter(None, (made.note, note)))
    if use != CHOOSE or not told.options:
        return replace(made, note=note)
    texts = [one for one, _words in offered]
    place = texts.index(text) if text in texts else -1
    picked = str(place) if place >= 0 else ANOTHER if text else ""
    choices = [Choice(str(number), words) for number, (_one, words) in enumerate(offered)]
    last = Choice(ANOTHER, say("lookup_another", language))
    # The question itself stands above both: the list is named after where it comes from.
    label = say("lookup_which", language, title=told.title)
    which = Part(WHICH, label, "", choices=(*choices, last), selected=(picked,))
    own = _own(question, made, language, is_chosen=place >= 0)
    return Control(parts=(which, *own), note=note, hint=made.hint, widget="parts")


def _own(question: Question, made: Control, language: str, *, is_chosen: bool) -> tuple[Part, ...]:
    """The fields to write in instead of choosing."""
    if made.parts:
        shown = (replace(one, value="") if is_chosen else one for one in made.parts)
        return tuple(replace(one, required=False) for one in shown)
    return (
        Part(
            SELF,
            say("lookup_own", language),
            "" if is_chosen else str(made.value),
            required=False,
            attrs=made.attrs,
            type=made.type,
            width=made.width,
            rows=4 if question.kind is Kind.LONG_TEXT else 0,
        ),
    )


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
