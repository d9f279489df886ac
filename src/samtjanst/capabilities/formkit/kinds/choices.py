"""One choice, many choices, yes or no."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Choice,
    Control,
    Posted,
    Sort,
    first,
    typed,
)
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.settings import Name, OneOf, Setting, Whole
from samtjanst.capabilities.formkit.texts import Text, Told


def _label(question: Question, option_id: Any, language: str) -> str:
    for option in question.options:
        if option.id == option_id:
            return option.label.to(language)
    return ""


def _offered(question: Question, language: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(option.id, option.label.to(language), option.help.to(language))
        for option in question.options
    )


LOOKS: Mapping[str, Text] = MappingProxyType(
    {
        "radios": Text("Knappar", "Buttons"),
        "select": Text("Rullgardin", "Drop-down"),
    }
)


class ChoiceKind(Behaviour):
    """One of the options."""

    kind = Kind.CHOICE
    title = Text("Ett val", "One choice")
    about = Text("Ett av några alternativ.", "One of some options.")
    sort = Sort.OPTION
    options = (2, 500)
    settings: ClassVar[tuple[Setting, ...]] = (
        OneOf("look", Text("Utseende", "Look"), "radios", words=LOOKS),
    )
    widget = "radios"
    missing = "missing_choice"
    fits_row = fits_cell = True
    effort = 5

    def value_schema(self, question: Question) -> dict[str, Any]:
        """An option's id."""
        return _ids(question)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The option's id."""
        return value if isinstance(value, str) and _label(question, value, "sv") else None

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not one of the options."""
        return () if self.seen(question, value, context) else (Message("not_an_option"),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The option's label."""
        return (_label(question, value, language) or typed(value),)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The options, as buttons or in a drop-down."""
        widget = "select" if question.settings.look == "select" else ""
        choices = _offered(question, language)
        return Control(selected=(typed(value),), choices=choices, widget=widget)


class ManyChoicesKind(Behaviour):
    """Any of the options; no option at all is no answer."""

    kind = Kind.MANY_CHOICES
    title = Text("Flera val", "Many choices")
    about = Text("Ett eller flera alternativ.", "One or more options.")
    sort = Sort.OPTIONS
    options = (2, 500)
    widget = "boxes"
    missing = "missing_choice"
    settings = (
        Whole("min_choices", Text("Minsta antal val", "Fewest choices"), 0, low=0, high=500),
        Whole("max_choices", Text("Högsta antal val", "Most choices"), 0, low=1, high=500),
        Name(
            "none_option",
            Text("Alternativet ”inget av dessa”", "The option “none of these”"),
            is_option=True,
        ),
    )
    blank_is_answer = True
    fits_row = True

    def check(self, question: Question, item: Fields) -> None:
        """Limits that no answer can meet, or a missing option."""
        settings, count = question.settings, len(question.options)
        if settings.min_choices > (settings.max_choices or count):
            item.refuse(
                "settings.min_choices",
                Told(
                    "min_choices är större än vad som går att välja",
                    "min_choices is larger than what can be chosen",
                ),
            )
        if settings.none_option and not _label(question, settings.none_option, "sv"):
            item.refuse(
                "settings.none_option",
                Text(
                    "det finns inget alternativ ”{none_option}”",
                    "there is no option “{none_option}”",
                ).told(none_option=settings.none_option),
            )

    def value_schema(self, question: Question) -> dict[str, Any]:
        """A list of option ids."""
        return {"type": "array", "items": _ids(question), "minItems": 1, "uniqueItems": True}

    def plain(self, question: Question, value: Any) -> str:
        """The ids."""
        return " ".join(map(str, value)) if isinstance(value, list) else typed(value)

    def canonical(self, question: Question, value: Any) -> Any:
        """In the order of the question."""
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return value
        order = {option.id: place for place, option in enumerate(question.options)}
        return sorted(value, key=lambda item: (order.get(item, len(order)), item))

    def empty(self, value: Any) -> bool:
        """Nothing ticked."""
        return value is None or value in ([], "")

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The ids, as a set."""
        if not isinstance(value, list):
            return None
        known = frozenset(item for item in value if isinstance(item, str))
        return known & {option.id for option in question.options} or None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The ticked options, in the order of the question."""
        ticked = {hygiene.stored(item) for item in posted.get(question.id, ()) if item}
        known = [option.id for option in question.options if option.id in ticked]
        return known + sorted(ticked.difference(known))

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Something that is not an option, or twice the same."""
        seen = self.seen(question, value, context) or ()
        if not isinstance(value, list) or len(value) != len(seen):
            return (Message("not_an_option"),)
        return _counted(question, value)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """One label per line."""
        chosen = value if isinstance(value, list) else []
        return tuple(filter(None, (_label(question, item, language) for item in chosen)))

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The options, and how many can be chosen."""
        chosen = value if isinstance(value, list) else []
        ticked = tuple(item for item in chosen if isinstance(item, str))
        choices = _offered(question, language)
        return Control(selected=ticked, choices=choices, hint=_count_hint(question, language))


def _ids(question: Question) -> dict[str, Any]:
    ids = [option.id for option in question.options]
    return {"enum": ids} if ids else {"type": "string", "minLength": 1}


def _counted(question: Question, value: list[str]) -> tuple[Message, ...]:
    settings = question.settings
    if settings.none_option in value:
        none = {"none": _label(question, settings.none_option, "sv")}
        return (Message("none_and_others", none),) if len(value) > 1 else ()
    if len(value) < settings.min_choices:
        return (Message("too_few_choices", {"limit": settings.min_choices}),)
    if settings.max_choices and len(value) > settings.max_choices:
        return (Message("too_many_choices", {"limit": settings.max_choices}),)
    return ()


class YesNoKind(Behaviour):
    """Yes or no; posted as ``yes`` and ``no``."""

    kind = Kind.YES_NO
    title = Text("Ja eller nej", "Yes or no")
    about = Text("En fråga som besvaras med ja eller nej.", "Answered with yes or no.")
    sort = Sort.YES_NO
    widget = "radios"
    missing = "missing_choice"
    fits_row = fits_cell = True
    effort = 5

    def value_schema(self, question: Question) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}

    def plain(self, question: Question, value: Any) -> str:
        """As it is posted."""
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else typed(value)

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """True or False."""
        return value if isinstance(value, bool) else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """True, False, nothing, or what was posted instead."""
        text = hygiene.stored(first(posted, question.id)).strip()
        if not text:
            return None
        return {"yes": True, "no": False}.get(text, {"raw": text})

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Neither yes nor no."""
        return () if isinstance(value, bool) else (Message("not_an_option"),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The word."""
        return (say("yes" if value is True else "no", language),)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """Two choices."""
        choices = (Choice("yes", say("yes", language)), Choice("no", say("no", language)))
        selected = {True: ("yes",), False: ("no",)}
        chosen = selected[value] if isinstance(value, bool) else ()
        return Control(selected=chosen, choices=choices)


def _count_hint(question: Question, language: str) -> str:
    low, high = question.settings.min_choices, question.settings.max_choices
    if low and high:
        code = "hint_choices_exact" if low == high else "hint_choices_between"
        return say(code, language, low=low, high=high)
    if high:
        return say("hint_choices_most", language, high=high)
    return say("hint_choices_least", language, low=low) if low > 1 else ""
