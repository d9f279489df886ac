"""A route as a form: one row per field of the receiver; nothing typed is lost."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from samtjanst.journey.hand_over import Source
from samtjanst.running.handoff.types import MappingVersion, NewRoute, RouteView, Step

FIXED = "fixed"
MOST_ROWS, MOST_THEN = 200, 9


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the receiver as it stands in the form."""

    to: str = ""
    source: str = ""  # a source's name, or FIXED
    fixed: str = ""
    codes: str = ""  # one "ours = theirs" per line
    date: str = ""
    join: str = ", "
    kind: str = "text"  # how the receiver wants it; see mapping.TYPES
    optional: bool = False
    then: tuple[str, ...] = ()  # sources that come after ``source``, joined to it

    @property
    def slots(self) -> tuple[str, ...]:
        """What follows, with a place for one more."""
        return (*self.then, "") if len(self.then) < MOST_THEN else self.then

    @property
    def has_more(self) -> bool:
        """Whether anything is set besides name and source."""
        typed = self.kind != "text" or self.join != ", "
        return bool(self.fixed or self.codes or self.date or self.optional or self.then or typed)


def rows_of(route: RouteView | MappingVersion) -> list[Row]:
    """The rows of a stored mapping."""
    return [_row(rule) for rule in route.mapping["fields"]]


def rows_posted(data: QueryDict) -> list[Row]:
    """The rows of a posted form, empty ones left out."""
    count = min(len(data.getlist("to")), MOST_ROWS)
    rows = [_posted(data, place) for place in range(count)]
    return [row for row in rows if row.to or row.source or row.fixed]


def route_posted(e_service: str, data: QueryDict) -> NewRoute:
    """The posted route, to be checked by its verb."""
    step = data.get("step", "")
    return NewRoute(
        e_service=e_service,
        name=data.get("name", "")[:80],
        system=data.get("system", "")[:20],
        step=Step(int(step)) if step in {str(one.value) for one in Step} else Step.COPY_CARD,
        outcomes=tuple(data.getlist("outcomes")),
        mapping={"fields": [_rule(row) for row in rows_posted(data)]},
        schema=data.get("schema", ""),
        after=_key(data.get("after", "")),
    )


def _key(text: str) -> uuid.UUID | None:
    """None for nothing chosen; a key that is none leads to no route."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return uuid.UUID(int=0)


def suggestions(sources: tuple[Source, ...]) -> dict[str, str]:
    """Per source with known values: what the codes can be written for."""
    return {one.name: ", ".join(code for code, _title in one.codes) for one in sources if one.codes}


def _rule(row: Row) -> dict[str, Any]:
    rule: dict[str, Any] = {"to": row.to} | ({"as": row.kind} if row.kind != "text" else {})
    if row.source == FIXED:
        return rule | {"fixed": row.fixed}
    if row.source:
        rule["from"] = [row.source, *row.then] if row.then else row.source
    if row.codes.strip():
        rule["codes"] = dict(_pairs(row.codes))
    if row.date:
        rule["date"] = row.date
    if row.join != ", ":
        rule["join"] = row.join
    return rule | ({"required": False} if row.optional else {})


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        ours, equals, theirs = line.partition("=")
        if equals:
            yield ours.strip(), theirs.strip()


def _row(rule: Mapping[str, Any]) -> Row:
    given = rule.get("from", "")
    first, *then = [given] if isinstance(given, str) else given
    return Row(
        to=rule["to"],
        source=FIXED if "fixed" in rule else first,
        then=tuple(then),
        fixed=str(rule.get("fixed", "")),
        codes="\n".join(f"{ours} = {theirs}" for ours, theirs in rule.get("codes", {}).items()),
        date=rule.get("date", ""),
        join=rule.get("join", ", "),
        kind=rule.get("as", "text"),
        optional=not rule.get("required", True),
    )


def _posted(data: QueryDict, place: int) -> Row:
    def cell(name: str) -> str:
        values = data.getlist(name)
        return values[place][:2000] if place < len(values) else ""

    return Row(
        to=cell("to").strip(),
        source=cell("source"),
        fixed=cell("fixed"),
        codes=cell("codes"),
        date=cell("date").strip(),
        join=cell("join"),
        kind=cell("kind") or "text",
        optional=cell("optional") == "yes",
        then=tuple(name[:200] for name in data.getlist(f"then{place}")[:MOST_THEN] if name),
    )
