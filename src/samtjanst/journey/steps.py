"""Steps in e-services' own processes for many cases at once.

Where each case stands, which statuses the actor can move it to from there, and what hinders it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.process import Base, Process, Status, Step
from samtjanst.foundation.access.services import units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.journey.process import Says
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError, TransitionError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView


@dataclass(frozen=True, slots=True)
class Standing:
    """Cases of one e-service that stand in the same status, and where the actor can move them.

    ``references`` are their numbers. That a step's condition holds is seen to in each case, when
    it is moved.
    """

    service: str
    status: Status
    references: tuple[str, ...]
    targets: tuple[Status, ...]

    @property
    def makes_hers(self) -> bool:
        """Whether somebody who moves a new case becomes its handler."""
        is_new = self.status.base is Base.RECEIVED
        return is_new and any(one.base is Base.IN_PROGRESS for one in self.targets)


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be moved, by where it stands, and what cannot: the number and why, in words."""

    standing: tuple[Standing, ...]
    left: tuple[tuple[str, str], ...]


def offered(references: Iterable[str], *, by: Actor) -> Offered:
    """Where the chosen cases can be moved; the same queries however many they are.

    An absent case and one that the actor may not read are told of in the same words.
    """
    wanted = tuple(dict.fromkeys(references))
    found = {case.reference: case for case in cases.cases_in_reach(by, wanted)}
    proposed = cases.proposed_among(one.id for one in found.values())
    groups: dict[tuple[str, str], list[CaseView]] = {}
    left: list[tuple[str, str]] = []
    for reference in wanted:
        case = found.get(reference)
        why = _hindrance(case, case.id in proposed, by) if case else _("Ärendet finns inte.")
        if case is None or why:
            left.append((reference, why))
        else:
            service = definition_of(case.version_id).id
            groups.setdefault((service, case.status), []).append(case)
    return Offered(tuple(_standing(of_one, by) for of_one in groups.values()), tuple(left))


def move(*, reference: str, status_id: str, to: str, by: Actor) -> None:
    """Take the step that leads from the status ``status_id`` to another.

    Raises:
        NotFoundError: not a case that the actor may move.
        InvalidInputError: why it cannot be moved there, in words.
    """
    case = cases.get_case(by, reference)
    if why := _hindrance(case, cases.is_proposed(case.id), by):
        raise InvalidInputError({"step": [why]})
    if case.status != status_id:
        raise InvalidInputError({"step": [_("Ärendet har fått en annan status sedan du valde.")]})
    says = Says(case)
    step = _leading(case, to, says, by)
    try:
        services.take_step(
            reference=reference, step_id=step.id, status_id=status_id, holds=says.holds, by=by
        )
    except (ConflictError, TransitionError):
        told = _("Ärendet ändrades medan du valde. Läs det igen.")
        raise InvalidInputError({"step": [told]}) from None


def _leading(case: CaseView, to: str, says: Says, by: Actor) -> Step:
    """The first step that is hers, leads there and has a condition that holds, if it has one."""
    steps = [one for one in _hers(case, by) if one.to == to]
    if not steps:
        raise InvalidInputError({"step": [_("Inget steg som är ditt leder dit.")]})
    step = next((one for one in steps if says.holds(one)), None)
    if step is None:
        told = _("Svaren i ärendet uppfyller inte villkoret för steget.")
        raise InvalidInputError({"step": [told]})
    return step


def _hindrance(case: CaseView, is_proposed: bool, by: Actor) -> str:  # noqa: FBT001 - a fact
    """Why the actor cannot move the case anywhere now, in words; "" when she can."""
    process = _process(case)
    if process is None:
        return _("E-tjänsten har ingen egen process.")
    if process.status(case.status).base.value != case.state.value:
        return _("Processen står stilla i det läge som ärendet har.")
    if is_proposed or case.decision_leaves_at or case.trash_ground:
        return _("Ett beslut i ärendet väntar, eller så ligger det i papperskorgen.")
    is_hers = case.unit_id in units_with(by, Permission.CASE_STEP) and any(_hers(case, by))
    return "" if is_hers else _("Inget steg härifrån är ditt att ta.")


def _hers(case: CaseView, by: Actor) -> Iterator[Step]:
    """The steps from where the case stands that are the actor's, whatever their conditions say."""
    process = _process(case)
    steps = process.status(case.status).steps if process else ()
    return (one for one in steps if services.may_take(one, case.unit_id, by=by))


def _process(case: CaseView) -> Process | None:
    return definition_of(case.version_id).process if case.status else None


def _status(case: CaseView, status_id: str) -> Status:
    process = _process(case)
    if process is None:
        raise NotFoundError
    return process.status(status_id)


def _standing(found: Sequence[CaseView], by: Actor) -> Standing:
    """One group; where the versions of its cases differ, with what any of them can come to."""
    targets: dict[str, Status] = {}
    for case in found:
        for step in _hers(case, by):
            targets.setdefault(step.to, _status(case, step.to))
    first = found[0]
    return Standing(
        service=first.title,
        status=_status(first, first.status),
        references=tuple(one.reference for one in found),
        targets=tuple(targets.values()),
    )
