"""The people who work here: who may tend whom, and that leaving is leaving at once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast, invited
from tests.statements import statements
from tests.web import browser_of

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.models import Membership, StaffAccount
from samtjanst.foundation.people.sessions import living_sessions, sign_in_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope, put_unit
from samtjanst.journey import staff
from samtjanst.simulators.mail import server as mail_server

pytestmark = pytest.mark.django_db
PAGE, INVITE = "/medarbetare/", "/medarbetare/bjud-in/"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        yield row


def _form(**change: str) -> dict[str, str]:
    return {
        "name": "Nina Nyström",
        "email": invited.EMAIL,
        "role": "handler",
        "unit": str(cast.unit().id),
        "number": "",
    } | change


def _client_of(account: StaffAccount, level: int = 3) -> Client:
    opened = sign_in_staff(
        old=cast.session(), staff=account, assurance_level=level, method="bankid"
    )
    client = invited.browser()
    client.cookies["samtjanst"] = opened.token
    return client


def test_manager_invites_and_sees_the_start_code_once(mjolby: Municipality) -> None:
    manager = browser_of.staff(Role.MANAGER)
    answer = manager.post(INVITE, _form())
    assert "no-store" in answer["Cache-Control"]
    code = re.findall(r"<code[^>]*>([^<]+)<", answer.content.decode())[0]
    page = manager.get(PAGE).content.decode()
    assert "Nina Nyström" in page
    assert code not in page
    job = Job.objects.get(name="staff.invite")
    event = AuditEvent.objects.get(action="staff.invited")
    for kept in (str(job.payload), str(event.details)):
        assert code not in kept
        assert "Nina" not in kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("email", "x"),
        ("email", "a@b.se\r\nBcc: x@y.se"),
        ("number", "19850101-2383"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_is_kept(
    mjolby: Municipality, field: str, value: str
) -> None:
    answer = browser_of.staff(Role.MANAGER).post(INVITE, _form(**{field: value}))
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.content.decode()
    assert not StaffAccount.objects.filter(name__startswith="Nina").exists()


def test_invited_twice_is_one_account(mjolby: Municipality) -> None:
    manager = browser_of.staff(Role.MANAGER)
    manager.post(INVITE, _form())
    assert manager.post(INVITE, _form(email=invited.EMAIL.upper())).status_code == 422
    assert StaffAccount.objects.filter(name="Nina Nyström").count() == 1


@pytest.mark.parametrize("role", ["administrator", "service_developer", "god", ""])
def test_manager_gives_no_role_above_her_own(mjolby: Municipality, role: str) -> None:
    answer = browser_of.staff(Role.MANAGER).post(INVITE, _form(role=role))
    assert answer.status_code == 404
    assert not StaffAccount.objects.filter(name__startswith="Nina").exists()


def test_manager_reaches_nobody_in_other_units_or_municipalities(
    mjolby: Municipality, tmp_path: Path
) -> None:
    elsewhere = put_unit(name="Socialförvaltningen")
    other = StaffAccount(name="Sara Social", email="sara@exempel.invalid", number_index="s")
    other.save()
    Membership(staff=other, unit=elsewhere, role="handler").save()
    norrkoping = cast.municipality("norrkoping", storage=str(tmp_path / "n"))
    with open_scope(norrkoping):
        far = cast.staff()
        there = str(cast.unit().id)
    manager = browser_of.staff(Role.MANAGER)
    assert "Sara Social" not in manager.get(PAGE).content.decode()
    assert manager.post(INVITE, _form(unit=str(elsewhere.id))).status_code == 404
    assert manager.post(INVITE, _form(unit=there)).status_code == 404
    for key in (other.id, far.id):
        assert manager.get(f"{PAGE}{key}/").status_code == 404
        for path in ("bjud-in", "logga-ut", "avsluta", "roller"):
            answer = manager.post(f"{PAGE}{key}/{path}/", _form())
            assert answer.status_code == 404, path
    assert StaffAccount.objects.get(id=other.id).is_active


def test_nobody_changes_her_own_account(mjolby: Municipality) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    mine = StaffAccount.objects.get(name="Hanna Handläggare")
    assert admin.post(f"{PAGE}{mine.id}/roller/", _form(role="manager")).status_code == 404
    assert admin.post(f"{PAGE}{mine.id}/avsluta/").status_code == 404
    assert Membership.objects.filter(staff=mine).count() == 1


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SERVICE_DEVELOPER])
def test_others_do_not_see_the_pages(mjolby: Municipality, role: Role) -> None:
    client = browser_of.staff(role)
    for path in (PAGE, INVITE, f"{PAGE}enheter/"):
        assert client.get(path).status_code == 404
        assert client.post(path, _form()).status_code in {404, 405}


def test_who_leaves_is_out_at_the_next_click(mjolby: Municipality) -> None:
    account = invited.with_login()
    leaving = _client_of(account)
    assert leaving.get("/handlaggning/").status_code == 200
    manager = browser_of.staff(Role.MANAGER)
    assert manager.get(f"{PAGE}{account.id}/avsluta/").status_code == 200
    assert manager.post(f"{PAGE}{account.id}/avsluta/").status_code == 302
    assert leaving.get("/handlaggning/").status_code == 302
    assert AuditEvent.objects.filter(action="staff.closed").count() == 1


def test_taken_role_is_out_of_force_at_the_next_click(mjolby: Municipality) -> None:
    account = invited.with_login()
    client = _client_of(account)
    path = f"{PAGE}{account.id}/roller/"
    admin = browser_of.staff(Role.ADMINISTRATOR)
    admin.post(path, _form(role="manager"))
    assert client.get(PAGE).status_code == 200
    admin.post(f"{path}ta-bort/", _form(role="manager"))
    assert client.get(PAGE).status_code == 404
    assert client.get("/handlaggning/").status_code == 200


def test_manager_does_not_close_who_works_elsewhere_too(mjolby: Municipality) -> None:
    account = invited.with_login()
    unit = put_unit(name="Socialförvaltningen")
    Membership(staff=account, unit=unit, role="handler").save()
    manager = browser_of.staff(Role.MANAGER)
    for path in ("avsluta", "bjud-in"):
        assert manager.post(f"{PAGE}{account.id}/{path}/").status_code == 404
    assert StaffAccount.objects.get(id=account.id).is_active


def test_lost_phone_is_answered_with_a_new_invitation_that_ends_the_old_way(
    mjolby: Municipality,
) -> None:
    account = invited.with_login()
    code = invited.code_now(account)
    thief = _client_of(account)
    browser_of.staff(Role.MANAGER).post(f"{PAGE}{account.id}/bjud-in/")
    assert thief.get("/handlaggning/").status_code == 302
    form = {"email": invited.EMAIL, "password": invited.PASSWORD, "code": code}
    assert invited.browser().post("/handlaggning/logga-in/kod/", form).status_code == 422


def test_letter_tells_the_link_and_not_the_code(mjolby: Municipality, tmp_path: Path) -> None:
    mail = mail_server.start(tmp_path / "mail")
    bind(port=Port.CHANNEL, adapter="smtp", name="email", settings=mail.settings | {"timeout": 9})
    new = invited.newcomer()
    job = Job.objects.get(name="staff.invite")
    staff.send_invitation(job.payload)
    staff.close(staff_id=new.account.id, by=invited.manager())
    staff.send_invitation(job.payload)  # nobody is to come any more
    [letter] = mail.box.mails()
    mail.stop()
    assert new.path in letter["text"]
    assert new.code not in letter["text"]
    assert letter["to"] == invited.EMAIL


def test_own_sessions_are_listed_and_ended_but_not_others(mjolby: Municipality) -> None:
    account = invited.with_login()
    here, there = _client_of(account), _client_of(account)
    there.get(f"{PAGE}jag/", headers={"User-Agent": PHONE})
    stranger = browser_of.staff(Role.HANDLER)
    rows = {row.id for row in living_sessions(staff_id=account.id)}
    page = here.get(f"{PAGE}jag/").content.decode()
    ended = next(key for key in rows if f"/logga-ut/{key}/" in page)
    assert "Samsung Internet, Android" in page
    assert "Okänd enhet" in page  # this browser tells nothing
    assert "SM-S921B" not in str([vars(row) for row in living_sessions(staff_id=account.id)])
    assert stranger.post(f"{PAGE}jag/logga-ut/{ended}/").status_code == 404
    assert there.get("/handlaggning/").status_code == 200
    assert here.post(f"{PAGE}jag/logga-ut/{ended}/").status_code == 302
    assert there.get("/handlaggning/").status_code == 302
    third = _client_of(account)
    here.post(f"{PAGE}jag/logga-ut/")
    assert third.get("/handlaggning/").status_code == 302
    assert here.get("/handlaggning/").status_code == 200


def test_new_recovery_codes_are_shown_once(mjolby: Municipality) -> None:
    client = _client_of(invited.with_login())
    shown = client.post(f"{PAGE}jag/koder/")
    assert len(invited.shown_codes(shown.content.decode())) == 10
    assert "no-store" in shown["Cache-Control"]
    assert not invited.shown_codes(client.get(f"{PAGE}jag/").content.decode())


def test_list_costs_the_same_for_thirty(mjolby: Municipality) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    admin.get(PAGE)
    counts = []
    for number in (0, 29):
        for place in range(number):
            invited.newcomer(email=f"ny{place}@exempel.invalid")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert admin.get(PAGE).status_code == 200
        counts.append(statements(seen))
    assert counts == [8, 8]


def test_administrator_sets_what_a_unit_demands(mjolby: Municipality) -> None:
    admin, path = browser_of.staff(Role.ADMINISTRATOR), f"{PAGE}enheter/"
    assert admin.post(path, {"unit_name": cast.UNIT, "level": "2"}).status_code == 302
    assert cast.unit().staff_level == 2
    assert admin.post(path, {"unit_name": cast.UNIT, "level": "1"}).status_code == 422
    assert admin.post(path, {"unit_name": " ", "level": "3"}).status_code == 422
    assert cast.unit().staff_level == 2
