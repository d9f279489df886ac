"""Password and one-time code: how staff without an e-ID log in (assurance level 2).

Guessing is slowed for each account, never for an address: an office shares one.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from samtjanst.foundation.keys.services import blind_index, decrypt, encrypt
from samtjanst.foundation.people import totp
from samtjanst.foundation.people.models import RecoveryCode, StaffAccount, StaffLogin
from samtjanst.kernel import clock, ids
from samtjanst.kernel.errors import InvalidInputError, NotFoundError

SHORTEST, LONGEST = 12, 200  # characters of a password
RECOVERY_CODES = 10
FREE_FAILURES = 5
# From the sixth failure on one waits: half a minute, then twice as long each time.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Whose login was tried (None: nobody's, or another attempt is under way), and whether it held.

    The person is told the same for every failure; ``staff`` is for the audit.
    """

    staff: StaffAccount | None = None
    holds: bool = False


def password_problems(password: str, *, about: str) -> list[str]:
    """Why the password is too weak, in Swedish; ``about`` holds what must not be its core."""
    if not SHORTEST <= len(password) <= LONGEST:
        return [gettext("Välj ett lösenord med minst 12 tecken, till exempel fyra ord.")]
    words = [word for word in about.lower().replace("@", " ").split() if len(word) > 3]
    core = password.lower()
    for word in words:
        core = core.replace(word, "")
    if len(core) < SHORTEST // 2 or len(set(core)) < 5:
        return [gettext("Lösenordet är för lätt att gissa. Välj fler och andra ord.")]
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return [gettext("Lösenordet är vanligt och lätt att gissa. Välj ett annat.")]
    return []


@transaction.atomic
def begin_login(*, staff: StaffAccount, password: str) -> None:
    """Keep a password and a new secret; in force when the first code has been given.

    Raises:
        InvalidInputError: the password is too weak, or somebody else logs in with the address.
    """
    problems = password_problems(password, about=f"{staff.name} {staff.email}")
    if problems:
        raise InvalidInputError({"password": problems})
    email = staff.email.strip().lower()
    if StaffLogin.objects.filter(email=email).exclude(staff_id=staff.id).exists():
        raise InvalidInputError({"": [gettext("E-postadressen används redan av någon annan.")]})
    StaffLogin.objects.filter(staff_id=staff.id).delete()
    row = StaffLogin(
        staff=staff, email=email, password=make_password(password), made_at=clock.now()
    )
    row.secret = encrypt(_context(row), totp.new_secret())
    row.save(force_insert=True)


def unconfirmed_secret(staff_id: uuid.UUID) -> bytes:
    """What the app is to be given, while it has not shown a right code yet.

    Raises:
        NotFoundError: nothing has begun, or it is in force already.
    """
    row = StaffLogin.objects.filter(staff_id=staff_id, confirmed_at=None).first()
    if row is None:
        raise NotFoundError
    return _secret(row)


@transaction.atomic
def confirm_login(*, staff_id: uuid.UUID, code: str) -> tuple[str, ...]:
    """Put the login in force; returns the recovery codes, which are shown now and never again.

    Raises:
        NotFoundError: nothing has begun.
        InvalidInputError: the code is not the one that the app shows now.
    """
    rows = StaffLogin.objects.select_for_update()
    row = rows.filter(staff_id=staff_id, confirmed_at=None).first()
    if row is None:
        raise NotFoundError
    step = totp.matching_step(_secret(row), _digits(code), at=clock.now(), after=row.used_step)
    if step is None:
        text = gettext("Koden stämmer inte. Skriv de sex siffror som appen visar just nu.")
        raise InvalidInputError({"code": [text]})
    row.used_step, row.confirmed_at = step, clock.now()
    row.save(update_fields=["used_step", "confirmed_at"])
    return _new_codes(row)


@transaction.atomic
def new_recovery_codes(*, staff_id: uuid.UUID) -> tuple[str, ...]:
    """New recovery codes instead of the earlier ones.

    Raises:
        NotFoundError: the person does not log in with codes.
    """
    row = StaffLogin.objects.filter(staff_id=staff_id).exclude(confirmed_at=None).first()
    if row is None:
        raise NotFoundError
    RecoveryCode.objects.filter(login=row).delete()
    return _new_codes(row)


@transaction.atomic
def check_login(*, email: str, password: str, code: str) -> Attempt:
    """Whether these are an active member of staff's address, password and code; counts failures.

    One attempt at a time for each account: who tries two at once fails with the second.
    """
    rows = StaffLogin.objects.select_for_update(of=("self",), skip_locked=True)
    row = (
        rows.select_related("staff")
        .filter(email=email.strip().lower()[:254], staff__is_active=True)
        .exclude(confirmed_at=None)
        .first()
    )
    # Computed in every case, so that the time does not tell whether there is such an account.
    holds = check_password(password[:LONGEST], row.password if row else _nobodys())
    if row is None:
        return Attempt()
    if row.wait_until and clock.now() < row.wait_until:
        return Attempt(row.staff)
    if not (holds and _second(row, code)):
        _count_failure(row)
        return Attempt(row.staff)
    row.failures, row.wait_until = 0, None
    row.save(update_fields=["failures", "wait_until", "used_step"])
    return Attempt(row.staff, holds=True)


def remove_login(*, staff_id: uuid.UUID) -> None:
    """Take password, secret and recovery codes away."""
    StaffLogin.objects.filter(staff_id=staff_id).delete()


def has_login(staff_id: uuid.UUID) -> bool:
    """Whether the person can log in with password and code."""
    return StaffLogin.objects.filter(staff_id=staff_id).exclude(confirmed_at=None).exists()


def codes_left(staff_id: uuid.UUID) -> int:
    """How many recovery codes have not been used."""
    return RecoveryCode.objects.filter(login__staff_id=staff_id, used_at=None).count()


def _second(row: StaffLogin, code: str) -> bool:
    given = _digits(code)
    step = totp.matching_step(_secret(row), given, at=clock.now(), after=row.used_step)
    if step is not None:
        row.used_step = step
        return True
    unused = RecoveryCode.objects.filter(login=row, code_hash=_code_hash(code), used_at=None)
    return bool(unused.update(used_at=clock.now()))


def _count_failure(row: StaffLogin) -> None:
    row.failures += 1
    row.wait_until = wait_after(row.failures) or row.wait_until
    row.save(update_fields=["failures", "wait_until"])


def wait_after(failures: int) -> datetime | None:
    """Until when the next attempt waits after so many failures in a row; None: not at all."""
    too_many = failures - FREE_FAILURES
    if too_many < 0:
        return None
    doubled: timedelta = FIRST_WAIT * 2 ** min(too_many, 10)
    return clock.now() + min(doubled, LONGEST_WAIT)


def _new_codes(row: StaffLogin) -> tuple[str, ...]:
    codes = tuple(readable_code() for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.bulk_create(
        RecoveryCode(login=row, code_hash=_code_hash(code)) for code in codes
    )
    return codes


def readable_code() -> str:
    """Ten characters that can be read aloud, such as ``7KQ2M-9XA4C``; 46 random bits."""
    letters = "".join(secrets.choice(ids.READABLE) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def plain(code: str) -> str:
    """A readable code as it is compared: without spaces and hyphens, in capitals."""
    return "".join(sign for sign in code.upper() if sign.isalnum())[:20]


def _code_hash(code: str) -> str:
    return blind_index("recovery-code", plain(code))


def _digits(code: str) -> str:
    return "".join(code.split())[:10]


def _secret(row: StaffLogin) -> bytes:
    return decrypt(_context(row), bytes(row.secret))


def _context(row: StaffLogin) -> str:
    return f"staff-login:{row.id}"


@cache
def _nobodys() -> str:
    return make_password(secrets.token_hex(8))
