"""Who sees to the cases of an e-service: handles, decides, reads first, and gets what is new.

Read from where each is set: roles of staff, the unit's delegation, its rules for new cases, and
the e-service's own document, which may be a draft.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from samtjanst.building.definitions.queries import workshop
from samtjanst.capabilities.formkit.deciding import SecondReader
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.process import Who
from samtjanst.foundation.access.services import roles_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.queries import active_staff, staff_in_unit, staff_names
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import DelegationView, RuleView

_CHOICES = frozenset({"choice", "many_choices"})
_YES_NO = frozenset({"ja", "nej"})


class Gap(StrEnum):
    """What is missing for the cases to be seen to."""

    NO_HANDLER = "no_handler"
    NO_MANAGER = "no_manager"  # a step of the process, or the sharing out, waits for one
    NOBODY_DECIDES = "nobody_decides"  # the delegation gives it to nobody who is there
    ADVERSE_TO_BOARD = "adverse_to_board"  # what goes against a party is nobody's but the board's
    NO_SECOND_READER = "no_second_reader"  # somebody else has to read, and there is only one
    QUESTION_GONE = "question_gone"  # a rule asks for what the form does not
    VALUE_GONE = "value_gone"  # a rule waits for an answer that cannot be given
    NOBODY_THERE = "nobody_there"  # those whom a rule gives to are gone
    NEVER_REACHED = "never_reached"  # a rule before it takes everything
    SOME_ARE_NOBODYS = "some_are_nobodys"  # no rule fits every case: the rest wait in the list


# What is told and keeps nobody from working: the unit's list is where cases wait.
MILD = frozenset({Gap.ADVERSE_TO_BOARD, Gap.SOME_ARE_NOBODYS})


@dataclass(frozen=True, slots=True)
class Routed:
    """A rule of the unit's that new cases of the e-service come to, with what is wrong with it.

    ``question`` and ``values`` are what they are called in the form.
    """

    rule: RuleView
    question: str
    values: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def takes_all(self) -> bool:
        """Whether no case of the e-service gets past it."""
        rule = self.rule
        return not self.gaps and not (rule.question or rule.letters)


@dataclass(frozen=True, slots=True)
class Manned:
    """Who sees to the cases; names in order. ``points`` is the delegation, ``steps`` the process's.

    A step is told by its title, the status it leaves and who may take it, where that is not
    whoever handles.
    """

    handlers: tuple[str, ...]
    managers: tuple[str, ...]
    has_delegation: bool
    points: tuple[DelegationView, ...]
    second_reader: SecondReader
    steps: tuple[tuple[str, str, tuple[str, ...]], ...]
    gaps: tuple[Gap, ...]
    routed: tuple[Routed, ...]
    routing_gaps: tuple[Gap, ...]


def manned(*, slug: str, document: Mapping[str, Any], by: Actor) -> Manned:
    """Who sees to the cases of an e-service with this document, in the unit that gets them.

    Raises:
        NotFoundError: no such e-service in this municipality.
        NotAllowedError: the actor does not see the workshop.
    """
    unit_id = workshop.e_service(by, slug).unit_id
    handlers = _names(unit_id, roles_with(Permission.CASE_HANDLE))
    managers = _names(unit_id, roles_with(Permission.ASSIGNMENT_TEND))
    points = tuple(cases.delegations_in(unit_id, slug))
    has_delegation = cases.has_delegation(unit_id)
    reader = _reader(document)
    steps = tuple(_steps(document))
    routed = _routed(unit_id, slug, document)
    gaps = [
        *([] if handlers else [Gap.NO_HANDLER]),
        *([] if managers else [Gap.NO_MANAGER]),
        *(_deciding(points, handlers, managers) if has_delegation else ()),
        *([Gap.NO_SECOND_READER] if reader is not SecondReader.NEVER and len(handlers) < 2 else []),
    ]
    routing = [] if any(one.takes_all for one in routed) else [Gap.SOME_ARE_NOBODYS]
    return Manned(
        handlers=handlers,
        managers=managers,
        has_delegation=has_delegation,
        points=points,
        second_reader=reader,
        steps=steps,
        gaps=tuple(gaps),
        routed=routed,
        routing_gaps=(*(gap for one in routed for gap in one.gaps), *routing),
    )


def _names(unit_id: uuid.UUID, roles: Iterable[Role]) -> tuple[str, ...]:
    keys = {key for role in roles for key in active_staff(unit_id, role)}
    return tuple(sorted(staff_names(keys).values()))


def _reader(document: Mapping[str, Any]) -> SecondReader:
    said = _part(document, "handling").get("second_reader")
    return SecondReader(said) if said in set(SecondReader) else SecondReader.NEVER


def _deciding(
    points: tuple[DelegationView, ...], handlers: tuple[str, ...], managers: tuple[str, ...]
) -> Iterator[Gap]:
    held = {Role.HANDLER.value: handlers, Role.MANAGER.value: managers}
    there = [one for one in points if one.staff_id or held.get(one.role)]
    if not there:
        yield Gap.NOBODY_DECIDES
    elif not any(one.covers_adverse for one in there):
        yield Gap.ADVERSE_TO_BOARD


def _steps(document: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for phase in _part(document, "process").get("phases") or ():
        for status in phase.get("statuses") or ():
            for step in status.get("steps") or ():
                who = tuple(one for one in step.get("who") or () if one in set(Who))
                if who and who != (Who.HANDLER.value,):
                    yield _title(step), _title(status), who


def _routed(unit_id: uuid.UUID, slug: str, document: Mapping[str, Any]) -> tuple[Routed, ...]:
    found: list[Routed] = []
    there = {key for key, _name in staff_in_unit(unit_id)}
    asked = {str(one.get("id")): one for _page, one in editing.questions(document)}
    for rule in cases.rules_in([unit_id]):
        if rule.slug in {"", slug}:
            question = asked.get(rule.question, {})
            label = editing.text_of(question, "label").sv
            values = tuple(_called(question, one) for one in rule.values)
            gaps = (
                *([Gap.NEVER_REACHED] if any(one.takes_all for one in found) else []),
                *([] if there & {*rule.staff} else [Gap.NOBODY_THERE]),
                *_wrong(rule, asked),
            )
            found.append(Routed(rule, label or rule.question, values, gaps))
    return tuple(found)


def _called(question: Mapping[str, Any], value: str) -> str:
    for option in question.get("options") or ():
        if str(option.get("id", "")).casefold() == value.casefold():
            return editing.text_of(option, "label").sv or value
    return value


def _wrong(rule: RuleView, asked: Mapping[str, Mapping[str, Any]]) -> Iterator[Gap]:
    # A question of another e-service's is no fault: the rule is about that one too.
    if not rule.question or not rule.slug:
        return
    question = asked.get(rule.question)
    if question is None:
        yield Gap.QUESTION_GONE
    elif known := _answers(question):
        given = (value.casefold().removesuffix("*") for value in rule.values)
        if not all(any(one.startswith(value) for one in known) for value in given):
            yield Gap.VALUE_GONE


def _answers(question: Mapping[str, Any]) -> frozenset[str]:
    """What can be answered, where that is told beforehand."""
    if question.get("kind") == "yes_no":
        return _YES_NO
    if question.get("kind") not in _CHOICES:
        return frozenset()
    return frozenset(str(one.get("id", "")).casefold() for one in question.get("options") or ())


def _title(part: Mapping[str, Any]) -> str:
    return editing.text_of(part, "title").sv or str(part.get("id", ""))


def _part(inside: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = inside.get(name)
    return found if isinstance(found, Mapping) else {}
