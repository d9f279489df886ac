"""A text message tells afterwards whether it came through; one that did not goes another way."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.journey.failure.conftest import (  # noqa: F401 - fixtures
    _bank,
    _mail,
    _register,
    bank,
    mail,
    register,
    town,
)
from tests.staff_support import browser, staff_token
from tests.town import ANNA, Town, page_text, reference_in

from samtjanst.capabilities.messages import following
from samtjanst.capabilities.messages.models import Message, PostChoice
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.services import set_contact
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case
from samtjanst.simulators.sms import server as sms

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[sms.Running]:
    running = sms.start(tmp_path / "sms")
    yield running
    running.stop()


@pytest.fixture
def place(town: Town, texts: sms.Running) -> Town:  # noqa: F811 - the fixture
    """The other guardian has told a phone number and nothing else; a text to him has been sent."""
    town.bind(Port.CHANNEL, "sms", texts.settings, "sms")
    with open_scope(town.row):
        bo = cast.citizen(cast.OTHER_GUARDIAN)
        set_contact(citizen_id=bo.id, email="", phone="070-174 06 05")
    town.apply(town.login(ANNA))
    town.work()
    assert _stands(town) == ("sms", "sent")
    return town


@pytest.fixture
def hanna(place: Town) -> Client:
    with open_scope(place.row):
        return browser(place.row.slug, staff_token(cast.staff()))


def _stands(of: Town) -> tuple[str, str]:
    with open_scope(of.row):
        row = Message.objects.get(template="sign_invitation")
        return row.channel, row.state


def _followed(of: Town) -> int:
    with open_scope(of.row):
        return following.follow_deliveries()


def _desk(of: Town, hanna: Client) -> str:
    with open_scope(of.row):
        return page_text(hanna, f"/handlaggning/arenden/{Case.objects.get().reference}/")


def test_text_that_came_through_is_told_at_the_signatory(place: Town, hanna: Client) -> None:
    assert "Sms. Skickat" in _desk(place, hanna)
    assert _followed(place) == 1
    assert _stands(place) == ("sms", "delivered")
    assert "Sms. Framme" in _desk(place, hanna)
    assert _followed(place) == 0
    with open_scope(place.row):
        (event,) = AuditEvent.objects.filter(action="message.delivered")
        assert event.details == {"template": "sign_invitation", "way": "sms"}


def test_text_that_is_on_its_way_is_asked_about_again_for_two_days(
    place: Town, texts: sms.Running
) -> None:
    texts.exchange.fares = "sent"
    assert (_followed(place), _followed(place), len(texts.exchange.asked)) == (0, 0, 2)
    assert _stands(place) == ("sms", "sent")
    with clock.shifted(timedelta(days=3)):
        assert _followed(place) == 0
    assert len(texts.exchange.asked) == 2


def test_text_that_did_not_come_through_goes_by_the_next_way(
    place: Town, texts: sms.Running, hanna: Client
) -> None:
    with open_scope(place.row):
        PostChoice.objects.create(is_printing=True)
    texts.exchange.fares = "failed"
    assert _followed(place) == 1
    assert _stands(place) == ("letter", "to_print")
    assert "Väntar på att skrivas ut" in _desk(place, hanna)
    assert _followed(place) == 0
    with open_scope(place.row):
        assert AuditEvent.objects.filter(action="message.failed").count() == 1


def test_where_there_is_no_other_way_the_handler_is_told(
    place: Town, texts: sms.Running, hanna: Client
) -> None:
    texts.exchange.fares = "failed"
    assert _followed(place) == 1
    assert _stands(place) == ("sms", "failed")
    desk = _desk(place, hanna)
    assert "Kom inte fram" in desk
    assert "Inte nådd" in desk
    assert "Kontakta personen på ett annat sätt" in desk
    page = page_text(place.login(ANNA), "/mina-arenden/")
    assert reference_in(page)


@pytest.mark.parametrize("mode", ["down", "busy", "dropped", "nonsense"])
def test_service_that_does_not_answer_is_asked_in_the_next_round(
    place: Town, texts: sms.Running, mode: str
) -> None:
    texts.exchange.mode = mode
    assert _followed(place) == 0
    assert _stands(place) == ("sms", "sent")
    texts.exchange.mode = "up"
    with clock.shifted(timedelta(minutes=10)):
        assert _followed(place) == 1


def test_neighbour_follows_its_own_texts_alone(place: Town, texts: sms.Running) -> None:
    with open_scope(cast.municipality("norrkoping")):
        assert following.follow_deliveries() == 0
    assert texts.exchange.asked == []
    assert _stands(place) == ("sms", "sent")


def test_one_text_and_thirty_take_as_many_questions_as_texts(
    place: Town, texts: sms.Running
) -> None:
    with open_scope(place.row):
        row = Message.objects.get(template="sign_invitation")
        known = {f.attname: getattr(row, f.attname) for f in Message._meta.fields}
        del known["id"]
        Message.objects.bulk_create(Message(**known) for _ in range(29))
    assert _followed(place) == 30
    assert len(texts.exchange.asked) == 30
