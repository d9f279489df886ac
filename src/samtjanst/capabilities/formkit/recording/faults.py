"""What is wrong with a run, or with what is expected of it, that came from a file."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_type_hints

from samtjanst.capabilities.formkit import following
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.recording.known import restored
from samtjanst.capabilities.formkit.texts import NO_WORDS, Text, Told

_LATER = frozenset({"follows", "course"})  # what was recorded before these were told has none
_TWELVE = re.compile(r"[0-9]{12}")


def run_fault(run: Any) -> Told:
    """What keeps a run that came from a file from being made; "" when nothing does."""
    if not isinstance(run, Mapping) or set(run) != {"person", "answers", "context"}:
        return Told(
            "körningen ska ha person, answers och context och inget mer",
            "the run must have person, answers and context and nothing more",
        )
    if not isinstance(run["person"], str) or not isinstance(run["answers"], Mapping):
        return Told(
            "körningens person ska vara en text och dess svar ett objekt",
            "the run's person must be a text and its answers an object",
        )
    wrong = Told(
        "det som var känt vid körningen har fel form",
        "what was known at the run has the wrong form",
    )
    try:
        context = restored(run["context"], {})
    except (TypeError, ValueError, KeyError, AttributeError):
        return wrong
    known = {one.name for one in dataclasses.fields(Context)} - {"parameters"}
    return NO_WORDS if set(run["context"]) <= known and _is_typed(context) else wrong


def observed_fault(found: Any) -> Told:
    """What keeps an outcome that came from a file from being compared; "" when nothing does."""
    if not isinstance(found, Mapping) or {*found, *_LATER} != set(_FORMS):
        return Text(
            "det väntade ska ha {listed} och inget mer",
            "what is expected must have {listed} and nothing more",
        ).told(listed=", ".join(_FORMS))
    wrong = next((key for key, fits in _FORMS.items() if key in found and not fits(found[key])), "")
    if wrong:
        return Text(
            "{wrong} i det väntade har fel form", "{wrong} in what is expected has the wrong form"
        ).told(wrong=wrong)
    named = {*found["pages"], *found["questions"], *found["required"], *found["values"]}
    lost = {*named, *found["errors"], *found["hidden_options"]} - set(found["names"])
    return (
        Text(
            "namnet på ”{lost}” saknas i det väntade",
            "the name of “{lost}” is missing in what is expected",
        ).told(lost=min(lost)[:60])
        if lost
        else NO_WORDS
    )


def _is_typed(value: Any) -> bool:
    """Whether every fact holds what its type says; numbers of people are twelve digits."""
    if not dataclasses.is_dataclass(value):
        return False
    known = get_type_hints(type(value))
    number = getattr(value, "personal_number", "")
    return _is_number(number) and all(
        _fits(getattr(value, one.name), known[one.name]) for one in dataclasses.fields(value)
    )


def _is_number(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and _TWELVE.fullmatch(value) is not None)


def _fits(value: Any, kind: Any) -> bool:
    if kind in {str, int, bool, date}:
        return type(value) is kind
    if isinstance(value, tuple):
        return all(map(_is_typed, value))
    if isinstance(value, Mapping):
        return all(map(_is_typed, value.values()))
    return value is None or _is_typed(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, Mapping) and all(map(_is_texts, value.values()))


def _is_names(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values())


def _is_signing(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and set(value) == {"roles", "official"}
        and _is_texts(value["roles"])
        and isinstance(value["official"], str | bool)
    )


def _are_steps(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_step, value))


def _is_step(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and set(value) == {"moment", "phase", "notices"}
        and value["moment"] in following.MOMENTS
        and value["phase"] in following.PHASES
        and isinstance(value["notices"], list)
        and all(map(_is_notice, value["notices"]))
    )


def _is_notice(value: Any) -> bool:
    return (
        _is_names(value)
        and set(value) == {"template", "role", "channel"}
        and value["channel"] in following.CHANNELS
    )


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool)


_FORMS: Mapping[str, Callable[[Any], bool]] = {
    "pages": _is_texts,
    "questions": _is_texts,
    "required": _is_texts,
    "values": _is_object,
    "hidden_options": _are_texts,
    "errors": _are_texts,
    "stops": _is_texts,
    "signs": _is_signing,
    "complete": _is_truth,
    "names": _is_names,
    "follows": _are_steps,
    "course": _are_texts,
}
