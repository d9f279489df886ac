"""Passkeys of staff: two factors in one, made for one host name and nothing elsewhere (level 2).

The callers have been authorised and write the audit events (``journey.passkeys``).
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.foundation.keys.services import blind_index
from samtjanst.foundation.people import passkey_proofs, webauthn
from samtjanst.foundation.people.logins import has_login, wait_after
from samtjanst.foundation.people.models import (
    BrowserSession,
    Passkey,
    PasskeyChallenge,
    StaffAccount,
    StaffIdentity,
)
from samtjanst.foundation.people.types import ChallengePurpose
from samtjanst.foundation.people.webauthn import Answer, Place, RefusedError, Shown
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import InvalidInputError, NotFoundError

GOOD_FOR = timedelta(minutes=10)
MOST = 10  # passkeys of one person
LONGEST_NAME = 60
COPIED = "copied"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Whose passkey was shown (None: nobody's), and whether it lets her in.

    The person is told the same for every failure but ``COPIED``: she alone can have caused it.
    """

    staff: StaffAccount | None = None
    holds: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey as its owner sees it."""

    id: uuid.UUID
    name: str
    host: str
    made_at: datetime
    used_at: datetime | None
    is_stopped: bool


def begin_adding(*, session: BrowserSession, staff: StaffAccount, place: Place) -> str:
    """What the browser is asked for, to make a passkey for the account."""
    challenge = _put_challenge(session, ChallengePurpose.ADD, place, staff.id)
    return webauthn.making(
        place,
        handle=_handle(staff.id),
        names=(staff.email or staff.name, staff.name),
        known=_known(staff.id, place),
        challenge=challenge,
    )


@transaction.atomic
def add(
    *, session: BrowserSession, staff: StaffAccount, place: Place, answer: str, name: str
) -> Passkey:
    """Keep the passkey that the browser has made.

    Raises:
        InvalidInputError: it does not hold, has a name that is too long, or is one too many.
    """
    told = _named(name, "name")
    # Two at once wait for each other, so that no more than MOST are made.
    StaffAccount.objects.select_for_update().filter(id=staff.id).first()
    made = _made(session, staff, place, answer)
    taken = Passkey.objects.filter(credential=made.credential).exists()
    if taken or Passkey.objects.filter(staff_id=staff.id).count() >= MOST:
        raise InvalidInputError({"": [gettext("Det gick inte att lägga till en passkey till.")]})
    row = Passkey(
        staff=staff,
        name=told,
        host=place.host,
        credential=made.credential,
        public_key=made.public_key,
        counter=made.counter,
        made_at=clock.now(),
    )
    row.save(force_insert=True)
    return row


def begin_login(*, session: BrowserSession, place: Place) -> str:
    """What the browser is asked for: any passkey of this host.

    Nobody's in particular: a list of somebody's would tell strangers who works here.
    """
    challenge = _put_challenge(session, ChallengePurpose.LOG_IN, place, None)
    return webauthn.showing(place, challenge=challenge)


@transaction.atomic
def check(*, session: BrowserSession | None, place: Place, answer: str) -> Attempt:
    """Whose passkey has been shown in this browser, and whether it holds.

    One attempt at a time for each passkey; failures are counted and slowed as with codes.
    """
    try:
        said = webauthn.read(answer)
    except RefusedError:
        return Attempt()
    asked = _take(session, ChallengePurpose.LOG_IN, place, said) if session else None
    rows = Passkey.objects.select_for_update(of=("self",), skip_locked=True)
    row = (
        rows.select_related("staff")
        .filter(credential=said.credential, host=place.host, staff__is_active=True)
        .first()
    )
    if asked is None or row is None:
        return Attempt()
    return _judge(row, place, said)


def begin_signing(*, session: BrowserSession, staff_id: uuid.UUID, place: Place, about: str) -> str:
    """What the browser is asked for, to sign: one of her own passkeys of this host.

    ``about`` is the SHA-256 (64 hexadecimals) of what is signed; the challenge ends with it.
    """
    purpose, content = ChallengePurpose.SIGN, bytes.fromhex(about)
    challenge = _put_challenge(session, purpose, place, staff_id, content)
    return webauthn.showing(place, challenge=challenge, known=_known(staff_id, place))


@transaction.atomic
def signed(
    *, session: BrowserSession, staff_id: uuid.UUID, place: Place, answer: str
) -> dict[str, Any]:
    """What the browser has shown, as it is kept as a proof; {} when it does not hold.

    Only a passkey of hers, in the session that was asked, once. Whether it is about the right
    text is judged with the proof (:mod:`passkey_proofs`). Failures are counted as at log-in.
    """
    try:
        said = webauthn.read(answer)
    except RefusedError:
        return {}
    asked = _take(session, ChallengePurpose.SIGN, place, said)
    rows = Passkey.objects.select_for_update(of=("self",)).select_related("staff")
    row = rows.filter(credential=said.credential, host=place.host, staff_id=staff_id).first()
    is_hers = asked is not None and asked.staff == staff_id
    if row is None or not is_hers or not _judge(row, place, said).holds:
        return {}
    return passkey_proofs.kept(place, said, bytes(row.public_key), _handle(staff_id))


def of(staff_id: uuid.UUID) -> list[PasskeyView]:
    """The person's passkeys, the oldest first."""
    rows = Passkey.objects.filter(staff_id=staff_id).order_by("made_at", "id")
    return [
        PasskeyView(row.id, row.name, row.host, row.made_at, row.used_at, bool(row.stopped_at))
        for row in rows
    ]


@transaction.atomic
def remove(*, staff: StaffAccount, passkey_id: uuid.UUID) -> None:
    """Take one away.

    Raises:
        NotFoundError: it is not the person's.
        InvalidInputError: it is her last way in.
    """
    # Who removes two at once waits, and is left with one.
    held = StaffAccount.objects.select_for_update().get(id=staff.id)
    row = Passkey.objects.filter(staff_id=staff.id, id=passkey_id).first()
    if row is None:
        raise NotFoundError
    others = Passkey.objects.filter(staff_id=staff.id, stopped_at=None).exclude(id=row.id)
    if not (row.stopped_at or others.exists() or _has_another_way(held)):
        text = gettext("Det är ditt enda sätt att logga in. Skaffa ett till innan du tar bort det.")
        raise InvalidInputError({"": [text]})
    row.delete()


def rename(*, staff: StaffAccount, passkey_id: uuid.UUID, name: str) -> None:
    """Call one something else.

    Raises:
        NotFoundError: it is not the person's.
        InvalidInputError: under the passkey's id, when the name is too long.
    """
    row = Passkey.objects.filter(staff_id=staff.id, id=passkey_id).first()
    if row is None:
        raise NotFoundError
    row.name = _named(name, str(passkey_id))
    row.save(update_fields=["name"])


def remove_all(*, staff_id: uuid.UUID) -> int:
    """Take all of them away; returns how many."""
    return Passkey.objects.filter(staff_id=staff_id).delete()[0]


def forget() -> int:
    """Schedule: delete challenges that were given more than a day ago; returns how many."""
    old = PasskeyChallenge.objects.filter(made_at__lt=clock.now() - timedelta(days=1))
    return old.delete()[0]


def _made(session: BrowserSession, staff: StaffAccount, place: Place, answer: str) -> webauthn.Made:
    try:
        said = webauthn.read(answer)
        made = webauthn.made(place, said)
    except RefusedError:
        raise _not_made() from None
    asked = _take(session, ChallengePurpose.ADD, place, said)
    if asked is None or asked.staff != staff.id:
        raise _not_made()
    return made


def _named(name: str, field: str) -> str:
    told = name.strip() or gettext("Min passkey")
    if len(told) > LONGEST_NAME:
        raise InvalidInputError({field: [gettext("Skriv ett namn med högst 60 tecken.")]})
    return told


def _not_made() -> InvalidInputError:
    return InvalidInputError({"": [gettext("Det gick inte att skapa en passkey. Försök igen.")]})


def _judge(row: Passkey, place: Place, said: Answer) -> Attempt:
    if row.wait_until and clock.now() < row.wait_until:
        return Attempt(row.staff)
    try:
        shown = webauthn.shown(place, said, public_key=bytes(row.public_key))
    except RefusedError:
        shown = None
    if shown is None or shown.handle != _handle(row.staff_id):
        row.failures += 1
        row.wait_until = wait_after(row.failures)
        row.save(update_fields=["failures", "wait_until"])
        return Attempt(row.staff)
    if row.stopped_at or _went_back(row, shown):
        row.stopped_at = row.stopped_at or clock.now()
        row.save(update_fields=["stopped_at"])
        return Attempt(row.staff, why=COPIED)
    row.counter, row.used_at, row.failures, row.wait_until = shown.counter, clock.now(), 0, None
    row.save(update_fields=["counter", "used_at", "failures", "wait_until"])
    return Attempt(row.staff, holds=True)


def _went_back(row: Passkey, shown: Shown) -> bool:
    """A counter that does not go on means two of the same; most passkeys always say 0."""
    return bool(row.counter or shown.counter) and shown.counter <= row.counter


def _put_challenge(
    session: BrowserSession,
    purpose: ChallengePurpose,
    place: Place,
    staff: uuid.UUID | None,
    about: bytes = b"",
) -> bytes:
    challenge = secrets.token_bytes(passkey_proofs.UNGUESSABLE) + about
    PasskeyChallenge(
        session=session,
        purpose=purpose.value,
        host=place.host,
        staff=staff,
        challenge_hash=digest_bytes(challenge),
        made_at=clock.now(),
    ).save(force_insert=True)
    return challenge


def _take(
    session: BrowserSession, purpose: ChallengePurpose, place: Place, said: Answer
) -> PasskeyChallenge | None:
    rows = PasskeyChallenge.objects.filter(
        session_id=session.id,
        purpose=purpose.value,
        host=place.host,
        challenge_hash=digest_bytes(said.challenge),
        used_at=None,
        made_at__gt=clock.now() - GOOD_FOR,
    )
    row = rows.first()
    # One statement decides who was first.
    return row if row and rows.update(used_at=clock.now()) else None


def _known(staff_id: uuid.UUID, place: Place) -> list[str]:
    rows = Passkey.objects.filter(staff_id=staff_id, host=place.host).order_by("made_at", "id")
    return list(rows.values_list("credential", flat=True))


def _handle(staff_id: uuid.UUID) -> bytes:
    """The account's name for authenticators: 32 bytes that say nothing and never change."""
    return bytes.fromhex(blind_index("passkey-owner", str(staff_id)))


def _has_another_way(staff: StaffAccount) -> bool:
    by_directory = StaffIdentity.objects.filter(staff_id=staff.id).exists()
    return bool(staff.number_index) or by_directory or has_login(staff.id)
