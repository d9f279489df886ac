"""Cases, parties, decisions, timeline, reference numbers."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from samtjanst.building.definitions.models import Version
from samtjanst.foundation.people.models import Citizen, StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit
from samtjanst.running.cases.types import (
    CaseState,
    ChangeGround,
    DecisionKind,
    Priority,
    SupplementState,
    TrashGround,
)
from samtjanst.running.filing.models import Filing, Snapshot


class ReferenceCounter(TenantModel):
    """The last serial of a prefix and year; its row is locked while a number is taken."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    prefix = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "prefix", "year"], name="one_counter_per_year"
            )
        ]


FOLLOWED = ("handler_id", "unit_id", "due", "priority", "watch_until")


_TAKEN = models.Q(handler__isnull=False)
_URGENT = models.Q(priority=Priority.HIGH.value)


def _walked(
    name: str, *fields: str, where: models.Q | None = None, more: Sequence[str] = ()
) -> models.Index:
    """The cases in the order of a list, with all that decides whether a list shows them."""
    told = (one for one in ("id", "unit", "is_protected", "trashed_at") if one not in fields)
    return models.Index(
        fields=["municipality", *fields],
        include=[*told, *more],
        condition=where,
        name=f"cases_{name}",
    )


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


class Case(TenantModel):
    """What the municipality handles; points at the sealed snapshot."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "concerns": "with the case, by its retention rule",
        "unsigned_reason": "with the case, by its retention rule",
        "watch_for": "with the case, by its retention rule",
    }

    reference = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    concerns = models.BinaryField(default=b"")  # encrypted: the name of whom it is about
    filing = TenantForeignKey(Filing, models.PROTECT)
    snapshot = TenantForeignKey(Snapshot, models.PROTECT)
    version = TenantForeignKey(Version, models.PROTECT, db_index=False)
    unit = TenantForeignKey(Unit, models.PROTECT, db_index=False)
    handler = TenantForeignKey(StaffAccount, models.PROTECT, null=True, db_index=False)
    state = models.CharField(max_length=30, choices=[(s.value, s.value) for s in CaseState])
    is_protected = models.BooleanField(default=False)
    target_days = models.PositiveSmallIntegerField()
    in_working_days = models.BooleanField(default=False)
    restarts = models.BooleanField(default=False)  # the time, when a supplement has come in
    told_until = models.DateField(null=True)  # when we have said, being late, that we decide
    arrived_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    due = models.DateField(null=True)
    priority = models.PositiveSmallIntegerField(default=Priority.NORMAL.value)
    unsigned_reason = models.BinaryField(default=b"")  # encrypted: why a signature is missing
    watch_until = models.DateField(null=True)  # put aside: when it is to be taken up again
    watch_for = models.BinaryField(default=b"")  # encrypted: what is to be done then
    revision = models.PositiveIntegerField(default=0)
    decision_leaves_at = models.DateTimeField(null=True)  # a decision waits in the house till then
    status = models.CharField(max_length=64, default="")  # of its own process, "" without one
    status_since = models.DateTimeField(null=True)  # None while its timers stand still
    status_due = models.DateField(null=True)  # the day of its next timer
    trashed_at = models.DateTimeField(null=True)  # when it was put in the trash
    trash_ground = models.CharField(
        max_length=10, default="", choices=[(one.value, one.value) for one in TrashGround]
    )
    trash_until = models.DateField(null=True)  # its last day there; None: till it is taken back

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "reference"], name="one_reference"),
            models.UniqueConstraint(fields=["municipality", "filing"], name="one_case_per_filing"),
        ]
        indexes: ClassVar = [
            # The orders of the work lists, each within one unit and state, or one person's own
            # and state (decision 0040); with what decides who sees a case.
            _walked("by_arrival", "unit", "state", "arrived_at", "id", more=["due"]),
            _walked("by_limit", "unit", "state", "due", "arrived_at", "id"),
            _walked("by_number", "unit", "state", "reference"),
            _walked("of_version", "version", "unit", "state", "arrived_at", "id"),
            _walked("of_handler", "handler", "state", "arrived_at", "id", where=_TAKEN),
            _walked(
                "of_handler_by_limit", "handler", "state", "due", "arrived_at", "id", where=_TAKEN
            ),
            _walked("of_nobody", "unit", "state", "arrived_at", "id", where=models.Q(handler=None)),
            _walked("urgent", "unit", "state", "arrived_at", "id", where=_URGENT),
            models.Index(fields=["municipality", "unit", "arrived_at"]),
            models.Index(
                fields=["municipality", "unit", "trashed_at"],
                condition=models.Q(trashed_at__isnull=False),
                name="cases_in_the_trash",
            ),
            models.Index(
                fields=["municipality", "unit", "watch_until"],
                condition=models.Q(watch_until__isnull=False),
                name="cases_put_aside",
            ),
            models.Index(
                fields=["municipality", "unit", "state"],
                condition=~models.Q(unsigned_reason=b""),
                name="cases_without_signatures",
            ),
            models.Index(
                fields=["municipality", "status_due"],
                condition=models.Q(status_due__isnull=False),
                name="cases_with_a_timer",
            ),
        ]

    was: Mapping[str, Any] = MappingProxyType({})  # what the history follows, as it was read

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **options: Any) -> Self:
        """Remember what the history of the case follows."""
        row = super().from_db(db, field_names, values, **options)
        row.was = {name: row.__dict__[name] for name in FOLLOWED if name in row.__dict__}
        return row

    def changed(self) -> dict[str, list[str]]:
        """By field, what it was and what it is since the row was read, or this was asked."""
        now = {name: self.__dict__[name] for name in self.was}
        found = {
            name.removesuffix("_id"): [_plain(was), _plain(now[name])]
            for name, was in self.was.items()
            if _plain(was) != _plain(now[name])
        }
        self.was = now
        return found


class CaseParty(TenantModel):
    """A person with a role in a case."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"citizen": "with the case"}

    case = TenantForeignKey(Case, models.CASCADE)
    citizen = TenantForeignKey(Citizen, models.PROTECT)
    role = models.CharField(max_length=20)
    decision_read_at = models.DateTimeField(null=True)  # when she first opened the decision
    is_protected = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "case", "citizen"], name="one_part_per_person"
            )
        ]
        indexes: ClassVar = [
            # With all that is asked of a part when other cases of the same person are looked for.
            models.Index(
                fields=["municipality", "citizen", "case"],
                include=["is_protected"],
                name="parts_of_a_person",
            )
        ]


class CaseEvent(TenantModel):
    """One line of the timeline; append-only."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "who": "with the case, as public record",
        "staff": "with the case, as public record",
        "instead_of": "with the case, as public record",
        "text": "with the case, by its retention rule",
    }

    case = TenantForeignKey(Case, models.PROTECT)
    at = models.DateTimeField()
    what = models.CharField(max_length=60)
    who = models.CharField(max_length=120, default="")
    staff = TenantForeignKey(StaffAccount, models.PROTECT, null=True, db_index=False)
    instead_of = models.CharField(max_length=120, default="")  # the handler, when she is away
    text = models.BinaryField(default=b"")  # encrypted: a note, or to whom a case was given

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [
            models.Index(fields=["municipality", "case", "at"]),
            models.Index(fields=["municipality", "at", "id"]),
        ]


class Supplement(TenantModel):
    """What a handler has asked for, and the sealed answer.

    Of the applicant when nobody is named; else of another party, of a unit or one of its members,
    or of a person outside the case. The case waits for parties only (FL 20 §), until each of them
    has answered or had her time.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "citizen": "with the case",
        "colleague": "with the case, as public record",
        "content": "with the case, by its retention rule",
        "asked_by": "with the case, as public record",
    }

    case = TenantForeignKey(Case, models.PROTECT)
    state = models.CharField(
        max_length=10,
        default=SupplementState.OPEN.value,
        choices=[(s.value, s.value) for s in SupplementState],
    )
    is_of_party = models.BooleanField(default=True)
    citizen = TenantForeignKey(Citizen, models.PROTECT, null=True)
    unit = TenantForeignKey(Unit, models.PROTECT, null=True)
    colleague = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    content = models.BinaryField()  # encrypted: text, questions, texts and files asked for
    reasons = ArrayField(models.CharField(max_length=10), default=list)  # each once, for counting
    due = models.DateField()
    asked_by = TenantForeignKey(StaffAccount, models.PROTECT)
    asked_at = models.DateTimeField()
    paused_from = models.DateField(null=True)  # since when our own time stands still for it
    filing = TenantForeignKey(Filing, models.PROTECT, null=True)
    snapshot = TenantForeignKey(Snapshot, models.PROTECT, null=True)
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "case", "citizen", "unit", "colleague"],
                condition=models.Q(state=SupplementState.OPEN.value),
                nulls_distinct=False,
                name="one_open_supplement_per_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(unit=None, colleague=None, is_of_party=True)
                | models.Q(unit=None, colleague=None, citizen__isnull=False)
                | models.Q(unit__isnull=False, citizen=None, is_of_party=False),
                name="supplement_of_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "case", "asked_at"]),
            models.Index(
                fields=["municipality", "due"],
                condition=models.Q(state=SupplementState.OPEN.value),
                name="open_supplements",
            ),
            models.Index(
                fields=["municipality", "unit", "citizen"],
                condition=models.Q(state=SupplementState.OPEN.value, is_of_party=False),
                name="supplements_of_others",
            ),
        ]


class CaseRemoval(TenantModel):
    """A case that is gone, or out of reach for those who followed it: for the feed of changes.

    Written by the database itself (a trigger on the cases), so that no way of erasing a case, or
    of protecting it, forgets to tell the systems that have fetched it.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    reference = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    unit_id = models.UUIDField()
    slug = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "unit_id", "at"])]


class Decision(TenantModel):
    """A decision: outcome, reasons, provisions, who and when (FL 31–32 §§). Append-only."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "content": "with the case, by its retention rule",
        "decided_by": "with the case, as public record",
        "appellant": "with the case",
    }

    case = TenantForeignKey(Case, models.PROTECT)
    outcome = models.CharField(max_length=40)
    point = models.CharField(max_length=40, default="")  # of the delegation, "" without one
    content = models.BinaryField()  # encrypted: title, reasons, provisions, appeal, others
    decided_by = TenantForeignKey(StaffAccount, models.PROTECT)
    decided_at = models.DateTimeField()
    is_boards = models.BooleanField(default=False)  # made by the board itself, registered here
    kind = models.CharField(
        max_length=10,
        default=DecisionKind.MATTER.value,
        choices=[(one.value, one.value) for one in DecisionKind],
    )
    replaces = TenantForeignKey("self", models.PROTECT, null=True)  # the one that it changes
    ground = models.CharField(
        max_length=20, default="", choices=[(one.value, one.value) for one in ChangeGround]
    )
    valid_from = models.DateField(null=True)  # holds from the day of the decision without one
    valid_to = models.DateField(null=True)  # holds without an end without one
    appellant = TenantForeignKey(Citizen, models.PROTECT, null=True)  # whose appeal is rejected

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "case"],
                condition=models.Q(kind=DecisionKind.MATTER.value, replaces=None),
                name="one_first_decision_per_case",
            ),
            models.UniqueConstraint(
                fields=["municipality", "replaces"],
                condition=models.Q(replaces__isnull=False),
                name="replaced_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "decided_at"]),
            models.Index(fields=["municipality", "case", "decided_at"]),
            models.Index(
                fields=["municipality", "valid_to"],
                condition=models.Q(valid_to__isnull=False),
                name="decisions_that_run_out",
            ),
        ]


class Label(TenantModel):
    """A mark that handlers put on cases; chosen from, or made when it is first used."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    name = models.CharField(max_length=40)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_label_per_name")
        ]


class CaseLabel(TenantModel):
    """A label on a case."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    case = TenantForeignKey(Case, models.CASCADE)
    label = TenantForeignKey(Label, models.CASCADE)
    arrived_at = models.DateTimeField()  # the case, which never changes: lists are in that order

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "case", "label"], name="one_of_each_label"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "label", "arrived_at", "case"], name="cases_of_a_label"
            )
        ]
