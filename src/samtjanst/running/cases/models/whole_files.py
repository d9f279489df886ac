"""The whole case as one file, for as long as it is kept."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel
from samtjanst.running.cases.models.core import Case
from samtjanst.running.cases.types import FileState


class WholeFile(TenantModel):
    """A file of a case that a member of staff has asked for: hers alone, for a short time.

    Its content is the stored file with the same key, of the owner ``whole_file``.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "with the row, within hours"}

    case = TenantForeignKey(Case, models.CASCADE)
    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    level = models.PositiveSmallIntegerField()  # at which she was logged in
    state = models.CharField(
        max_length=7,
        default=FileState.ASKED.value,
        choices=[(s.value, s.value) for s in FileState],
    )
    attachments = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "asked_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "case", "staff"],
                condition=models.Q(state__in=[FileState.ASKED.value, FileState.WORKING.value]),
                name="one_file_at_a_time",
            )
        ]
