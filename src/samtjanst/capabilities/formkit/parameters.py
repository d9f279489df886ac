"""Whether a municipality's values fit the parameters that a definition declares."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions import as_number
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Parameter
from samtjanst.capabilities.formkit.problems import Problem
from samtjanst.capabilities.formkit.reading.fields import OPTION_ID, Fields
from samtjanst.capabilities.formkit.texts import Text, Told

MOST_ITEMS = 2000
# The languages that an item of a list can have a text in beside Swedish: any that ISO 639 has a
# code for. Those that municipalities most often translate to can be called by their names too.
LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
LANGUAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("engelska", "english"),
        "fi": ("finska", "suomi"),
        "ar": ("arabiska",),
        "so": ("somaliska",),
        "fa": ("persiska",),
        "prs": ("dari",),
        "ti": ("tigrinska",),
        "ku": ("kurdiska",),
        "uk": ("ukrainska",),
        "ru": ("ryska",),
        "pl": ("polska",),
        "de": ("tyska",),
        "fr": ("franska",),
        "es": ("spanska",),
        "se": ("nordsamiska", "samiska"),
        "fit": ("meänkieli",),
        "rom": ("romani",),
        "yi": ("jiddisch",),
    }
)
_LANGUAGE = Text("”{it}” är ingen språkkod", "“{it}” is not a code of a language")


def problems(definition: Definition, parameters: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything that is missing, unknown or of the wrong form; () when the values can be used."""
    found: list[Problem] = []
    values = Fields(parameters, "", found)
    for parameter in definition.parameters:
        _CHECKS[parameter.type](definition, parameter, values)
    values.close()
    return tuple(found)


def _check_text(definition: Definition, parameter: Parameter, values: Fields) -> None:
    del definition
    values.text(parameter.id)


def _check_number(definition: Definition, parameter: Parameter, values: Fields) -> None:
    del definition
    if as_number(values.raw(parameter.id, required=True)) is None and values.has(parameter.id):
        values.refuse(
            parameter.id,
            Told(
                "här ska det stå ett tal, till exempel 4 eller ”3.5”",
                "a number must stand here, for example 4 or “3.5”",
            ),
        )


def _check_options(definition: Definition, parameter: Parameter, values: Fields) -> None:
    del definition
    seen: set[str] = set()
    for item in values.each(parameter.id, least=1, most=MOST_ITEMS):
        option = item.id(form=OPTION_ID)
        item.text("name")
        if item.has("names"):
            _check_names(item.part("names"))
        item.close()
        if option and option in seen:
            item.refuse(
                "id",
                Text(
                    "”{option}” används redan; varje id ska vara unikt",
                    "“{option}” is used already; each id must be unique",
                ).told(option=option),
            )
        seen.add(option)


def _check_names(names: Fields) -> None:
    for code in names.fields():
        names.text(code)
        if not LANGUAGE.fullmatch(code) or code == "sv":
            names.refuse(code[:60], _LANGUAGE.told(it=code[:60]))
    names.close()


def _check_numbers(definition: Definition, parameter: Parameter, values: Fields) -> None:
    if not values.has(parameter.id):
        values.raw(parameter.id, required=True)
        return
    table = values.part(parameter.id)
    for option in definition.question(parameter.per).options:
        value = table.raw(option.id, required=True)
        if table.has(option.id) and as_number(value) is None:
            table.refuse(
                option.id,
                Told(
                    "här ska det stå ett tal, till exempel 4 eller ”3.5”",
                    "a number must stand here, for example 4 or “3.5”",
                ),
            )
    table.close()


_CHECKS = {
    "text": _check_text,
    "number": _check_number,
    "options": _check_options,
    "numbers": _check_numbers,
}
