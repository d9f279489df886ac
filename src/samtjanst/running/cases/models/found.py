"""What cases are found by, and what staff have looked for."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel
from samtjanst.running.cases.models.core import Case


class CaseSearch(TenantModel):
    """What a case can be found by: keyed hashes of words, so that nothing can be read here.

    Read by the database function ``cases_search`` only, which checks the municipality itself.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "tokens": "with the case",
        "file_tokens": "with the case",
        "answers": "with the case",
    }

    case = TenantForeignKey(Case, models.CASCADE)
    unit_id = models.UUIDField()
    arrived_at = models.DateTimeField()
    is_protected = models.BooleanField(default=False)
    tokens = ArrayField(models.BigIntegerField())
    file_set = models.CharField(max_length=64, default="")  # digest of which files have been read
    file_tokens = ArrayField(models.BigIntegerField(), default=list)  # of their words
    edition = models.PositiveSmallIntegerField(default=0)  # what kinds of words are in it
    answers = models.BinaryField(default=b"")  # encrypted: what lists show of marked answers

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "case"], name="one_search_per_case")
        ]
        indexes: ClassVar = [
            GinIndex(
                Func(F("tokens"), F("unit_id"), F("arrived_at"), function="cases_search_keys"),
                name="cases_search_keys",
            ),
            models.Index(fields=["municipality", "unit_id", "arrived_at"]),
            models.Index(fields=["municipality", "edition"], name="cases_search_edition"),
        ]


class WorkSearch(TenantModel):
    """What a member of staff looked for, for a day: names stay out of addresses and logs."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"text": "a day later", "staff": "a day later"}

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    text = models.BinaryField()  # encrypted
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "made_at"])]
