"""Verbs of the workshop: drafts are made, changed, undone and thrown away."""

import copy
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions import naming, recordings
from samtjanst.building.definitions.models import Draft, DraftState, EService, Presence, Version
from samtjanst.building.definitions.types import Clash, ClashError
from samtjanst.capabilities.formkit.compare import Conflict, merge, words
from samtjanst.capabilities.formkit.editing.blank import blank
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.sketch import problems
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import units
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError

KEPT_STATES = 300
# Changes of the same place within this time are undone as one.
BURST = timedelta(minutes=2)
PRESENT_FOR = timedelta(days=1)
LONGEST_TITLE = 200
Change = Callable[[Document], Document]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a draft.

    ``part`` picks what the person had before her eyes: when somebody else has changed that very
    part since, the changes are merged instead of laid over. None: the change is of the outline
    (add, move, remove) and holds as long as what it names is there. ``burst``: undone together
    with other changes of the same place.
    """

    change: Change
    what: str
    place: str = ""
    part: Callable[[Document], Any] | None = None
    burst: bool = False


@transaction.atomic
def create(*, title: str, unit_id: uuid.UUID, by: Actor, document: Document | None = None) -> str:
    """A new e-service with a draft, blank or with a copy of ``document``; returns its slug.

    Raises:
        InvalidInputError: no title, too long a title, or no such unit.
    """
    require(by, Permission.ESERVICE_BUILD)
    name = " ".join(title.split())
    unit = next((unit for unit in units() if unit.id == unit_id), None)
    faults: dict[str, list[str]] = {}
    if not name or len(name) > LONGEST_TITLE:
        faults["title"] = [
            _("Skriv vad e-tjänsten heter, med högst %(n)s tecken.") % {"n": LONGEST_TITLE}
        ]
    if unit is None:
        faults["unit"] = [_("Välj vilken enhet som tar emot ärendena.")]
    if faults or unit is None:
        raise InvalidInputError(faults)
    slug = naming.free_slug(name)
    service = EService(slug=slug, unit=unit)
    service.save(force_insert=True)
    titled = _titled(document or blank(naming.definition_id(slug), name), slug, name)
    begin(service=service, document=titled, base=None, by=by)
    return slug


@transaction.atomic
def start_draft(*, slug: str, by: Actor, number: int | None = None) -> None:
    """Begin the next version from the newest that is, will or was to be published, or ``number``.

    A draft that is already there is left as it is.

    Raises:
        NotFoundError: no such e-service or version.
    """
    require(by, Permission.ESERVICE_BUILD)
    service = _service(slug)
    rows = Version.objects.filter(slug=slug)
    current = service.scheduled or service.stopped or service.published
    version = rows.filter(number=number).first() if number else current
    if version is None and not number:
        version = rows.order_by("-number").first()
    if version is None:
        raise NotFoundError
    if not Draft.objects.filter(service=service).exists():
        begin(service=service, document=copy.deepcopy(version.document), base=version, by=by)


@transaction.atomic
def discard_draft(*, slug: str, by: Actor) -> None:
    """Throw the draft away. An e-service that was never published goes with it.

    Raises:
        NotFoundError: no draft.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = _locked(slug)
    service, was_published = draft.service, Version.objects.filter(slug=slug).exists()
    record("e_service.draft_discarded", by=by, subject=("e_service", service.id))
    draft.delete()
    if not was_published:
        service.delete()


@transaction.atomic
def change_draft(*, slug: str, revision: int, edit: Edit, by: Actor) -> int:
    """Make a change to the draft that the person saw at ``revision``; returns the new revision.

    When somebody else has changed the same part since, both changes are merged.

    Raises:
        NotFoundError: no draft, or what the change is about is gone.
        ClashError: both have changed the same thing, with exactly what; nothing has changed.
        ConflictError: what the person saw is not kept any longer.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = _locked(slug)
    changed = _changed(draft, revision, edit)
    if changed == draft.document:
        return draft.revision
    last = DraftState.objects.defer("document").get(draft=draft, revision=draft.revision)
    is_same = edit.burst and last.place == edit.place and last.by_id == by.id
    goes_on = is_same and last.again is None and clock.now() - last.at < BURST
    back = last.back if goes_on and last.back else draft.revision
    return _put(draft, changed, edit, by, back=back, again=None)


@transaction.atomic
def undo(*, slug: str, revision: int, by: Actor) -> int:
    """Take the latest change back, as the person saw it at ``revision``; returns the new revision.

    Raises:
        ConflictError: there is nothing to take back, or somebody else has changed the draft since.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = _locked(slug)
    now = _seen_now(draft, revision, by)
    target = DraftState.objects.filter(draft=draft, revision=now.back or 0).first()
    if target is None:
        raise ConflictError
    edit = Edit(lambda document: document, target.what, target.place)
    return _put(draft, target.document, edit, by, back=target.back, again=now.revision)


@transaction.atomic
def redo(*, slug: str, revision: int, by: Actor) -> int:
    """Make the change that was taken back once more; returns the new revision.

    Raises:
        ConflictError: nothing was taken back, or somebody else has changed the draft since.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = _locked(slug)
    now = _seen_now(draft, revision, by)
    target = DraftState.objects.filter(draft=draft, revision=now.again or 0).first()
    if target is None:
        raise ConflictError
    edit = Edit(lambda document: document, target.what, target.place)
    return _put(draft, target.document, edit, by, back=target.back, again=target.again)


@transaction.atomic
def set_parameters(*, slug: str, values: Mapping[str, Any], by: Actor) -> None:
    """Keep the municipality's values of the parameters; they count when the draft is published."""
    require(by, Permission.ESERVICE_BUILD)
    draft = _locked(slug)
    draft.parameters = dict(values)
    recordings.counted(draft)
    draft.save(update_fields=["parameters", "tests", "tests_broken"])
    record("e_service.parameters_changed", by=by, subject=("e_service", draft.service_id))


@transaction.atomic
def set_list(
    *, slug: str, parameter: str, items: Sequence[Mapping[str, Any]], seen: str, by: Actor
) -> None:
    """Put a list out of a file in place of the one of the draft.

    ``seen`` is the digest of the list that the change was told of.

    Raises:
        ConflictError: the list has been changed since.
        NotFoundError: no draft, or no parameter with a list by that id.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = _locked(slug)
    declared = draft.document.get("parameters") or []
    if (parameter, "options") not in {(one.get("id"), one.get("type")) for one in declared}:
        raise NotFoundError
    if digest(draft.parameters.get(parameter) or []) != seen:
        raise ConflictError
    draft.parameters = draft.parameters | {parameter: [dict(one) for one in items]}
    recordings.counted(draft)
    draft.save(update_fields=["parameters", "tests", "tests_broken"])
    details = {"parameter": parameter, "items": len(items)}
    record("e_service.list_read", by=by, subject=("e_service", draft.service_id), details=details)


def note_presence(*, draft_id: uuid.UUID, place: str, by: Actor) -> None:
    """Let others see that the actor has the draft open; forgotten after a day."""
    require(by, Permission.ESERVICE_READ)
    now = clock.now()
    Presence.objects.update_or_create(
        draft_id=draft_id, staff_id=by.id, defaults={"place": place[:150], "seen_at": now}
    )
    Presence.objects.filter(seen_at__lt=now - PRESENT_FOR).delete()


def _seen_now(draft: Draft, revision: int, by: Actor) -> DraftState:
    """The state that the draft is in. What somebody else did unseen is not undone unseen."""
    now = DraftState.objects.get(draft=draft, revision=draft.revision)
    if revision != draft.revision and now.by_id != by.id:
        raise ConflictError
    return now


def _changed(draft: Draft, revision: int, edit: Edit) -> Document:
    """The document after the change, as the person meant it at ``revision``."""
    if revision == draft.revision or edit.part is None:
        return edit.change(draft.document)
    seen = DraftState.objects.filter(draft=draft, revision=revision).first()
    if seen is None:
        raise ConflictError
    if edit.part(seen.document) == edit.part(draft.document):
        return edit.change(draft.document)
    merged = merge(seen.document, draft.document, edit.change(seen.document))
    if merged.conflicts:
        sides = (seen.document, draft.document, edit.change(seen.document))
        raise ClashError(tuple(_clash(one, sides) for one in merged.conflicts))
    return merged.document


def _clash(conflict: Conflict, sides: tuple[Document, Document, Document]) -> Clash:
    place = words.place_of(conflict.path, *sides[:2])
    values = zip((conflict.base, conflict.theirs, conflict.mine), sides, strict=True)
    return Clash(place, *(words.stands(conflict.path, one, side) for one, side in values))


def begin(*, service: EService, document: Document, base: Version | None, by: Actor) -> None:
    """Put a first draft of the document on the workbench."""
    require(by, Permission.ESERVICE_BUILD)
    draft = Draft(
        service=service, base=base, document={}, revision=0, parameters=dict(service.parameters)
    )
    draft.changed_at, draft.title = clock.now(), ""
    draft.save(force_insert=True)
    edit = Edit(lambda one: one, _("Utkastet påbörjades"))
    _put(draft, document, edit, by, back=None, again=None)


def _put(  # noqa: PLR0913 - the whole of a state
    draft: Draft, document: Document, edit: Edit, by: Actor, *, back: int | None, again: int | None
) -> int:
    draft.document, draft.revision = document, draft.revision + 1
    draft.title = str((document.get("title") or {}).get("sv", ""))[:300]
    draft.missing, draft.changed_at = len(problems(document)), clock.now()
    draft.changed_by_id = by.id if by.is_staff else None
    recordings.counted(draft)
    draft.save()
    DraftState(
        draft=draft,
        revision=draft.revision,
        document=document,
        what=edit.what[:200],
        place=edit.place[:150],
        by_id=draft.changed_by_id,
        at=draft.changed_at,
        back=back,
        again=again,
    ).save(force_insert=True)
    DraftState.objects.filter(draft=draft, revision__lte=draft.revision - KEPT_STATES).delete()
    details = {"revision": draft.revision}
    record(
        "e_service.draft_changed", by=by, subject=("e_service", draft.service_id), details=details
    )
    return draft.revision


def _locked(slug: str) -> Draft:
    rows = Draft.objects.select_for_update(of=("self",)).select_related("service")
    draft = rows.filter(service__slug=slug).first()
    if draft is None:
        raise NotFoundError
    return draft


def _service(slug: str) -> EService:
    row = EService.objects.select_related("published", "scheduled").filter(slug=slug).first()
    if row is None:
        raise NotFoundError
    return row


def _titled(document: Document, slug: str, title: str) -> Document:
    words = {**(document.get("title") or {}), "sv": title}
    return {**document, "id": naming.definition_id(slug), "title": words}
