"""Texts of a definition: Swedish always, English when somebody has written it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

SLOT = re.compile(r"\{([a-z0-9][a-z0-9_-]*)\}")


class Told(str):
    """A sentence of the engine's own: Swedish as it stands, with its English beside.

    Logs, the command line and files read it as the plain text that it is; screens ask ``to``.
    """

    __slots__ = ("en",)
    en: str

    def __new__(cls, sv: str = "", en: str = "") -> Self:
        """In both languages."""
        found = super().__new__(cls, sv)
        found.en = en or sv
        return found

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # str has one argument
        """Both languages, for copies."""
        return str(self), self.en

    def to(self, language: str = "sv") -> str:
        """The sentence in ``language`` ("sv" or "en")."""
        return self.en if language == "en" else str(self)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the product's languages. ``str()`` gives the Swedish."""

    sv: str = ""
    en: str = ""

    def to(self, language: str = "sv") -> str:
        """The text in ``language`` ("sv" or "en"); Swedish where there is no English."""
        return (self.en or self.sv) if language == "en" else self.sv

    def filled(self, values: Mapping[str, Any], language: str = "sv") -> str:
        """The text with every ``{name}`` replaced; a name without a value becomes nothing."""
        text = self.to(language)
        if "{" not in text:
            return text
        return SLOT.sub(lambda slot: _shown(values.get(slot[1]), language), text)

    def told(self, **values: "Value") -> Told:
        """The text in both languages at once, each value in its own language."""
        return Told(self.filled(values, "sv"), self.filled(values, "en"))

    def __str__(self) -> str:
        return self.sv

    def __bool__(self) -> bool:
        return bool(self.sv)


NO_TEXT = Text()
NO_WORDS = Told()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A text with a stable id and a heading of its own."""

    id: str
    title: Text
    text: Text


Value = str | int | Told | Text


def join(parts: Iterable[Value], between: Told | str = "") -> Told:
    """Sentences or parts of one as one, in both languages."""
    listed = list(parts)
    return Told(*(in_language(between, one).join(in_language(part, one) for part in listed)
                  for one in ("sv", "en")))  # fmt: skip


def in_language(value: Value, language: str) -> str:
    """A text of any sort in ``language``: one that was written by a person is as it is."""
    return value.to(language) if isinstance(value, Told | Text) else str(value)


def _shown(value: Any, language: str) -> str:
    if isinstance(value, Told | Text):
        return value.to(language)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
