"""Logging in with the municipality's own account: real provider, hostile ones, and mix-ups."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from tests import cast, invited
from tests.web import browser_of
from tests.web.signin import elsewhere

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.directory import put_group_role
from samtjanst.foundation.people.models import BrowserSession, Membership, StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope, put_unit
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.simulators.oidc import server
from samtjanst.simulators.oidc.directory import DISTURBED, LIES
from samtjanst.simulators.personas import ADA, HANNA, MAJA, NILS

pytestmark = pytest.mark.django_db
BEGIN, DESK = "/handlaggning/logga-in/katalog/", "/handlaggning/"


@pytest.fixture(scope="module")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Running]:
    running = server.start(tmp_path_factory.mktemp("oidc"))
    yield running
    running.stop()


@pytest.fixture
def provider(_running: server.Running) -> Iterator[server.Running]:
    """As good as new."""
    directory = _running.directory
    members = {number: list(groups) for number, groups in directory.members.items()}
    directory.mode, directory.delay, directory.level = "up", 0.8, "urn:samtjanst:two-factors"
    yield _running
    directory.mode, directory.members = "up", members


def _town(provider: server.Running, slug: str = "mjolby") -> Municipality:
    row = cast.municipality(slug)
    with open_scope(row):
        unit = put_unit(name=cast.UNIT, staff_level=2)
        settings = provider.settings | {"timeout": 20}
        bind(port=Port.LOGIN, adapter="oidc", name="katalog", settings=settings)
        put_group_role(group="skola-handlaggare", role=Role.HANDLER, unit_id=unit.id)
        put_group_role(group="skola-chefer", role=Role.MANAGER, unit_id=unit.id)
    return row


@pytest.fixture
def mjolby(provider: server.Running) -> Iterator[Municipality]:
    row = _town(provider)
    with open_scope(row):
        yield row


def _away(client: Client, next_path: str = "") -> str:
    return elsewhere.away(client, BEGIN, next_path)


def _back(url: str, number: str) -> str:
    return elsewhere.back(url, number)


def test_handler_logs_in_and_has_the_roles_of_her_groups(mjolby: Municipality) -> None:
    client = invited.browser()
    assert "arbetskontot" in client.get("/handlaggning/logga-in/").content.decode()
    assert client.get(_back(_away(client), HANNA))["Location"] == DESK
    assert client.get(DESK).status_code == 200
    assert client.get("/medarbetare/").status_code == 404
    session = BrowserSession.objects.get(staff__isnull=False)
    assert (session.method, session.assurance_level) == ("directory", 2)
    again = invited.browser()
    again.get(_back(_away(again), HANNA))
    assert StaffAccount.objects.count() == 1


def test_groups_follow_at_the_next_log_in_and_what_people_gave_stays(
    mjolby: Municipality, provider: server.Running
) -> None:
    client = invited.browser()
    client.get(_back(_away(client), MAJA))
    assert client.get("/medarbetare/").status_code == 200
    account = StaffAccount.objects.get()
    Membership(staff=account, unit=put_unit(name="Kultur"), role="handler").save()
    provider.directory.members[MAJA] = ["skola-handlaggare"]
    client.get(_back(_away(client), MAJA))
    assert client.get("/medarbetare/").status_code == 404
    assert Membership.objects.filter(staff=account).count() == 2


def test_account_is_found_by_the_number_that_the_directory_proves(mjolby: Municipality) -> None:
    known = put_staff(
        number=PersonalNumber(HANNA),
        name="Hanna",
        email="h@x.se",
        roles={Role.MANAGER: cast.unit()},
    )
    client = invited.browser()
    client.get(_back(_away(client), HANNA))
    assert client.get("/medarbetare/").status_code == 200
    assert StaffAccount.objects.get().id == known.id


@pytest.mark.parametrize("number", [NILS, ADA])
def test_nobody_without_a_group_that_gives_a_role_gets_in(
    mjolby: Municipality, number: str
) -> None:
    client = invited.browser()
    answer = client.get(_back(_away(client), number))
    assert answer.status_code == 403
    assert not StaffAccount.objects.exists()
    assert client.get(DESK).status_code == 302


def test_closed_account_stays_closed(mjolby: Municipality) -> None:
    client = invited.browser()
    client.get(_back(_away(client), HANNA))
    StaffAccount.objects.update(is_active=False)
    assert client.get(_back(_away(client), HANNA)).status_code == 403
    assert client.get(DESK).status_code == 302


def test_same_address_is_not_the_same_person(mjolby: Municipality) -> None:
    """An address is given to somebody else when its owner leaves; the directory's key is not."""
    put_staff(
        number=cast.HANDLER,
        name="Hanna Äldre",
        email="hanna@katalog.invalid",
        roles={Role.ADMINISTRATOR: cast.unit()},
    )
    client = invited.browser()
    client.get(_back(_away(client), HANNA))
    assert client.get("/drift/").status_code == 404
    assert StaffAccount.objects.count() == 2


def test_unit_that_demands_an_eid_needs_the_card(
    mjolby: Municipality, provider: server.Running
) -> None:
    put_unit(name=cast.UNIT, staff_level=3)
    client = invited.browser()
    answer = client.get(_back(_away(client), HANNA))
    assert answer["Location"] == "/handlaggning/logga-in/utan-roll/"
    provider.directory.level = "urn:samtjanst:card"
    assert client.get(_back(_away(client), HANNA))["Location"] == DESK
    assert client.get(DESK).status_code == 200


@pytest.mark.parametrize("lie", LIES)
def test_lie_logs_nobody_in(mjolby: Municipality, provider: server.Running, lie: str) -> None:
    client = invited.browser()
    url = _away(client)
    provider.directory.mode = lie
    answer = client.get(_back(url, HANNA))
    assert answer.status_code == 403
    assert not StaffAccount.objects.exists()
    assert client.get(DESK).status_code == 302
    [event] = AuditEvent.objects.filter(action="staff.login_refused")
    assert event.details["code"].startswith("oidc:")


@pytest.mark.parametrize("trouble", DISTURBED)
def test_provider_in_trouble_is_told_plainly(
    mjolby: Municipality, provider: server.Running, trouble: str
) -> None:
    settings = provider.settings | {"timeout": 0.5}
    bind(port=Port.LOGIN, adapter="oidc", name="katalog", settings=settings)
    client = invited.browser()
    provider.directory.mode = trouble
    answer = client.post(BEGIN)
    assert answer.status_code == 503
    assert "svarar inte" in answer.content.decode()


def test_answer_in_another_browser_logs_nobody_in(mjolby: Municipality) -> None:
    """Somebody is lured with the thief's answer, or the thief takes hers: neither works."""
    hers, thiefs = invited.browser(), invited.browser()
    answer = _back(_away(hers), HANNA)
    _away(thiefs)
    assert thiefs.get(answer).status_code == 403
    assert thiefs.get(DESK).status_code == 302
    assert invited.browser().get(answer).status_code == 403
    assert hers.get(answer)["Location"] == DESK


def test_answer_is_good_once(mjolby: Municipality) -> None:
    client = invited.browser()
    answer = _back(_away(client), HANNA)
    token = client.cookies["samtjanst"].value
    client.get(answer)
    client.cookies["samtjanst"] = token
    assert client.get(answer).status_code == 403


def test_answer_at_another_municipality_logs_nobody_in(
    mjolby: Municipality, provider: server.Running
) -> None:
    _town(provider, "norrkoping")
    client = invited.browser()
    answer = _back(_away(client), HANNA)
    there = invited.browser("norrkoping")
    there.cookies["samtjanst"] = client.cookies["samtjanst"].value
    assert there.get(answer).status_code == 403
    with open_scope(_town(provider, "norrkoping")):
        assert not StaffAccount.objects.exists()


def test_log_in_gives_a_new_session_secret(mjolby: Municipality) -> None:
    client = invited.browser()
    url = _away(client)
    before = client.cookies["samtjanst"].value
    client.get(_back(url, HANNA))
    assert client.cookies["samtjanst"].value != before


@pytest.mark.parametrize("target", ["https://ond.example/", "//ond.example/", "/\\ond.example"])
def test_nobody_is_led_elsewhere(mjolby: Municipality, target: str) -> None:
    client = invited.browser()
    assert client.get(_back(_away(client, target), HANNA))["Location"] == DESK


def test_breaking_off_is_told_kindly(mjolby: Municipality) -> None:
    client = invited.browser()
    url = _away(client)
    state = re.search(r"state=([^&]+)", url)
    assert state
    path = f"/logga-in/hos/katalog/klar/?error=access_denied&state={state[1]}"
    assert "Du avbröt" in client.get(path).content.decode()


def test_without_a_directory_there_is_no_such_way() -> None:
    row = cast.municipality("norrkoping")
    client = invited.browser("norrkoping")
    assert "arbetskontot" not in client.get("/handlaggning/logga-in/").content.decode()
    assert client.post(BEGIN).status_code == 404
    assert row.slug == "norrkoping"


def test_administrator_maps_groups_and_takes_them_back(mjolby: Municipality) -> None:
    client = invited.browser()
    client.get(_back(_away(client), HANNA))
    admin, page = browser_of.staff(Role.ADMINISTRATOR), "/medarbetare/grupper/"
    form = {"group": "kultur", "role": "handler", "unit": str(put_unit(name="Kultur").id)}
    assert admin.post(page, form).status_code == 302
    assert "kultur" in admin.get(page).content.decode()
    assert admin.post(page, form | {"group": " "}).status_code == 422
    assert admin.post(page, form | {"unit": str(client)}).status_code == 404
    keys = re.findall(r"/grupper/([0-9a-f-]{36})/ta-bort/", admin.get(page).content.decode())
    assert len(keys) == 3
    for key in keys:
        assert admin.post(f"{page}{key}/ta-bort/").status_code == 302
    assert client.get(DESK).status_code == 404
    assert browser_of.staff(Role.MANAGER).get(page).status_code == 404
