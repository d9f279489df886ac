"""Payment orders, attempts and refunds."""

from typing import ClassVar

from django.db import models

from samtjanst.capabilities.fees.types import AttemptState, OrderState, RefundState
from samtjanst.foundation.people.models import Citizen, StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel


class PaymentOrder(TenantModel):
    """What somebody has to pay for one thing. Amounts are öre."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "citizen": "seven years after the year of the payment (bokföringslagen 7 kap. 2 §)",
    }

    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    citizen = TenantForeignKey(Citizen, models.PROTECT)
    unit_id = models.UUIDField()
    label = models.CharField(max_length=200)
    reference = models.CharField(max_length=35)
    amount = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    vat = models.PositiveSmallIntegerField(default=0)  # per cent, in the amount
    state = models.CharField(
        max_length=10,
        default=OrderState.OPEN.value,
        choices=[(s.value, s.value) for s in OrderState],
    )
    opened_at = models.DateTimeField()
    until = models.DateField()  # the last day to pay
    reminded_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    payment_reference = models.CharField(max_length=64, blank=True)  # the provider's
    needs_look = models.CharField(max_length=30, blank=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "subject_kind", "subject_id"],
                condition=~models.Q(state="cancelled"),
                name="one_standing_payment_order",
            ),
            models.UniqueConstraint(
                fields=["municipality", "reference"], name="one_payment_reference"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="something_to_pay"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "state", "until"]),
            models.Index(fields=["municipality", "citizen"]),
        ]


class Attempt(TenantModel):
    """One attempt to pay an order, with the provider's own key for it."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"opening": "emptied when the attempt ends"}

    order = TenantForeignKey(PaymentOrder, models.CASCADE)
    instruction = models.CharField(max_length=32)
    secret = models.CharField(max_length=36)
    state = models.CharField(
        max_length=10,
        default=AttemptState.CREATED.value,
        choices=[(s.value, s.value) for s in AttemptState],
    )
    to_phone = models.BooleanField(default=False)
    opening = models.BinaryField(default=b"")  # encrypted: what opens it in an app
    trouble = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=20, blank=True)  # the provider's
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField()  # when the provider was last asked, or is being
    payment_reference = models.CharField(max_length=64, blank=True)
    amount = models.PositiveBigIntegerField(null=True)  # what was really paid

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "order"],
                condition=models.Q(state__in=["created", "asked", "unclear"]),
                name="one_open_attempt",
            ),
            models.UniqueConstraint(
                fields=["municipality", "instruction"], name="one_instruction_each"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "state", "created_at"])]


class Refund(TenantModel):
    """Money that goes back to who paid."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"reason": "with the order"}

    attempt = TenantForeignKey(Attempt, models.PROTECT)
    instruction = models.CharField(max_length=32)
    amount = models.PositiveBigIntegerField()
    reason = models.BinaryField(default=b"")  # encrypted
    staff = TenantForeignKey(StaffAccount, models.PROTECT, null=True)  # none: the platform itself
    state = models.CharField(
        max_length=10,
        default=RefundState.WAITING.value,
        choices=[(s.value, s.value) for s in RefundState],
    )
    code = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="something_to_refund"),
        ]
