"""What the law lets a party ask for and demand, beside the decision itself."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models import Citizen, StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit
from samtjanst.running.cases.models.core import Case, Decision
from samtjanst.running.cases.models.letters import Letter
from samtjanst.running.cases.types import (
    AppealState,
    ChangeGround,
    HearingState,
    Needs,
    ProposalState,
    RequestState,
)


class DecisionRequest(TenantModel):
    """A party's request, after six months, that the case be decided (FL 12 §); once per party."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "citizen": "with the case",
        "refusal": "with the case, by its retention rule",
        "refused_by": "with the case, as public record",
    }

    case = TenantForeignKey(Case, models.PROTECT)
    citizen = TenantForeignKey(Citizen, models.PROTECT)
    state = models.CharField(
        max_length=10,
        default=RequestState.OPEN.value,
        choices=[(s.value, s.value) for s in RequestState],
    )
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    alarms = models.PositiveSmallIntegerField(default=0)  # how many have gone out
    refusal = models.BinaryField(default=b"")  # encrypted: reasons and how to appeal
    refused_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "case", "citizen"], name="one_decision_request_per_party"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "answer_by"],
                condition=models.Q(state=RequestState.OPEN.value),
                name="open_decision_requests",
            )
        ]


class Hearing(TenantModel):
    """A party's chance to comment before a decision (FL 25 §): the letter, and her answer."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"citizen": "with the case"}

    case = TenantForeignKey(Case, models.PROTECT)
    citizen = TenantForeignKey(Citizen, models.PROTECT)
    letter = TenantForeignKey(Letter, models.PROTECT)
    answer = TenantForeignKey(Letter, models.PROTECT, null=True)
    state = models.CharField(
        max_length=10,
        default=HearingState.OPEN.value,
        choices=[(s.value, s.value) for s in HearingState],
    )
    due = models.DateField()
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "case", "citizen"],
                condition=models.Q(state=HearingState.OPEN.value),
                name="one_open_hearing_per_party",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "case"]),
            models.Index(
                fields=["municipality", "due"],
                condition=models.Q(state=HearingState.OPEN.value),
                name="open_hearings",
            ),
        ]


class Delegation(TenantModel):
    """Who in a unit may make which decisions; a role, or a person."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "with the account"}

    unit = TenantForeignKey(Unit, models.CASCADE)
    point = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=80, default="")
    role = models.CharField(max_length=20, default="")
    staff = TenantForeignKey(StaffAccount, models.CASCADE, null=True)
    covers_adverse = models.BooleanField(default=True)
    most = models.PositiveIntegerField(null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "unit"])]


class Proposal(TenantModel):
    """A decision that a handler proposes and somebody else approves, or sends back."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "content": "with the case, by its retention rule",
        "note": "with the case, by its retention rule",
        "made_by": "with the case, as public record",
        "read_by": "with the case, as public record",
    }

    case = TenantForeignKey(Case, models.PROTECT)
    needs = models.CharField(max_length=10, choices=[(n.value, n.value) for n in Needs])
    state = models.CharField(
        max_length=10,
        default=ProposalState.OPEN.value,
        choices=[(s.value, s.value) for s in ProposalState],
    )
    content = models.BinaryField()  # encrypted: the decision as it would be
    revision = models.PositiveIntegerField()  # of the case when it was proposed
    made_by = TenantForeignKey(StaffAccount, models.PROTECT)
    made_at = models.DateTimeField()
    read_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    note = models.BinaryField(default=b"")  # encrypted: what is to be changed
    replaces = TenantForeignKey(Decision, models.PROTECT, null=True)  # the one in force, if any
    ground = models.CharField(
        max_length=20, default="", choices=[(one.value, one.value) for one in ChangeGround]
    )
    appeal = TenantForeignKey("cases.Appeal", models.PROTECT, null=True)  # that led to it
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "case"],
                condition=models.Q(state=ProposalState.OPEN.value),
                name="one_open_proposal_per_case",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "case", "made_at"])]


class HeldDecision(TenantModel):
    """A decision that has not left the house; what is left of one that was taken back.

    It waits while the case says ``decision_leaves_at``. Otherwise it is the decider's draft.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "content": "with the case, by its retention rule",
        "made_by": "with the case, as public record",
    }

    case = TenantForeignKey(Case, models.CASCADE)
    proposal = TenantForeignKey(Proposal, models.CASCADE, null=True)  # that it approves
    content = models.BinaryField()  # encrypted: the decision as it will be
    made_by = TenantForeignKey(StaffAccount, models.PROTECT)
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "case"], name="one_held_decision_per_case"
            )
        ]


class Appeal(TenantModel):
    """An appeal: what the party wrote, and each step until it is with the court."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "citizen": "with the case",
        "content": "with the case, by its retention rule",
    }

    case = TenantForeignKey(Case, models.PROTECT)
    citizen = TenantForeignKey(Citizen, models.PROTECT)
    letter = TenantForeignKey(Letter, models.PROTECT)
    state = models.CharField(
        max_length=12,
        default=AppealState.RECEIVED.value,
        choices=[(s.value, s.value) for s in AppealState],
    )
    received_on = models.DateField()
    learned_on = models.DateField(null=True)  # when the party got to know of the decision
    content = models.BinaryField(default=b"")  # encrypted: what was decided about it, and the court
    handed_over_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "case"])]
