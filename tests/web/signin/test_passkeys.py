"""Passkeys of staff: added, shown, refused in every way that we know, and taken away."""

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import cast, invited
from tests.authenticator import Authenticator, content, text
from tests.staff_support import browser, staff_token

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people import logins, passkeys, sessions
from samtjanst.foundation.people.models import Passkey, PasskeyChallenge, StaffAccount
from samtjanst.foundation.people.staff import close_account
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope, put_unit
from samtjanst.journey import staff as work
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError

pytestmark = pytest.mark.django_db
MINE, ADD, ADDED = (
    "/medarbetare/jag/",
    "/medarbetare/jag/passkey/",
    "/medarbetare/jag/passkey/klar/",
)
ASK, SHOWN = "/handlaggning/logga-in/passkey/", "/handlaggning/logga-in/passkey/visad/"
DESK = "/handlaggning/"


@pytest.fixture
def mjolby() -> Iterator[Municipality]:
    row = cast.municipality("mjolby")
    with open_scope(row):
        yield row


def _device(slug: str = "mjolby", **facts: Any) -> Authenticator:
    return Authenticator(f"http://{slug}.localhost", f"{slug}.localhost", **facts)


def _options(page: Any) -> str:
    found = re.search(r'data-options="([^"]+)"', page.content.decode())
    assert found, page.status_code
    return html.unescape(found[1])


def _with_code(slug: str = "mjolby") -> tuple[StaffAccount, Client]:
    """A newcomer who has logged in with password and code."""
    account, client = invited.with_login(), browser(slug)
    form = {"email": invited.EMAIL, "password": invited.PASSWORD, "code": invited.code_now(account)}
    assert client.post("/handlaggning/logga-in/kod/", form).status_code == 302
    return account, client


def _make(client: Client, device: Authenticator, name: str = "Jobbdatorn") -> Any:
    answer = device.make(_options(client.post(ADD, {"name": name})))
    return client.post(ADDED, {"name": name, "answer": json.dumps(answer)})


def _show(device: Authenticator, client: Client | None = None, **more: str) -> Any:
    client = client or browser()
    answer = device.show(_options(client.post(ASK)))
    return client.post(SHOWN, {"answer": json.dumps(answer), **more})


def _is_in(answer: Any) -> bool:
    return bool(answer.status_code == 302)


def test_passkey_is_added_with_a_code_and_logs_in(mjolby: Municipality) -> None:
    account, client = _with_code()
    device = _device(counter=7)
    assert _make(client, device)["Location"] == MINE
    page = client.get(MINE).content.decode()
    assert "Jobbdatorn" in page
    assert "inte använd än" in page
    asked = json.loads(_options(client.post(ADD)))["publicKey"]
    assert [one["id"] for one in asked["excludeCredentials"]] == [text(device.credential)]
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    for told in (account.email, account.name, str(account.id), account.id.hex):
        assert told.encode() not in device.handle

    desk = browser()
    answer = _show(device, desk)
    assert (answer["Location"], desk.get(DESK).status_code) == (DESK, 200)
    assert _show(device, next=MINE)["Location"] == MINE
    assert _show(device, next="//ond.example/")["Location"] == DESK
    row = Passkey.objects.get()
    assert (row.host, row.counter, row.used_at is not None) == ("mjolby.localhost", 11, True)
    used = sessions.living_sessions(staff_id=account.id)[0]
    assert (used.assurance_level, used.method) == (2, "passkey")
    events = AuditEvent.objects.filter(action__in=["staff.passkey_added", "staff.signed_in"])
    assert events.count() == 5
    assert "Jobbdatorn" not in str(list(events.values_list("details", "subject_id")))


def test_passkey_is_renamed_by_its_owner_only(mjolby: Municipality) -> None:
    _account, client = _with_code()
    _make(client, _device())
    row = Passkey.objects.get()
    path = f"/medarbetare/jag/passkey/{row.id}/namn/"
    assert client.post(path, {"name": "  Telefonen "})["Location"] == MINE
    assert "Telefonen" in client.get(MINE).content.decode()
    refused = client.post(path, {"name": "x" * 61})
    assert refused.status_code == 422
    assert f'href="#f-{row.id}"' in refused.content.decode()
    assert "x" * 61 in refused.content.decode()
    colleague = browser(token=staff_token(cast.staff()))
    assert colleague.post(path, {"name": "Min"}).status_code == 404
    with open_scope(cast.municipality("norrkoping")):
        elsewhere = browser("norrkoping", token=staff_token(cast.staff()))
    assert elsewhere.post(path, {"name": "Min"}).status_code == 404
    row.refresh_from_db()
    assert row.name == "Telefonen"
    renamed = AuditEvent.objects.get(action="staff.passkey_renamed")
    assert "Telefonen" not in str(renamed.details)


def _tampered(answer: dict[str, Any]) -> None:
    signed = bytearray(content(answer["response"]["signature"]))
    signed[-1] ^= 1
    answer["response"]["signature"] = text(bytes(signed))


def _raised_counter(answer: dict[str, Any]) -> None:
    data = bytearray(content(answer["response"]["authenticatorData"]))
    data[-1] ^= 1
    answer["response"]["authenticatorData"] = text(bytes(data))


def _made_again(answer: dict[str, Any]) -> None:
    said = json.loads(content(answer["response"]["clientDataJSON"]))
    said["type"] = "webauthn.create"
    answer["response"]["clientDataJSON"] = text(json.dumps(said).encode())


def _in_a_frame(answer: dict[str, Any]) -> None:
    said = json.loads(content(answer["response"]["clientDataJSON"]))
    answer["response"]["clientDataJSON"] = text(json.dumps(said | {"crossOrigin": True}).encode())


def _nobodys_handle(answer: dict[str, Any]) -> None:
    del answer["response"]["userHandle"]


def _strangers_handle(answer: dict[str, Any]) -> None:
    answer["response"]["userHandle"] = text(bytes(32))


LIES: dict[str, Callable[[Authenticator], Authenticator]] = {
    "another origin": lambda one: one.but(origin="https://mjolby.localhost.ond.example"),
    "host below ours": lambda one: one.but(origin="http://ond.mjolby.localhost"),
    "another port": lambda one: one.but(origin="http://mjolby.localhost:8001"),
    "another host": lambda one: one.but(host="localhost"),
    "person not verified": lambda one: one.but(verifies=False),
    "another key": lambda one: one.but(key=_device().key),
}
BENT = (_tampered, _raised_counter, _made_again, _strangers_handle, _nobodys_handle)


def test_every_lie_is_refused_alike_and_slowed(mjolby: Municipality) -> None:
    account, client = _with_code()
    device = _device()
    _make(client, device)
    pages = set()

    def refused(answer: Any) -> None:
        assert answer.status_code == 422
        page = answer.content.decode()
        pages.add(page[page.index("problem-rubrik") : page.index("</ul>")])

    for lie in LIES.values():
        refused(_show(lie(device)))
        Passkey.objects.update(wait_until=None)  # each is judged, not slowed
    for bend in BENT:
        visitor = browser()
        answer = device.show(_options(visitor.post(ASK)))
        bend(answer)
        refused(visitor.post(SHOWN, {"answer": json.dumps(answer)}))
        Passkey.objects.update(wait_until=None)
    visitor = browser()
    answer = device.show(_options(visitor.post(ASK)))
    _in_a_frame(answer)
    refused(visitor.post(SHOWN, {"answer": json.dumps(answer)}))
    for told in ("", "[]", "null", "{", '{"response": 1}', "x" * 30_000, '{"rawId": "å"}'):
        refused(visitor.post(SHOWN, {"answer": told}))
    assert len(pages) == 1
    row = Passkey.objects.get()
    assert row.failures == len(LIES) + len(BENT)
    refusals = AuditEvent.objects.filter(action="staff.refused", subject_id=str(account.id))
    assert refusals.count() == row.failures

    assert _is_in(_show(device))
    for _ in range(logins.FREE_FAILURES):
        _show(device.but(verifies=False))
    assert not _is_in(_show(device))  # has to wait now
    with clock.shifted(logins.FIRST_WAIT + timedelta(seconds=1)):
        assert _is_in(_show(device))


def test_challenge_is_good_once_for_a_while_and_in_its_browser(mjolby: Municipality) -> None:
    _account, client = _with_code()
    device = _device()
    _make(client, device)
    visitor, other = browser(), browser()
    options = _options(visitor.post(ASK))
    answer = json.dumps(device.show(options))
    other.post(ASK)
    assert not _is_in(other.post(SHOWN, {"answer": answer}))
    assert _is_in(visitor.post(SHOWN, {"answer": answer}))
    assert not _is_in(visitor.post(SHOWN, {"answer": answer}))  # pressed twice
    assert visitor.get(DESK).status_code == 200
    again = browser()
    options = _options(again.post(ASK))
    with clock.shifted(passkeys.GOOD_FOR + timedelta(seconds=1)):
        assert not _is_in(again.post(SHOWN, {"answer": json.dumps(device.show(options))}))
    # What was asked for to make a passkey logs nobody in, nor the other way round.
    asked = json.loads(_options(client.post(ADD)))["publicKey"]["challenge"]
    crossed = device.show(json.dumps({"publicKey": {"challenge": asked}}))
    assert not _is_in(client.post(SHOWN, {"answer": json.dumps(crossed)}))
    stranger = browser()
    asked = json.loads(_options(stranger.post(ASK)))["publicKey"]["challenge"]
    crossed = _device().make(
        json.dumps({"publicKey": {"challenge": asked, "user": {"id": text(device.handle)}}})
    )
    assert client.post(ADDED, {"answer": json.dumps(crossed)}).status_code == 422
    with clock.shifted(timedelta(days=2)):
        assert passkeys.forget() > 0
        assert not PasskeyChallenge.objects.exists()


def test_copied_passkey_is_stopped_and_said_so(mjolby: Municipality) -> None:
    _account, client = _with_code()
    device = _device(counter=1)
    _make(client, device)
    copy = device.but()
    assert _is_in(_show(device))
    assert _is_in(_show(device))
    told = _show(copy)
    assert told.status_code == 422
    assert "kopia" in told.content.decode()
    assert not _is_in(_show(device))  # nobody knows which of the two is hers
    assert "Stoppad" in client.get(MINE).content.decode()
    assert AuditEvent.objects.filter(action="staff.passkey_stopped").count() == 2


def test_passkey_of_another_person_or_municipality_opens_nothing(mjolby: Municipality) -> None:
    account, client = _with_code()
    device = _device()
    _make(client, device)
    colleague = cast.staff()
    # Who works here, and with what, is told to nobody.
    asked = json.loads(_options(browser().post(ASK, {"email": invited.EMAIL})))["publicKey"]
    assert not asked.get("allowCredentials")
    # A passkey that somebody has already is not added to another's account.
    put_unit(name=cast.UNIT, staff_level=2)
    hanna = browser(token=sessions.sign_in_staff(
        old=cast.session(), staff=colleague, assurance_level=3, method="bankid"
    ).token)  # fmt: skip
    assert _make(hanna, device).status_code == 422
    assert Passkey.objects.get().staff_id == account.id
    with open_scope(cast.municipality("norrkoping")):
        next_door = _device("norrkoping", key=device.key, credential=device.credential)
        next_door.handle = device.handle
        assert not _is_in(_show(next_door, browser("norrkoping")))
        assert not _is_in(_show(device, browser("norrkoping")))
        assert not Passkey.objects.exists()
        assert passkeys.of(account.id) == []


def test_only_after_a_fresh_log_in_and_where_it_is_enough(mjolby: Municipality) -> None:
    _account, client = _with_code()
    for lie in LIES.values():
        if lie(_device()).key is not None and lie is not LIES["another key"]:
            assert _make(client, lie(_device())).status_code == 422
    assert _make(client, _device(), name="x" * 61).status_code == 422
    options = _options(client.post(ADD))
    put_unit(name=cast.UNIT, staff_level=3)
    assert client.post(ADD).status_code == 404
    answer = json.dumps(_device().make(options))
    assert client.post(ADDED, {"answer": answer}).status_code == 404
    put_unit(name=cast.UNIT, staff_level=2)
    with clock.shifted(timedelta(minutes=16)):
        assert client.post(ADDED, {"answer": answer}).status_code == 404
        assert "Logga in igen" in client.get(MINE).content.decode()
    assert not Passkey.objects.exists()
    assert not browser().post(ADD).content  # nobody: led to the log-in


def test_unit_that_demands_an_eid_is_closed_to_a_passkey(mjolby: Municipality) -> None:
    _account, client = _with_code()
    device = _device()
    _make(client, device)
    put_unit(name=cast.UNIT, staff_level=3)
    assert _show(device)["Location"] == "/handlaggning/logga-in/utan-roll/"


def test_last_way_in_stays_and_a_managers_word_ends_them_all(mjolby: Municipality) -> None:
    account, client = _with_code()
    first, second = _device(), _device()
    for device in (first, second):
        _make(client, device)
    one, two = passkeys.of(account.id)
    logins.remove_login(staff_id=account.id)
    path = f"{MINE}passkey/{{}}/ta-bort/"
    assert client.post(path.format(one.id)).status_code == 302
    assert client.post(path.format(one.id)).status_code == 404
    kept = client.post(path.format(two.id))
    assert kept.status_code == 422
    assert "enda sätt" in kept.content.decode()
    assert _is_in(_show(second))
    with pytest.raises(NotFoundError):
        work.remove_passkeys(staff_id=account.id, by=cast.staff_actor())
    work.remove_passkeys(staff_id=account.id, by=invited.manager())
    assert not _is_in(_show(second))
    assert client.get(MINE).status_code == 302  # logged out, too


def test_who_leaves_or_is_invited_anew_has_no_passkey(mjolby: Municipality) -> None:
    account, client = _with_code()
    device = _device()
    _make(client, device)
    work.invite_again(staff_id=account.id, by=invited.manager())
    assert not Passkey.objects.exists()
    again, leaver = (
        _device(),
        browser(
            token=sessions.sign_in_staff(
                old=cast.session(), staff=account, assurance_level=2, method="code"
            ).token
        ),
    )
    _make(leaver, again)
    close_account(staff_id=account.id)
    assert not Passkey.objects.exists()
    assert not _is_in(_show(again))
