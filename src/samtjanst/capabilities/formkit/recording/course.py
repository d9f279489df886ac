"""What rules say of the process after hand-in: steps closed or suggested, statuses needed."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions import Condition
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation
from samtjanst.capabilities.formkit.texts import Text, Told

_SAID: Mapping[str, Text] = MappingProxyType(
    {
        "closed": Text("Steget ”{it}” är stängt.", "The step “{it}” is closed."),
        "suggested": Text("Steget ”{it}” föreslås.", "The step “{it}” is suggested."),
        "demanded": Text(
            "Statusen ”{it}” krävs före beslut.",
            "The status “{it}” is required before the decision.",
        ),
    }
)
_NEW = Text("{said} Så var det inte förut.", "{said} It was not so before.")
_GONE = Text("Så är det inte längre: {said}", "It is no longer so: {said}")


def observed(definition: Definition, evaluation: Evaluation) -> dict[str, list[str]]:
    """The ids of what rules and conditions of the process say; {} without a process."""
    process, program, state = definition.process, definition.program, evaluation.state
    if process is None:
        return {}

    def held(found: Mapping[str, Iterable[Condition]]) -> list[str]:
        return [name for name, rules in found.items() if any(rule(state) for rule in rules)]

    closed = [name for name, holds in program.steps_of_process.items() if not holds(state)]
    return {
        "closed": closed,
        "suggested": held(program.suggested),
        "demanded": held(program.demanded),
    }


def names(definition: Definition) -> dict[str, str]:
    """What steps and statuses are called, by ids that nothing else has."""
    found: dict[str, str] = {}
    for status in definition.process.statuses() if definition.process else ():
        found[_key("demanded", status.id)] = status.title.sv
        for step in status.outward:
            found[_key("closed", step.id)] = step.title.sv
    return found


def said(seen: Mapping[str, Any]) -> list[Told]:
    """What was observed, in sentences; what was recorded before this was says nothing."""
    course = seen.get("course", {})
    return [_told(kind, one, seen["names"]) for kind in _SAID for one in course.get(kind, ())]


def differences(expected: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Told]:
    """What is not as it was recorded."""
    if "course" not in expected or not (expected["complete"] and now["complete"]):
        return
    known = {**now["names"], **expected["names"]}
    for kind in _SAID:
        before, after = expected["course"].get(kind, []), now["course"].get(kind, [])
        yield from (_GONE.told(said=_told(kind, one, known)) for one in before if one not in after)
        yield from (_NEW.told(said=_told(kind, one, known)) for one in after if one not in before)


def _told(kind: str, part: str, known: Mapping[str, str]) -> Told:
    return _SAID[kind].told(it=known.get(_key(kind, part), part))


def _key(kind: str, part: str) -> str:
    return f"{'status' if kind == 'demanded' else 'step'} {part}"
