"""Reads of the workshop: drafts, who is at them, versions, comments, invitations."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db.models import QuerySet

from samtjanst.building.definitions import checklist, soundness
from samtjanst.building.definitions.models import (
    ChecklistLine,
    ChecklistMark,
    Clipboard,
    Comment,
    Draft,
    DraftState,
    EService,
    Invitation,
    Presence,
    Version,
)
from samtjanst.building.definitions.types import (
    CommentView,
    Copied,
    InvitationView,
    Line,
    LineState,
    OpenDraft,
    Present,
    ServiceRow,
    VersionView,
)
from samtjanst.capabilities.formkit.analysis import Finding
from samtjanst.capabilities.formkit.editing.pasting import Clip
from samtjanst.capabilities.registers import queries as registers
from samtjanst.capabilities.registers.types import SourceOffer
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.ways import reached
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import NotFoundError

AT_IT = timedelta(seconds=45)
_WITH = ("published", "owner", "deputy", "unit", "scheduled", "stopped")


def services(actor: Actor) -> list[ServiceRow]:
    """The municipality's e-services with how far each has come, by title; archived ones last."""
    require(actor, Permission.ESERVICE_READ)
    found = list(EService.objects.select_related(*_WITH))
    drafts = {row.service_id: row for row in Draft.objects.select_related("changed_by")}
    marks = marks_of(found)
    extra = list(ChecklistLine.objects.order_by("id"))
    open_comments = Counter(
        Comment.objects.filter(resolved_at=None).values_list("service_id", flat=True)
    )
    rows = [
        _row(row, drafts.get(row.id), marks[row.id], extra, open_comments[row.id]) for row in found
    ]
    return sorted(rows, key=lambda row: (row.is_archived, row.title.casefold()))


def e_service(actor: Actor, slug: str) -> EService:
    """The e-service, for the workshop.

    Raises:
        NotFoundError: no such e-service in this municipality.
    """
    require(actor, Permission.ESERVICE_READ)
    rows = EService.objects.select_related(*_WITH)
    row = rows.filter(slug=slug).first()
    if row is None:
        raise NotFoundError
    return row


def draft_of(actor: Actor, slug: str) -> OpenDraft:
    """The e-service's draft.

    Raises:
        NotFoundError: no such e-service, or no draft of it.
    """
    found = find_draft(actor, slug)
    if found is None:
        raise NotFoundError
    return found


def find_draft(actor: Actor, slug: str) -> OpenDraft | None:
    """The e-service's draft, or None."""
    require(actor, Permission.ESERVICE_READ)
    related = ("service__published", "base", "changed_by")
    row = Draft.objects.select_related(*related).filter(service__slug=slug).first()
    return _open(row, actor.id) if row else None


def others_at(actor: Actor, draft_id: uuid.UUID) -> list[Present]:
    """Who else has the draft open right now."""
    require(actor, Permission.ESERVICE_READ)
    rows = Presence.objects.select_related("staff").filter(
        draft_id=draft_id, seen_at__gt=clock.now() - AT_IT
    )
    return [Present(row.staff.name, row.place) for row in rows.exclude(staff_id=actor.id)]


def copied(actor: Actor) -> Copied | None:
    """What the actor has copied last, or None."""
    require(actor, Permission.ESERVICE_READ)
    row = Clipboard.objects.filter(staff_id=actor.id).first()
    if row is None:
        return None
    return Copied(row.title, Clip(row.document, row.page_id, tuple(row.question_ids)))


def state_at(draft_id: uuid.UUID, revision: int) -> DraftState | None:
    """What the draft said at a revision, or None when that is no longer kept."""
    return DraftState.objects.filter(draft_id=draft_id, revision=revision).first()


def versions(actor: Actor, slug: str) -> list[VersionView]:
    """The versions of the e-service, newest first."""
    service = e_service(actor, slug)
    rows = Version.objects.select_related("made_by").defer("document")
    return [
        VersionView(
            id=row.id,
            number=row.number,
            created_at=row.created_at,
            made_by=row.made_by.name if row.made_by else "",
            note=row.note,
            is_published=row.id == service.published_id,
            sha256=row.sha256,
        )
        for row in rows.filter(slug=slug).order_by("-number")
    ]


def version(actor: Actor, slug: str, number: int) -> Version:
    """One version with its document.

    Raises:
        NotFoundError: no such version of the e-service.
    """
    require(actor, Permission.ESERVICE_READ)
    row = Version.objects.filter(slug=slug, number=number).first()
    if row is None:
        raise NotFoundError
    return row


def lines(actor: Actor, slug: str, found: Iterable[Finding] = ()) -> list[Line]:
    """The checklist of the e-service's draft, or of what is published when there is none.

    ``found`` is what the analysis of the draft told, where it has been made.
    """
    service = e_service(actor, slug)
    draft = Draft.objects.filter(service=service).first()
    extra = list(ChecklistLine.objects.order_by("id"))
    stuck = sum(map(soundness.blocks, found))
    return checklist.lines(service, draft, marks_of([service])[service.id], extra, stuck)


def findings(actor: Actor, slug: str) -> tuple[Finding, ...]:
    """What the analysis of the e-service's draft tells, the worst first; () without a draft."""
    require(actor, Permission.ESERVICE_READ)
    draft = Draft.objects.select_related("service").filter(service__slug=slug).first()
    if draft is None:
        return ()
    level = draft.service.confidentiality
    return soundness.findings(
        draft.document, level, partial(look_ups, actor), reached, draft.parameters
    )


def look_ups(actor: Actor) -> dict[str, SourceOffer]:
    """The municipality's look-ups by name, with what each gives."""
    return {one.name: one for one in registers.source_values(actor)}


def comments(actor: Actor, slug: str, *, is_open: bool | None = None) -> list[CommentView]:
    """What has been said about the e-service, oldest first."""
    require(actor, Permission.ESERVICE_READ)
    return comments_on(slug, is_open=is_open)


def comments_on(slug: str, *, is_open: bool | None = None) -> list[CommentView]:
    """As :func:`comments`, for somebody whose invitation has been looked at."""
    rows = Comment.objects.select_related("resolved_by", "version").filter(service__slug=slug)
    if is_open is not None:
        rows = rows.filter(resolved_at__isnull=is_open)
    return [_comment(row) for row in rows.order_by("at")]


def invitations(actor: Actor, slug: str) -> list[InvitationView]:
    """Who can try the draft now."""
    require(actor, Permission.ESERVICE_READ)
    rows = _living().filter(service__slug=slug).order_by("created_at")
    return [_invitation(row) for row in rows]


def invited(token: str, actor: Actor | None) -> Invitation:
    """The invitation that a secret link belongs to.

    Raises:
        NotFoundError: no such link, it has ended, or it is for somebody else who logs in.
    """
    rows = _living().select_related("service").filter(token_hash=digest_bytes(token.encode()))
    row = rows.first()
    if row is None:
        raise NotFoundError
    is_theirs = row.staff_id is None or (actor is not None and actor.id == row.staff_id)
    if not is_theirs:
        raise NotFoundError
    return row


def invited_draft(invitation: Invitation) -> OpenDraft:
    """The draft that an invitation opens.

    Raises:
        NotFoundError: the draft is gone: published or thrown away.
    """
    related = ("service__published", "base", "changed_by")
    row = Draft.objects.select_related(*related).filter(service_id=invitation.service_id).first()
    if row is None:
        raise NotFoundError
    return _open(row, None)


def _living() -> QuerySet[Invitation]:
    return Invitation.objects.filter(ended_at=None, expires_at__gt=clock.now())


def marks_of(found: Iterable[EService]) -> dict[uuid.UUID, dict[str, ChecklistMark]]:
    """What has been said of the lines of the checklist, by e-service and line."""
    grouped: dict[uuid.UUID, dict[str, ChecklistMark]] = defaultdict(dict)
    for mark in ChecklistMark.objects.filter(service__in=[row.id for row in found]):
        grouped[mark.service_id][mark.line] = mark
    return grouped


def _row(
    service: EService,
    draft: Draft | None,
    marks: dict[str, ChecklistMark],
    extra: list[ChecklistLine],
    open_comments: int,
) -> ServiceRow:
    known = checklist.lines(service, draft, marks, extra)
    published = service.published
    title = draft.title if draft else _title(service)
    return ServiceRow(
        slug=service.slug,
        title=title or service.slug,
        unit=service.unit.name,
        published_number=published.number if published else None,
        publish_at=service.publish_at,
        missing=draft.missing if draft else None,
        changed_at=draft.changed_at if draft else None,
        changed_by=draft.changed_by.name if draft and draft.changed_by else "",
        open_comments=open_comments,
        lines_done=sum(line.state is not LineState.MISSING for line in known),
        lines=len(known),
        is_archived=service.archived_at is not None,
        is_stopped=service.stopped_id is not None,
    )


def _title(service: EService) -> str:
    version = service.published or service.scheduled or service.stopped
    return str(version.document["title"]["sv"]) if version else ""


def _open(row: Draft, actor_id: uuid.UUID | None) -> OpenDraft:
    rows = DraftState.objects.defer("document").select_related("by").filter(draft=row)
    now = rows.filter(revision=row.revision).first()
    ways = [one for one in (now and now.back, now and now.again) if one]
    kept = {one.revision: one for one in rows.filter(revision__in=ways)} if ways else {}
    back = kept.get(now.back) if now and now.back else None
    again = kept.get(now.again) if now and now.again else None
    published = row.service.published
    return OpenDraft(
        id=row.id,
        service_id=row.service_id,
        slug=row.service.slug,
        title=row.title,
        revision=row.revision,
        document=row.document,
        parameters=row.parameters,
        missing=row.missing,
        tests=row.tests,
        tests_broken=row.tests_broken,
        changed_at=row.changed_at,
        changed_by=row.changed_by.name if row.changed_by else "",
        base_number=row.base.number if row.base else None,
        published_number=published.number if published else None,
        can_undo=now.what if now and back else "",
        can_redo=again.what if again else "",
        undo_of=_other(now, actor_id) if back else "",
        redo_of=_other(again, actor_id),
    )


def _other(state: DraftState | None, actor_id: uuid.UUID | None) -> str:
    by = state.by if state else None
    return by.name if by and by.id != actor_id else ""


def _comment(row: Comment) -> CommentView:
    return CommentView(
        id=row.id,
        page_id=row.page_id,
        question_id=row.question_id,
        text=row.text,
        author=row.author,
        at=row.at,
        is_resolved=row.resolved_at is not None,
        resolved_by=row.resolved_by.name if row.resolved_by else "",
        version_number=row.version.number if row.version else None,
    )


def _invitation(row: Invitation) -> InvitationView:
    return InvitationView(
        id=row.id,
        name=row.name,
        is_staff=row.staff_id is not None,
        created_at=row.created_at,
        expires_at=row.expires_at,
        opened_at=row.opened_at,
    )
