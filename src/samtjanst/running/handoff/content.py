"""What one case becomes for one receiver. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samtjanst.running.handoff import mapping, schema
from samtjanst.running.handoff.mapping import FieldProblem


@dataclass(frozen=True, slots=True)
class Content:
    """The receiver's fields for one case, and what could not be filled or would be refused."""

    fields: Mapping[str, Any] = field(repr=False)
    problems: tuple[FieldProblem, ...]
    version: int = 0  # of the mapping that made it

    @property
    def problem(self) -> str:
        """The first problems as a code, "" when there is none."""
        return "; ".join(f"{one.to}: {one.reason}" for one in self.problems[:3])[:200]


def content_of(
    rule: Mapping[str, Any], receivers_schema: str, values: Mapping[str, Any], version: int = 0
) -> Content:
    """What the mapping makes of a case, judged by the receiver's schema when it is all filled."""
    fields, problems = mapping.apply(rule, values)
    return Content(fields, problems or schema.faults(receivers_schema, fields), version)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two versions of a mapping fill differently; None where it is not sent."""

    name: str
    before: Any = field(repr=False)
    now: Any = field(repr=False)


def differences(before: Content, now: Content) -> tuple[Difference, ...]:
    """The fields that differ, in the receiver's order; a fault counts as the value "?"."""
    old, new = _with_faults(before), _with_faults(now)
    names = list(dict.fromkeys([*new, *old]))
    found = (Difference(name, old.get(name), new.get(name)) for name in names)
    return tuple(one for one in found if one.before != one.now)


def _with_faults(content: Content) -> dict[str, Any]:
    return dict(content.fields) | {one.to: "?" for one in content.problems if one.to}
