"""A value as controls, and what is pointed at as a value of the document again."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions.operand_readers import TERMS
from samtjanst.capabilities.formkit.conditions.spans import COUNTS, MOVES
from samtjanst.capabilities.formkit.conditions.words import UNITS
from samtjanst.capabilities.formkit.editing.pointing import picks
from samtjanst.capabilities.formkit.editing.pointing.controls import (
    At,
    Choice,
    Control,
    Formula,
    Posted,
    number,
    written,
)
from samtjanst.capabilities.formkit.editing.pointing.picks import LITERAL, TIME, Operand
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope
from samtjanst.capabilities.formkit.texts import Text, Told

_VALUE, _WHAT = Told("Värde", "Value"), Told("Vilket värde", "Which value")
_UNIT, _COUNT = (
    Told("Enhet", "Unit"),
    Told("Hur många (minus för före)", "How many (minus for before)"),
)
_DAYS = Told("Dagar efter i dag (minus för före)", "Days after today (minus for before)")
_DECIMALS = Told("Antal decimaler", "Number of decimals")
_WHOLE: Mapping[str, Mapping[str, Told]] = MappingProxyType(
    {
        "today": {"days": _DAYS},
        "shifted": {"count": _COUNT},
        "divide": {"decimals": _DECIMALS},
        "round": {"decimals": _DECIMALS},
    }
)
_DATES: Mapping[str, Told] = MappingProxyType(
    {
        "date": Told("Vilket datum", "Which date"),
        "on": Told("Vilken dag", "On which day"),
        "first": Told("Från och med", "From"),
        "last": Told("Till", "To"),
    }
)
_CHOOSE = Told("Välj …", "Choose …")
_GONE = Text("”{name}” (finns inte)", "“{name}” (does not exist)")
_TERM = Text("Led {n}", "Term {n}")
_HELD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"age": ("on",), "shifted": ("date",), "school_year": ("date",), "between": ("first", "last")}
)
_TODAY: Operand = MappingProxyType({"of": "today"})


def blank(wanted: str) -> dict[str, Any]:
    """A value that is still to be written or pointed out."""
    if wanted == "text":
        return {"of": "question", "id": ""}
    return {"of": TIME if wanted == "time" else LITERAL, "value": ""}


def made(key: str, held: Operand, wanted: str) -> dict[str, Any]:
    """The value that a key says, with what fits of the value that stood there before."""
    of, _colon, about = key.partition(":")
    if key == picks.key_of(held):
        return dict(held)
    if of in TERMS:
        return {"of": of, "parts": _terms(of, held)}
    if of in {LITERAL, TIME}:
        return blank(wanted)
    is_day = held.get("of") in {"question", "today"} or bool(held.get("value"))
    start = held if is_day else _TODAY
    fresh: Mapping[str, Mapping[str, Any]] = {
        "age": {"question": about} if about else {"applicant": True},
        "column": dict(zip(("op", "group", "question"), about.split(":"), strict=False)),
        "shifted": {"date": dict(start), "count": 0, "unit": "days"},
        "school_year": {"date": dict(_TODAY), "give": about},
        "between": {"first": dict(_TODAY), "last": dict(_TODAY), "unit": "days"},
        "today": {},
        "fact": {"name": about},
        "count": {"question": about},
        "length": {"question": about},
    }
    return {"of": of, **fresh.get(of, {"id": about})}


def _terms(of: str, held: Operand) -> list[Any]:
    """The terms of what stood there, or that itself as the first term."""
    least, most = TERMS[of]
    kept = list(held["parts"]) if _has_terms(held) else [dict(held)] if held.get("of") else []
    return kept[:most] + [blank("number")] * max(0, least - len(kept))


def _has_terms(held: Operand) -> bool:
    return held.get("of") in TERMS and isinstance(held.get("parts"), list)


def draw(scope: Scope, said: Operand, at: At, wanted: str, label: Told = _WHAT) -> Formula:
    """The controls of a value that is to be ``wanted``."""
    key, name = picks.key_of(said), at.name
    listed = with_held(picks.choices(scope, wanted, at.depth), key)
    pick = Control(f"{name}-p", at.path, label, "one_of", (key,), listed)
    details = tuple(_details(said, at, wanted))
    terms = len(said["parts"]) if _has_terms(said) else 0
    can_add = 0 < terms < TERMS.get(str(said.get("of")), (0, 0))[1]
    return Formula(name, at.path, (pick, *details), tuple(_inner(scope, said, at)), can_add)


def with_held(listed: tuple[Choice, ...], key: str) -> tuple[Choice, ...]:
    """The choices, and what stands there now where it is none of them."""
    if any(one.value == key for one in listed):
        return listed
    name = key.rpartition(":")[2]
    return (gone(key, name) if name not in {"", "None"} else Choice(key, _CHOOSE), *listed)


def gone(key: str, name: str) -> Choice:
    """What stands there though it does not exist, so that it is seen and can be changed."""
    return Choice(key, _GONE.told(name=name))


def _details(said: Operand, at: At, wanted: str) -> Iterator[Control]:
    of = said.get("of")
    if of in {LITERAL, TIME}:
        form = TIME if of == TIME else wanted
        shown = written(said.get("value")) if form == "number" else str(said.get("value", ""))
        yield Control(f"{at.name}-value", f"{at.path}.value", _VALUE, form, (shown,))
    for field, label in _WHOLE.get(str(of), {}).items():
        shown = written(said.get(field))
        yield Control(f"{at.name}-{field}", f"{at.path}.{field}", label, "whole", (shown,))
    if of in {"shifted", "between"}:
        units = tuple(Choice(one, UNITS[one]) for one in (MOVES if of == "shifted" else COUNTS))
        unit = (str(said.get("unit")),)
        yield Control(f"{at.name}-unit", f"{at.path}.unit", _UNIT, "one_of", unit, units)


def _inner(scope: Scope, said: Operand, at: At) -> Iterator[Formula]:
    of = str(said.get("of"))
    for field in _HELD.get(of, ()):
        held = said.get(field) or _TODAY
        yield draw(scope, held, at.under(field, f".{field}"), "date", _DATES[field])
    least = TERMS.get(of, (0, 0))[0]
    for place, part in enumerate(said["parts"] if _has_terms(said) else ()):
        inside, label = at.under(str(place), f".parts[{place}]"), _TERM.told(n=place + 1)
        can_drop = len(said["parts"]) > least
        yield replace(draw(scope, part, inside, "number", label), can_drop=can_drop)


def read(held: Operand, name: str, posted: Posted, wanted: str) -> dict[str, Any]:
    """The value as it is pointed out now."""
    said = _read_details(dict(held), name, posted, wanted)
    for field in _HELD.get(str(held.get("of")), ()):
        inside = f"{name}-{field}"
        if f"{inside}-p" in posted.typed:
            said[field] = read(held.get(field) or _TODAY, inside, posted, "date")
    if said.get("on") == _TODAY:
        del said["on"]  # what it is anyway
    if _has_terms(held):
        said["parts"] = _read_terms(held, name, posted)
    return made(posted.plain(f"{name}-p", picks.key_of(held)), said, wanted)


def _read_terms(held: Operand, name: str, posted: Posted) -> list[Any]:
    least, most = TERMS[str(held["of"])]
    named = {f"{name}-{place}": part for place, part in enumerate(held["parts"])}
    kept = {one: read(part, one, posted, "number") for one, part in named.items()}
    if posted.do == "unpart" and len(kept) > least:
        kept.pop(posted.about, None)
    added = [blank("number")] if posted.does("part", name) and len(kept) < most else []
    return [*kept.values(), *added]


def _read_details(said: dict[str, Any], name: str, posted: Posted, wanted: str) -> dict[str, Any]:
    if f"{name}-value" in posted.typed:
        text = posted.plain(f"{name}-value")
        said["value"] = number(text) if wanted == "number" else text
    if f"{name}-unit" in posted.typed:
        said["unit"] = posted.plain(f"{name}-unit")
    for field in _WHOLE.get(str(said.get("of")), {}):
        if text := posted.plain(f"{name}-{field}"):
            said[field] = number(text)
        elif f"{name}-{field}" in posted.typed and field != "count":
            said.pop(field, None)
    return said
