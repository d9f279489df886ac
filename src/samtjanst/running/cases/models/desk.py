"""How handlers share the work: who has a case open, who gets which, who is away, kept views."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit
from samtjanst.running.cases.models.core import Case


class CaseLease(TenantModel):
    """Who has a case open to change it; ends by itself."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "when it is over, minutes later"}

    case = TenantForeignKey(Case, models.CASCADE)
    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "case"], name="one_lease_per_case")
        ]


class AssignmentRule(TenantModel):
    """Whom new cases of a unit are given to; the first rule that fits decides.

    Empty conditions hold always. Of ``staff`` those who are at work are chosen among, by who
    has the fewest open cases; with ``expertise`` only those who have it, and without ``staff``
    everybody in the unit who has it.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "with the account"}

    unit = TenantForeignKey(Unit, models.CASCADE)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    slug = models.CharField(max_length=80, default="")
    question = models.CharField(max_length=80, default="")
    values = ArrayField(models.CharField(max_length=120), default=list)
    letters = models.CharField(max_length=40, default="")
    expertise = models.CharField(max_length=60, default="")  # that whoever gets it must have
    staff = ArrayField(models.UUIDField(), default=list)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "unit", "place"])]


class Expertise(TenantModel):
    """A field that somebody knows well; asked for by rules."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "staff": "with the account",
        "name": "with the account",
    }

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    name = models.CharField(max_length=60)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "staff", "name"], name="one_of_each_expertise"
            )
        ]


class Absence(TenantModel):
    """When somebody is away, and who takes her new cases meanwhile."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "staff": "a year after the last day",
        "cover": "a year after the last day",
    }

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    first = models.DateField()
    last = models.DateField()
    cover = TenantForeignKey(StaffAccount, models.CASCADE, null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "last"])]


class SavedView(TenantModel):
    """A list with filters that somebody keeps for herself, or for her unit."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "staff": "with the account",
        "typed": "with the list",
    }

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    unit = TenantForeignKey(Unit, models.CASCADE, null=True)  # shared with it
    name = models.CharField(max_length=60)
    view = models.CharField(max_length=20)
    query = models.CharField(max_length=1000)
    typed = models.BinaryField(default=b"")  # encrypted: what was looked for in words

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "staff", "name"], name="one_saved_view_per_name"
            )
        ]


class DayChoice(TenantModel):
    """How somebody wants to be told of what needs her."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "with the account"}

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    by_email = models.BooleanField(default=False)
    told_on = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "staff"], name="one_day_choice")
        ]


class BatchRun(TenantModel):
    """Something done to many cases at once, under a key of the form: sent twice, done once."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "a day later"}

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    key = models.UUIDField()
    made_at = models.DateTimeField()
    outcome = models.JSONField(null=True, help_text="Numbers of cases and what was told; None yet")

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "staff", "key"], name="one_run_per_key")
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "made_at"])]
