"""From a case to the receiver's own fields. Pure: the same case gives the same fields.

A mapping is ``{"fields": [FIELD, …]}``. A FIELD has ``to`` (the receiver's name) and either
``fixed`` (a constant) or ``from`` (one or several names of sources, such as
``answer.child.personal_number``), and may have ``codes`` (our value → theirs; a value without a
code is an error), ``date`` (a pattern of YYYY, MM, DD), ``join`` (between several values),
``as`` (``number`` or ``boolean`` for a receiver that does not take text) and ``required`` (an
empty value is an error; true unless said otherwise).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samtjanst.kernel.errors import InvalidInputError

MOST_FIELDS = 200
_KNOWN = frozenset({"to", "from", "fixed", "codes", "date", "join", "as", "required"})
ISO_PATTERN = "YYYY-MM-DD"
TYPES = ("text", "number", "boolean")
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,10})?")
_NAME = re.compile(r"[^\W\d][\w.:/-]{0,79}")
_PATTERN = re.compile(r"(YYYY|MM|DD|[-/. ])+")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Why a field could not be filled; never quotes the value."""

    to: str
    # missing | no_code | not_a_date | not_a_number | not_a_truth | unknown_source;
    # and of the receiver's schema (schema.py): absent | surplus | refused
    reason: str


def check(mapping: Mapping[str, Any], sources: Sequence[str]) -> None:
    """Refuse a mapping that could not work for any case.

    Raises:
        InvalidInputError: by field of the receiver, or ``fields`` for the whole.
    """
    fields = mapping.get("fields")
    if not isinstance(fields, list) or not fields or len(fields) > MOST_FIELDS:
        raise InvalidInputError({"fields": ["Ange minst ett fält."]})
    problems: dict[str, list[str]] = {}
    seen: set[str] = set()
    for number, given in enumerate(fields, start=1):
        told = list(_wrong(given, frozenset(sources), seen))
        if told:
            problems[f"field{number}"] = told
    if problems:
        raise InvalidInputError(problems)


def apply(
    mapping: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[FieldProblem, ...]]:
    """The receiver's fields in the mapping's order, and what could not be filled."""
    made: dict[str, Any] = {}
    problems: list[FieldProblem] = []
    for rule in mapping["fields"]:
        try:
            made[rule["to"]] = _value(rule, values)
        except _UnfilledError as error:
            problems.append(FieldProblem(rule["to"], error.reason))
    return made, tuple(problems)


def days(mapping: Mapping[str, Any]) -> frozenset[str]:
    """The receiver's fields that are days, written as ISO does."""
    return frozenset(rule["to"] for rule in mapping["fields"] if rule.get("date") == ISO_PATTERN)


def flatten(prefix: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Sources of a value: itself, and each of its parts by name."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from flatten(f"{prefix}.{name}", part)
    else:
        yield prefix, value


class _UnfilledError(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _value(rule: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    return _typed(_text(rule, values), rule.get("as", "text"))


def _typed(text: str, kind: str) -> Any:
    if kind == "text" or not text:
        return text
    if kind == "boolean":
        if text.lower() not in _TRUTHS:
            raise _UnfilledError("not_a_truth")
        return _TRUTHS[text.lower()]
    if not _NUMBER.fullmatch(text):
        raise _UnfilledError("not_a_number")
    return float(text.replace(",", ".")) if "." in text or "," in text else int(text)


def _text(rule: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    if "fixed" in rule:
        return str(rule["fixed"])
    parts = [part for name in _names(rule) for part in _parts(values.get(name))]
    told = [_told(rule, part) for part in parts]
    text = str(rule.get("join", ", ")).join(told)
    if not text and rule.get("required", True):
        raise _UnfilledError("missing")
    return text


def _told(rule: Mapping[str, Any], part: str) -> str:
    if "codes" in rule:
        if part not in rule["codes"]:
            raise _UnfilledError("no_code")
        return str(rule["codes"][part])
    return _day(part, rule["date"]) if "date" in rule else part


def _day(text: str, pattern: str) -> str:
    if not _ISO_DAY.match(text):
        raise _UnfilledError("not_a_date")
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        raise _UnfilledError("not_a_date") from None
    return (
        pattern.replace("YYYY", f"{day.year:04}")
        .replace("MM", f"{day.month:02}")
        .replace("DD", f"{day.day:02}")
    )


def _names(rule: Mapping[str, Any]) -> list[str]:
    given = rule.get("from", [])
    return [given] if isinstance(given, str) else list(given)


def _parts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif value not in (None, "") and not isinstance(value, Mapping):
        yield str(value)


def _wrong(given: Any, sources: frozenset[str], seen: set[str]) -> Iterator[str]:
    if not isinstance(given, Mapping) or given.keys() - _KNOWN:
        yield "Fältet har okända inställningar."
        return
    name = given.get("to")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield "Mottagarens fältnamn får ha bokstäver, siffror, punkt, streck och snedstreck."
    elif name in seen:
        yield "Mottagarens fält är redan med."
    else:
        seen.add(name)
    yield from _wrong_source(given, sources)
    pattern = given.get("date", "YYYY")
    if not isinstance(pattern, str) or not _PATTERN.fullmatch(pattern):
        yield "Skriv datumets form med YYYY, MM och DD."
    if given.get("as", "text") not in TYPES:
        yield "Välj om mottagaren vill ha text, ett tal eller sant/falskt."
    if not isinstance(given.get("codes", {}), Mapping):
        yield "Skriv koderna som vårt värde = mottagarens värde."


def _wrong_source(given: Mapping[str, Any], sources: frozenset[str]) -> Iterator[str]:
    if ("fixed" in given) == ("from" in given):
        yield "Välj antingen en uppgift i ärendet eller ett fast värde."
        return
    names = _names(given)
    if "from" in given and (not names or not set(names) <= sources):
        yield "Välj en uppgift som finns i e-tjänsten."
