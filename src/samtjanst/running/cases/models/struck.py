"""What was put in the wrong case, and is struck through there."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel
from samtjanst.running.cases.models.core import Case, CaseEvent
from samtjanst.running.cases.models.letters import Letter

_NOTE = models.Q(event__isnull=False, letter__isnull=True)
_LETTER = models.Q(event__isnull=True, letter__isnull=False)


class Struck(TenantModel):
    """A note, or what staff registered as having come in, that is struck through. Append-only.

    What is struck stands untouched in its own row: it is an official document all the same.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "reason": "with the case, by its retention rule",
        "staff": "with the case, as public record",
    }

    case = TenantForeignKey(Case, models.PROTECT)
    event = TenantForeignKey(CaseEvent, models.PROTECT, null=True)  # the note
    letter = TenantForeignKey(Letter, models.PROTECT, null=True)
    reason = models.BinaryField()  # encrypted
    staff = TenantForeignKey(StaffAccount, models.PROTECT)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "event"], name="struck_once"),
            models.UniqueConstraint(fields=["municipality", "letter"], name="struck_letter_once"),
            models.CheckConstraint(condition=_NOTE | _LETTER, name="struck_one_thing"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "case", "at"])]
