"""Verbs about an e-service rather than in it: people, checklist, invitations, comments."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions import aging, checklist
from samtjanst.building.definitions.models import (
    ChecklistLine,
    ChecklistMark,
    Comment,
    Draft,
    EService,
    Invitation,
)
from samtjanst.building.definitions.types import LineState
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.queries import all_staff
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import units
from samtjanst.kernel import clock, ids
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import InvalidInputError, NotFoundError

INVITED_FOR = timedelta(days=30)
LONGEST_COMMENT = 4000
LONGEST_TEXT = 2000
LONGEST_NAME = 120


@transaction.atomic
def set_people(
    *,
    slug: str,
    owner_id: uuid.UUID | None,
    deputy_id: uuid.UUID | None,
    unit_id: uuid.UUID | None,
    by: Actor,
) -> None:
    """Name who is responsible, who stands in, and which unit gets the cases.

    Raises:
        InvalidInputError: somebody outside the municipality, the same person twice, no unit.
    """
    require(by, Permission.ESERVICE_BUILD)
    service = _service(slug)
    known = {key for key, _ in all_staff()}
    faults: dict[str, list[str]] = {}
    for field, value in (("owner", owner_id), ("deputy", deputy_id)):
        if value is not None and value not in known:
            faults[field] = [_("Välj någon i listan.")]
    if owner_id is not None and owner_id == deputy_id:
        faults["deputy"] = [_("Ersättaren kan inte vara samma person som ägaren.")]
    unit = next((unit for unit in units() if unit.id == unit_id), None)
    if unit is None:
        faults["unit"] = [_("Välj vilken enhet som tar emot ärendena.")]
    if faults or unit is None:
        raise InvalidInputError(faults)
    service.owner_id, service.deputy_id, service.unit = owner_id, deputy_id, unit
    service.save(update_fields=["owner", "deputy", "unit"])
    record("e_service.people_named", by=by, subject=("e_service", service.id))


@transaction.atomic
def mark_line(*, slug: str, line: str, state: LineState, text: str, by: Actor) -> None:
    """Say that a line is done, missing, or not applicable and why.

    Raises:
        NotFoundError: no such line.
        InvalidInputError: no reason, no classification, or a line that cannot be excused.
    """
    require(by, Permission.ESERVICE_BUILD)
    service = _service(slug)
    told = text.strip()[:LONGEST_TEXT]
    excusable = _excusable(line)
    if state is LineState.NOT_APPLICABLE and not excusable:
        raise InvalidInputError({line: [_("Den här raden måste vara klar.")]})
    if state is not LineState.MISSING and not told:
        what = (
            _("Skriv varför den inte behövs.") if state is not LineState.DONE else _("Skriv vad.")
        )
        raise InvalidInputError({line: [what]})
    fault = checklist.fault_of(line, told)
    if fault and state is LineState.DONE:
        raise InvalidInputError({line: [fault]})
    ChecklistMark.objects.update_or_create(
        service=service,
        line=line,
        defaults={
            "state": state.value,
            "text": told,
            "about": aging.about(line, _held(service), checklist.subject_of(line)),
            "by_id": by.id,
            "at": clock.now(),
        },
    )
    if line == "classification":
        is_known = state is LineState.DONE
        service.confidentiality = checklist.confidentiality_in(told) if is_known else None
        service.save(update_fields=["confidentiality"])
    details = {"line": line, "state": state.value}
    record("e_service.line_marked", by=by, subject=("e_service", service.id), details=details)


def _held(service: EService) -> aging.Held:
    return checklist.held_of(service, Draft.objects.filter(service=service).first())


@transaction.atomic
def add_line(*, title: str, help_text: str, is_mandatory: bool, about: str = "", by: Actor) -> None:
    """Add a line to the checklist of all the municipality's e-services.

    What is said of it is old when what it is ``about`` (``aging.SUBJECTS``) has changed.

    Raises:
        InvalidInputError: no title.
    """
    require(by, Permission.ESERVICE_PUBLISH)
    name = " ".join(title.split())[:120]
    if not name:
        raise InvalidInputError({"title": [_("Skriv vad som ska vara klart.")]})
    row = ChecklistLine(title=name, help=help_text.strip()[:300], is_mandatory=is_mandatory)
    row.about = about if about in aging.SUBJECTS else ""
    row.save(force_insert=True)
    record("checklist.line_added", by=by, subject=("checklist_line", row.id))


@transaction.atomic
def remove_line(*, line_id: uuid.UUID, by: Actor) -> None:
    """Take one of the municipality's own lines away, with what was said of it.

    Raises:
        NotFoundError: no such line.
    """
    require(by, Permission.ESERVICE_PUBLISH)
    row = ChecklistLine.objects.filter(id=line_id).first()
    if row is None:
        raise NotFoundError
    ChecklistMark.objects.filter(line=f"own_{row.id.hex}").delete()
    row.delete()
    record("checklist.line_removed", by=by, subject=("checklist_line", line_id))


@transaction.atomic
def invite(*, slug: str, name: str, staff_id: uuid.UUID | None, by: Actor) -> str:
    """Let somebody try the draft and comment; returns the secret of the link, told only now.

    Raises:
        InvalidInputError: no name, or somebody outside the municipality's staff.
    """
    require(by, Permission.ESERVICE_BUILD)
    service, now, known = _service(slug), clock.now(), dict(all_staff())
    who = known.get(staff_id, "") if staff_id else " ".join(name.split())[:LONGEST_NAME]
    if not who:
        raise InvalidInputError({"name": [_("Skriv vad personen heter, eller välj i listan.")]})
    token = ids.new_token()
    row = Invitation(
        service=service,
        name=who,
        staff_id=staff_id,
        token_hash=digest_bytes(token.encode()),
        created_at=now,
        expires_at=now + INVITED_FOR,
    )
    row.save(force_insert=True)
    record("e_service.invited", by=by, subject=("e_service", service.id))
    return token


@transaction.atomic
def end_invitation(*, invitation_id: uuid.UUID, by: Actor) -> None:
    """Let the link lead nowhere from now on; the person's name is forgotten.

    Raises:
        NotFoundError: no such invitation.
    """
    require(by, Permission.ESERVICE_BUILD)
    row = Invitation.objects.filter(id=invitation_id, ended_at=None).first()
    if row is None:
        raise NotFoundError
    row.ended_at, row.name = clock.now(), ""
    row.save(update_fields=["ended_at", "name"])
    record("e_service.invitation_ended", by=by, subject=("e_service", row.service_id))


@transaction.atomic
def comment(*, slug: str, page_id: str, question_id: str, text: str, by: Actor) -> None:
    """Say something about the draft, at a page, a question or the whole.

    Raises:
        InvalidInputError: nothing said, or too much.
    """
    require(by, Permission.ESERVICE_READ)
    row = _comment(_service(slug), page_id, question_id, text)
    row.author, row.staff_id = by.name, by.id
    row.save(force_insert=True)
    record("e_service.commented", by=by, subject=("e_service", row.service_id))


@transaction.atomic
def comment_as_invited(
    *, invitation: Invitation, page_id: str, question_id: str, text: str, by: Actor
) -> None:
    """As :func:`comment`, by somebody whose invitation the caller has looked up.

    ``by`` is the system when nobody is logged in; the comment carries the invited name.

    Raises:
        InvalidInputError: nothing said, or too much.
    """
    row = _comment(invitation.service, page_id, question_id, text)
    row.author, row.staff_id = invitation.name, invitation.staff_id
    row.save(force_insert=True)
    if invitation.opened_at is None:
        invitation.opened_at = clock.now()
        invitation.save(update_fields=["opened_at"])
    record("e_service.commented", by=by, subject=("e_service", row.service_id))


@transaction.atomic
def resolve(*, comment_id: uuid.UUID, by: Actor) -> None:
    """Say that a comment has been taken care of; again: open it once more.

    Raises:
        NotFoundError: no such comment.
    """
    require(by, Permission.ESERVICE_BUILD)
    row = Comment.objects.select_for_update().filter(id=comment_id).first()
    if row is None:
        raise NotFoundError
    is_open = row.resolved_at is None
    row.resolved_at = clock.now() if is_open else None
    row.resolved_by_id = by.id if is_open else None
    row.save(update_fields=["resolved_at", "resolved_by"])
    what = "e_service.comment_resolved" if is_open else "e_service.comment_reopened"
    record(what, by=by, subject=("e_service", row.service_id))


def _comment(service: EService, page_id: str, question_id: str, text: str) -> Comment:
    said = text.replace("\r\n", "\n").strip()
    if not said or len(said) > LONGEST_COMMENT or "\0" in said:
        told = _("Skriv en kommentar med högst %(n)s tecken.") % {"n": LONGEST_COMMENT}
        raise InvalidInputError({"text": [told]})
    return Comment(
        service=service,
        page_id=page_id[:64],
        question_id=question_id[:64],
        text=said,
        at=clock.now(),
    )


def _excusable(line: str) -> bool:
    rule = next((rule for rule in checklist.RULES if rule.key == line), None)
    if rule is not None:
        return rule.may_be_excused
    common = next((one for one in settings.COMMON_LINES if one.key == line), None)
    if common is not None:
        return common.may_be_excused
    if line not in {f"own_{key.hex}" for key in ChecklistLine.objects.values_list("id", flat=True)}:
        raise NotFoundError
    return True


def _service(slug: str) -> EService:
    row = EService.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise NotFoundError
    return row
