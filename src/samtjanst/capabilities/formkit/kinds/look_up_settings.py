"""Which settings of a look-up fit together, and which values suit which kind of question."""

from samtjanst.capabilities.formkit.model import Kind, Question, Settings
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.register_sources import (
    NO_SUCH,
    NO_VALUE,
    ONE_ONLY,
    SOURCES,
    RegisterSource,
    is_register,
)
from samtjanst.capabilities.formkit.settings import CHECK, CHOOSE
from samtjanst.capabilities.formkit.texts import Told

_HALF = Told(
    "ett uppslag behöver namn, uppgift och en fråga att slå upp",
    "a look-up needs its name, a value and a question to ask about",
)
_HALF_ADDRESS = Told(
    "en adress behöver uppgifterna som är gatuadress, postnummer och postort",
    "an address needs the values that are street, postal code and town",
)
_CHECKED_ITSELF = Told(
    "det som kontrolleras är svaret självt; ingen annan fråga slås upp",
    "what is checked is the answer itself; no other question is looked up",
)
_WITHOUT = Told(
    "inställningen gäller ett uppslag som svaret kontrolleras mot",
    "the setting belongs to a look-up that the answer is checked against",
)


def refuse_halves(question: Question, item: Fields) -> None:
    """Refuse settings of a look-up that do not fit together, or not with the question."""
    told = question.settings
    source = SOURCES.get(told.lookup)
    if is_register(told.lookup) and source is None:
        item.refuse("settings.lookup", NO_SUCH)
        return
    parts = (told.lookup_postal_code, told.lookup_city)
    if question.kind is Kind.ADDRESS and {bool(told.lookup), *map(bool, parts)} == {True, False}:
        item.refuse("settings", _HALF_ADDRESS)
    elif len({bool(one) for one in _needed(told)}) > 1:
        item.refuse("settings", _HALF)
    elif told.lookup_use == CHECK and told.lookup_key:
        item.refuse("settings.lookup_key", _CHECKED_ITSELF)
    elif (told.lookup_use and not told.lookup) or (told.lookup_strict and told.lookup_use != CHECK):
        item.refuse("settings.lookup_use", _WITHOUT)
    elif source:
        _refuse_unsuitable(question, source, item)


def is_asked_alone(told: Settings) -> bool:
    """Whether nothing has to be answered first.

    A register can know the applicant; a service of the municipality can have one list for all.
    """
    source = SOURCES.get(told.lookup)
    return source.of_applicant if source else told.lookup_use == CHOOSE


def _needed(told: Settings) -> list[str]:
    needed = [told.lookup, told.lookup_value]
    is_optional = told.lookup_use == CHECK or is_asked_alone(told)
    return needed if is_optional else [*needed, told.lookup_key]


def _refuse_unsuitable(question: Question, source: RegisterSource, item: Fields) -> None:
    told = question.settings
    names = {"lookup_value": told.lookup_value, "lookup_postal_code": told.lookup_postal_code,
             "lookup_city": told.lookup_city, "lookup_care_of": told.lookup_care_of}  # fmt: skip
    for setting, name in names.items():
        value = source.values.get(name)
        is_checked = told.lookup_use == CHECK
        suiting = (value.checks if is_checked else value.takes) if value else frozenset()
        if name and question.kind not in suiting:
            item.refuse(f"settings.{setting}", NO_VALUE)
        elif value and told.lookup_use == CHOOSE and not value.is_many:
            item.refuse("settings.lookup_use", ONE_ONLY)
            return
