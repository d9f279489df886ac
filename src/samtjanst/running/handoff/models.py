"""Routes to business systems and the deliveries on them."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel
from samtjanst.running.cases.models import Case
from samtjanst.running.handoff.types import DeliveryState, Step


class Route(TenantModel):
    """An e-service's way to one receiver; bound locally: a shared e-service needs no fork."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    e_service = models.SlugField(max_length=80)
    name = models.CharField(max_length=80, help_text="What the receiver is called on screens")
    system = models.CharField(max_length=20, default="", help_text="Name of the plugin binding")
    step = models.PositiveSmallIntegerField(choices=[(s.value, s.name) for s in Step])
    outcomes = models.JSONField(default=list, help_text="Decided outcomes that are delivered")
    mapping = models.JSONField(help_text="See mapping.py")
    schema = models.TextField(default="", help_text="The receiver's own schema; see schema.py")
    is_active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="Of mapping and schema")
    after = TenantForeignKey(
        "handoff.Route", models.PROTECT, null=True, help_text="Has the case before this one"
    )

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "e_service", "name"], name="one_route_per_name"
            )
        ]


class FormerMapping(TenantModel):
    """A mapping and schema that have been replaced; the one in force stands in the route."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    route = TenantForeignKey(Route, models.PROTECT)
    number = models.PositiveIntegerField()
    mapping = models.JSONField()
    schema = models.TextField(default="")
    until = models.DateTimeField()
    replaced_by = models.UUIDField(null=True, help_text="The member of staff")

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "route", "number"], name="one_former_mapping_per_number"
            )
        ]


class Delivery(TenantModel):
    """One case's package for one route; the key is the same for every attempt.

    ``part`` is 0, and from 1 for what has come to the case since it was delivered.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"content": "with the case"}

    route = TenantForeignKey(Route, models.PROTECT)
    case = TenantForeignKey(Case, models.PROTECT)
    step = models.PositiveSmallIntegerField(choices=[(s.value, s.name) for s in Step])
    part = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, help_text="Of the mapping; 0: not known")
    content = models.BinaryField()  # encrypted: the receiver's fields, in order
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in DeliveryState])
    receipt = models.CharField(max_length=100, default="")
    problem = models.CharField(max_length=200, default="", help_text="Code; no personal data")
    starts = models.PositiveSmallIntegerField(default=0, help_text="Times it was started again")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Since it was started")
    copied = models.JSONField(default=list, help_text="Names of the fields that are copied")
    copied_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    opened_at = models.DateTimeField(null=True, help_text="When the copy card was first opened")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "route", "case", "part"], name="one_delivery_per_part"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "case", "created_at"]),
            models.Index(fields=["municipality", "state", "created_at"]),
        ]


class Redelivery(TenantModel):
    """That a delivery was sent once more, under the same key: why, by whom, what it was before."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"ground": "with the case"}

    delivery = TenantForeignKey(Delivery, models.PROTECT)
    was = models.CharField(max_length=10, choices=[(s.value, s.value) for s in DeliveryState])
    receipt = models.CharField(max_length=100, default="")
    ground = models.BinaryField()  # encrypted
    sent_by = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "delivery", "at"])]


class HourCost(TenantModel):
    """What an hour of handling costs, in whole kronor; the newest row holds.

    None: as the operator has set it for the installation.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    kronor = models.PositiveIntegerField(null=True)
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "-set_at"])]


class HandTime(TenantModel):
    """What it takes to type one case of an e-service into its system; the newest row holds.

    Told by whoever tends it, in whole minutes; None: no longer known.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    e_service = models.SlugField(max_length=80)
    minutes = models.PositiveSmallIntegerField(null=True)
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "e_service", "-set_at"])]
