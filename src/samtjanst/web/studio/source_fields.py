"""What a question can be looked up in: registers that suit it, and the municipality's look-ups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit import look_up_keys
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.register_sources import SOURCES, RegisterSource, suits
from samtjanst.capabilities.registers.types import SourceOffer
from samtjanst.web.studio import texts
from samtjanst.web.studio.fields import Field, options
from samtjanst.web.ui.language import spoken

VALUES = ("lookup_value", "lookup_postal_code", "lookup_city", "lookup_care_of")
NAMES = frozenset({"lookup", *VALUES})
KEYS = look_up_keys.KEYS.union(*(one.keys for one in SOURCES.values()))


@dataclass(frozen=True, slots=True)
class Known:
    """One that can be chosen; ``values`` by name, each as people read it."""

    name: str
    title: str
    values: tuple[tuple[str, str], ...]


def is_look_up(field: Field) -> bool:
    """Whether a control is about what a question is looked up in."""
    return field.name.startswith("s.lookup")


def known(question: dict[str, Any], offers: Iterable[SourceOffer]) -> list[Known]:
    """The registers that have something for a question of the kind, then the look-ups."""
    kind = question.get("kind")
    registers = [
        Known(name, spoken(one.label), _suiting(one, Kind(kind)))
        for name, one in SOURCES.items()
        if kind in set(Kind) and suits(one, Kind(kind))
    ]
    named = [
        Known(one.name, f"{one.title} ({one.name})", tuple((v, v) for v in one.values))
        for one in offers
    ]
    return [*registers, *named]


def _suiting(source: RegisterSource, kind: Kind) -> tuple[tuple[str, str], ...]:
    values = source.values.items()
    return tuple((n, spoken(one.title)) for n, one in values if kind in one.takes | one.checks)


def field(name: str, value: str, errors: tuple[str, ...], sources: Sequence[Known]) -> Field:
    """The control: what there is to choose, and what the definition already names."""
    shown = {one.name: one.title for one in sources} if name == "lookup" else _values(sources)
    if value and value not in shown:
        shown[value] = _("%(name)s (inte inställt i kommunen)") % {"name": value}
    chosen = options(list(shown.items()), value, none=_("Inget"))
    helped = "" if len(sources) else _("Kommunens administratör lägger till uppslag under Drift.")
    return Field(
        f"s.{name}", texts.setting(name), "one_of", choices=chosen, help=helped, errors=errors
    )


def _values(sources: Sequence[Known]) -> dict[str, str]:
    """Each value once, with those that have it."""
    held: dict[str, tuple[str, list[str]]] = {}
    for one in sources:
        for name, title in one.values:
            held.setdefault(name, (title, []))[1].append(one.title)
    return {name: f"{title} ({', '.join(titles)})" for name, (title, titles) in held.items()}
