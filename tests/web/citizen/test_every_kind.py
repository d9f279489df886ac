"""The e-service with every kind of question, walked as a person without a script would."""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.web import browser_of

from samtjanst import eservices
from samtjanst.building.definitions.services import publish
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role, system_actor
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.foundation.tenancy.types import scope_id

pytestmark = pytest.mark.django_db
Data = dict[str, str | list[str]]
ANSWERS: dict[str, Data] = {
    "before": {},
    "written": {
        "text": "Storgatan",
        "long_text": "Inget övergångsställe.\r\nMörkt på vintern.",
        "email.value": "anna@example.se",
        "email.again": "anna@example.se",
        "phone": "070-174 06 05",
    },
    "numbers": {"integer": "2", "number": "4,5", "money": "31 500 kr", "percentage": "75 %"},
    "times": {
        "date": "2027-01-11",
        "period.from": "11/1 2027",
        "period.to": "",
        "time": "13.30",
    },
    "choices": {
        "yes_no": "no",
        "choice": "traffic",
        "year": "3",
        "many_choices": ["wheelchair", "seat"],
        "country": "Finland",
        "school": "s1",
    },
    "people": {
        "employee": "Anna Provsson, Utbildningsförvaltningen",
        "person.who": "self",
        "child.name": "Ella Provsson",
        "child.personal_number": "20180101-2392",
        "company.name": "Provbolaget AB",
        "company.organisation_number": "212000-0480",
        "personal_number": "19850101-2390",
        "organisation_number": "212000-0480",
        "signatories._row": "0",
        "signatories.0.name": "Bo Provsson",
        "signatories.0.personal_number": "850101-2390",
        "signatories.0.email": "bo@example.se",
    },
    "places": {
        "address.street": "Lillgatan 2",
        "address.postal_code": "59530",
        "address.city": "Mjölby",
        "property": "mjölby fisken 4",
        "map_point.place": "Vid skolan",
        "map_line.points": "58.3259, 15.1234\r\n58.3300, 15.1300",
    },
    "accounts": {
        "bank_account.clearing": "6789",
        "bank_account.account": "123 456 789",
        "iban": "SE35 5000 0000 0549 1000 0003",
        "car": "abc 123",
    },
    "rows": {
        "group._row": ["0", "1"],
        "group.0.name": "Bo Provsson",
        "group.0.works": "yes",
        "group.1.name": "Noa Provsson",
        "group.1.works": "no",
        "table._row": "0",
        "table.0.day": "2026-11-02",
        "table.0.distance": "12,5",
        "schedule.monday.from": "8.10",
        "schedule.monday.to": "13.30",
    },
    "end": {"lives_here": "yes", "consent": "yes", "declaration": "yes"},
}


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Client]:
    with open_scope(cast.municipality(storage=str(tmp_path / "files"))):
        publish(
            slug="alla-fragetyper",
            document=json.loads(eservices.read("alla_fragetyper/definition.json")),
            parameters={"schools": [{"id": "s1", "name": "Vifolkaskolan"}]},
            unit=cast.unit(),
            by=system_actor(scope_id()),
        )
        put_staff(  # the e-service is internal: it asks about a colleague
            number=cast.APPLICANT, name="Anna Provsson", email="anna@exempel.invalid",
            roles={Role.HANDLER: cast.unit()},
        )  # fmt: skip
        yield browser_of.citizen()


def begin(client: Client) -> str:
    started = client.post("/e-tjanster/alla-fragetyper/starta/")
    assert started.status_code == 302
    return str(started["Location"])


def show(client: Client, path: str) -> str:
    shown = client.get(path)
    assert shown.status_code == 200
    return shown.content.decode()


def posted(client: Client, path: str, data: Data, button: Data) -> tuple[int, str, str]:
    """Status, where to, and the page after a press of a button."""
    page = show(client, path)
    hidden = re.findall(r'name="_shown" value="(\w+)"', page)
    revision = re.findall(r'name="revision" value="(\d+)"', page)[0]
    found = client.post(path, {**data, **button, "_shown": hidden, "revision": revision})
    to = found.headers.get("Location", "")
    body = show(client, to) if to and "stay" in button else found.content.decode()
    return found.status_code, to, body


def told(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_every_kind_can_be_answered_and_is_shown_on_the_check_page(mjolby: Client) -> None:
    filing = begin(mjolby)
    for page, data in ANSWERS.items():
        status, _, body = posted(mjolby, f"{filing}sida/{page}/", data, {"go": "1"})
        assert status == 302, (page, told(body)[:1500])
    check = told(show(mjolby, f"{filing}kontrollera/"))
    for words in (
        "070-174 06 05", "4,5 kilometer", "31\u00a0500 kr", "75 %", "250 kr",
        "Från och med 2027-01-11, tills vidare", "kl. 13.30", "Rullstol", "Finland",
        "Vifolkaskolan", "212000-0480", "19850101-2390", "595 30 Mjölby", "MJÖLBY FISKEN 4",
        "Vid skolan", "N 6\u00a0465\u00a0001", "Handelsbanken", "ABC123", "Noa Provsson",
        "12,5 km", "kl. 08.10", "Samtycke lämnat", "Försäkran lämnad",
    ):  # fmt: skip
        assert " ".join(words.split()) in check, words


def test_rows_are_added_and_removed_by_plain_buttons(mjolby: Client) -> None:
    path = f"{begin(mjolby)}sida/rows/"
    bo: Data = {"group._row": "0", "group.0.name": "Bo Provsson"}
    _, _, body = posted(mjolby, path, bo, {"stay": "add:group"})
    assert 'value="Bo Provsson"' in body
    assert 'name="group.1.name"' in body
    assert "Fel:" not in told(body)
    both: Data = {**bo, "group._row": ["0", "1"], "group.1.name": "Noa Provsson"}
    _, _, body = posted(mjolby, path, both, {"stay": "remove:group:0"})
    assert 'name="group.0.name" value="Noa Provsson"' in body
    assert 'name="group.1.name"' not in body


def test_faults_in_rows_lead_to_their_cells_and_nothing_is_lost(mjolby: Client) -> None:
    path = f"{begin(mjolby)}sida/rows/"
    data: Data = {"table._row": "0", "table.0.day": "i går", "table.0.cost": "mycket"}
    status, _, body = posted(mjolby, path, data, {"go": "1"})
    assert status == 422
    for cell, typed in (("day", "i går"), ("cost", "mycket")):
        assert f'href="#f-table.0.{cell}"' in body
        assert f'id="f-table.0.{cell}" name="table.0.{cell}" value="{typed}"' in body
    assert "Resa 1: Fyll i ”Sträcka”." in told(body)


def test_stop_is_shown_and_hinders_hand_in(mjolby: Client) -> None:
    path = f"{begin(mjolby)}sida/end/"
    status, _, body = posted(mjolby, path, {"lives_here": "no", "declaration": "yes"}, {"go": "1"})
    assert status == 422
    assert "kommunen där barnet är folkbokfört" in told(body)


def test_draft_with_every_kind_is_not_found_by_others(mjolby: Client) -> None:
    path = f"{begin(mjolby)}sida/rows/"
    other = browser_of.citizen(cast.OUTSIDER)
    assert other.get(path).status_code == 404
    assert other.post(path, {"stay": "add:group"}).status_code == 404
    with open_scope(cast.municipality("norrkoping")):
        abroad = browser_of.citizen(slug="norrkoping")
    assert abroad.get(path).status_code == 404
