"""E-services, their versions, and the drafts, comments and checklists of the workshop."""

from typing import ClassVar

from django.db import models

from samtjanst.building.definitions.fields import DocumentField
from samtjanst.building.definitions.types import InProgress, LineState
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit

_WAYS = [(choice.value, choice.value) for choice in InProgress]


class Version(TenantModel):
    """One immutable definition document; ``sha256`` is of what is stored."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"made_by": "with the account"}

    slug = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    document = DocumentField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    made_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    note = models.CharField(max_length=300, default="")

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "slug", "number"], name="one_version_per_number"
            )
        ]


class EService(TenantModel):
    """What the citizen finds in the portal; lives through many versions."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "owner": "when another is named, or with the account",
        "deputy": "when another is named, or with the account",
    }

    slug = models.SlugField(max_length=80)
    unit = TenantForeignKey(Unit, models.PROTECT)
    published = TenantForeignKey(Version, models.PROTECT, null=True)
    parameters = models.JSONField(default=dict)
    owner = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    deputy = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    scheduled = TenantForeignKey(Version, models.PROTECT, null=True)
    scheduled_parameters = models.JSONField(default=dict)
    publish_at = models.DateTimeField(null=True)
    # As marked in the checklist (KLASSA, 0-3); None while it is not classified.
    confidentiality = models.PositiveSmallIntegerField(null=True)
    archived_at = models.DateTimeField(null=True)
    # A version that was to be published and was not, with the keys of what its checklist lacked.
    stopped = TenantForeignKey(Version, models.PROTECT, null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_for = models.JSONField(default=list)
    # What started drafts do, and what they are to do from ``publish_at``.
    in_progress = models.CharField(max_length=10, default=InProgress.STAY.value, choices=_WAYS)
    scheduled_in_progress = models.CharField(
        max_length=10, default=InProgress.STAY.value, choices=_WAYS
    )

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="one_e_service_per_slug")
        ]


class Draft(TenantModel):
    """The workshop's copy of an e-service: the next version while it is being made.

    ``document`` is what stands at ``revision``; ``missing`` counts what keeps it from being a
    definition, ``tests`` the recorded tests and ``tests_broken`` those that no longer hold.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"changed_by": "with the draft"}

    service = TenantForeignKey(EService, models.CASCADE)
    base = TenantForeignKey(Version, models.PROTECT, null=True)
    title = models.CharField(max_length=300)
    document = DocumentField()
    parameters = models.JSONField(default=dict)
    revision = models.PositiveIntegerField()
    missing = models.PositiveIntegerField(default=0)
    tests = models.PositiveIntegerField(default=0)
    tests_broken = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "service"], name="one_draft_per_e_service"
            )
        ]


class DraftState(TenantModel):
    """What a draft said at one revision.

    ``back`` is the revision that undoing leads to and ``again`` the one that redoing leads to.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"by": "with the draft"}

    draft = TenantForeignKey(Draft, models.CASCADE)
    revision = models.PositiveIntegerField()
    document = DocumentField()
    what = models.CharField(max_length=200)
    place = models.CharField(max_length=150, default="")
    by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    at = models.DateTimeField()
    back = models.PositiveIntegerField(null=True)
    again = models.PositiveIntegerField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "draft", "revision"], name="one_state_per_revision"
            )
        ]


class Presence(TenantModel):
    """Who has a draft open, and where in it."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "a day after the draft was last open"}

    draft = TenantForeignKey(Draft, models.CASCADE)
    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    place = models.CharField(max_length=150)
    seen_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "draft", "staff"], name="one_presence_per_person"
            )
        ]


class Clipboard(TenantModel):
    """What somebody has copied, to be pasted into any draft of the municipality.

    ``document`` is the whole that it was copied from, as it was then; ``page_id`` a page of it,
    or else ``question_ids`` some questions.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "a month after the copying"}

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    title = models.CharField(max_length=300)
    document = DocumentField()
    page_id = models.CharField(max_length=64, default="")
    question_ids = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "staff"], name="one_clipboard_per_person"
            )
        ]


class Block(TenantModel):
    """A page or some questions that the municipality keeps under a name, to be put into forms.

    ``retired_at``: no longer offered; forms that use it go on, and can take what is newer.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    title = models.CharField(max_length=100)
    help = models.CharField(max_length=300, default="")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "title"],
                condition=models.Q(retired_at=None),
                name="one_block_per_title",
            )
        ]


class BlockVersion(TenantModel):
    """One immutable version of a block; ``document`` is what ``formkit.blocks`` takes out."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"made_by": "with the account"}

    block = TenantForeignKey(Block, models.PROTECT)
    number = models.PositiveIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField(max_length=300, default="")
    created_at = models.DateTimeField()
    made_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "block", "number"], name="one_block_version_per_number"
            )
        ]


class RecordedTest(TenantModel):
    """A run through the form that is to go the same way in every later version.

    ``run`` is what was answered and known (an invented person's), ``expected`` what then
    happened; see ``formkit.recording``.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"made_by": "with the account"}

    service = TenantForeignKey(EService, models.CASCADE)
    name = models.CharField(max_length=120)
    run = models.JSONField()
    expected = models.JSONField()
    at = models.DateTimeField()
    made_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "service", "name"], name="one_test_per_name"
            )
        ]


class ChecklistMark(TenantModel):
    """What a person has said about one line of the checklist.

    ``about`` is the digest of what the line was about then (``aging``); "" where nothing ages it.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "by": "with the e-service",
        "text": "with the e-service; may name a contact at the municipality",
    }

    service = TenantForeignKey(EService, models.CASCADE)
    line = models.CharField(max_length=40)
    state = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in LineState]
    )
    text = models.TextField(default="")
    about = models.CharField(max_length=64, default="")
    by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "service", "line"], name="one_mark_per_line"
            )
        ]


class ChecklistLine(TenantModel):
    """A line that the municipality has added to the checklist of all its e-services."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    title = models.CharField(max_length=120)
    help = models.CharField(max_length=300, default="")
    is_mandatory = models.BooleanField(default=False)
    about = models.CharField(max_length=20, default="")  # what ages what is said of it


class Invitation(TenantModel):
    """A named person who may try a draft and comment on it.

    Bound to a member of staff who logs in, or to a secret link of which only the SHA-256 is kept.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "name": "with the draft, or when the invitation is ended",
        "staff": "with the draft, or when the invitation is ended",
    }

    service = TenantForeignKey(EService, models.CASCADE)
    name = models.CharField(max_length=120)
    staff = TenantForeignKey(StaffAccount, models.CASCADE, null=True)
    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "token_hash"], name="one_invitation_per_link"
            )
        ]


class Comment(TenantModel):
    """Something said about a draft, at a question, a page or the whole ("" for both)."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "author": "with the e-service",
        "text": "with the e-service",
        "staff": "with the e-service",
        "resolved_by": "with the e-service",
    }

    service = TenantForeignKey(EService, models.CASCADE)
    version = TenantForeignKey(Version, models.PROTECT, null=True)
    page_id = models.CharField(max_length=64, default="")
    question_id = models.CharField(max_length=64, default="")
    text = models.TextField()
    author = models.CharField(max_length=120)
    staff = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "service", "resolved_at"])]


class PaperForm(TenantModel):
    """A paper form on its way to become an e-service; ``content`` is b"" when it has.

    ``report`` says what became of its fields. Kept for a day after it was read in.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "name": "a day after it was read in; forms are blank",
        "content": "a day after it was read in; forms are blank",
        "made_by": "a day after it was read in",
    }

    name = models.CharField(max_length=150)
    content = models.BinaryField()
    slug = models.SlugField(max_length=80, default="")
    report = models.JSONField(default=dict)
    at = models.DateTimeField()
    made_by = TenantForeignKey(StaffAccount, models.CASCADE, null=True)
