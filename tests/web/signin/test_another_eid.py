"""Citizens who log in with another e-ID than BankID, over OpenID Connect."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from tests import cast, invited
from tests.web.signin import elsewhere

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.models import BrowserSession, Citizen
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.sessions import sign_in_citizen
from samtjanst.foundation.people.ways import Way, put_way
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.simulators.oidc import server
from samtjanst.simulators.oidc.directory import (
    COORDINATION_CLAIM,
    LIES,
    NUMBER_CLAIM,
    PERSISTENCE_CLAIM,
    PRID_CLAIM,
)
from samtjanst.simulators.personas import ANNA, ASTRID, BO, GRETA, PABLO

pytestmark = pytest.mark.django_db
BEGIN, MINE = "/logga-in/annan-e-legitimation/", "/mina-arenden/"
LOA2, LOA3 = (f"http://id.elegnamnden.se/loa/1.0/loa{level}" for level in (2, 3))


@pytest.fixture(scope="module")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Running]:
    running = server.start(tmp_path_factory.mktemp("oidc"))
    running.directory.members[ANNA] = []
    yield running
    running.stop()


@pytest.fixture
def provider(_running: server.Running) -> server.Running:
    """As good as new."""
    directory = _running.directory
    directory.mode, directory.level, directory.keeps_numbers = "up", LOA3, False
    directory.extra = {}
    return _running


def _town(provider: server.Running, slug: str = "mjolby") -> Municipality:
    row = cast.municipality(slug)
    more = {
        "timeout": 20,
        "levels": {LOA3: 3, "urn:samtjanst:password": 2},
        "number_claim": f"{NUMBER_CLAIM} {COORDINATION_CLAIM}",
    }
    with open_scope(row):
        bind(port=Port.LOGIN, adapter="oidc", name="eid", settings=provider.settings | more)
    return row


@pytest.fixture
def mjolby(provider: server.Running) -> Iterator[Municipality]:
    row = _town(provider)
    with open_scope(row):
        yield row


def _away(client: Client, next_path: str = "") -> str:
    return elsewhere.away(client, BEGIN, next_path)


def _back(url: str, number: str = ANNA) -> str:
    return elsewhere.back(url, number)


def test_citizen_is_the_same_person_whatever_e_id_she_uses(mjolby: Municipality) -> None:
    known = cast.citizen()
    client = invited.browser()
    assert "annan e-legitimation" in client.get("/logga-in/").content.decode()
    back = _back(_away(client, "/mina-arenden/?q=1"))
    assert client.get(back)["Location"] == "/mina-arenden/?q=1"
    assert client.get(MINE).status_code == 200
    assert client.get("/handlaggning/").status_code in {302, 404}
    session = BrowserSession.objects.get(citizen__isnull=False)
    assert (session.citizen_id, session.method, session.assurance_level) == (known.id, "eid", 3)
    assert client.get(back).status_code == 403  # the answer is used


@pytest.mark.parametrize("lie", [*(lie for lie in LIES if lie != "overage"), "low_level"])
def test_lie_logs_nobody_in(mjolby: Municipality, provider: server.Running, lie: str) -> None:
    client = invited.browser()
    away = _away(client)
    provider.directory.mode = lie
    assert client.get(_back(away)).status_code == 403
    assert not BrowserSession.objects.filter(citizen__isnull=False).exists()


def test_who_has_no_swedish_number_is_known_by_the_foreign_identity(
    mjolby: Municipality, provider: server.Running
) -> None:
    client = invited.browser()
    assert client.get(_back(_away(client, MINE), ASTRID))["Location"] == MINE
    page = client.get(MINE).content.decode()
    assert "utländsk e-legitimation" in page
    assert ASTRID in page
    session = BrowserSession.objects.get(citizen__isnull=False)
    assert session.citizen_id
    who = identity_of(session.citizen_id)
    assert (who.personal_number, who.foreign) == (None, ForeignIdentity(ASTRID))
    assert (who.name, session.method, session.assurance_level) == ("Astrid Prøvesen", "eid", 3)
    again = invited.browser()
    assert again.get(_back(_away(again), ASTRID)).status_code == 302
    assert Citizen.objects.get().id == who.id
    # Her prid, as it is or as a number, is nowhere readable in the row.
    row = Citizen.objects.get()
    assert ASTRID[3:] not in row.number_index + str(bytes(row.identity))


def test_same_foreign_identity_is_another_account_in_another_municipality(
    mjolby: Municipality, provider: server.Running
) -> None:
    client = invited.browser()
    client.get(_back(_away(client), ASTRID))
    norrkoping = _town(provider, "norrkoping")
    there = Client(SERVER_NAME="norrkoping.localhost", SERVER_PORT="8000")
    assert there.get(_back(_away(there), ASTRID)).status_code == 302
    here = Citizen.objects.get()
    with open_scope(norrkoping):
        other = Citizen.objects.get()
    assert here.id != other.id
    assert here.number_index != other.number_index


def test_identity_that_can_change_lets_in_with_a_warning_and_a_fleeting_one_does_not(
    mjolby: Municipality, provider: server.Running
) -> None:
    client = invited.browser()
    assert client.get(_back(_away(client), GRETA)).status_code == 302
    assert "ge dig en ny identitet" in client.get(MINE).content.decode()
    client = invited.browser()
    page = client.get(_back(_away(client), PABLO))
    assert page.status_code == 403
    assert "utländska e-legitimation (ES)" in page.content.decode()
    assert PABLO[3:] not in page.content.decode()
    provider.directory.keeps_numbers, provider.directory.extra = True, {PRID_CLAIM: "SE:1"}
    assert "stämde inte" in client.get(_back(_away(client))).content.decode()
    events = AuditEvent.objects.filter(action="citizen.login_refused").order_by("id")
    assert [event.details for event in events] == [
        {"code": "foreign", "country": "ES"},
        {"code": "oidc:prid"},
    ]
    assert Citizen.objects.count() == 1


def test_number_beside_a_foreign_identity_lets_nobody_into_that_account(
    mjolby: Municipality, provider: server.Running
) -> None:
    anna = cast.citizen()
    provider.directory.extra = {PRID_CLAIM: ASTRID, PERSISTENCE_CLAIM: "A", NUMBER_CLAIM: ANNA}
    client = invited.browser()
    assert client.get(_back(_away(client))).status_code == 302
    session = BrowserSession.objects.get(citizen__isnull=False)
    assert session.citizen_id != anna.id
    assert session.citizen_id
    assert identity_of(session.citizen_id).foreign == ForeignIdentity(ASTRID)


def test_answer_in_another_browser_at_the_staff_address_or_next_door_logs_nobody_in(
    mjolby: Municipality, provider: server.Running
) -> None:
    client = invited.browser()
    back = _back(_away(client))
    assert invited.browser().get(back).status_code == 403
    assert client.get(back.replace("/hos/eid/", "/hos/katalog/")).status_code == 403
    _town(provider, "norrkoping")
    next_door = Client(SERVER_NAME="norrkoping.localhost", SERVER_PORT="8000")
    next_door.cookies = client.cookies
    assert next_door.get(back).status_code == 403
    assert client.get(back.replace("state=", "state=x")).status_code == 403
    assert not BrowserSession.objects.filter(citizen__isnull=False).exists()


def test_nobody_is_led_to_another_place_and_what_is_not_bound_is_not_there(
    mjolby: Municipality,
) -> None:
    client = invited.browser()
    assert client.get(_back(_away(client, "https://ond.example/")))["Location"] == MINE
    cast.municipality("norrkoping")
    assert Client(SERVER_NAME="norrkoping.localhost").post(BEGIN).status_code == 404


def test_citizen_chooses_between_several_and_the_last_used_stands_first(
    mjolby: Municipality, provider: server.Running
) -> None:
    levels = {"levels": {LOA3: 3, LOA2: 2}, "number_claim": NUMBER_CLAIM, "default_level": 0}
    settings = provider.settings | levels
    for name in ("freja", "stangd"):
        bind(port=Port.LOGIN, adapter="oidc", name=name, settings=settings)
    put_way(way=Way("freja", "Freja", place=2, lowest=2))
    put_way(way=Way("stangd", "Stängd", place=3, is_open=False))
    client = invited.browser()
    assert _offered(client) == ["BankID", "Freja", "en annan e-legitimation"]
    provider.directory.level = LOA2
    page = client.post(BEGIN, {"provider": "freja", "next": ""}).content.decode()
    away = unescape(page.split('content="0;url=')[1].split('"')[0])
    assert client.get(_back(away))["Location"] == MINE
    session = BrowserSession.objects.get(citizen__isnull=False)
    assert (session.method, session.assurance_level) == ("freja", 2)
    assert _offered(client) == ["Freja", "BankID", "en annan e-legitimation"]
    # Staff's directory, what is closed, and what does not reach the level are not chosen.
    for chosen in ({"provider": "katalog"}, {"provider": "stangd"}, {"niva": "4"}):
        assert client.post(BEGIN, chosen).status_code == 404
    put_way(way=Way("freja", "Freja", place=2, lowest=4))
    assert "Freja" not in _offered(client)


def test_one_e_id_raises_the_level_of_another_but_only_for_the_same_person(
    mjolby: Municipality, provider: server.Running
) -> None:
    client = invited.browser()
    opened = sign_in_citizen(
        old=cast.session(), citizen=cast.citizen(), assurance_level=2, method="freja"
    )
    client.cookies["samtjanst"] = opened.token
    provider.directory.members[BO] = []
    for number, status in ((BO, 403), (ANNA, 302)):
        page = client.post(BEGIN, {"next": "/mina-arenden/", "niva": "3"}).content.decode()
        away = unescape(page.split('content="0;url=')[1].split('"')[0])
        answer = client.get(_back(away, number))
        assert answer.status_code == status
        if status == 403:
            assert "någon annan" in answer.content.decode()
            assert client.cookies["samtjanst"].value == opened.token
    session = BrowserSession.objects.get(citizen__isnull=False, ended_at=None)
    assert (session.citizen_id, session.assurance_level) == (cast.citizen().id, 3)
    assert client.cookies["samtjanst"].value != opened.token


def _offered(client: Client) -> list[str]:
    page = client.get("/logga-in/").content.decode()
    return re.findall(r"Logga in med ([^<]+)</button>", page)
