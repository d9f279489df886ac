"""One comparison as controls, and as a condition of the document again.

What is looked at, how it is tested, and what it is tested against. When one of them is changed,
as much as fits of the others is kept.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from samtjanst.capabilities.formkit.conditions import Sort, facts
from samtjanst.capabilities.formkit.editing.document import text_of
from samtjanst.capabilities.formkit.editing.pointing import operators, picks, values
from samtjanst.capabilities.formkit.editing.pointing.controls import (
    At,
    Choice,
    Control,
    Formula,
    Posted,
    clean,
    number,
    written,
)
from samtjanst.capabilities.formkit.editing.pointing.operators import Condition, Operator
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope, name, sort
from samtjanst.capabilities.formkit.texts import Text, Told

_ALONE = Text("{name}", "{name}")
_SAME = Text("{name} ({id})", "{name} ({id})")
_NOTHING: Mapping[str, Any] = {}
_WHAT, _HOW = Told("Det som jämförs", "What is compared"), Told("Jämförs", "Is compared")
_VALUE, _WITH = Told("Värde", "Value"), Told("Med", "With")
_OPTION, _OPTIONS = Told("Alternativ", "Option"), Told("Vilka alternativ", "Which options")
_TEXTS = Told("Värden, ett på varje rad", "Values, one a line")
_LEVEL = Told("Nivå", "Level")
_TICKABLE = 60  # as many items of a list as are shown with a box each
_ORDERED = frozenset({"less", "at_most", "more", "at_least", "assurance_at_least"})


def is_line(said: Condition) -> bool:
    """Whether a condition is one comparison, that may be the opposite of another."""
    if said.get("op") != "not":
        return said.get("op") not in {"and", "or"}
    inner = said.get("of")
    if not isinstance(inner, Mapping) or inner.get("op") in {"and", "or", "not"}:
        return False
    return inner.get("op") not in _ORDERED


def fresh(question_id: str) -> dict[str, Any]:
    """A comparison to begin with."""
    return {"op": "answered", "question": question_id}


def gives(scope: Scope, said: Condition) -> str:
    """The sort of value that a comparison looks at."""
    left = said.get("left")
    if isinstance(left, Mapping):
        return picks.gives(scope, left)
    return picks.gives(scope, {"of": "question", "id": said.get("question")})


def controls(scope: Scope, said: Condition, at: At) -> tuple[Control, ...]:
    """What is looked at, how, and what it is compared with when that is a fixed value."""
    inner, inside = bare(said), _inside(said, at)
    subject, held = operators.subject_of(inner), operators.operator_of(said)
    listed = operators.operators(scope, subject, gives(scope, inner))
    shown = [one for one in listed if one.is_offered or one.key == held.key]
    slot = next((one.slot for one in listed if one.key == held.key), "")
    whats = values.with_held(operators.subjects(scope), subject)
    tests = values.with_held(tuple(Choice(one.key, one.words) for one in shown), held.key)
    return (
        Control(f"{at.name}-s", inside.path, _WHAT, "one_of", (subject,), whats),
        Control(f"{at.name}-o", f"{inside.path}.op", _HOW, "one_of", (held.key,), tests),
        *_slot(scope, inner, slot, inside),
    )


def _slot(scope: Scope, inner: Condition, slot: str, at: At) -> Iterator[Control]:
    name_of, path = f"{at.name}-v", f"{at.path}.value"
    value, known = str(inner.get("value", "")), _options(scope, inner)
    several = tuple(map(str, inner.get("values") or ()))
    if known and len(known) <= _TICKABLE:
        slot = {"text": "option", "texts": "items"}.get(slot, slot)
    elif known and slot == "text":
        slot = "option"  # a long list can be looked through, but not be ticked in
    if slot == "items":
        ids = {one.value for one in known}
        lost = tuple(values.gone(one, one) for one in several if one not in ids)
        yield Control(name_of, f"{path}s", _OPTIONS, "many_of", several, (*known, *lost))
    if slot == "option":
        listed = values.with_held(known, value)
        yield Control(name_of, path, _OPTION, "one_of", (value,), listed)
    if slot == "options":
        yield Control(name_of, f"{path}s", _OPTIONS, "many_of", several, known)
    if slot == "texts" and known:
        lost = tuple(
            values.gone(one, one) for one in several if one not in {k.value for k in known}
        )
        yield Control(
            name_of, f"{path}s", _OPTIONS, "find", several, (*lost, *_named(scope, inner))
        )
    elif slot == "texts":
        yield Control(name_of, f"{path}s", _TEXTS, "lines", several)
    if slot == "level":
        listed = tuple(Choice(str(one), Told(str(one))) for one in facts.LEVELS)
        level = (str(inner.get("level")),)
        yield Control(name_of, f"{at.path}.level", _LEVEL, "one_of", level, listed)
    if slot in {"text", "number", "date", "time"}:
        form = "line" if slot == "text" else slot
        shown = written(inner.get("value")) if slot == "number" else value
        yield Control(name_of, path, _VALUE, form, (shown,))


def _options(scope: Scope, inner: Condition) -> tuple[Choice, ...]:
    listed = scope.find(str(inner.get("question"))).get("options") or []
    return tuple(Choice(str(one.get("id")), name(one)) for one in listed)


def _named(scope: Scope, inner: Condition) -> tuple[Choice, ...]:
    """The options by their bare names, each with one of its own: they are found by them."""
    listed = scope.find(str(inner.get("question"))).get("options") or []
    names = [(str(one.get("id")), text_of(one, "label")) for one in listed]
    count = Counter(str(text) for _id, text in names)
    return tuple(
        Choice(key, (_ALONE if text and count[str(text)] == 1 else _SAME).told(name=text, id=key))
        for key, text in names
    )


def _found(scope: Scope, inner: Condition, ticked: list[str]) -> list[str]:
    """The ids of what is ticked, and of what is written by its name; else what is written."""
    known = _named(scope, inner)
    ids = {one.value for one in known}
    names = {
        text.casefold(): one.value
        for one in known
        for text in (one.label.to("sv"), one.label.to("en"))
    }
    said = [" ".join(clean(one).split()) for one in ticked]
    return list(
        dict.fromkeys(one if one in ids else names.get(one.casefold(), one) for one in said if one)
    )


def sides(scope: Scope, said: Condition, at: At) -> tuple[tuple[Formula, ...], tuple[Formula, ...]]:
    """What goes into the value that is looked at, and the value that it is compared with."""
    inner, inside = bare(said), _inside(said, at)
    left, right = inner.get("left"), inner.get("right")
    if not isinstance(left, Mapping) or not isinstance(right, Mapping):
        return (), ()
    given = gives(scope, inner)
    first = values.draw(scope, left, At(f"{at.name}-a", f"{inside.path}.left"), given)
    rest = replace(first, controls=first.controls[1:])  # the first is the subject itself
    at_right = At(f"{at.name}-b", f"{inside.path}.right")
    second = values.draw(scope, right, at_right, given, _WITH)
    return ((rest,) if rest.controls or rest.inner else ()), (second,)


def _inside(said: Condition, at: At) -> At:
    return at if bare(said) is said else At(at.name, f"{at.path}.of", at.depth)


def read(scope: Scope, said: Condition, name_of: str, posted: Posted) -> dict[str, Any]:
    """The comparison as it is pointed out now."""
    inner = bare(said)
    now = _read_slot(scope, dict(inner), f"{name_of}-v", posted)
    if isinstance(inner.get("left"), Mapping) and isinstance(inner.get("right"), Mapping):
        given = gives(scope, inner)
        now["left"] = values.read(inner["left"], f"{name_of}-a", posted, given)
        now["right"] = values.read(inner["right"], f"{name_of}-b", posted, given)
    held = operators.operator_of(said).key
    subject = posted.plain(f"{name_of}-s", operators.subject_of(inner))
    wanted = posted.plain(f"{name_of}-o", held)
    if subject == operators.subject_of(inner) and wanted == held:
        return now if inner is said else {"op": "not", "of": now}
    return refitted(scope, now, subject, wanted)


def refitted(scope: Scope, held: Condition, subject: str, wanted: str) -> dict[str, Any]:
    """Another subject or test, with what fits of the condition that stood there."""
    left = held.get("left")
    value = values.made(subject, left if isinstance(left, Mapping) else _NOTHING, "number")
    listed = operators.operators(scope, subject, picks.gives(scope, value))
    if not listed:
        return dict(held)
    operator = next((one for one in listed if one.key == wanted), listed[0])
    made = _made(scope, operator, subject, value, held)
    return {"op": "not", "of": made} if operator.negated else made


def _made(
    scope: Scope, operator: Operator, subject: str, value: dict[str, Any], held: Condition
) -> dict[str, Any]:
    op, about = operator.op, subject.partition(":")[2]
    if operator.slot == "side":
        return {"op": op, "left": value, "right": _right(scope, value, held)}
    if operator.slot == "rows":
        return {"op": op, "group": about, "of": _of_rows(scope, about, held)}
    whom: Mapping[str, dict[str, Any]] = {
        "fact": {"name": about},
        "fact_is": {"name": about},
        "parameter_is": {"id": about},
        "assurance_at_least": {},
        "register_answered": {},
    }
    made = {"op": op, **whom.get(op, {"question": about})}
    if operator.truth is not None:
        return {**made, "value": operator.truth}
    return {**made, **_given(scope, operator.slot, about, held)}


def _right(scope: Scope, left: Mapping[str, Any], held: Condition) -> Any:
    given, right = picks.gives(scope, left), held.get("right")
    fits = isinstance(right, Mapping) and picks.gives(scope, right) == given
    return right if fits else values.blank(given)


def _of_rows(scope: Scope, group: str, held: Condition) -> Any:
    if held.get("group") == group and isinstance(held.get("of"), Mapping):
        return held["of"]
    own = scope.inside(group).own()
    return fresh(str(own[0].get("id")) if own else "")


def _given(scope: Scope, slot: str, question_id: str, held: Condition) -> dict[str, Any]:
    """What a test is made with before anybody has said: what was said before, or the first."""
    known = [str(one.get("id")) for one in scope.find(question_id).get("options") or []]
    before = _words(held)
    fits = [one for one in before if one in known]
    made: Mapping[str, dict[str, Any]] = {
        "option": {"value": next(iter([*fits, *known]), "")},
        "options": {"values": fits or known[:1]},
        "text": {"value": next(iter(before), "")},
        "texts": {"values": before},
        "level": {"level": held.get("level", facts.LEVELS[-2])},
        "": {},
    }
    return made.get(slot, {"value": held.get("value", "")})


def _words(held: Condition) -> list[str]:
    found = held.get("values") or [held.get("value")]
    return [one for one in found if isinstance(one, str) and one]


def _read_slot(scope: Scope, inner: dict[str, Any], name_of: str, posted: Posted) -> dict[str, Any]:
    if name_of not in posted.typed:
        return inner
    asked = scope.find(str(inner.get("question")))
    if "values" in inner:
        ticked = _found(scope, inner, list(posted.typed[name_of]))
        written_out = posted.lines(name_of, inner["values"])
        inner["values"] = ticked if asked.get("options") else written_out
    elif "level" in inner:
        inner["level"] = number(posted.plain(name_of))
    elif "value" in inner and not isinstance(inner["value"], bool):
        text = posted.plain(name_of)
        inner["value"] = number(text) if asked and sort(asked) is Sort.NUMBER else text
    return inner


def bare(said: Condition) -> Condition:
    """The comparison inside its opposite, or itself."""
    inner = said.get("of")
    return inner if said.get("op") == "not" and isinstance(inner, Mapping) else said
