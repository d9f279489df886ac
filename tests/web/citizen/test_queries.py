"""How many statements a citizen's pages take, however much there is: literal numbers."""

import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person
from tests.journey.test_whole_journey import ANNA, fill_in, login
from tests.journey_support import DOCUMENT, school_transport
from tests.simulators_support import bankid
from tests.statements import statements
from tests.web import browser_of

from samtjanst.building.definitions.queries import service_of
from samtjanst.building.definitions.services import publish
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import answer
from samtjanst.running.filing.models import Filing
from samtjanst.simulators import personas
from samtjanst.simulators.bankid.server import Running

PORTAL, SAVE, MINE, HAND_IN = 1, 4, 8, 25


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with bankid(tmp_path_factory.mktemp("bankid")) as running:
        yield running


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    return _furnished("mjolby", tmp_path)


@pytest.fixture
def norrkoping(tmp_path: Path) -> Municipality:
    return _furnished("norrkoping", tmp_path)


def _furnished(slug: str, folder: Path) -> Municipality:
    row = cast.municipality(slug, storage=str(folder / slug))
    with open_scope(row):
        school_transport(slug)
    return row


def _get(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        found = client.get(path)
    assert found.status_code == 200, found.status_code
    return statements(seen)


def _services(first: int, last: int) -> None:
    for number in range(first, last):
        document = {**DOCUMENT, "id": f"tjanst{number}", "title": {"sv": f"Tjänst {number}"}}
        parameters = service_of("skolskjuts").parameters
        by, unit = system_actor(scope_id()), cast.unit()
        publish(slug=document["id"], document=document, parameters=parameters, unit=unit, by=by)


@pytest.mark.django_db
def test_portal_takes_the_same_queries_with_1_and_30_services(
    mjolby: Municipality, norrkoping: Municipality
) -> None:
    client = Client(SERVER_NAME="mjolby.localhost", SERVER_PORT="8000")
    with open_scope(norrkoping):
        _services(0, 2)
    _get(client, "/")
    few = _get(client, "/")
    with open_scope(mjolby):
        _services(0, 29)
    _get(client, "/")
    page = client.get("/").content.decode()
    assert page.count("Tjänst ") >= 29
    assert (few, _get(client, "/")) == (PORTAL, PORTAL)


def _save(client: Client, filing: uuid.UUID) -> int:
    path = f"/ansokan/{filing}/sida/the_child/"
    found = re.search(r'name="revision" value="(\d+)"', client.get(path).content.decode())
    assert found
    data = {
        "child.name": "Ella Provsson",
        "child.personal_number": "20180101-2392",
        "has_other_guardian": "no",
        "home_address.street": "Storgatan 1",
        "home_address.postal_code": "595 30",
        "home_address.city": "Mjölby",
        "revision": found[1],
        "go": "1",
    }
    with CaptureQueriesContext(connection) as seen:
        saved = client.post(path, data)
    assert saved.status_code == 302, saved.status_code
    return statements(seen)


def _begun(count: int) -> uuid.UUID:
    return [answer.start(slug="skolskjuts", by=cast.citizen_actor()) for _ in range(count)][-1]


@pytest.mark.django_db
def test_saving_a_page_takes_the_same_queries_with_1_and_30_drafts(
    mjolby: Municipality, norrkoping: Municipality
) -> None:
    with open_scope(norrkoping):
        _begun(1)
    with open_scope(mjolby):
        anna, filing = browser_of.citizen(), _begun(1)
    _save(anna, filing)
    few = _save(anna, filing)
    with open_scope(mjolby):
        _begun(29)
        complete_case()
    assert (few, _save(anna, filing)) == (SAVE, SAVE)
    with open_scope(norrkoping):
        assert Filing.objects.count() == 1


def _application() -> None:
    by = cast.citizen_actor()
    complete_case(by)
    other = person(cast.OTHER_GUARDIAN, "Bo Provsson")
    hand_in_application(applicant=other, other=by)  # she is asked to sign
    _begun(1)


@pytest.mark.django_db
def test_own_cases_take_the_same_queries_with_1_and_30_of_each(
    mjolby: Municipality, norrkoping: Municipality
) -> None:
    with open_scope(norrkoping):
        complete_case()
    with open_scope(mjolby):
        anna = browser_of.citizen()
        _application()
    _get(anna, "/mina-arenden/")
    few = _get(anna, "/mina-arenden/")
    with open_scope(mjolby):
        for _ in range(29):
            _application()
    assert len(_own_references(anna)) == 30
    assert (few, _get(anna, "/mina-arenden/")) == (MINE, MINE)


def _own_references(client: Client) -> set[str]:
    """What stands on each page of Mina ärenden, as far as there is a next one."""
    found: set[str] = set()
    for number in range(1, 30):
        page = client.get(f"/mina-arenden/?sida={number}").content.decode()
        shown = re.findall(r">([A-Z]{3}-[^<]+)<", page)
        assert len(shown) == len(set(shown)) <= 20
        assert not found & set(shown)
        found |= set(shown)
        if 'rel="next"' not in page:
            break
    return found


@pytest.mark.django_db
def test_page_of_own_cases_that_is_none_is_empty_not_a_fault(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        anna = browser_of.citizen()
        complete_case()
    for page in ("0", "-1", "x", "2", "999999999", ""):
        assert anna.get(f"/mina-arenden/?sida={page}").status_code == 200


def _hand_in(anna: Client, bank: Running) -> int:
    """Statements of the request that finds the signature done, and does all that follows."""
    filing = fill_in(anna)
    page = anna.get(f"{filing}kontrollera/").content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    asked = anna.post(f"{filing}kontrollera/", {"seen": seen[1]})
    who = personas.person(ANNA)
    assert who
    bank.bank.complete(bank.bank.waiting()[0], who)
    for _ in range(30):  # the e-ID is asked at most once a second, and may take its time
        with CaptureQueriesContext(connection) as counted:
            done = anna.get(asked["Location"])
        if done.status_code == 302:
            break
        time.sleep(1)
    assert done["Location"] == f"{filing}kvitto/"
    return statements(counted)


@pytest.mark.django_db
def test_handing_in_takes_at_most_25_queries_with_1_and_30_cases(
    committed_db: None, mjolby: Municipality, bank: Running
) -> None:
    with open_scope(mjolby):
        for port in (Port.IDENTITY, Port.SIGNING):
            bind(port=port, adapter="bankid", settings=bank.settings | {"environment": "test"})
        cast.citizen(cast.OTHER_GUARDIAN)
    anna = login(bank, ANNA)
    _hand_in(anna, bank)
    assert _hand_in(anna, bank) <= HAND_IN
    with open_scope(mjolby):
        for _ in range(28):
            complete_case()
    assert _hand_in(anna, bank) <= HAND_IN
