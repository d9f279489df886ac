"""What the law lets a party ask for and demand, beside the decision itself."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models import Citizen, StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel
from samtjanst.running.cases.models.core import Case
from samtjanst.running.cases.types import RequestState


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
