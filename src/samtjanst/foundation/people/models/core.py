"""Citizens, staff, sign-in sessions and e-ID orders."""

from typing import ClassVar

from django.db import models

from samtjanst.foundation.people.types import OrderPurpose, Role
from samtjanst.foundation.tenancy.models import TenantForeignKey, TenantModel, Unit
from samtjanst.ports.identity import OrderState


class Citizen(TenantModel):
    """A person who has logged in, or who has been named as a party, in one municipality."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "number_index": "with the row, when no filing or case names the person",
        "identity": "with the row",
        "name_index": "with the row",
        "contact": "with the row, or on request",
        "is_protected": "with the row",
        "language": "with the row",
    }

    number_index = models.CharField(max_length=64)
    name_index = models.CharField(max_length=64, blank=True)  # "" while the name is not known
    identity = models.BinaryField()  # encrypted: number, name, given name
    contact = models.BinaryField(default=b"")  # encrypted: e-mail, phone
    is_protected = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="sv")  # of what is sent to the person
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "number_index"], name="one_citizen_per_number"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "name_index"])]


class StaffAccount(TenantModel):
    """A member of staff; personal, never shared."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "name": "kept with what the person has decided, as public record",
        "email": "when the account is closed",
        "number_index": "when the account is closed",
    }

    name = models.CharField(max_length=120)
    email = models.EmailField()
    number_index = models.CharField(max_length=64, blank=True)  # "" while it is not known
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "number_index"],
                condition=~models.Q(number_index=""),
                name="one_account_per_person",
            )
        ]


class Membership(TenantModel):
    """A role of a member of staff in a unit."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "with the account"}

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    unit = TenantForeignKey(Unit, models.CASCADE)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    # Given by the municipality's directory, which takes it back too; else by a person here.
    from_directory = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "staff", "unit", "role"], name="one_membership"
            )
        ]


class StaffIdentity(TenantModel):
    """Who a member of staff is in the municipality's own directory."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "staff": "with the account",
        "subject": "with the account",
        "user_name": "with the account",
    }

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=200)  # the directory's own key; never an address
    user_name = models.CharField(max_length=200, default="")  # when provisioned (SCIM)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "issuer", "subject"], name="one_staff_identity"
            )
        ]


class DirectoryGroup(TenantModel):
    """A group that the directory keeps up to date here by itself (SCIM)."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    name = models.CharField(max_length=200)
    external_id = models.CharField(max_length=200, default="")

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_directory_group")
        ]


class DirectoryMember(TenantModel):
    """Somebody who is in such a group."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "with the account"}

    group = TenantForeignKey(DirectoryGroup, models.CASCADE)
    staff = TenantForeignKey(StaffAccount, models.CASCADE)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "group", "staff"], name="one_directory_member"
            )
        ]


class GroupRole(TenantModel):
    """A role in a unit, that a group of the municipality's own directory gives."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    group = models.CharField(max_length=200)  # as the directory names it
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    unit = TenantForeignKey(Unit, models.CASCADE)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "group", "role", "unit"], name="one_group_role"
            )
        ]


class StaffLogin(TenantModel):
    """Password and one-time codes of a member of staff: the way in without an e-ID."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "staff": "with the account",
        "email": "when the account is closed",
    }

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    email = models.EmailField()  # lower case; what is typed to log in
    password = models.CharField(max_length=200)  # hashed
    secret = models.BinaryField()  # encrypted: what the codes are made from
    used_step = models.BigIntegerField(default=0)  # a code is good once
    failures = models.PositiveIntegerField(default=0)  # since the last success
    wait_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)  # the first right code has been given

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "staff"], name="one_login_per_account"),
            models.UniqueConstraint(fields=["municipality", "email"], name="one_login_per_email"),
        ]


class RecoveryCode(TenantModel):
    """A code on paper, good once, for whoever has lost the phone; only its hash is kept."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"login": "with the account"}

    login = TenantForeignKey(StaffLogin, models.CASCADE)
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "login", "code_hash"], name="one_recovery_code"
            )
        ]


class StaffInvitation(TenantModel):
    """An invitation to begin to work: a link by e-mail, and a code that the manager tells.

    Neither is kept: the link's secret follows from the row's key, of the code there is a hash.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {"staff": "with the account"}

    staff = TenantForeignKey(StaffAccount, models.CASCADE)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    session = models.UUIDField(null=True)  # the browser in which the right code was given
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # used, replaced, taken back or guessed at

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [models.Index(fields=["municipality", "staff"])]


class BrowserSession(TenantModel):
    """One browser's visit; anonymous until somebody has logged in.

    The cookie holds a secret of which only the SHA-256 is here. A login gets a new secret.
    """

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "citizen": "90 days after the session has ended",
        "staff": "90 days after the session has ended",
        "device": "90 days after the session has ended",
        "proof": "90 days after the session has ended",
    }

    token_hash = models.CharField(max_length=64, unique=True)
    citizen = TenantForeignKey(Citizen, models.CASCADE, null=True)
    staff = TenantForeignKey(StaffAccount, models.CASCADE, null=True)
    assurance_level = models.PositiveSmallIntegerField(default=0)
    method = models.CharField(max_length=20, default="")
    device = models.CharField(max_length=20, default="")  # kind of browser
    # How long a citizen's may rest; less from when she has opened something that is sensitive.
    # Encrypted: the signed answer of the provider at which a citizen logged in; b"" without one.
    proof = models.BinaryField(default=b"")
    idle_minutes = models.PositiveSmallIntegerField(default=30)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class LoginElsewhere(TenantModel):
    """A browser that has been sent to another provider to log in, and is to come back."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "kept": "a day after it was started",
        "answer": "when it is used, at most a day after it was started",
    }

    session = TenantForeignKey(BrowserSession, models.CASCADE)
    provider = models.CharField(max_length=20)  # the name of the binding
    handle_hash = models.CharField(max_length=64)
    kept = models.BinaryField()  # encrypted: the adapter's own state
    # Encrypted: what came by post without the browser's cookie, until the browser comes with it.
    answer = models.BinaryField(default=b"")
    next_path = models.CharField(max_length=500, default="")
    subject = models.CharField(max_length=64, default="")  # what is confirmed; "" for a log-in
    started_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "handle_hash"], name="one_login_elsewhere"
            )
        ]


class EidOrder(TenantModel):
    """An identification or signature that somebody has started in a browser."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {
        "order": "a day after it was started",
        "device": "with the row",
    }

    session = TenantForeignKey(BrowserSession, models.CASCADE)
    # The session that it logged in, to be ended if another browser comes back from the app.
    opened = models.UUIDField(null=True)
    purpose = models.CharField(max_length=20, choices=[(p.value, p.value) for p in OrderPurpose])
    subject = models.CharField(max_length=64, default="")
    next_path = models.CharField(max_length=500, default="")
    device = models.CharField(max_length=64, default="")  # hash of the browser's own name
    order = models.BinaryField()  # encrypted: the adapter's own state and the launch token
    state = models.CharField(
        max_length=10,
        default=OrderState.PENDING.value,
        choices=[(s.value, s.value) for s in OrderState],
    )
    hint = models.CharField(max_length=20, default="")
    show_qr = models.BooleanField(default=True)
    restarts = models.PositiveSmallIntegerField(default=0)
    first_started_at = models.DateTimeField()
    started_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes: ClassVar = [
            models.Index(fields=["municipality", "session"]),
            models.Index(fields=["municipality", "device", "first_started_at"]),
        ]


class ApiClient(TenantModel):
    """Another system that reaches the municipality's cases over the interface."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    name = models.CharField(max_length=80)
    public_id = models.CharField(max_length=40)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    e_services = models.JSONField(default=list, help_text="Slugs; empty for every e-service")
    networks = models.JSONField(default=list, help_text="Networks it may call from; empty for any")
    unit = TenantForeignKey(Unit, models.PROTECT)
    room_id = models.UUIDField(null=True)  # a partner room of the cases, which lie above
    per_minute = models.PositiveIntegerField(default=120)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "public_id"], name="one_public_id")
        ]


class ApiToken(TenantModel):
    """An access token of a client; only its hash is kept."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    client = TenantForeignKey(ApiClient, models.CASCADE)
    token_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "token_hash"], name="one_api_token")
        ]


class ApiAnswer(TenantModel):
    """What a client was answered under a key of its own, for a day: again has no second effect."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    client = TenantForeignKey(ApiClient, models.CASCADE)
    key_hash = models.CharField(max_length=64)
    call_hash = models.CharField(max_length=64, help_text="Of method, address and content")
    status = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField(default=dict, help_text="Keys and times only, no personal data")
    made_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "client", "key_hash"], name="one_answer_per_key"
            )
        ]


class ApiUse(TenantModel):
    """How many calls a client has made in a minute."""

    PERSONAL_DATA: ClassVar[dict[str, str]] = {}

    client = TenantForeignKey(ApiClient, models.CASCADE)
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "client", "minute"], name="one_count_per_minute"
            )
        ]
