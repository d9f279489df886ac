"""A notice finds a way to whoever it is for: e-mail, text message, mailbox, letter."""

import re
from collections.abc import Iterator
from dataclasses import replace
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
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, staff_token
from tests.town import ANNA, BO, Town, page_text

from samtjanst.capabilities.messages import ladder
from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.messages.types import Way
from samtjanst.foundation.people.models import Citizen
from samtjanst.foundation.people.queries import open_identity
from samtjanst.foundation.people.services import set_contact
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import remind
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case, PaperCount
from samtjanst.simulators.minameddelanden import server as minameddelanden
from samtjanst.simulators.sms import server as sms

POST = "/handlaggning/brev/"
BATCH = re.compile(rf"{POST}[0-9a-f-]{{36}}/")
EMIGRATED = "UV"


@pytest.fixture
def place(town: Town) -> Iterator[Town]:  # noqa: F811 - the fixture
    assert town.register
    yield town
    town.register.register.fates.clear()
    town.register.register.mode = "up"


@pytest.fixture
def maja(place: Town) -> Client:
    with open_scope(place.row):
        return browser(place.row.slug, staff_token(cast.staff(Role.MANAGER)))


@pytest.fixture
def boxes(place: Town, tmp_path: Path) -> Iterator[minameddelanden.Boxes]:
    running = minameddelanden.start(tmp_path / "boxes")
    place.bind(Port.CHANNEL, "minameddelanden", running.settings, "mailbox")
    yield running.boxes
    running.stop()


def _sent(place: Town) -> list[tuple[str, str, str]]:
    """What has been written to the other guardian: what, how, and how that went."""
    with open_scope(place.row):
        rows = Message.objects.filter(template__startswith="sign_").order_by("created_at")
        return list(rows.values_list("template", "channel", "state"))


def _prints(maja: Client) -> str:
    answer = maja.post(f"{POST}skriv-ut/")
    return str(answer["Location"]).partition("besked=")[2]


def test_whom_nothing_else_reaches_gets_a_letter_from_a_batch(place: Town, maja: Client) -> None:
    with open_scope(cast.municipality("norrkoping")):
        nils = browser("norrkoping", staff_token(cast.staff(Role.MANAGER)))
    maja.post(f"{POST}val/", {"brev": "ja"})
    place.apply(place.login(ANNA))
    assert _sent(place) == [("sign_invitation", "letter", "to_print")]
    assert "1 brev, sedan" in page_text(maja, POST)
    assert "Inget brev väntar" in page_text(nils, POST)
    assert place.register
    place.register.register.mode = "down"
    assert (_prints(maja), _sent(place)[0][2]) == ("inget", "to_print")
    place.register.register.mode = "up"
    assert (_prints(maja), _prints(maja)) == ("gjort", "inget")
    assert _sent(place) == [("sign_invitation", "letter", "sent")]
    [path] = set(BATCH.findall(maja.get(POST).content.decode()))
    letter = maja.get(path)
    assert letter["Content-Disposition"].startswith("inline")
    text = text_of(letter.content)
    for line in ("Bo Provsson", "Något väntar på din underskrift", "Har du ingen, eller behöver"):
        assert bare(line) in text
    assert bare("Ella") not in text
    assert nils.get(path).status_code == 404
    assert place.handler().get(path).status_code == 404
    with open_scope(place.row):
        Citizen.objects.filter(id=cast.citizen(cast.OTHER_GUARDIAN).id).update(is_protected=True)
    assert maja.get(path).status_code == 404  # where she lived is told no more
    with open_scope(place.row):
        assert PaperCount.objects.get(kind="print").pages == 1
        reference = Case.objects.get().reference
    case = page_text(maja, f"/handlaggning/arenden/{reference}/")
    assert re.search(r"Inbjudan att skriva under <span.{0,90}</span>: Brev. Skickat", case)


def test_letter_without_an_address_is_told_and_waits_no_longer(place: Town, maja: Client) -> None:
    maja.post(f"{POST}val/", {"brev": "ja"})
    place.apply(place.login(ANNA))
    assert place.register
    place.register.register.fates[BO] = EMIGRATED
    assert _prints(maja) == "inget"
    assert _sent(place) == [("sign_invitation", "letter", "unreachable")]
    maja.post(f"{POST}val/", {"brev": "nej"})
    assert "Inget brev väntar" in page_text(maja, POST)


def test_mailbox_that_takes_no_post_from_us_is_passed_by(
    place: Town, maja: Client, boxes: minameddelanden.Boxes
) -> None:
    maja.post(f"{POST}val/", {"brev": "ja"})
    place.apply(place.login(ANNA))
    assert _sent(place) == [("sign_invitation", "mailbox", "queued")]
    place.work()
    assert _sent(place) == [("sign_invitation", "mailbox", "sent")]
    assert (boxes.letters[0]["to"], boxes.refused) == (BO, [])
    assert "Ella" not in boxes.letters[0]["text"]
    boxes.fates[BO] = minameddelanden.REFUSED
    with open_scope(place.row), clock.shifted(working_days(3)):
        assert remind.remind_due() == 1
        place.work()
    assert _sent(place)[1:] == [("sign_reminder", "letter", "to_print")]


def test_each_reminder_goes_one_rung_further(place: Town, maja: Client, tmp_path: Path) -> None:
    running = sms.start(tmp_path / "sms")
    place.bind(Port.CHANNEL, "sms", running.settings, "sms")
    maja.post(f"{POST}val/", {"brev": "ja"})
    with open_scope(place.row):
        bo = cast.citizen(cast.OTHER_GUARDIAN)
        set_contact(citizen_id=bo.id, email="bo@exempel.invalid", phone="070-174 06 05")
    place.apply(place.login(ANNA))
    place.work()
    with open_scope(place.row):
        for days in (3, 7):
            with clock.shifted(working_days(days)):
                assert remind.remind_due() == 1
                place.work()
    ways = [(template, way) for template, way, _ in _sent(place)]
    assert ways == [
        ("sign_invitation", "email"),
        ("sign_reminder", "email"),
        ("sign_reminder", "sms"),
    ]
    assert running.exchange.sent[0]["to"] == "+46701740605"
    assert "http" in running.exchange.sent[0]["text"]
    running.stop()


def test_nobody_protected_is_written_to_by_mailbox_or_letter(
    place: Town, maja: Client, boxes: minameddelanden.Boxes
) -> None:
    maja.post(f"{POST}val/", {"brev": "ja"})
    with open_scope(place.row):
        who = open_identity(cast.citizen(cast.OTHER_GUARDIAN))
        plain = replace(who, email="")
        assert ladder.first(plain, "sign_invitation") is Way.MAILBOX
        assert ladder.first(replace(plain, is_protected=True), "sign_invitation") is None
    assert boxes.letters == []
