"""Strict reading of one JSON object: every field is asked for, and what is left is refused.

A reader never stops at the first fault: it notes a problem, gives a harmless value and goes
on, so that a person who corrects a file sees all its faults at once.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit.hygiene import has_control_characters, has_surrogates
from samtjanst.capabilities.formkit.problems import Problem
from samtjanst.capabilities.formkit.texts import NO_TEXT, NO_WORDS, Text, Told

MAX_TEXT = 8000
ID = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
OPTION_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
_HTML = re.compile(r"<\s*[a-zA-Z/!?]")


class Fields:
    """One object of the document at ``path``; problems are added to ``problems``."""

    __slots__ = ("_left", "_value", "path", "problems")

    def __init__(self, value: Any, path: str, problems: list[Problem]) -> None:
        self.path, self.problems = path, problems
        if not isinstance(value, Mapping):
            self.refuse(
                "",
                Told(
                    "här ska det stå ett objekt inom klammer { }",
                    "an object within braces must stand here",
                ),
            )
            value = {}
        self._value: Mapping[str, Any] = value
        self._left = set(value)

    def at(self, key: str) -> str:
        """The path of a field."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def refuse(self, key: str, reason: Told) -> None:
        """Note a problem at a field ("" for the object itself)."""
        self.problems.append(Problem(self.at(key), 0, reason))

    def has(self, key: str) -> bool:
        """Whether the field stands in the document."""
        return key in self._value

    def fields(self) -> list[str]:
        """The names of the fields, in order; for an object whose names are ids."""
        return [str(key) for key in self._value]

    def raw(self, key: str, *, required: bool = False) -> Any:
        """The field as it stands; None when it is absent."""
        self._left.discard(key)
        if required and key not in self._value:
            self.refuse(key, Told("fältet saknas", "the field is missing"))
        return self._value.get(key)

    def text(self, key: str, *, required: bool = True, form: re.Pattern[str] | None = None) -> str:
        """A plain text, of the form ``form`` when given."""
        value = self.raw(key, required=required)
        if value is None and not (required and self.has(key)):
            return ""
        reason = _text_fault(value)
        if not reason and form and not form.fullmatch(value):
            reason = Text("”{value}” har fel form", "“{value}” has the wrong form").told(
                value=value[:40]
            )
        if reason:
            self.refuse(key, reason)
            return ""
        return str(value)

    def id(self, key: str = "id", form: re.Pattern[str] = ID) -> str:
        """A stable id: small letters a–z, digits and underscore."""
        return self.text(key, form=form)

    def words(self, key: str, *, required: bool = True) -> Text:
        """A text for people: ``{"sv": …, "en": …}``; Swedish must be there."""
        if not required and not self.has(key):
            return NO_TEXT
        if required and not self.has(key):
            self.refuse(key, Told("texten saknas", "the text is missing"))
            return NO_TEXT
        inner = self.part(key)
        text = Text(sv=inner.text("sv"), en=inner.text("en", required=False))
        if inner.has("sv") and not text.sv.strip():
            inner.refuse("sv", Told("den svenska texten är tom", "the Swedish text is empty"))
        inner.close()
        return text

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from ``low`` to ``high``; required when there is no default."""
        found = self.maybe_whole(key, low, high)
        if found is None and default is None and not self.has(key):
            self.refuse(key, Told("fältet saknas", "the field is missing"))
        return found if found is not None else (default or 0)

    def maybe_whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number from ``low`` to ``high``, or None when the field is absent."""
        value = self.raw(key)
        if not self.has(key):
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.refuse(
                key,
                Text(
                    "här ska det stå ett heltal från {low} till {high}",
                    "a whole number from {low} to {high} must stand here",
                ).told(low=low, high=high),
            )
            return None
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.raw(key)
        if not self.has(key):
            return default
        if not isinstance(value, bool):
            self.refuse(
                key, Told("här ska det stå true eller false", "true or false must stand here")
            )
        return value is True

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """One of some words; required when there is no default."""
        value = self.raw(key)
        if not self.has(key) and default is not None:
            return default
        if isinstance(value, str) and value in allowed:
            return value
        listed = ", ".join(sorted(allowed))
        self.refuse(
            key,
            Text(
                "här ska det stå något av: {listed}", "one of these must stand here: {listed}"
            ).told(listed=listed),
        )
        return default or min(allowed)

    def part(self, key: str) -> "Fields":
        """The object in a field."""
        return Fields(self.raw(key), self.at(key), self.problems)

    def each(self, key: str, *, least: int = 0, most: int = 1000) -> list["Fields"]:
        """The objects of a list."""
        items = self._list(key, least, most)
        return [
            Fields(item, f"{self.at(key)}[{place}]", self.problems)
            for place, item in enumerate(items)
        ]

    def strings(self, key: str, *, least: int = 0, most: int = 200) -> tuple[str, ...]:
        """The texts of a list."""
        items = self._list(key, least, most)
        for place, item in enumerate(items):
            if reason := _text_fault(item):
                self.refuse(f"{key}[{place}]", reason)
        return tuple(item for item in items if isinstance(item, str))

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """Rising whole numbers of a list."""
        items = self._list(key, 0, 20)
        good = all(type(item) is int and low <= item <= high for item in items)
        if not good or sorted(set(items)) != list(items):
            self.refuse(
                key,
                Text(
                    "här ska det stå stigande heltal från {low} till {high}",
                    "rising whole numbers from {low} to {high} must stand here",
                ).told(low=low, high=high),
            )
            return ()
        return tuple(items)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text in the object, however deep, with its path."""
        yield from _texts(self._value, "")

    def close(self) -> None:
        """Refuse every field that nobody asked for."""
        for key in sorted(map(str, self._left)):
            self.refuse(key[:60], Told("okänt fält", "unknown field"))

    def _list(self, key: str, least: int, most: int) -> list[Any]:
        value = self.raw(key, required=least > 0)
        if not self.has(key):
            return []
        if not isinstance(value, list | tuple):
            self.refuse(
                key,
                Told(
                    "här ska det stå en lista inom hakar [ ]",
                    "a list within brackets [ ] must stand here",
                ),
            )
            return []
        if not least <= len(value) <= most:
            self.refuse(
                key,
                Text(
                    "listan ska ha {least}–{most} delar", "the list must have {least}–{most} parts"
                ).told(least=least, most=most),
            )
        return list(value[:most])


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from _texts(item, f"{path}[{place}]")


def _text_fault(value: Any) -> Told:
    if not isinstance(value, str):
        return Told(
            "här ska det stå en text inom citattecken",
            "a text within quotation marks must stand here",
        )
    if len(value) > MAX_TEXT:
        return Text(
            "texten är längre än {max_text} tecken", "the text is longer than {max_text} characters"
        ).told(max_text=MAX_TEXT)
    if has_control_characters(value) or has_surrogates(value):
        return Told("texten innehåller styrtecken", "the text holds control characters")
    return (
        Told("texten får inte innehålla HTML-taggar", "the text must not hold HTML tags")
        if _HTML.search(value)
        else NO_WORDS
    )
