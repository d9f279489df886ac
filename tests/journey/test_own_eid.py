"""A member of staff shows which BankID is her own, to sign decisions with; it is no way in."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.staff_support import browser, staff_token
from tests.town import words

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people import own_eid as known
from samtjanst.foundation.people import staff
from samtjanst.foundation.people.models import OwnEid, StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.personas import ANNA, BO, HANNA, MAJA, person

pytestmark = pytest.mark.django_db
ME = "/medarbetare/jag/"
SHOW = f"{ME}bankid/"


@pytest.fixture
def mjolby(bank: Bank) -> Iterator[Municipality]:  # noqa: F811 - the fixture
    row = cast.municipality()
    with open_scope(row):
        settings = bank.settings | {"environment": "test"}
        bind(port=Port.IDENTITY, adapter="bankid", settings=settings)
        bind(port=Port.SIGNING, adapter="bankid", settings=settings, name=known.STAFF_SIGNING)
        yield row


def _account(number: str = HANNA, *, is_known: bool = False) -> StaffAccount:
    row = put_staff(
        number=PersonalNumber(number),
        name="Hanna Handläggare",
        email=f"{number}@exempel.invalid",
        roles={Role.HANDLER: cast.unit()},
    )
    if not is_known:  # as the directory makes them, which tells no number
        row.number_index = ""
        row.save(update_fields=["number_index"])
    return row


def _show(client: Client, bank: Bank, number: str) -> str:  # noqa: F811 - the fixture
    """What the page says after somebody has answered in the app."""
    started = client.post(SHOW)
    assert started.status_code == 302, words(started)
    who = person(number)
    assert who
    bank.bank.complete(bank.bank.waiting()[0], who)
    done = client.get(started["Location"])
    return words(client.get(ME) if done.status_code == 302 else done)


def test_she_shows_it_once_and_takes_it_away_and_her_number_is_nowhere(
    mjolby: Municipality,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    row = _account()
    client = browser(token=staff_token(row))
    assert "Visa mitt BankID" in words(client.get(ME))
    told = person(HANNA)
    assert told
    assert told.name in _show(client, bank, HANNA)
    kept = OwnEid.objects.get()
    assert (kept.staff_id, kept.name) == (row.id, told.name)
    assert HANNA not in str(vars(kept))
    assert kept.person_index == known.index_of(PersonalNumber(HANNA))
    row.refresh_from_db()
    assert row.number_index == ""  # it lets nobody in
    assert known.is_of(PersonalNumber(HANNA), row.id)
    assert not known.is_of(PersonalNumber(MAJA), row.id)
    assert client.post(f"{SHOW}ta-bort/").status_code == 302
    assert client.post(f"{SHOW}ta-bort/").status_code == 404
    assert not OwnEid.objects.exists()
    actions = AuditEvent.objects.filter(action__startswith="staff.own_eid").order_by("id")
    assert [one.action for one in actions] == ["staff.own_eid_shown", "staff.own_eid_removed"]


def test_one_bankid_belongs_to_one_account(
    mjolby: Municipality,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    hanna, maja = _account(), _account(MAJA)
    _show(browser(token=staff_token(hanna)), bank, HANNA)
    assert "hör till ett annat konto" in _show(browser(token=staff_token(maja)), bank, HANNA)
    anna = _account(ANNA, is_known=True)
    assert "hör till ett annat konto" in _show(browser(token=staff_token(maja)), bank, ANNA)
    # Who is known by a number cannot be known by another.
    assert "hör till ett annat konto" in _show(browser(token=staff_token(anna)), bank, BO)
    assert [row.staff_id for row in OwnEid.objects.all()] == [hanna.id]
    assert AuditEvent.objects.filter(action="staff.own_eid_refused").count() == 3


def test_who_logs_in_by_her_number_is_known_already(mjolby: Municipality) -> None:
    row = _account(is_known=True)
    page = words(browser(token=staff_token(row)).get(ME))
    assert "redan känd genom ditt personnummer" in page
    assert known.is_of(PersonalNumber(HANNA), row.id)
    assert not known.is_of(PersonalNumber(BO), row.id)


def test_old_log_in_another_browser_and_next_door_change_nothing(
    mjolby: Municipality,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    row = _account()
    client = browser(token=staff_token(row))
    started = client.post(SHOW)["Location"]
    other = browser(token=staff_token(row))
    assert other.get(started).status_code == 404
    assert other.post(f"{started}avbryt/").status_code == 404
    assert client.post(f"{started}avbryt/").status_code == 302
    with clock.shifted(timedelta(minutes=16)):
        assert "den senaste kvarten" in words(client.get(ME))
        assert client.post(SHOW).status_code == 404
    _show(client, bank, HANNA)
    with open_scope(cast.municipality("norrkoping")):
        assert not known.is_of(PersonalNumber(HANNA), row.id)
        theirs = browser("norrkoping", staff_token(_account()))
        assert "BankID för att skriva under" not in words(theirs.get(ME))
        assert theirs.post(SHOW).status_code == 404
    assert OwnEid.objects.get().staff_id == row.id


def test_it_is_forgotten_with_the_account_and_seen_by_who_tends_it(
    mjolby: Municipality,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    row = _account()
    _show(browser(token=staff_token(row)), bank, HANNA)
    who = person(HANNA)
    assert who
    chief = browser(token=staff_token(cast.staff(Role.MANAGER)))
    assert f"BankID ( {who.name} )" in words(chief.get(f"/medarbetare/{row.id}/"))
    staff.close_account(staff_id=row.id)
    assert not OwnEid.objects.exists()
    assert not known.is_known(row.id)


def test_bankid_that_is_down_is_told(
    mjolby: Municipality,
    bank: Bank,  # noqa: F811 - the fixture
) -> None:
    client = browser(token=staff_token(_account()))
    bank.bank.set_fault("down")
    answer = client.post(SHOW)
    bank.bank.set_fault("none")
    assert answer.status_code == 422
    assert "BankID svarar inte" in words(answer)
