"""What the documentation of an e-service consists of, and what is known beside its definition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.formkit.process import Process
from samtjanst.capabilities.formkit.texts import Text, Told


@dataclass(frozen=True, slots=True)
class Known:
    """What a municipality knows besides the definition.

    Days are calendar days from a complete application to the decision: half of all cases, and
    nine in ten; 0 for not measured. ``filled`` handed in took ``fill_half`` and ``fill_most``
    minutes from when they were begun, pauses included. ``in_status`` tells of a status of the
    e-service's own process how many times a case has left it, and half of them within how many
    days. ``receivers`` are the systems that decisions are sent to.
    """

    municipality: str = ""
    version: str = ""
    owner: str = ""
    decided: int = 0
    days_half: int = 0
    days_most: int = 0
    filled: int = 0
    fill_half: int = 0
    fill_most: int = 0
    in_status: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    receivers: tuple[str, ...] = ()
    tests: int = 0
    tests_broken: int = 0
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its headings; a row's first cell names the row."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def pairs(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Each row as pairs of heading and text."""
        return tuple(tuple(zip(self.heads, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: paragraphs, then lists of facts, then tables."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the process: what happens, who does it, how long it takes ("" for unknown)."""

    title: str
    who: str
    told: str
    time: str


@dataclass(frozen=True, slots=True)
class Documentation:
    """The whole of it; ``stages`` are what the process drawing shows, ``process`` its own one."""

    title: str
    sha256: str
    stages: tuple[Stage, ...]
    sections: tuple[Section, ...]
    process: Process | None = None
    language: str = "sv"


def both(text: Text) -> Told:
    """A text of the definition in both languages; its slots stay."""
    return Told(text.sv, text.en)


def facts(told: Iterable[tuple[str, str]]) -> Table:
    """What is known, each under its name; what is not is left out."""
    heads = (Told("Uppgift", "Fact"), Told("Innehåll", "Content"))
    rows = tuple(pair for pair in told if pair[1].strip())
    return Table(Told("Uppgifter", "Facts"), heads, rows)


def yes_no(*, holds: bool) -> Told:
    """Yes or no."""
    return Told("ja", "yes") if holds else Told("nej", "no")
