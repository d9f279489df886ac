"""The same fields for one after another on the paper, as one group with a row for each.

Barn 1, Barn 2 and Barn 3 with the same fields, told by the headings or by the fields themselves.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from samtjanst.capabilities.paper.types import Proposal, Verdict

_IN_LABEL = re.compile(r"^(?P<head>\D*[^\W\d]\D*?)\s*(?P<number>[1-9])\b[.:)]?\s*(?P<rest>.*)$")
_IN_SECTION = re.compile(r"^(?P<head>\D*[^\W\d]\D*?)\s*(?P<number>[1-9])\s*[.:)]?\s*$")
_TRIM = " :.,–-"


@dataclass(frozen=True, slots=True)
class _Member:
    """A field with whose it is: of which sort ("Barn"), the how-manieth, and what is asked."""

    one: Proposal
    head: str
    number: int
    rest: str

    @property
    def asked(self) -> str:
        return self.rest.casefold()


def with_groups(made: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, with each repeat as a group and the rest of it joined to the group."""
    families: dict[str, list[_Member]] = {}
    for one in made:
        member = _member(one)
        if member:
            families.setdefault(member.head.casefold(), []).append(member)
    changed: dict[int, Proposal] = {}
    for members in families.values():
        changed |= _group(members)
    return [changed.get(one.number, one) for one in made]


def _member(one: Proposal) -> _Member | None:
    if one.verdict is not Verdict.ASK or one.columns:
        return None
    found = _IN_LABEL.match(one.label)
    rest = found["rest"] if found else one.label
    found = found or _IN_SECTION.match(one.section)
    if found is None:
        return None
    return _Member(one, found["head"].strip(_TRIM), int(found["number"]), rest.strip(_TRIM))


def _group(members: Sequence[_Member]) -> dict[int, Proposal]:
    """What becomes of the fields of one sort; {} when they are no repeat."""
    firsts = [one for one in members if one.number == 1]
    asked = {one.asked for one in firsts}
    again = [one for one in members if one.number > 1 and one.asked in asked]
    seconds = {one.asked for one in again if one.number == 2}
    if not firsts or len(seconds) * 2 < len(asked) or not seconds:
        return {}
    head, most = firsts[0].head, max(one.number for one in again)
    columns = tuple(
        replace(one.one, number=n, label=_titled(one.rest) or head, prefill="", section="")
        for n, one in enumerate(firsts)
    )
    group = replace(
        firsts[0].one,
        label=head,
        kind="group",
        section=re.sub(r"\s*1\s*[.:)]?\s*$", "", firsts[0].one.section),
        columns=columns,
        options=(),
        prefill="",
        max_length=0,
        why=f"Samma fält för {head} 1 till {most}: blir en grupp med en rad för varje.",
    )
    joined = f"Hör till gruppen ”{head}”."
    rest = {
        one.one.number: replace(
            one.one, verdict=Verdict.JOINED, joins=group.number, why=joined, prefill=""
        )
        for one in (*firsts[1:], *again)
    }
    return {group.number: group, **rest}


def _titled(text: str) -> str:
    return text[:1].upper() + text[1:]
