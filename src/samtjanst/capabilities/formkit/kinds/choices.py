"""One choice, many choices, yes or no, school."""
# ruff: noqa: ARG002 - every kind answers to the same signature

from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import (
    Behaviour,
    Choice,
    Control,
    Posted,
    Sort,
    first,
    inner,
    typed,
)
from samtjanst.capabilities.formkit.messages import Message, say
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.settings import parameter
from samtjanst.capabilities.formkit.texts import Text


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


class ChoiceKind(Behaviour):
    """One of the options."""

    kind = Kind.CHOICE
    title = Text("Ett val", "One choice")
    about = Text("Ett av några alternativ.", "One of some options.")
    sort = Sort.OPTION
    options = (2, 500)
    widget = "radios"
    missing = "missing_choice"
    fits_row = fits_cell = True
    effort = 5

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
        """The options."""
        return Control(selected=(typed(value),), choices=_offered(question, language))


class ManyChoicesKind(Behaviour):
    """Any of the options; no option at all is no answer."""

    kind = Kind.MANY_CHOICES
    title = Text("Flera val", "Many choices")
    about = Text("Ett eller flera alternativ.", "One or more options.")
    sort = Sort.OPTIONS
    options = (2, 500)
    widget = "boxes"
    missing = "missing_choice"
    blank_is_answer = True
    fits_row = True

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
        good = isinstance(value, list) and len(value) == len(seen)
        return () if good else (Message("not_an_option"),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """One label per line."""
        chosen = value if isinstance(value, list) else []
        return tuple(filter(None, (_label(question, item, language) for item in chosen)))

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The options."""
        chosen = value if isinstance(value, list) else []
        ticked = tuple(item for item in chosen if isinstance(item, str))
        return Control(selected=ticked, choices=_offered(question, language))


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


class SchoolKind(Behaviour):
    """A school out of the municipality's list in a parameter."""

    kind = Kind.SCHOOL
    title = Text("Skola eller enhet", "School or unit")
    about = Text(
        "En skola, förskola eller annan enhet i kommunens egen lista.",
        "A school, preschool or other unit in the municipality's own list.",
    )
    sort = Sort.ITEM
    settings = (parameter(),)
    widget = "select"
    missing = "missing_choice"
    fits_row = fits_cell = True

    def seen(self, question: Question, value: Any, context: Context) -> Any:
        """The school's id."""
        school = inner(value, "id")
        return school if school in _schools(question, context) else None

    def read(self, question: Question, posted: Posted, context: Context) -> Any:
        """The school with its name as the list has it now."""
        chosen = hygiene.stored(first(posted, question.id)).strip()
        if not chosen:
            return None
        name = _schools(question, context).get(chosen)
        return {"id": chosen, "name": name} if name else {"raw": chosen}

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Not, or no longer, in the list under the same name."""
        name = _schools(question, context).get(inner(value, "id"))
        return () if name and name == inner(value, "name") else (Message("not_an_option"),)

    def lines(
        self, question: Question, value: Any, context: Context, language: str
    ) -> tuple[str, ...]:
        """The name that was chosen."""
        return (inner(value, "name") or typed(value),)

    def control(self, question: Question, value: Any, context: Context, language: str) -> Control:
        """The list of schools."""
        schools = _schools(question, context).items()
        choices = tuple(Choice(school, name) for school, name in schools)
        return Control(selected=(inner(value, "id"),), choices=choices)


def _schools(question: Question, context: Context) -> Mapping[str, str]:
    listed = context.parameters.get(question.settings.parameter)
    if not isinstance(listed, list | tuple):
        return {}
    return {
        inner(item, "id"): inner(item, "name")
        for item in listed
        if inner(item, "id") and inner(item, "name")
    }
