"""Passkeys of staff, and what browsers have been asked for."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.models.core import BrowserSession, StaffAccount
from samtjanst.foundation.people.types import ChallengePurpose
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel


class Passkey(TenantModel):
    """A key of a member of staff, in her own device or security key; here is its public half."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "staff": "with the account",
        "name": "with the account, or when the passkey is removed",
    }

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    name = models.CharField(max_length=60)  # what its owner calls it
    host = models.CharField(max_length=253)  # where it was made, and can be used
    credential = models.CharField(max_length=1_400)  # its identifier, base64url
    public_key = models.BinaryField()  # as COSE
    counter = models.BigIntegerField(default=0)  # of its signatures; 0 when it does not count
    failures = models.PositiveIntegerField(default=0)  # since the last success
    wait_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # its counter went back: there may be two of it

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "credential"], name="one_passkey_per_credential"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "staff"])]


class PasskeyChallenge(TenantModel):
    """What a browser was asked to sign: good once, for a short time, in that session and host."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "a day after it was made"}

    session = TenantForeignKey(BrowserSession, models.CASCADE)
    purpose = models.CharField(
        max_length=10, choices=[(p.value, p.value) for p in ChallengePurpose]
    )
    host = models.CharField(max_length=253)
    staff = models.UUIDField(null=True)  # for whom one is made; None when somebody logs in
    challenge_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "challenge_hash"], name="one_passkey_challenge"
            )
        ]
