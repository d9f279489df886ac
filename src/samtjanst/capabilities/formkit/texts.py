"""Texts of a definition: Swedish always, English when somebody has written it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SLOT = re.compile(r"\{([a-z0-9][a-z0-9_-]*)\}")


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
        return SLOT.sub(lambda slot: _shown(values.get(slot[1])), text) if "{" in text else text

    def __str__(self) -> str:
        return self.sv

    def __bool__(self) -> bool:
        return bool(self.sv)


NO_TEXT = Text()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A text with a stable id and a heading of its own."""

    id: str
    title: Text
    text: Text


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
