"""What a rule fills in or works out: a fixed answer, another answer, or a calculation."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from samtjanst.capabilities.formkit.conditions import Sort
from samtjanst.capabilities.formkit.conditions.operand_readers import GIVES
from samtjanst.capabilities.formkit.editing.document import Part
from samtjanst.capabilities.formkit.editing.pointing import picks, values
from samtjanst.capabilities.formkit.editing.pointing.controls import (
    At,
    Choice,
    Control,
    Formula,
    Posted,
)
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope, name, sort
from samtjanst.capabilities.formkit.texts import Told

ROOT = "x"
AT = At(ROOT, "value")
_FIXED, _SAME = (
    Told("Ett fast svar", "A fixed answer"),
    Told("Samma svar som", "The same answer as"),
)
_WITH, _ANSWER = Told("Med", "With"), Told("Svar", "Answer")
_TRUTHS = (Choice("yes", Told("ja", "yes")), Choice("no", Told("nej", "no")))
_CONSTANT = frozenset({Sort.TEXT, Sort.YES_NO, Sort.OPTION, Sort.OPTIONS})


def choices(scope: Scope, question: Part, effect: str) -> Iterator[Choice]:
    """Where the value for a question can come from, where it stands."""
    seen = sort(question)
    if effect == "compute":
        yield from picks.choices(scope, "number")
        return
    if seen in _CONSTANT:
        yield Choice("constant", _FIXED)
    same = {str(one.get("id")): one for one in _same_kind(scope, question)}
    yield from (Choice(f"answer:{key}", name(one), _SAME) for key, one in same.items())
    for one in picks.choices(scope, GIVES.get(seen, "")):
        about = one.value.removeprefix("question:")
        if about not in same and about != question.get("id"):
            yield one


def fresh(scope: Scope, question: Part, effect: str) -> dict[str, Any]:
    """A value to begin with."""
    first = next(choices(scope, question, effect), None)
    return made(question, first.value if first else "constant", {})


def made(question: Part, key: str, held: Mapping[str, Any]) -> dict[str, Any]:
    """The value that a key says, with what fits of what stood there before."""
    kind, _colon, about = key.partition(":")
    if key == key_of(held):
        return dict(held)
    if kind == "answer":
        return {"answer": about}
    if kind == "constant":
        return {"constant": _blank(question)}
    return values.made(key, held if "of" in held else {}, GIVES.get(sort(question), "number"))


def key_of(held: Mapping[str, Any]) -> str:
    """Where a rule's value comes from."""
    if "constant" in held:
        return "constant"
    return f"answer:{held['answer']}" if "answer" in held else picks.key_of(held)


def draw(scope: Scope, question: Part, rule: Part) -> Formula:
    """The controls of what a rule gives."""
    held, effect = _held(rule), str(rule.get("effect"))
    key = key_of(held)
    listed = values.with_held(tuple(choices(scope, question, effect)), key)
    pick = Control(f"{ROOT}-p", AT.path, _WITH, "one_of", (key,), listed)
    if "of" not in held:
        return Formula(ROOT, AT.path, (pick, *_constant(question, held)))
    wanted = GIVES.get(sort(question), "number")
    drawn = values.draw(scope, held, AT, wanted)
    return replace(drawn, controls=(pick, *drawn.controls[1:]))


def read(question: Part, rule: Part, posted: Posted) -> dict[str, Any]:
    """What the rule gives as it is pointed out now."""
    held = _held(rule)
    if "of" in held:
        bare = replace(posted, typed={k: v for k, v in posted.typed.items() if k != f"{ROOT}-p"})
        held = values.read(held, ROOT, bare, GIVES.get(sort(question), "number"))
    elif "constant" in held and f"{ROOT}-value" in posted.typed:
        held = {"constant": _read_constant(question, posted)}
    return made(question, posted.plain(f"{ROOT}-p", key_of(held)), held)


def _held(rule: Part) -> Mapping[str, Any]:
    held = rule.get("value")
    return held if isinstance(held, Mapping) else {"constant": ""}


def _constant(question: Part, held: Mapping[str, Any]) -> Iterator[Control]:
    if "constant" not in held:
        return
    value, seen = held["constant"], sort(question)
    at, path = f"{ROOT}-value", "value.constant"
    known = tuple(Choice(str(one.get("id")), name(one)) for one in question.get("options") or [])
    if seen is Sort.YES_NO:
        yield Control(at, path, _ANSWER, "one_of", ("yes" if value is True else "no",), _TRUTHS)
    elif seen is Sort.OPTIONS:
        several = tuple(map(str, value)) if isinstance(value, list) else ()
        yield Control(at, path, _ANSWER, "many_of", several, known)
    elif seen is Sort.OPTION:
        listed = values.with_held(known, str(value))
        yield Control(at, path, _ANSWER, "one_of", (str(value),), listed)
    else:
        yield Control(at, path, _ANSWER, "line", (str(value),))


def _read_constant(question: Part, posted: Posted) -> Any:
    seen, text = sort(question), posted.plain(f"{ROOT}-value")
    if seen is Sort.YES_NO:
        return text == "yes"
    if seen is Sort.OPTIONS:
        return [one for one in posted.typed[f"{ROOT}-value"] if one]
    is_number = seen is Sort.NUMBER and text.removeprefix("-").isdecimal() and len(text) < 16
    return int(text) if is_number and question.get("kind") != "number" else text


def _blank(question: Part) -> Any:
    known = [str(one.get("id")) for one in question.get("options") or []]
    blank: Mapping[Sort, Any] = {
        Sort.YES_NO: True,
        Sort.OPTION: next(iter(known), ""),
        Sort.OPTIONS: known[:1],
    }
    return blank.get(sort(question), "")


def _same_kind(scope: Scope, question: Part) -> Iterator[Part]:
    for one in scope.asked():
        is_same = one.get("kind") == question.get("kind") and one.get("kind") != "file"
        if is_same and one.get("id") != question.get("id"):
            yield one
