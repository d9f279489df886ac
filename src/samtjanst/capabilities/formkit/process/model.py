"""The parts of a process. Everything is frozen and has an id that is one in the process."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.texts import NO_TEXT, Text
from samtjanst.kernel.errors import NotFoundError


class Base(StrEnum):
    """In which state of every case a status stands: the time limit and all lists go by it.

    The values are those of the states of cases. A case that waits for a signature, or has
    lapsed, has no status of its own.
    """

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    WAITING_FOR_APPLICANT = "waiting_for_applicant"
    DECIDED = "decided"


# States that every case can come to, so that a process must have a status for each.
NEEDED = (Base.RECEIVED, Base.IN_PROGRESS, Base.DECIDED)


class Who(StrEnum):
    """Who takes a step."""

    HANDLER = "handler"  # whoever may handle the case
    MANAGER = "manager"  # of the unit that has the case
    SYSTEM = "system"  # a connected system


class Trigger(StrEnum):
    """What sets off an automatic step."""

    AFTER = "after"  # so many days in the status
    AT = "at"  # a date that was answered, moved by so many days
    ON = "on"  # something that happens in the case


class Event(StrEnum):
    """What can happen in a case that sets off an automatic step."""

    ALL_SIGNED = "all_signed"
    SUPPLEMENT_ANSWERED = "supplement_answered"
    SUPPLEMENT_PASSED = "supplement_passed"
    HEARING_ANSWERED = "hearing_answered"
    OPINION_ANSWERED = "opinion_answered"
    MESSAGE_RECEIVED = "message_received"
    DELIVERY_RECEIPT = "delivery_receipt"
    FEE_PAID = "fee_paid"
    FEE_LAPSED = "fee_lapsed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a phase's checklist."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Step:
    """A way from one status to another that somebody may choose; ``title`` is what she does."""

    id: str
    title: Text
    to: str
    who: tuple[Who, ...] = (Who.HANDLER,)
    when: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Automatic:
    """What happens by itself while a case has the status.

    ``days`` are counted from when it got the status (AFTER; working days with ``working_days``)
    or from the date in the answer to ``question`` (AT; negative for before). At least one effect:
    another status (``to``), a message to the parties, a label on the case (``mark``).
    """

    id: str
    title: Text
    trigger: Trigger
    days: int = 0
    working_days: bool = False
    question: str = ""
    event: str = ""
    to: str = ""
    message: Text = NO_TEXT
    mark: str = ""
    when: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Status:
    """Where a case can stand; ``shown`` is what the applicant reads, ``base`` the state below.

    ``decides``: a decision is made here. Where no status says so, it is made in any.
    """

    id: str
    title: Text
    base: Base
    shown: Text = NO_TEXT
    decides: bool = False
    steps: tuple[Step, ...] = ()
    automatic: tuple[Automatic, ...] = ()

    def told(self, language: str = "sv") -> str:
        """What the applicant reads: the wording for her, else the status's own."""
        return (self.shown or self.title).to(language)

    @property
    def outward(self) -> "tuple[Step | Automatic, ...]":
        """Its steps, those that happen by themselves too."""
        return (*self.steps, *self.automatic)

    @property
    def ways(self) -> tuple[str, ...]:
        """The statuses that a step of its own, or an automatic one, leads to."""
        by_itself = (one.to for one in self.automatic if one.to)
        return (*(one.to for one in self.steps), *by_itself)


@dataclass(frozen=True, slots=True)
class Phase:
    """Statuses that belong together, with a guide for who handles the case, and a checklist."""

    id: str
    title: Text
    statuses: tuple[Status, ...]
    guide: Text = NO_TEXT
    checklist: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """The phases, in order; ``held`` are the statuses that rules open only to some cases."""

    phases: tuple[Phase, ...]
    held: frozenset[str] = frozenset()

    def statuses(self) -> Iterator[Status]:
        """Every status, in order."""
        for phase in self.phases:
            yield from phase.statuses

    def find(self, status_id: str) -> Status | None:
        """The status with the id, if there is one."""
        return next((one for one in self.statuses() if one.id == status_id), None)

    def status(self, status_id: str) -> Status:
        """The status with the id.

        Raises:
            NotFoundError: the process has no such status.
        """
        found = self.find(status_id)
        if found is None:
            raise NotFoundError(status_id)
        return found

    def phase_of(self, status_id: str) -> Phase:
        """The phase that a status stands in.

        Raises:
            NotFoundError: as :meth:`status`.
        """
        for phase in self.phases:
            if any(one.id == status_id for one in phase.statuses):
                return phase
        raise NotFoundError(status_id)

    def entry(self, base: str, seen: tuple[str, ...] = ()) -> Status | None:
        """Where a case comes to when its state becomes ``base``; None where no status has it.

        The status with that state which it had last (``seen``, the latest first), else the
        first of the process. One that rules open is come to by a step only, not by itself.
        """
        fitting = [one for one in self.statuses() if one.base == base]
        had = (one for name in seen for one in fitting if one.id == name)
        open_to_all = (one for one in fitting if one.id not in self.held)
        return next(had, None) or next(open_to_all, None)

    @property
    def restricts_decisions(self) -> bool:
        """Whether only some statuses are where a decision is made."""
        return any(one.decides for one in self.statuses())

    def decides(self, status_id: str) -> bool:
        """Whether a decision can be made while a case has the status."""
        found = self.find(status_id)
        return found is None or found.decides or not self.restricts_decisions
