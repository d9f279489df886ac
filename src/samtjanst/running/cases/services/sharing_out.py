"""Who gets which new case: rules of a unit, and who is away."""

import re
import uuid

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.queries import places_of_work, staff_in_units, staff_names
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases.models import Absence, AssignmentRule, Expertise
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.services.sorting import may_handle
from samtjanst.running.cases.types import OVER, AbsenceView, RuleView, next_state

LETTERS = re.compile(r"([A-ZÅÄÖ])(?:-([A-ZÅÄÖ]))?")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"
MOST_RULES = 100
LONGEST_VALUE = 120
LONGEST_EXPERTISE = 60


@transaction.atomic
def allot(*, reference: str, staff_id: uuid.UUID, why: str, by: Actor) -> bool:
    """Give nobody's case to somebody by a rule, with the reason; False when it is not to be.

    A case that somebody has taken meanwhile is left alone, and so is one that the person may
    not handle: a protected party, or her own case.
    """
    row = rows.locked(reference, permission=Permission.CASE_INDEX, by=by)
    if row.handler_id or row.state in OVER or not may_handle(staff_id, row):
        return False
    row.state = next_state(row.state, "assign").value
    row.handler_id = staff_id
    rows.save(row, "allotted", "state", "handler", text=why, by=by)
    return True


@transaction.atomic
def vacate(*, reference: str, by: Actor) -> bool:
    """Take the case from somebody who has left; False when she has it no more, or has come back.

    It lies among the new ones again. One that waits for the applicant goes on waiting.
    """
    row = rows.locked(reference, permission=Permission.CASE_INDEX, by=by)
    if row.handler_id is None or row.state in OVER:
        return False
    if (row.handler_id, row.unit_id) in places_of_work([row.handler_id]):
        return False
    name = staff_names([row.handler_id]).get(row.handler_id, "")
    row.state = next_state(row.state, "vacate").value
    row.handler_id = None
    rows.save(row, "vacated", "state", "handler", text=name, by=by)
    return True


@transaction.atomic
def put_rule(*, given: RuleView, by: Actor) -> None:
    """Add a rule after those that the unit has.

    Raises:
        NotFoundError: not a unit whose work the actor shares out.
        InvalidInputError: by field.
    """
    require(by, Permission.ASSIGNMENT_TEND)
    if given.unit_id not in units_with(by, Permission.ASSIGNMENT_TEND):
        raise NotFoundError
    held = AssignmentRule.objects.filter(unit_id=given.unit_id)
    if problems := _faults(given, held.count()):
        raise InvalidInputError(problems)
    last = held.aggregate(last=Max("place"))["last"] or 0
    row = AssignmentRule(
        unit_id=given.unit_id,
        place=last + 1,
        name=given.name.strip(),
        slug=given.slug,
        question=given.question,
        values=list(given.values),
        letters=given.letters.strip().upper(),
        expertise=given.expertise,
        staff=list(given.staff),
    )
    row.save(force_insert=True)
    record("assignment_rule.put", by=by, subject=("assignment_rule", row.id))


@transaction.atomic
def remove_rule(*, rule_id: uuid.UUID, by: Actor) -> None:
    """Take a rule away.

    Raises:
        NotFoundError: none such in a unit whose work the actor shares out.
    """
    require(by, Permission.ASSIGNMENT_TEND)
    units = units_with(by, Permission.ASSIGNMENT_TEND)
    if not AssignmentRule.objects.filter(id=rule_id, unit_id__in=units).delete()[0]:
        raise NotFoundError
    record("assignment_rule.removed", by=by, subject=("assignment_rule", rule_id))


@transaction.atomic
def put_absence(*, given: AbsenceView, by: Actor) -> None:
    """Note when somebody is away, and who takes her new cases meanwhile.

    Raises:
        NotFoundError: not somebody in a unit whose work the actor shares out.
        InvalidInputError: by field.
    """
    require(by, Permission.ASSIGNMENT_TEND)
    members = _members(by)
    if given.staff_id not in members:
        raise NotFoundError
    problems: dict[str, list[str]] = {}
    if given.last < given.first:
        problems["last"] = [_("Sista dagen kan inte ligga före den första.")]
    if given.cover_id == given.staff_id or (given.cover_id and given.cover_id not in members):
        problems["cover"] = [_("Välj någon annan i enheten.")]
    if problems:
        raise InvalidInputError(problems)
    row = Absence(staff_id=given.staff_id, first=given.first, last=given.last)
    row.cover_id = given.cover_id
    row.save(force_insert=True)
    record("absence.put", by=by, subject=("absence", row.id))


@transaction.atomic
def remove_absence(*, absence_id: uuid.UUID, by: Actor) -> None:
    """Take an absence away.

    Raises:
        NotFoundError: none such of somebody in a unit whose work the actor shares out.
    """
    require(by, Permission.ASSIGNMENT_TEND)
    if not Absence.objects.filter(id=absence_id, staff_id__in=_members(by)).delete()[0]:
        raise NotFoundError
    record("absence.removed", by=by, subject=("absence", absence_id))


@transaction.atomic
def put_expertise(*, staff_id: uuid.UUID, name: str, by: Actor) -> None:
    """Note a field that somebody knows well; nothing when it is noted already.

    Raises:
        NotFoundError: not somebody in a unit whose work the actor shares out.
        InvalidInputError: no name, or too long a one.
    """
    require(by, Permission.ASSIGNMENT_TEND)
    if staff_id not in _members(by):
        raise NotFoundError
    text = " ".join(name.split())
    if not text or len(text) > LONGEST_EXPERTISE:
        told = _("Skriv en kompetens med högst %(n)s tecken.") % {"n": LONGEST_EXPERTISE}
        raise InvalidInputError({"field": [told]})
    known = Expertise.objects.filter(name__iexact=text).values_list("name", flat=True).first()
    row = Expertise(staff_id=staff_id, name=known or text)
    Expertise.objects.bulk_create([row], ignore_conflicts=True)
    record("expertise.put", by=by, subject=("staff", staff_id))


@transaction.atomic
def remove_expertise(*, expertise_id: uuid.UUID, by: Actor) -> None:
    """Take a field away. A rule that asks for it gives nobody cases who has it no more.

    Raises:
        NotFoundError: none such of somebody in a unit whose work the actor shares out.
    """
    require(by, Permission.ASSIGNMENT_TEND)
    if not Expertise.objects.filter(id=expertise_id, staff_id__in=_members(by)).delete()[0]:
        raise NotFoundError
    record("expertise.removed", by=by, subject=("expertise", expertise_id))


def letters_in(text: str) -> frozenset[str] | None:
    """The letters of "A-C, Å"; None for nonsense, all of them for ""."""
    found: set[str] = set()
    for part in filter(None, re.split(r"[,\s]+", text.strip().upper().replace("–", "-"))):
        match = LETTERS.fullmatch(part)
        if match is None:
            return None
        first, last = match[1], match[2] or match[1]
        found |= set(ALPHABET[ALPHABET.index(first) : ALPHABET.index(last) + 1])
    return frozenset(found or ALPHABET)


def _members(by: Actor) -> set[uuid.UUID]:
    return {key for key, _name in staff_in_units(units_with(by, Permission.ASSIGNMENT_TEND))}


def _faults(given: RuleView, held: int) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not given.name.strip() or len(given.name.strip()) > LONGEST_VALUE // 2:
        problems["name"] = [_("Skriv vad regeln heter, kort.")]
    if held >= MOST_RULES:
        problems["name"] = [_("Enheten har redan många regler. Ta bort någon först.")]
    if letters_in(given.letters) is None or len(given.letters) > LONGEST_VALUE // 3:
        problems["letters"] = [_("Skriv bokstäver så här: A-K, Å.")]
    if bool(given.question) != bool(given.values):
        problems["answers"] = [_("Välj en fråga och skriv minst ett svar, eller ingetdera.")]
    if len(given.values) > MOST_RULES or any(len(v) > LONGEST_VALUE for v in given.values):
        problems["answers"] = [_("Skriv färre eller kortare svar.")]
    members = {key for key, _name in staff_in_units([given.unit_id])}
    if not (given.staff or given.expertise) or not set(given.staff) <= members:
        problems["staff"] = [_("Välj minst en person i enheten, eller en kompetens.")]
    known = Expertise.objects.filter(name=given.expertise, staff_id__in=members)
    if given.expertise and not known.exists():
        problems["expertise"] = [_("Ingen i enheten har den kompetensen.")]
    return problems
