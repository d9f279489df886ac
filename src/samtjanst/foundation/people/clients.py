"""Other systems as actors: OAuth 2.0 client credentials (RFC 6749, 4.4), tokens, limits."""

import hmac
import ipaddress
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from samtjanst.foundation.people.models import ApiClient, ApiToken, ApiUse
from samtjanst.foundation.people.types import Actor, ActorKind, Scope
from samtjanst.foundation.tenancy.models import Unit
from samtjanst.kernel import clock, ids
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import InvalidInputError, NotFoundError

TOKEN_FOR = timedelta(hours=1)
LONGEST_LIFE = timedelta(days=400)
SEEN_EVERY = timedelta(minutes=1)
_NOBODY = "0" * 64


class CredentialsError(Exception):
    """The client is not known, is closed or too old, or calls from the wrong network."""


class TooManyError(Exception):
    """The client has used up its calls of this minute."""


@dataclass(frozen=True, slots=True)
class NewClient:
    """What is decided about a connected system."""

    name: str
    scopes: tuple[Scope, ...]
    unit: Unit
    expires_at: datetime
    e_services: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    per_minute: int = 120
    room_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """Shown once, when the system is connected; only the secret's hash is kept."""

    client_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and how much it may."""

    actor: Actor
    left: int  # calls left this minute
    limit: int


@transaction.atomic
def put_client(*, new: NewClient) -> tuple[uuid.UUID, Credentials]:
    """Connect a system; the caller has been authorised and writes the audit event.

    Raises:
        InvalidInputError: by field.
    """
    _check(new)
    credentials = Credentials(f"c-{ids.new_token()[:20]}", ids.new_token())
    row = ApiClient(
        name=new.name.strip(),
        public_id=credentials.client_id,
        secret_hash=_hash(credentials.secret),
        scopes=[scope.value for scope in new.scopes],
        e_services=list(new.e_services),
        networks=list(new.networks),
        unit=new.unit,
        room_id=new.room_id,
        per_minute=new.per_minute,
        created_at=clock.now(),
        expires_at=new.expires_at,
    )
    row.save(force_insert=True)
    return row.id, credentials


@transaction.atomic
def close_client(*, client_id: uuid.UUID) -> None:
    """Take a system's access back at once, tokens included.

    Raises:
        NotFoundError: no such client, or closed already.
    """
    closed = ApiClient.objects.filter(id=client_id, closed_at=None).update(closed_at=clock.now())
    if not closed:
        raise NotFoundError
    ApiToken.objects.filter(client_id=client_id).delete()


def clients() -> list[ApiClient]:
    """Every connected system, the newest first; for a caller that has been authorised."""
    return list(ApiClient.objects.select_related("unit").order_by("-created_at"))


@transaction.atomic
def issue_token(*, client_id: str, secret: str, address: str) -> tuple[str, frozenset[Scope]]:
    """A token for an hour; earlier ones that have run out are forgotten.

    Raises:
        CredentialsError: whatever is wrong; it is not told what.
    """
    row = ApiClient.objects.filter(public_id=client_id[:40]).first()
    # Compared also for an unknown client, so that the time tells nothing.
    holds = hmac.compare_digest(row.secret_hash if row else _NOBODY, _hash(secret))
    if row is None or not holds or not _is_open(row) or not _is_at(row, address):
        raise CredentialsError
    ApiToken.objects.filter(client_id=row.id, expires_at__lt=clock.now()).delete()
    token = ids.new_token()
    ApiToken(client=row, token_hash=_hash(token), expires_at=clock.now() + TOKEN_FOR).save()
    return token, frozenset(Scope(scope) for scope in row.scopes)


def caller(*, token: str, address: str) -> Caller:
    """Who the token is for; counts the call.

    Raises:
        CredentialsError: no such token, or its client may not call now or from here.
        TooManyError: the minute's calls are used up.
    """
    rows = ApiToken.objects.select_related("client")
    found = rows.filter(token_hash=_hash(token), expires_at__gt=clock.now()).first()
    if found is None or not _is_open(found.client) or not _is_at(found.client, address):
        raise CredentialsError
    row = found.client
    count = _count(row)
    if count > row.per_minute:
        raise TooManyError
    return Caller(_actor(row), row.per_minute - count, row.per_minute)


def bearer(*, token: str, address: str) -> Caller:
    """As :func:`caller`; also takes ``id.secret``, for systems that know a lasting token only.

    Raises:
        CredentialsError, TooManyError: as :func:`caller`.
    """
    public_id, dot, secret = token.partition(".")
    if not dot:
        return caller(token=token, address=address)
    row = ApiClient.objects.filter(public_id=public_id[:40]).first()
    holds = hmac.compare_digest(row.secret_hash if row else _NOBODY, _hash(secret))
    if row is None or not holds or not _is_open(row) or not _is_at(row, address):
        raise CredentialsError
    count = _count(row)
    if count > row.per_minute:
        raise TooManyError
    return Caller(_actor(row), row.per_minute - count, row.per_minute)


def client_actor(client_id: uuid.UUID) -> Actor | None:
    """The system as an actor, for what is done for it; None when it may do nothing now."""
    row = ApiClient.objects.filter(id=client_id).first()
    return _actor(row) if row and _is_open(row) else None


def forget_counts() -> int:
    """Schedule: delete counts of past days and tokens that have run out."""
    ApiToken.objects.filter(expires_at__lt=clock.now()).delete()
    return ApiUse.objects.filter(minute__lt=clock.now() - timedelta(days=1)).delete()[0]


def _actor(row: ApiClient) -> Actor:
    return Actor(
        kind=ActorKind.CLIENT,
        municipality_id=row.municipality_id,
        id=row.id,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        client_units=frozenset({row.unit_id}),
        client_services=frozenset(row.e_services),
        client_room=row.room_id,
        name=row.name,
    )


def _count(row: ApiClient) -> int:
    minute = clock.now().replace(second=0, microsecond=0)
    ApiUse.objects.bulk_create([ApiUse(client=row, minute=minute)], ignore_conflicts=True)
    mine = ApiUse.objects.filter(client=row, minute=minute)
    mine.update(count=F("count") + 1)
    if row.used_at is None or clock.now() - row.used_at > SEEN_EVERY:
        ApiClient.objects.filter(id=row.id).update(used_at=clock.now())
    return mine.values_list("count", flat=True).get()


def _is_open(row: ApiClient) -> bool:
    return row.closed_at is None and row.expires_at > clock.now()


def _is_at(row: ApiClient, address: str) -> bool:
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        return not row.networks
    return not row.networks or any(here in ipaddress.ip_network(one) for one in row.networks)


def _check(new: NewClient) -> None:
    problems: dict[str, list[str]] = {}
    if not new.name.strip():
        problems["name"] = ["Skriv vad systemet heter."]
    if not new.scopes:
        problems["scopes"] = ["Välj minst en sak som systemet får göra."]
    if not clock.now() < new.expires_at <= clock.now() + LONGEST_LIFE:
        problems["expires_at"] = ["Välj en dag inom 400 dagar."]
    if not _are_networks(new.networks):
        problems["networks"] = ["Skriv nät som 192.0.2.0/24, ett på varje rad."]
    if problems:
        raise InvalidInputError(problems)


def _are_networks(texts: Sequence[str]) -> bool:
    try:
        return all(ipaddress.ip_network(text) for text in texts)
    except ValueError:
        return False


def _hash(text: str) -> str:
    return digest_bytes(text.encode())
