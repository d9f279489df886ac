"""An e-service as one file: its definition, recorded tests, and a municipality's values.

The values are those of its parameters, lists among them: where the file is read they are what one
begins with, and a municipality that has values of its own keeps them. A file may also hold a
definition alone. What is read is written back without loss; what cannot
be read is refused whole, with place and reason.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.formkit import parameters, recording
from samtjanst.capabilities.formkit.definition import Definition, load
from samtjanst.capabilities.formkit.problems import DefinitionError, Problem
from samtjanst.capabilities.formkit.reading import json_text, migrating
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.texts import Text, Told

FORMAT = "samtjanst-package/1"
_OUR_FILES = "samtjanst-package/"
MOST_TESTS = 100
LONGEST_NAME = 120
# How a person reads a part of a definition; what is not named here comes after, by the alphabet.
_FIRST = (
    *("format", "id", "definition", "tests", "effect", "kind", "op", "of", "target", "title"),
    *("name", "label", "help", "intro", "summary", "text", "sv", "en", "required", "missing"),
    *(
        "in_lists",
        "options",
        "settings",
        "questions",
        "about",
        "parameters",
        "pages",
        "rules",
        "signing",
    ),
    *("handling", "fee", "when", "value", "run", "expected", "values"),
)
_NO_VALUES = Told(
    "här ska det stå ett värde för varje parameter", "a value for each parameter must stand here"
)
_ORDER = {key: place for place, key in enumerate(_FIRST)}


@dataclass(frozen=True, slots=True)
class CarriedTest:
    """A recorded test in a file; see ``recording``."""

    name: str
    run: Mapping[str, Any] = field(repr=False)
    expected: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Package:
    """What a file holds."""

    definition: Definition
    tests: tuple[CarriedTest, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read(text: str) -> Package:
    """The e-service in a file.

    Raises:
        DefinitionError: with every problem found, each with line and column.
    """
    document = json_text.parse(text)
    try:
        return _package(document)
    except DefinitionError as error:
        raise DefinitionError(json_text.with_lines(error.problems, text)) from None


def written(
    document: Mapping[str, Any],
    tests: Sequence[CarriedTest] = (),
    values: Mapping[str, Any] | None = None,
) -> str:
    """The file of an e-service: the same content always gives the same text."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "definition": document,
        "tests": [
            {"name": one.name, "run": one.run, "expected": one.expected}
            for one in sorted(tests, key=lambda one: one.name)
        ],
    }
    if values:
        content["values"] = values
    return json.dumps(_ordered(content), ensure_ascii=False, indent=2) + "\n"


def failures(found: Package, parameters: Mapping[str, Any]) -> dict[str, list[Told]]:
    """For each test what is not as it was recorded, by name; [] where it holds."""
    return {one.name: _failure(found.definition, parameters, one) for one in found.tests}


def _failure(
    definition: Definition, parameters: Mapping[str, Any], test: CarriedTest
) -> list[Told]:
    context = recording.restored(test.run["context"], parameters)
    now = recording.observed(definition, test.run["answers"], context)
    return recording.differences(dict(test.expected), now)


def _package(document: Mapping[str, Any]) -> Package:
    found_format = str(document.get("format"))
    if found_format != FORMAT and found_format.startswith(_OUR_FILES):
        raise DefinitionError((Problem("format", 0, migrating.fault(found_format, FORMAT)),))
    if found_format != FORMAT:
        return Package(load(document))
    found: list[Problem] = []
    top = Fields(document, "", found)
    top.raw("format")
    content = top.raw("definition", required=True)
    tests = tuple(_test(one) for one in top.each("tests", most=MOST_TESTS))
    values = top.raw("values") or {}
    top.close()
    _refuse_doubles(tests, found)
    definition = _definition(content, found) if "definition" in document else None
    if definition is not None and values:
        found += _of_values(definition, values)
    if definition is None or found:
        raise DefinitionError(tuple(found))
    return Package(definition, tests, values)


def _of_values(definition: Definition, values: Any) -> list[Problem]:
    if not isinstance(values, Mapping):
        return [Problem("values", 0, _NO_VALUES)]
    # What is not set yet is told where the e-service is published.
    told = parameters.problems(definition, values)
    named = (one for one in told if re.split(r"[.\[]", one.path)[0] in values)
    return [Problem(f"values.{one.path}", 0, one.reason) for one in named]


def _definition(content: Any, found: list[Problem]) -> Definition | None:
    try:
        return load(content)
    except DefinitionError as error:
        inside = (f"definition.{one.path}".rstrip(".") for one in error.problems)
        found += [
            Problem(path, 0, one.reason) for path, one in zip(inside, error.problems, strict=True)
        ]
    return None


def _test(item: Fields) -> CarriedTest:
    name = item.text("name")
    if len(name) > LONGEST_NAME or not name.strip():
        item.refuse(
            "name",
            Text(
                "testet ska ha ett namn med högst {longest_name} tecken",
                "the test must have a name of at most {longest_name} characters",
            ).told(longest_name=LONGEST_NAME),
        )
    run, expected = item.raw("run", required=True), item.raw("expected", required=True)
    for key, fault in (("run", recording.run_fault(run)),
                       ("expected", recording.observed_fault(expected))):  # fmt: skip
        if item.has(key) and fault:
            item.refuse(key, fault)
    item.close()
    return CarriedTest(name, run, expected)


def _refuse_doubles(tests: tuple[CarriedTest, ...], found: list[Problem]) -> None:
    again = _doubles([one.name for one in tests])
    found += [
        Problem(
            f"tests[{one}].name",
            0,
            Told("två tester har samma namn", "two tests have the same name"),
        )
        for one in again
    ]


def _doubles(names: list[str]) -> Iterator[int]:
    return (place for place, name in enumerate(names) if name in names[:place])


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: (_ORDER.get(key, len(_ORDER)), key))
        return {key: _ordered(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(one) for one in value]
    return value
