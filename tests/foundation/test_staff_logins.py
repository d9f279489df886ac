"""Password and one-time code: both, each code once, and guessing is slow."""

from datetime import timedelta

import pytest
from tests import cast, invited

from samtjanst.foundation.people import logins
from samtjanst.foundation.people.models import RecoveryCode, StaffAccount, StaffLogin
from samtjanst.foundation.people.staff import close_account
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError

pytestmark = pytest.mark.django_db


def _try(code: str, password: str = invited.PASSWORD, email: str = invited.EMAIL) -> bool:
    return logins.check_login(email=email, password=password, code=code).holds


def test_all_three_must_be_right() -> None:
    with open_scope(cast.municipality()):
        code = invited.code_now(invited.with_login())
        assert not _try("000000")
        assert not _try(code, password="fel lösenord här")
        assert not _try(code, email="annan@exempel.invalid")
        assert _try(code, email=invited.EMAIL.upper())


def test_code_is_good_once() -> None:
    with open_scope(cast.municipality()):
        code = invited.code_now(invited.with_login())
        assert _try(code)
        assert not _try(code)


def test_wrong_password_does_not_use_up_a_recovery_code() -> None:
    with open_scope(cast.municipality()):
        account = invited.with_login()
        code = logins.new_recovery_codes(staff_id=account.id)[0]
        assert not _try(code, password="fel lösenord här")
        assert _try(code.lower().replace("-", " "))
        assert not _try(code)
        assert logins.codes_left(account.id) == logins.RECOVERY_CODES - 1


def test_new_recovery_codes_end_the_old_ones() -> None:
    with open_scope(cast.municipality()):
        account = invited.with_login()
        old = logins.new_recovery_codes(staff_id=account.id)[0]
        logins.new_recovery_codes(staff_id=account.id)
        assert not _try(old)


def test_guessing_is_slowed_more_and_more_even_for_the_right_code() -> None:
    with open_scope(cast.municipality()):
        account = invited.with_login()
        for _ in range(logins.FREE_FAILURES):
            assert not _try("000000")
        assert not _try(invited.code_now(account))  # has to wait now
        with clock.shifted(logins.FIRST_WAIT + timedelta(seconds=1)):
            assert not _try("000000")
        row = StaffLogin.objects.get()
        assert row.wait_until
        assert row.wait_until - clock.now() > logins.FIRST_WAIT * 2
        with clock.shifted(logins.LONGEST_WAIT):
            assert _try(invited.code_now(account))
        assert StaffLogin.objects.get().failures == 0


def test_nobody_else_is_slowed_by_it() -> None:
    with open_scope(cast.municipality()):
        account = invited.with_login()
        for _ in range(logins.FREE_FAILURES + 1):
            assert not _try("000000", email="finns.inte@exempel.invalid")
        assert _try(invited.code_now(account))


@pytest.mark.parametrize(
    "password",
    ["kort", "x" * 11, "a" * 40, "nina.ny@exempel.invalid", "Nina Nyström 123", "password1234"],
)
def test_weak_password_is_refused(password: str) -> None:
    with open_scope(cast.municipality()):
        account = invited.newcomer().account
        with pytest.raises(InvalidInputError) as refused:
            logins.begin_login(staff=account, password=password)
    assert "password" in refused.value.problems


def test_login_is_not_in_force_before_the_first_code() -> None:
    with open_scope(cast.municipality()):
        account = invited.newcomer().account
        logins.begin_login(staff=account, password=invited.PASSWORD)
        assert not _try(invited.code_now(account))
        with pytest.raises(InvalidInputError):
            logins.confirm_login(staff_id=account.id, code="000000")
        logins.confirm_login(staff_id=account.id, code=invited.code_now(account))
        with pytest.raises(NotFoundError):  # the secret is not shown any more
            logins.unconfirmed_secret(account.id)


def test_closed_account_has_no_way_in_and_no_address() -> None:
    with open_scope(cast.municipality()):
        account = invited.with_login()
        code = invited.code_now(account)
        close_account(staff_id=account.id)
        assert not _try(code)
        row = StaffAccount.objects.get(id=account.id)
        assert (row.email, row.number_index, row.is_active) == ("", "", False)
        assert not RecoveryCode.objects.exists()


def test_login_is_worth_nothing_in_another_municipality() -> None:
    with open_scope(cast.municipality("mjolby")):
        code = invited.code_now(invited.with_login())
    with open_scope(cast.municipality("norrkoping")):
        assert not _try(code)
        assert not StaffLogin.objects.exists()


def test_secrets_are_not_kept_in_clear() -> None:
    with open_scope(cast.municipality()):
        account = invited.with_login()
        codes = logins.new_recovery_codes(staff_id=account.id)
        row = StaffLogin.objects.get()
        kept = {one.code_hash for one in RecoveryCode.objects.all()}
        assert not kept & set(codes)
        assert invited.PASSWORD not in row.password
        assert logins._secret(row) not in bytes(row.secret)
