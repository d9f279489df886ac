"""Sorting the work: who has a case, how it is marked, what handlers write to each other."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import can, require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.queries import grants_of, staff_names
from samtjanst.foundation.people.types import Actor, ActorKind
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel.errors import ConflictError, InvalidInputError
from samtjanst.running.cases.models import Case, CaseLabel, Label
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import Priority, next_state

LONGEST_LABEL = 40
LONGEST_NOTE = 10_000
MOST_LABELS = 20  # on one case


@transaction.atomic
def assign(*, reference: str, staff_id: uuid.UUID, by: Actor) -> None:
    """Give the case to somebody who may handle it.

    Raises:
        NotFoundError: not a case that the actor may hand out.
        InvalidInputError: the person may not handle it.
        TransitionError: it is not complete yet, or is decided.
    """
    row = rows.locked(reference, permission=Permission.CASE_ASSIGN, by=by)
    if not may_handle(staff_id, row):
        raise InvalidInputError({"handler": [_("Personen får inte handlägga det här ärendet.")]})
    row.state = next_state(row.state, "assign").value
    row.handler_id = staff_id
    name = staff_names([staff_id]).get(staff_id, "")
    rows.save(row, "assigned", "state", "handler", text=name, by=by)


@transaction.atomic
def release(*, reference: str, by: Actor) -> None:
    """Put the case back among the new ones.

    Raises:
        NotFoundError: not a case that the actor may handle.
        TransitionError: nobody handles it.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    row.state = next_state(row.state, "release").value
    row.handler_id = None
    rows.save(row, "released", "state", "handler", by=by)


@transaction.atomic
def prioritise(*, reference: str, priority: Priority, by: Actor) -> None:
    """Say how urgent the case is.

    Raises:
        NotFoundError: not a case that the actor may handle.
        ConflictError: it is so already.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    if row.priority == priority:
        raise ConflictError
    row.priority = priority.value
    what = "priority_high" if priority is Priority.HIGH else "priority_normal"
    rows.save(row, what, "priority", by=by)


@transaction.atomic
def put_label(*, reference: str, name: str, by: Actor) -> None:
    """Mark the case; a label that is new becomes one to choose for everybody.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: no name, too long a one, or too many labels.
        ConflictError: it has the label already.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    text = " ".join(name.split())
    if not text or len(text) > LONGEST_LABEL:
        told = _("Skriv en märkning på högst %(n)s tecken.") % {"n": LONGEST_LABEL}
        raise InvalidInputError({"label": [told]})
    mine = CaseLabel.objects.filter(case=row)
    if mine.filter(label__name__iexact=text).exists():
        raise ConflictError
    if mine.count() >= MOST_LABELS:
        raise InvalidInputError({"label": [_("Ärendet har redan många märkningar.")]})
    _put(row, _label(text), by)


def mark(row: Case, name: str, *, by: Actor) -> None:
    """Put a label on the case if there is room. A part of the caller's transaction."""
    mine = CaseLabel.objects.filter(case=row)
    if mine.filter(label__name__iexact=name).exists() or mine.count() >= MOST_LABELS:
        return
    _put(row, _label(name), by)


@transaction.atomic
def remove_label(*, reference: str, name: str, by: Actor) -> None:
    """Take a label off the case; nothing when it has none such.

    Raises:
        NotFoundError: not a case that the actor may handle.
    """
    row = rows.locked(reference, permission=Permission.CASE_HANDLE, by=by)
    found = CaseLabel.objects.filter(case=row, label__name=name).first()
    if found:
        found.delete()
        details = {"changed": {"label": [str(found.label_id), ""]}}
        record("case.unlabelled", by=by, subject=("case", row.id), details=details)


@transaction.atomic
def write_note(*, reference: str, text: str, by: Actor) -> None:
    """Write a note that stays with the case (FL 27 §); parties see it only when they ask for it.

    Raises:
        NotFoundError: not a case that the actor may write about.
        InvalidInputError: nothing written, or too much.
    """
    row = rows.locked(reference, permission=Permission.CASE_NOTE, by=by)
    kept = text.strip()
    if not kept or len(kept) > LONGEST_NOTE:
        told = _("Skriv en anteckning på högst %(n)s tecken.") % {"n": LONGEST_NOTE}
        raise InvalidInputError({"note": [told]})
    rows.save(row, "noted", text=kept, by=by)
    rows.index(row, by=by)


@transaction.atomic
def note_export(*, count: int, kind: str, by: Actor) -> None:
    """Leave a trace of what was taken out."""
    require(by, Permission.CASE_EXPORT)
    subject = ("staff", by.id or "")
    record("case.exported", by=by, subject=subject, details={"count": count, "kind": kind})


def may_handle(staff_id: uuid.UUID, row: Case) -> bool:
    """Whether a member of staff may handle a case. A part of the caller's transaction."""
    name = staff_names([staff_id]).get(staff_id)
    if name is None:
        return False
    other = Actor(ActorKind.STAFF, scope_id(), staff_id, grants=grants_of(staff_id), name=name)
    return can(other, Permission.CASE_HANDLE, row)


def _put(row: Case, label: Label, by: Actor) -> None:
    CaseLabel(case=row, label=label, arrived_at=row.arrived_at).save(force_insert=True)
    details = {"changed": {"label": ["", str(label.id)]}}
    record("case.labelled", by=by, subject=("case", row.id), details=details)


def _label(text: str) -> Label:
    known = Label.objects.filter(name__iexact=text).first()
    if known:
        return known
    Label.objects.bulk_create([Label(name=text)], ignore_conflicts=True)
    return Label.objects.get(name=text)
