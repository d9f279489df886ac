"""Values of definitions."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from samtjanst.capabilities.formkit.blocks import Block, Upgrade, Use
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.editing.pasting import Clip
from samtjanst.capabilities.formkit.editing.places import Place
from samtjanst.capabilities.formkit.texts import Told
from samtjanst.kernel.errors import ConflictError

PARAMETERS = "parameters"  # a reason beside the lines of the checklist
SERIOUS = 3  # KLASSA: a breach of confidentiality does serious harm


class ClashError(ConflictError):
    """Both have changed the same thing since the draft was read; nothing was changed."""

    def __init__(self, clashes: "tuple[Clash, ...]") -> None:
        super().__init__()
        self.clashes = clashes


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that two people want differently, in words."""

    place: Told
    before: Told
    theirs: Told
    mine: Told


class InProgress(StrEnum):
    """What happens to started, not yet handed in, filings when a new version is published."""

    STAY = "stay"
    MOVE = "move"


class LineState(StrEnum):
    """How far a line of the checklist has come."""

    DONE = "done"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class PublishedService:
    """An e-service with the version that is published now."""

    id: uuid.UUID
    slug: str
    title: str
    unit_id: uuid.UUID
    version_id: uuid.UUID
    version_number: int
    definition: Definition = field(repr=False)
    parameters: Mapping[str, Any] = field(repr=False)
    confidentiality: int | None = None  # KLASSA, 0-3; None while it is not classified


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """An e-service in the workshop's list; ``missing`` is None when there is no draft."""

    slug: str
    title: str
    unit: str
    published_number: int | None
    publish_at: datetime | None
    missing: int | None
    changed_at: datetime | None
    changed_by: str
    open_comments: int
    lines_done: int
    lines: int
    is_archived: bool
    is_stopped: bool = False  # it was to be published, and the gate said no


@dataclass(frozen=True, slots=True)
class StoppedService:
    """An e-service that was to be published at a set time, and was not."""

    slug: str
    title: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft on the workbench.

    ``can_undo`` and ``can_redo`` name the change that would be undone or done again ("" for none);
    ``undo_of`` and ``redo_of`` who made it, "" when that is the one who looks.
    """

    id: uuid.UUID
    service_id: uuid.UUID
    slug: str
    title: str
    revision: int
    document: dict[str, Any] = field(repr=False)
    parameters: dict[str, Any] = field(repr=False)
    missing: int
    changed_at: datetime
    changed_by: str
    base_number: int | None
    published_number: int | None
    can_undo: str
    can_redo: str
    tests: int = 0
    tests_broken: int = 0
    undo_of: str = ""
    redo_of: str = ""


@dataclass(frozen=True, slots=True)
class Copied:
    """What somebody has copied, and from which e-service."""

    title: str
    clip: Clip


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block in the library; ``number`` is its newest version, ``used`` in how many e-services."""

    id: uuid.UUID
    title: str
    help: str
    number: int
    content: Block = field(repr=False)
    used: int
    is_retired: bool


@dataclass(frozen=True, slots=True)
class BlockVersionView:
    """One version of a block."""

    number: int
    content: Block = field(repr=False)
    note: str
    created_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class BlockAt:
    """An e-service that uses a block, with the version in its draft and in what is published."""

    slug: str
    title: str
    in_draft: int | None
    published: int | None


@dataclass(frozen=True, slots=True)
class BlockUse:
    """A block in a draft. ``newest`` is 0 when this municipality's library does not have it."""

    use: Use
    newest: int
    page_id: str

    @property
    def is_old(self) -> bool:
        """Whether there is a newer version."""
        return self.newest > self.use.mark.version


@dataclass(frozen=True, slots=True)
class BlockReview:
    """A block in a draft beside the library: what is newer there, and what is changed here.

    ``upgrade`` is None when the draft has the newest version. ``faults`` are what the form would
    lack with it that it does not lack now.
    """

    at: BlockUse
    old: Block = field(repr=False)
    new: Block = field(repr=False)
    before: dict[str, Any] = field(repr=False)
    here: dict[str, Any] = field(repr=False)
    upgrade: Upgrade | None = field(repr=False)
    faults: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class TestView:
    """One recorded test; ``differences`` say what is not as it was recorded.

    ``follows`` say which status and messages it expects; ``is_older`` whether it was recorded
    before tests held that. ``known`` is what registers had said, as ``recording.kept``.
    """

    __test__ = False  # no test of ours

    id: uuid.UUID
    name: str
    person: str
    answers: dict[str, Any] = field(repr=False)
    files: dict[str, Any] = field(repr=False)
    made_by: str
    at: datetime
    differences: tuple[Told, ...]
    follows: tuple[Told, ...] = ()
    is_older: bool = False
    known: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody else who has the draft open."""

    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist; ``where`` names the screen that it is settled on ("" for here).

    ``added_by`` is who has added it to the product's own ("" for nobody); ``own_id`` its key, when
    it is the municipality's own. ``old`` says why what was said of it holds no longer ("" when it
    does): it is about an earlier version, and the line is missing until somebody says it anew.
    """

    key: str
    title: str
    help: str
    is_mandatory: bool
    state: LineState
    told: str
    where: str = ""
    may_be_excused: bool = True
    added_by: str = ""
    own_id: uuid.UUID | None = None
    old: str = ""
    said: LineState | None = None  # what was said of it, also when that is old


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment, with where it stands."""

    id: uuid.UUID
    page_id: str
    question_id: str
    text: str
    author: str
    at: datetime
    is_resolved: bool
    resolved_by: str
    version_number: int | None


@dataclass(frozen=True, slots=True)
class InvitationView:
    """Somebody who has been asked to try a draft."""

    id: uuid.UUID
    name: str
    is_staff: bool
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version in the list of versions."""

    id: uuid.UUID
    number: int
    created_at: datetime
    made_by: str
    note: str
    is_published: bool
    sha256: str
