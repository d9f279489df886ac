"""Guardians who are dead, have emigrated, or are unknown to the register; children who grow up."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.days import working_days
from tests.journey.failure.conftest import (  # noqa: F401 - fixtures
    _bank,
    _mail,
    _register,
    bank,
    mail,
    register,
    town,
)
from tests.town import ANNA, BO, Town, page_text, reference_in, request_for

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import remind
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case
from samtjanst.simulators.navet.answers import ABSENT

DEAD, EMIGRATED = "AV", "UV"
GROWN_UP = timedelta(days=366 * 12)  # Ella is born in January 2018


@pytest.fixture
def place(town: Town) -> Iterator[Town]:  # noqa: F811 - the fixture
    assert town.register
    yield town
    town.register.register.fates.clear()


@pytest.fixture
def anna(place: Town) -> Client:
    return place.login(ANNA)


def _fate(place: Town, code: str) -> None:
    assert place.register
    place.register.register.fates[BO] = code


def _case(place: Town) -> Case:
    with open_scope(place.row):
        return Case.objects.get()


def _requests(place: Town) -> list[tuple[str, str]]:
    with open_scope(place.row):
        return list(SignatureRequest.objects.order_by("place").values_list("role", "state"))


def _told(place: Town, template: str) -> int:
    with open_scope(place.row):
        return Message.objects.filter(template=template).count()


def _page(place: Town, hanna: Client) -> str:
    return page_text(hanna, f"/handlaggning/arenden/{_case(place).reference}/")


def test_dead_guardian_is_not_asked_and_the_case_says_so(place: Town, anna: Client) -> None:
    _fate(place, DEAD)
    place.apply(anna)
    assert _requests(place) == [("applicant", "signed")]
    assert _case(place).state == "received"
    assert _told(place, "sign_invitation") == 0
    page = _page(place, place.handler())
    assert "En vårdnadshavare har avlidit enligt folkbokföringen" in page
    assert f"Bo Provsson, <time>{clock.local(clock.now()):%Y-%m-%d}</time>" in page


@pytest.mark.parametrize(
    ("fate", "told", "seen"),
    [
        (EMIGRATED, "har flyttat utomlands enligt folkbokföringen", "har flyttat utomlands"),
        (ABSENT, "finns inte i folkbokföringen", "finns inte i folkbokföringen"),
    ],
)
def test_lost_guardian_is_told_and_the_handler_goes_on_with_a_reason(
    place: Town, anna: Client, fate: str, told: str, seen: str
) -> None:
    _fate(place, fate)
    filing = place.apply(anna)
    assert _requests(place) == [("applicant", "signed")]
    case = _case(place)
    assert (case.state, case.completed_at) == ("waiting_for_signature", None)
    assert "En handläggare bestämmer om ansökan kan prövas ändå" in page_text(
        anna, f"{filing}kvitto/"
    )
    assert "En underskrift gick inte att be om" in page_text(
        anna, f"/mina-arenden/{case.reference}/"
    )
    hanna = place.handler()
    assert case.reference in page_text(hanna, "/handlaggning/lista/vantar/")
    assert told in _page(place, hanna)
    path = f"/handlaggning/arenden/{case.reference}/ta-utan-underskrift/"
    assert hanna.post(path, {"reason": ""}).status_code == 422
    assert hanna.post(path, {"reason": "Går inte att nå."}).status_code == 302
    assert _case(place).state == "in_progress"
    assert seen in _page(place, hanna)


def test_applicant_is_told_before_she_signs(place: Town, anna: Client) -> None:
    from tests.town import fill_in

    _fate(place, ABSENT)
    filing = fill_in(anna, place.answers())
    check = page_text(anna, f"{filing}kontrollera/")
    assert "Den andra vårdnadshavaren finns inte i folkbokföringen" in check


def test_emigrated_guardian_who_can_be_reached_is_asked(place: Town, anna: Client) -> None:
    with open_scope(place.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    _fate(place, EMIGRATED)
    place.apply(anna)
    assert _requests(place) == [("applicant", "signed"), ("guardian", "invited")]


def test_guardian_who_dies_while_it_waits_is_not_reminded_and_the_case_goes_on(
    place: Town, anna: Client
) -> None:
    with open_scope(place.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    place.apply(anna)
    _fate(place, DEAD)
    with open_scope(place.row), clock.shifted(working_days(3)):
        assert remind.remind_due() == 0
        assert remind.remind_due() == 0
    assert _requests(place) == [("applicant", "signed"), ("guardian", "excused")]
    assert _case(place).state == "received"
    assert (_told(place, "sign_reminder"), _told(place, "application_complete")) == (0, 1)
    page = _page(place, place.handler())
    assert page.count("En vårdnadshavare har avlidit enligt folkbokföringen") == 1


def test_handlers_reminder_asks_the_register_first(place: Town, anna: Client) -> None:
    with open_scope(place.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    place.apply(anna)
    _fate(place, DEAD)
    path = f"/handlaggning/arenden/{_case(place).reference}/"
    answer = place.handler().post(f"{path}paminn/")
    assert answer["Location"] == f"{path}?besked=ingen-nadd"
    assert (_told(place, "sign_reminder"), _case(place).state) == (0, "received")


def test_register_that_is_down_at_a_reminder_changes_nothing(place: Town, anna: Client) -> None:
    with open_scope(place.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    place.apply(anna)
    assert place.register
    place.register.register.mode = "down"
    with open_scope(place.row), clock.shifted(working_days(3)):
        assert remind.remind_due() == 1
    assert _requests(place)[1] == ("guardian", "invited")


def test_child_who_comes_of_age_while_it_waits_is_noted_once_and_nobody_reminded(
    place: Town, anna: Client
) -> None:
    with open_scope(place.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    place.apply(anna)
    with open_scope(place.row), clock.shifted(GROWN_UP):
        Room.objects.update(invited_at=clock.now() - timedelta(days=9))
        assert remind.remind_due() == 0
        assert remind.remind_due() == 0
    assert _case(place).state == "waiting_for_signature"
    assert _told(place, "sign_reminder") == 0
    page = _page(place, place.handler())
    assert page.count("Barnet har fyllt 18 år") == 1


def test_last_signature_after_the_child_came_of_age_is_kept_and_noted(
    place: Town, anna: Client
) -> None:
    with open_scope(place.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    place.apply(anna)
    with open_scope(place.row), clock.shifted(GROWN_UP):
        from tests.handling_support import sign

        sign(_case(place).filing_id, cast.citizen_actor(cast.OTHER_GUARDIAN))
    assert _case(place).state == "received"
    assert "Barnet har fyllt 18 år" in _page(place, place.handler())


def test_dead_guardian_is_told_nothing_more(place: Town, anna: Client, tmp_path: Path) -> None:
    _fate(place, DEAD)
    place.apply(anna)
    bo = place.login(BO)
    assert "/underskrift/" not in page_text(bo, "/mina-arenden/")
    assert reference_in(page_text(anna, "/mina-arenden/"))
    with pytest.raises(AssertionError):
        request_for(bo)
