"""Deliveries on the screens: the case's own, the copy card, what has stopped, and a trial."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.journey_support import school_transport
from tests.running.case_support import decided_case
from tests.running.handoff.delivering import change
from tests.web import browser_of

from samtjanst import eservices
from samtjanst.building.definitions.models import EService
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import hand_over
from samtjanst.running.handoff import queries
from samtjanst.running.handoff.models import Delivery
from samtjanst.running.handoff.services import PROTECTED, put_route
from samtjanst.running.handoff.types import DeliveryState, NewRoute, Step

pytestmark = pytest.mark.django_db
SHIPPED: dict[str, Any] = json.loads(eservices.read("skolskjuts/handoff.json"))["pupil_register"]


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        yield row


def _route(step: Step = Step.COPY_CARD) -> None:
    school_transport()
    bind(
        port=Port.BUSINESS_SYSTEM,
        adapter="demo_failing",
        name="register",
        settings={"failure": "temporary"},
    )
    put_route(
        new=NewRoute(
            "skolskjuts", "Elevregistret", "register", step, ("granted",), SHIPPED["mapping"]
        ),
        sources=[source.name for source in hand_over.sources("skolskjuts")],
        by=cast.staff_actor(Role.ADMINISTRATOR),
    )


def _text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_copy_card_is_reached_from_the_case_and_keeps_what_is_ticked(mjolby: Municipality) -> None:
    _route()
    case = decided_case(cast.staff_actor())
    browser, delivery = browser_of.staff(), Delivery.objects.get()
    card = f"/handlaggning/arenden/{case.reference}/overforing/{delivery.id}/"
    assert card in _text(browser, f"/handlaggning/arenden/{case.reference}/")
    page = _text(browser, card)
    assert page.index("ELEV_PNR") < page.index("SKJUTS_KOD") < page.index("ARENDE_NR")
    assert "201801012392" in page
    browser.post(card, {"copied": ["ELEV_PNR", "SKJUTS_KOD", "no such field"]})
    assert _text(browser, card).count(" checked") == 2
    names = [field["to"] for field in SHIPPED["mapping"]["fields"]]
    browser.post(card, {"copied": names})
    assert "Allt är kopierat" in _text(browser, card)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Step.COPY_CARD, "Uppgifterna ska kopieras till Elevregistret."),
        (Step.INTERFACE, "överföringen till Elevregistret har stannat."),
    ],
)
def test_decided_case_says_what_is_left_to_do(mjolby: Municipality, step: Step, told: str) -> None:
    _route(step)
    path = f"/handlaggning/arenden/{decided_case(cast.staff_actor()).reference}/"
    if step is Step.INTERFACE:
        Delivery.objects.update(state=DeliveryState.PARKED.value, problem="unreachable")
    page = _text(browser_of.staff(), path)
    assert told in page
    assert 'href="#overforingar"' in page
    assert 'id="overforingar"' in page
    assert "inget mer att göra" not in page
    Delivery.objects.update(state=DeliveryState.RECEIVED.value)
    assert "inget mer att göra" in _text(browser_of.staff(), path)


def test_what_has_stopped_is_told_in_words_and_started_again(mjolby: Municipality) -> None:
    _route(Step.INTERFACE)
    case = decided_case(cast.staff_actor())
    Delivery.objects.update(state=DeliveryState.PARKED.value, problem="ORSAK_KOD: no_code")
    browser, delivery = browser_of.staff(Role.MANAGER), Delivery.objects.get()
    page = _text(browser, "/handlaggning/overforingar/")
    assert case.reference in page
    assert "ORSAK_KOD: svaret har ingen kod hos mottagaren." in page
    taken = browser.post("/handlaggning/overforingar/ta-ut/").content.decode("utf-8-sig")
    assert taken.splitlines()[1].startswith(
        f'"{case.reference}";"Elevregistret";"ORSAK_KOD: svaret'
    )
    assert AuditEvent.objects.get(action="handoff.exported").details == {"count": 1}
    answer = browser.post(f"/handlaggning/overforingar/{delivery.id}/starta-om/")
    assert answer.status_code == 302
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.QUEUED


def test_what_was_delivered_is_sent_again_with_a_ground(mjolby: Municipality) -> None:
    _route(Step.INTERFACE)
    case = decided_case(cast.staff_actor())
    Delivery.objects.update(state=DeliveryState.RECEIVED.value, receipt="ELV000001")
    browser, delivery = browser_of.staff(Role.MANAGER), Delivery.objects.get()
    path = f"/handlaggning/overforingar/{delivery.id}/skicka-igen/"
    assert path in _text(browser, f"/handlaggning/overforingar/?sok={case.reference}")
    assert path not in _text(browser, "/handlaggning/overforingar/?sok=SKJ-2026-999999-X")
    assert path in _text(browser, f"/handlaggning/arenden/{case.reference}/")
    assert "ELV000001" in _text(browser, path)
    refused = browser.post(path, {"ground": "Borta"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'href="#f-ground"' in page
    assert ">Borta</textarea>" in page
    answer = browser.post(path, {"ground": "Skolan ser inte beslutet."})
    assert answer["Location"] == "/handlaggning/overforingar/?besked=igen"
    assert "skickas igen" in _text(browser, answer["Location"])
    # A second press of the same button changes nothing, and tells no fault.
    assert browser.post(path, {"ground": "Skolan ser inte beslutet."}).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.starts) == (DeliveryState.QUEUED, 1)
    shown = _text(browser, f"/handlaggning/arenden/{case.reference}/")
    assert "Skolan ser inte beslutet." in shown
    assert "kvittens innan ELV000001" in shown
    handler = browser_of.staff()
    assert handler.get(path).status_code == handler.post(path).status_code == 404


def test_protected_person_is_handed_over_by_a_person(mjolby: Municipality) -> None:
    _route(Step.INTERFACE)
    decided_case(cast.staff_actor(Role.MANAGER), is_protected=True)
    assert Delivery.objects.get().problem == PROTECTED
    page = _text(browser_of.staff(Role.MANAGER), "/handlaggning/overforingar/")
    assert "skyddade personuppgifter" in page
    assert "starta-om" not in page


def test_trial_shows_what_would_be_sent_of_cases_in_reach_only(
    mjolby: Municipality, tmp_path: Path
) -> None:
    _route(Step.INTERFACE)
    case, browser = decided_case(cast.staff_actor()), browser_of.staff(Role.MANAGER)
    route = Delivery.objects.get().route_id
    path = f"/handlaggning/overforingar/?overforing={route}&arende="
    assert "20270111" in _text(browser, path + case.reference)
    for unknown in ("SKJ-2026-999999-X", "../x", "<script>"):
        assert "Inget sådant ärende" in _text(browser, path + unknown)
    other = cast.municipality("norrkoping", storage=str(tmp_path / "n"))
    with open_scope(other):
        stranger = browser_of.staff(Role.MANAGER, "norrkoping")
    page = _text(stranger, path + case.reference)
    assert "20270111" not in page
    assert "Elevregistret" not in page


def test_trial_shows_what_a_new_version_makes_otherwise(mjolby: Municipality) -> None:
    _route(Step.INTERFACE)
    case = decided_case(cast.staff_actor())
    route = queries.routes(cast.staff_actor(Role.ADMINISTRATOR))[0]
    path = f"/handlaggning/overforingar/?overforing={route.id}&arende="
    assert "Det finns ingen tidigare version" in _text(browser_of.staff(Role.MANAGER), path)
    fields = [one for one in SHIPPED["mapping"]["fields"] if one["to"] != "SKOLA"]
    change(route, mapping={"fields": fields})
    browser = browser_of.staff(Role.MANAGER)
    for asked in (path, path + case.reference):
        page = _text(browser, asked)
        assert "Version 2 jämförd med version 1" in page
        assert "skickas inte" in page
        assert "Egebyskolan, Mjölby" in page
    assert "Fälten är gjorda med version 1" in _text(
        browser, f"/handlaggning/arenden/{case.reference}/"
    )


def test_owner_tells_what_typing_takes_and_sees_the_hours(mjolby: Municipality) -> None:
    decided_case(cast.staff_actor())
    browser = browser_of.staff(Role.MANAGER)
    path = "/handlaggning/overforingar/for-hand/skolskjuts/"
    assert path in _text(browser, "/handlaggning/overforingar/")
    refused = browser.post(path, {"minuter": "en kvart"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'href="#f-minuter-skolskjuts"' in page
    assert 'value="en kvart"' in page
    assert browser.post(path, {"minuter": "90"}).status_code == 302
    page = _text(browser, "/handlaggning/overforingar/")
    assert ">6,1<" in page
    assert "Vad det sparar går att säga" in page
    assert browser.post("/handlaggning/overforingar/for-hand/annat/").status_code == 404
    assert browser_of.staff().post(path, {"minuter": "1"}).status_code == 404


def test_owner_without_the_workshop_reaches_her_deliveries_from_her_day(
    mjolby: Municipality,
) -> None:
    _route()
    decided_case(cast.staff_actor())
    browser, day = browser_of.staff(), "/handlaggning/min-dag/"
    assert "/handlaggning/overforingar/" not in _text(browser, day)
    EService.objects.filter(slug="skolskjuts").update(owner=cast.staff())
    assert "Ingen har stannat." in _text(browser, day)
    assert "Elevregistret" in _text(browser, "/handlaggning/overforingar/")
    Delivery.objects.update(state="parked", problem=PROTECTED)
    page = _text(browser, day)
    assert 'href="/handlaggning/overforingar/"' in page
    assert "1 har stannat" in page


def test_delivery_does_not_exist_for_others(mjolby: Municipality, tmp_path: Path) -> None:
    _route()
    case = decided_case(cast.staff_actor())
    base = f"/handlaggning/arenden/{case.reference}/overforing/{Delivery.objects.get().id}/"
    other = cast.municipality("norrkoping", storage=str(tmp_path / "n"))
    with open_scope(other):
        stranger = browser_of.staff(slug="norrkoping")
    admin = browser_of.staff(Role.ADMINISTRATOR)
    for browser in (stranger, admin):
        assert browser.get(base).status_code == 404
        for path in (base, f"{base}for-hand/"):
            assert browser.post(path, {"copied": "ELEV_PNR"}).status_code == 404
    assert browser_of.citizen().get(base).status_code == 302
    handler = browser_of.staff()
    assert handler.get("/handlaggning/overforingar/").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_list_costs_the_same_for_one_and_for_thirty(
    mjolby: Municipality, rows: int, django_assert_num_queries: Any
) -> None:
    _route(Step.INTERFACE)
    for _ in range(rows):
        decided_case(cast.staff_actor())
    Delivery.objects.update(state=DeliveryState.PARKED.value)
    browser = browser_of.staff(Role.MANAGER)
    _text(browser, "/handlaggning/overforingar/")
    with django_assert_num_queries(9):
        _text(browser, "/handlaggning/overforingar/")
