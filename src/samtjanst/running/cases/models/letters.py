"""Messages between the municipality and the parties of a case."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models import Citizen, StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit
from samtjanst.running.cases.models.core import Case

FROM_CITIZEN = models.Q(staff=None, system="")
FROM_PARTY = FROM_CITIZEN & models.Q(sender=b"")
SENT = models.Q(leaves_at=None)  # has left the house: until then it is no document


class Letter(TenantModel):
    """A message between the municipality and one party, in the case.

    What a handler has written can be taken back until it leaves the house, and is seen by nobody
    but handlers. From then on the row is append-only but for ``read_at``.

    ``staff``, or a connected system with the name ``system``, wrote it to ``citizen``; without
    either the citizen wrote it. What came another way has a ``channel``; where somebody else than
    the party sent it there is a ``sender``, and only handlers see it.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "citizen": "with the case",
        "staff": "with the case, as public record",
        "text": "with the case, by its retention rule",
        "sender": "as the text",
    }

    case = TenantForeignKey(Case, models.PROTECT)
    citizen = TenantForeignKey(Citizen, models.PROTECT)
    staff = TenantForeignKey(StaffAccount, models.PROTECT, null=True)
    system = models.CharField(max_length=120, default="")
    text = models.BinaryField()  # encrypted
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # by the other side, first time
    leaves_at = models.DateTimeField(null=True)  # not before; None once it has left
    channel = models.CharField(max_length=5, blank=True, default="")
    sender = models.BinaryField(default=b"")  # encrypted

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "case", "at"])]


class LetterTemplate(TenantModel):
    """A text that a unit's handlers start their messages from; slots are filled when it is used."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    unit = TenantForeignKey(Unit, models.CASCADE)
    name = models.CharField(max_length=80)
    text = models.TextField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "unit", "name"], name="one_letter_template_per_name"
            )
        ]
