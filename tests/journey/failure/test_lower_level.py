"""Somebody logged in at a lower level than is demanded: asked to log in again, nothing is lost."""

import copy
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.journey_support import DOCUMENT, school_transport
from tests.town import (
    ANNA,
    BO,
    Town,
    fill_in,
    page_text,
    prepare,
    reference_in,
    revision_of,
    start,
    stated_answers,
    words,
)

from samtjanst.building.definitions.models import EService
from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.filing.models import Snapshot
from samtjanst.running.filing.queries import sealed

TYPED = "Hemvägen går över tolv åkrar"
HIGHER = "Du behöver logga in på ett säkrare sätt"


@pytest.fixture
def anna(mjolby: Town) -> Client:
    return mjolby.login(ANNA)


def _at(town: Town, level: int) -> None:
    with open_scope(town.row):
        BrowserSession.objects.update(assurance_level=level)


def _demand(town: Town, **login: str) -> None:
    document: dict[str, Any] = copy.deepcopy(DOCUMENT)
    document["signing"]["login"] = login
    with open_scope(town.row):
        school_transport(document=document)


def _classify(town: Town, confidentiality: int) -> None:
    with open_scope(town.row):
        EService.objects.update(confidentiality=confidentiality)


def _send(anna: Client, filing: str, town: Town, rest: str = "") -> dict[str, str]:
    """What is typed is sent at level 2; what the log-in is asked for."""
    path = f"{filing}sida/the_child/"
    data = stated_answers()["the_child"] | {"home_address.street": TYPED}
    data["revision"] = revision_of(anna, path)
    _at(town, 2)
    answer = anna.post(f"{path}{rest}", data | {"go": "1"})
    assert answer.status_code == 302
    query = parse_qs(urlsplit(answer["Location"]).query)
    return {name: values[0] for name, values in query.items()}


@pytest.mark.parametrize("rest", ["", "falt/"])
def test_she_is_back_at_the_page_with_what_she_typed_in_a_new_session(
    mjolby: Town, anna: Client, rest: str
) -> None:
    filing = start(anna)
    asked = _send(anna, filing, mjolby, rest)
    assert asked == {"next": f"{filing}sida/the_child/{rest}", "niva": "3"}
    shown = words(anna.get("/logga-in/", asked))
    assert HIGHER in shown
    assert "Du är inloggad på nivå 2." in shown
    assert "Logga in med BankID" in shown
    begun = anna.post("/logga-in/", asked)
    kept = anna.cookies["samtjanst"].value
    assert page_text(anna, "/mina-arenden/")  # she is logged in all the time
    mjolby.play(ANNA)
    back = anna.get(begun["Location"])
    token = anna.cookies["samtjanst"].value
    assert token != kept
    page = anna.get(back["Location"], follow=True)
    assert page.request["PATH_INFO"] == f"{filing}sida/the_child/"
    assert TYPED in page.content.decode()
    assert "Du är tillbaka där du var" in words(page)
    anna.cookies["samtjanst"] = kept
    assert anna.get("/mina-arenden/").status_code == 302


def test_another_person_does_not_go_on_in_her_place(mjolby: Town, anna: Client) -> None:
    filing = start(anna)
    begun = anna.post("/logga-in/", _send(anna, filing, mjolby))
    mjolby.play(BO)
    answer = anna.get(begun["Location"])
    assert answer.status_code == 200
    assert "någon annan" in words(answer)
    with open_scope(mjolby.row):
        assert BrowserSession.objects.filter(citizen__isnull=False).count() == 1
    # She is where she was: still logged in, still at the lower level.
    assert "niva=3" in anna.get(filing)["Location"]


def test_level_is_demanded_again_to_hand_in_and_kept_with_what_is_sealed(
    mjolby: Town, anna: Client
) -> None:
    _demand(mjolby, start="loa2", hand_in="loa4")
    _at(mjolby, 2)
    filing = fill_in(anna, stated_answers())
    asked = anna.post(f"{filing}kontrollera/")
    assert asked["Location"].endswith("kontrollera%2F&niva=4")
    assert "säker nog" in words(anna.get(asked["Location"]))
    with open_scope(mjolby.row):
        assert not Snapshot.objects.exists()
    _at(mjolby, 4)
    prepare(anna, filing)
    with open_scope(mjolby.row):
        assert sealed(Snapshot.objects.get()).content["login"] == {"level": 4}


def test_level_follows_from_the_class_for_drafts_and_for_what_came_of_them(
    mjolby: Town, anna: Client
) -> None:
    _classify(mjolby, 1)
    _at(mjolby, 2)
    filing = start(anna)
    _at(mjolby, 3)
    mjolby.sign(anna, prepare(anna, fill_in(anna, mjolby.answers(), filing)), ANNA)
    case = f"/mina-arenden/{reference_in(page_text(anna, '/mina-arenden/'))}/"
    _at(mjolby, 2)
    assert anna.get(case).status_code == 200
    _classify(mjolby, 2)
    assert "niva=3" in anna.get(case)["Location"]
    assert "niva=3" in anna.post("/e-tjanster/skolskjuts/starta/")["Location"]
