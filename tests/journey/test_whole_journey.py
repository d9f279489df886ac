"""School transport over HTTP, from the portal to a decided case; BankID is a real server."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.journey_support import school_transport
from tests.simulators_support import bankid

from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.simulators.bankid.server import Running
from samtjanst.simulators.personas import person

pytestmark = pytest.mark.django_db
ANNA, BO, STRANGER = "198501012382", "198501012390", "196608253081"
PDF = b"%PDF-1.7\nintyg"


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with bankid(tmp_path_factory.mktemp("bankid")) as running:
        yield running


@pytest.fixture
def mjolby(bank: Running, tmp_path: Path) -> Municipality:
    return _set_up("mjolby", bank, tmp_path)


@pytest.fixture
def norrkoping(bank: Running, tmp_path: Path) -> Municipality:
    return _set_up("norrkoping", bank, tmp_path)


def _set_up(slug: str, bank: Running, folder: Path) -> Municipality:
    row = cast.municipality(slug, storage=str(folder / slug))
    with open_scope(row):
        school_transport(slug)
        bind(port=Port.IDENTITY, adapter="bankid", settings=bank.settings | {"environment": "test"})
        bind(port=Port.SIGNING, adapter="bankid", settings=bank.settings | {"environment": "test"})
    return row


def _client(slug: str = "mjolby") -> Client:
    return Client(SERVER_NAME=f"{slug}.localhost", SERVER_PORT="8000")


def _play(bank: Running, number: str) -> None:
    who = person(number)
    assert who
    bank.bank.complete(bank.bank.waiting()[0], who)


def login(bank: Running, number: str, path: str = "/logga-in/", slug: str = "mjolby") -> Client:
    client = _client(slug)
    page = client.post(path, {"next": ""})
    assert page.status_code == 302
    _play(bank, number)
    assert client.get(page["Location"]).status_code == 302
    return client


def _text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[-800:]
    return answer.content.decode()


def _post(client: Client, page: str, data: dict[str, object], revision: int) -> str:
    answer = client.post(page, {**data, "revision": revision, "go": "1"})
    assert answer.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())
    return str(answer["Location"])


def _revision(client: Client, page: str) -> int:
    found = re.search(r'name="revision" value="(\d+)"', _text(client, page))
    assert found
    return int(found[1])


def fill_in(client: Client) -> str:
    """Answer everything; returns the path of the filing."""
    started = client.post("/e-tjanster/skolskjuts/starta/")
    filing = str(started["Location"])
    for page, data in _answers():
        path = f"{filing}sida/{page}/"
        _post(client, path, data, _revision(client, path))
    return filing


def _answers() -> list[tuple[str, dict[str, object]]]:
    return [
        (
            "the_child",
            {
                "child.name": "Ella Provsson",
                "child.personal_number": "20180101-2392",
                "has_other_guardian": "yes",
                "other_guardian.name": "Bo Provsson",
                "other_guardian.personal_number": "19850101-2390",
                "home_address.street": "Storgatan 1",
                "home_address.postal_code": "595 30",
                "home_address.city": "Mjölby",
            },
        ),
        (
            "the_school",
            {
                "school": _first_option("school"),
                "placed_school": "yes",
                "school_year": _first_option("school_year"),
                "start_date": "2027-01-11",
                "alternating": "no",
            },
        ),
        (
            "the_reason",
            {
                "reasons": ["disability"],
                "disability_description": "Ella kan inte gå långt 🙂 مرحبا",
                "medical_certificate": SimpleUploadedFile("intyg.pdf", PDF),
            },
        ),
        (
            "the_journey",
            {
                "days_to": ["monday"],
                "time_to": "07:45",
                "email": "anna@exempel.invalid",
                "email.again": "anna@exempel.invalid",
                "phone": "070-123 45 67",
            },
        ),
    ]


def _first_option(question: str) -> str:
    import json

    from tests.journey_support import DOCUMENT

    from samtjanst import eservices

    if question == "school":
        values = json.loads(eservices.read("skolskjuts/parameters/mjolby.json"))
        return str(next(v for v in values.values() if isinstance(v, list))[0]["id"])
    for page in DOCUMENT["pages"]:
        for found in page["questions"]:
            if found["id"] == question:
                return str(found["options"][0]["id"])
    raise AssertionError(question)


def sign(client: Client, bank: Running, request_path: str, number: str) -> str:
    """Sign; returns where one is sent afterwards."""
    started = client.post(f"{request_path}starta/")
    assert started.status_code == 302
    _play(bank, number)
    done = client.get(started["Location"])
    assert done.status_code == 302, done.content.decode()
    return str(done["Location"])


def test_from_portal_to_decision(mjolby: Municipality, bank: Running) -> None:
    assert "skolskjuts" in _text(_client(), "/?q=buss")
    assert "Ha det här till hands" in _text(_client(), "/e-tjanster/skolskjuts/")
    with open_scope(mjolby):
        cast.citizen(cast.OTHER_GUARDIAN)
        cast.staff()
    anna = login(bank, ANNA)
    filing = fill_in(anna)
    assert "Kontrollera dina svar" in _text(anna, f"{filing}kontrollera/")
    asked = anna.post(f"{filing}kontrollera/")
    assert asked.status_code == 302, re.sub(r"<[^>]+>|\s+", " ", asked.content.decode())
    receipt = sign(anna, bank, asked["Location"], ANNA)
    assert "Din ansökan har kommit in" in _text(anna, receipt)

    hanna = login(bank, cast.HANDLER.digits, "/handlaggning/logga-in/")
    waiting = _text(hanna, "/handlaggning/lista/vantar/")
    assert "Bo Provsson" in waiting
    reference = re.search(r"SKJ-\d{4}-\d{6}-\w", waiting)
    assert reference
    case = f"/handlaggning/arenden/{reference[0]}/"
    assert "Påminnelsen är på väg" in hanna.post(f"{case}paminn/", follow=True).content.decode()
    assert "det senaste dygnet" in hanna.post(f"{case}paminn/", follow=True).content.decode()

    bo = login(bank, BO)
    request = re.search(r"/underskrift/[0-9a-f-]+/", _text(bo, "/mina-arenden/"))
    assert request
    assert "Ella Provsson" in _text(bo, request[0])
    sign(bo, bank, request[0], BO)
    assert "Du har skrivit under" in _text(bo, request[0])

    assert hanna.post(f"{case}ta/").status_code == 302
    page = _text(hanna, case)
    assert "Ella kan inte gå långt" in page
    document = hanna.get(f"{case}dokument.pdf")
    assert document.content.startswith(b"%PDF")
    revision = re.search(r'name="revision" value="(\d+)"', _text(hanna, f"{case}beslut/"))
    assert revision
    decision = {"revision": revision[1], "outcome": _outcome(), "reasons": "Vägen är lång."}
    assert hanna.post(f"{case}beslut/", decision).status_code == 422
    decision["legal_basis"] = _basis()
    assert "Besluta och skicka" in hanna.post(f"{case}beslut/", decision).content.decode()
    assert hanna.post(f"{case}beslut/", decision | {"send": "1"}).status_code == 302
    assert hanna.post(f"{case}beslut/", decision | {"send": "1"}).status_code == 409
    for parent in (anna, bo):
        mine = _text(parent, f"/mina-arenden/{reference[0]}/")
        assert "Vägen är lång." in mine
        pdf = parent.get(f"/mina-arenden/{reference[0]}/beslut.pdf")
        assert pdf.content.startswith(b"%PDF")


def _outcome() -> str:
    from tests.journey_support import DOCUMENT

    return str(DOCUMENT["handling"]["outcomes"][0]["id"])


def _basis() -> str:
    from tests.journey_support import DOCUMENT

    return str(DOCUMENT["handling"]["legal_basis"][0]["id"])


def test_outsiders_find_nothing_anywhere(
    mjolby: Municipality, norrkoping: Municipality, bank: Running
) -> None:
    with open_scope(mjolby):
        cast.staff()
    with open_scope(norrkoping):
        put_staff(
            number=PersonalNumber(STRANGER), name="Nils", email="n@x.invalid",
            roles={Role.HANDLER: cast.unit()},
        )  # fmt: skip
    anna = login(bank, ANNA)
    filing = fill_in(anna)
    request = str(anna.post(f"{filing}kontrollera/")["Location"])
    sign(anna, bank, request, ANNA)
    hanna = login(bank, cast.HANDLER.digits, "/handlaggning/logga-in/")
    found = re.search(r"SKJ-[\w-]+", _text(hanna, "/handlaggning/lista/vantar/"))
    assert found
    reference = found[0]
    citizen_paths = [
        filing, f"{filing}kontrollera/", f"{filing}sida/the_child/", f"{filing}kvitto/", request,
        f"{request}avbojd/", f"/mina-arenden/{reference}/",
        f"/mina-arenden/{reference}/kvittens.pdf",
        f"/mina-arenden/{reference}/beslut.pdf",
    ]  # fmt: skip
    staff_paths = [
        f"/handlaggning/arenden/{reference}/{rest}" for rest in ("", "beslut/", "dokument.pdf")
    ]
    teofil = login(bank, STRANGER)
    nils = login(bank, STRANGER, "/handlaggning/logga-in/", "norrkoping")
    for path in citizen_paths:
        assert teofil.get(path).status_code == 404, path
        assert _client().get(path).status_code == 302, path
    for path in (f"{request}starta/", f"{filing}kontrollera/", f"{filing}kasta/"):
        assert teofil.post(path).status_code == 404, path
    for path in staff_paths:
        assert nils.get(path).status_code == 404, path
        assert teofil.get(path).status_code == 302, path
    for action in ("ta/", "paminn/"):
        assert nils.post(f"/handlaggning/arenden/{reference}/{action}").status_code == 404
    assert reference not in _text(nils, "/handlaggning/lista/vantar/")
    # Mjölby's cookie opens nothing in Norrköping.
    nils.cookies["samtjanst"] = hanna.cookies["samtjanst"].value
    assert nils.get("/handlaggning/").status_code == 302
