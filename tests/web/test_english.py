"""English is a choice, and whole: no page in English holds Swedish of the product's own."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.capabilities.formkit.rules_support import rule
from tests.capabilities.formkit.sample import one_page
from tests.handling_support import complete_case, hand_in_application, reference_of
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token
from tests.web.studio import support
from tests.web.swedish_left import swedish_left

from samtjanst import eservices
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db
# Proper names: of places, people, units, boards and e-services.
SCHOOLS = json.loads(eservices.read("skolskjuts/parameters/mjolby.json"))["schools"]
NAMES = (
    "Samtjänst",
    *(school["name"] for school in SCHOOLS),
    cast.UNIT,
    "Hanna Handläggare",
    "Utbildningsnämnden",
    "Ansökan om skolskjuts",
)


@pytest.fixture
def mjolby(tmp_path: object) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


def _english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def _left(client: Client, paths: Iterable[str]) -> dict[str, list[str]]:
    """What is left of Swedish on each page that has any."""
    found = {}
    for path in paths:
        answer = client.get(path, follow=True)
        page = answer.content.decode()
        assert '<html lang="en"' in page, path
        assert answer["Content-Language"] == "en"
        found[f"{path} {answer.status_code}"] = swedish_left(page, names=NAMES)
    return {path: texts for path, texts in found.items() if texts}


def test_everybody_s_pages_hold_no_swedish(mjolby: Municipality) -> None:
    paths = ("/", "/?q=skolskjuts", "/?q=xyz", "/e-tjanster/skolskjuts/", "/tillganglighet/",
             "/kakor/", "/logga-in/", "/handlaggning/logga-in/", "/finns-inte/")  # fmt: skip
    assert _left(_english(browser()), paths) == {}


def test_citizens_pages_hold_no_swedish(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        bo = cast.citizen_actor(cast.OTHER_GUARDIAN)
        complete = complete_case()
        waiting = hand_in_application(other=bo)
        room = signing.room_of(("filing", waiting))
        assert room
        own = {request.citizen_id: request.id for request in room.requests}
        anna, his = (
            browser(token=citizen_token()),
            browser(token=citizen_token(cast.OTHER_GUARDIAN)),
        )
        paths = ("/mina-arenden/", f"/mina-arenden/{complete}/",
                 f"/mina-arenden/{reference_of(waiting)}/")  # fmt: skip
        assert bo.id
        signature = f"/underskrift/{own[bo.id]}/"
    assert _left(_english(anna), paths) == {}
    assert _left(_english(his), ("/mina-arenden/", signature, f"{signature}avbojd/")) == {}


def test_form_and_summary_hold_no_swedish(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        anna = _english(browser(token=citizen_token()))
    began = anna.post("/e-tjanster/skolskjuts/starta/")["Location"]
    filing = "/".join(began.split("/")[:3])
    pages = ("oversikt/", "sida/the_child/", "sida/the_school/", "kontrollera/", "kasta/")
    assert _left(anna, (f"{filing}/{page}" for page in pages)) == {}


def test_handlers_pages_hold_no_swedish(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        complete = complete_case()
        waiting = reference_of(hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN)))
        hanna = _english(browser(token=staff_token(cast.staff())))
    lists = [f"/handlaggning/lista/{v}/" for v in ("nya", "mina", "forsenade", "avgjorda", "alla")]
    cases = [f"/handlaggning/arenden/{one}/" for one in (complete, waiting)]
    found = _left(hanna, ["/handlaggning/", *lists, *cases])
    hanna.post(f"{cases[0]}ta/")
    found |= _left(hanna, [cases[0], f"{cases[0]}beslut/", f"{cases[0]}andra/"])
    assert found == {}


def test_operations_pages_hold_no_swedish(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        admin = _english(browser(token=staff_token(cast.staff(Role.ADMINISTRATOR))))
    new = "/drift/overforingar/ny/skolskjuts/"
    assert _left(admin, ("/drift/", "/drift/overforingar/", new, "/drift/system/")) == {}


def _tangled() -> dict[str, Any]:
    """An e-service whose own words are in no language, with much to say about its rules."""
    over = {"op": "more", "left": {"of": "question", "id": "n"},
            "right": {"of": "value", "value": 3}}  # fmt: skip
    under = {"op": "less", "left": {"of": "question", "id": "n"},
             "right": {"of": "value", "value": 1}}  # fmt: skip
    unlike = {"op": "not", "of": over}
    made = one_page(
        [
            {"id": "n", "kind": "integer", "label": {"sv": "Xyz"}},
            {"id": "t", "kind": "text", "label": {"sv": "Qrs"}, "required": True},
            {"id": "u", "kind": "text", "label": {"sv": "Uvw"}},
        ],
        [
            rule("show", {"question": "t"}, {"op": "and", "of": [over, under]}),
            rule("require", {"question": "u"}, {"op": "or", "of": [under, unlike]}),
            rule("stop", {"page": "only"}, over, message={"sv": "Stop"}),
        ],
    )
    made["pages"][0]["title"] = {"sv": "Only"}
    return {**made, "id": "tangled", "title": {"sv": "Tangled"}}


def test_studio_s_pages_hold_no_swedish(mjolby: Municipality) -> None:
    elin = support.client(mjolby)
    home = support.imported(elin, mjolby, _tangled())
    elin = _english(elin)
    at = support.text(elin, f"{home}villkor/")
    assert "is more than 3" in at
    steps = ("sida/only/", "fraga/n/", "fraga/t/", "villkor/", "villkor/r_require/",
             "installningar/", "installningar/parametrar/", "prova/", "tester/", "kommentarer/",
             "checklista/", "versioner/", "sok/?q=x", "publicera/")  # fmt: skip
    first = ("/studio/", "/studio/ny/", "/studio/importera/", "/studio/papper/")
    assert _left(elin, (*first, *(f"{home}{step}" for step in steps))) == {}


def test_broken_file_is_refused_in_english(mjolby: Municipality) -> None:
    elin = _english(support.client(mjolby))
    broken = SimpleUploadedFile("x.json", json.dumps({"format": 9, "colour": 1}).encode())
    answer = elin.post("/studio/importera/", {"file": broken, "unit": support.unit_id(mjolby)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "unknown field" in page
    assert swedish_left(page, names=NAMES) == []


def test_swedish_is_the_language_until_another_is_chosen(mjolby: Municipality) -> None:
    client = browser()
    abroad = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="sv"' in abroad.content.decode()
    client.post("/sprak/", {"language": "en", "next": "/"})
    assert "Our e-services" in client.get("/").content.decode()
    client.post("/sprak/", {"language": "sv", "next": "/"})
    assert "Våra e-tjänster" in client.get("/").content.decode()


@pytest.mark.parametrize("wrong", ["", "fr", "sv\r\nX: 1", "../../en"])
def test_language_that_is_not_there_is_swedish(mjolby: Municipality, wrong: str) -> None:
    client = browser()
    client.post("/sprak/", {"language": wrong, "next": "/"})
    assert '<html lang="sv"' in client.get("/").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = wrong.strip() or "x"
    assert '<html lang="sv"' in client.get("/").content.decode()
