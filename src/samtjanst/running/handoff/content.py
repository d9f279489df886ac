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

    @property
    def problem(self) -> str:
        """The first problems as a code, "" when there is none."""
        return "; ".join(f"{one.to}: {one.reason}" for one in self.problems[:3])[:200]


def content_of(
    rule: Mapping[str, Any], receivers_schema: str, values: Mapping[str, Any]
) -> Content:
    """What the mapping makes of a case, judged by the receiver's schema when it is all filled."""
    fields, problems = mapping.apply(rule, values)
    return Content(fields, problems or schema.faults(receivers_schema, fields))
