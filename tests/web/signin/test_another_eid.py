"""Citizens who log in with another e-ID than BankID, over OpenID Connect."""

from collections.abc import Iterator

import pytest
from django.test import Client
from tests import cast, invited
from tests.web.signin import elsewhere

from samtjanst.foundation.people.models import BrowserSession, Citizen
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators.oidc import server
from samtjanst.simulators.oidc.directory import COORDINATION_CLAIM, LIES, NUMBER_CLAIM
from samtjanst.simulators.personas import ANNA

pytestmark = pytest.mark.django_db
BEGIN, MINE = "/logga-in/annan-e-legitimation/", "/mina-arenden/"
LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"


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


def test_who_has_no_swedish_number_is_told_plainly(
    mjolby: Municipality, provider: server.Running
) -> None:
    provider.directory.keeps_numbers = True
    client = invited.browser()
    page = client.get(_back(_away(client)))
    assert page.status_code == 403
    assert "samordningsnummer" in page.content.decode()
    assert not Citizen.objects.exists()


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
