"""Everybody sees when registers were asked about herself, and nobody whose matter it was."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.journey_support import school_transport
from tests.statements import statements
from tests.web import browser_of

from samtjanst.capabilities.registers.models import Lookup
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import NO_GROUND, Ground
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer
from samtjanst.kernel.personal_number import PersonalNumber

pytestmark = pytest.mark.django_db
PAGE = "/mina-arenden/slagningar/"


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        bind(port=Port.REGISTER, adapter="demo_failing", settings={"failure": "temporary"})
        school_transport()
        yield row


SECRET = Ground("Prövning av ekonomiskt bistånd.", "4 kap. 1 § socialtjänstlagen")


def _ask_about(
    number: PersonalNumber, by: Actor, times: int = 1, ground: Ground = NO_GROUND
) -> None:
    for place in range(times):
        look_up_person(
            number=number,
            purpose="prefill of an application",
            reference=f"filing:{place}",
            by=by,
            ground=ground,
        )


def _page(number: PersonalNumber) -> str:
    found = browser_of.citizen(number).get(PAGE)
    assert found.status_code == 200
    return found.content.decode()


def test_own_application_shows_when_and_which_register(mjolby: Municipality) -> None:
    answer.start(slug="skolskjuts", by=cast.citizen_actor())
    shown = _page(cast.APPLICANT)
    assert "Folkbokföringen (Skatteverket)" in shown
    assert "så att rätt personer ansöker om skolskjuts" in shown
    assert "10 kap. 32 och 40 §§ skollagen (2010:800)" in shown
    assert "Registret svarade inte." in shown


def test_other_guardian_sees_that_but_not_by_whom_she_was_asked_about(
    mjolby: Municipality,
) -> None:
    _ask_about(cast.OTHER_GUARDIAN, cast.citizen_actor())
    shown = _page(cast.OTHER_GUARDIAN)
    assert "Någon annan fyllde i en ansökan som rör dig" in shown
    assert "Anna" not in shown


def test_purpose_that_could_tell_of_another_is_kept_unless_it_is_declared_open(
    mjolby: Municipality,
) -> None:
    _ask_about(cast.OTHER_GUARDIAN, cast.citizen_actor(), ground=SECRET)
    shown = _page(cast.OTHER_GUARDIAN)
    assert "bistånd" not in shown
    assert "socialtjänstlagen" not in shown
    assert "eftersom den kan avslöja någon annans ärende" in shown
    _ask_about(cast.OTHER_GUARDIAN, cast.citizen_actor(), 2, replace(SECRET, told_to_others=True))
    shown = _page(cast.OTHER_GUARDIAN)
    assert SECRET.purpose in shown
    assert SECRET.legal_basis in shown


def test_question_without_a_declared_basis_says_so(mjolby: Municipality) -> None:
    _ask_about(cast.OTHER_GUARDIAN, cast.citizen_actor())
    assert "Kommunen har inte angett någon rättslig grund." in _page(cast.OTHER_GUARDIAN)


def test_purpose_and_basis_stay_in_the_log(mjolby: Municipality) -> None:
    answer.start(slug="skolskjuts", by=cast.citizen_actor())
    kept = Lookup.objects.get()
    assert kept.stated.startswith("Vi hämtar namn, adress och vem som är vårdnadshavare")
    assert kept.legal_basis.endswith("10 kap. 32 och 40 §§ skollagen (2010:800)")
    assert kept.told_to_others


def test_nothing_about_others_or_from_another_municipality(
    mjolby: Municipality, tmp_path: Path
) -> None:
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        bind(port=Port.REGISTER, adapter="demo_failing", settings={"failure": "temporary"})
        _ask_about(cast.APPLICANT, cast.citizen_actor())
        assert Lookup.objects.count() == 1
    _ask_about(cast.OTHER_GUARDIAN, cast.citizen_actor())
    assert "Vi har inte frågat något register om dig." in _page(cast.APPLICANT)


def test_staff_and_strangers_are_not_let_in(mjolby: Municipality) -> None:
    assert browser_of.staff().get(PAGE).status_code in {302, 404}
    assert Client(SERVER_NAME="mjolby.localhost").get(PAGE).status_code in {302, 404}


@pytest.mark.parametrize("count", [1, 30])
def test_statements_do_not_grow_with_the_questions(mjolby: Municipality, count: int) -> None:
    _ask_about(cast.APPLICANT, cast.citizen_actor(), count)
    client = browser_of.citizen(cast.APPLICANT)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(PAGE).status_code == 200
    assert statements(seen) == 6
