"""The screen of messages: what goes out, what the e-service says, previewed; undone like others."""

import re

import pytest
from django.test import Client
from tests.capabilities.formkit import process_sample
from tests.web.studio import support
from tests.web.studio.support import exported, post, text

from samtjanst.foundation.tenancy.models import Municipality

pytestmark = pytest.mark.django_db
PATH = "installningar/meddelanden/"


def said(client: Client, home: str, words: str, moment: str = "received") -> None:
    """Add a message, as somebody without scripts does it."""
    path = f"{home}{PATH}"
    post(client, path, {"do": "add:handling.messages"}, seen=path)
    (name,) = re.findall(r'name="(handling\.messages\.[a-z0-9_]+)\.text\.sv"', text(client, path))
    post(client, path, {f"{name}.text.sv": words, f"{name}.moment": moment}, seen=path)


def test_notices_and_words_are_shown_with_what_is_empty(elin: Client, home: str) -> None:
    page = text(elin, f"{home}{PATH}")
    assert "Ansökan är komplett" in page
    assert "Det finns ett beslut i ditt ärende" in page
    said(elin, home, "Hej {namn}, {handläggare} hör av sig.")
    page = text(elin, f"{home}{PATH}")
    assert "Hej Förnamn Efternamn, – hör av sig." in page
    assert "Tomt då: {handläggare}" in page
    assert exported(elin, home)["handling"]["messages"][0]["moment"] == "received"


def test_unknown_slot_is_told_at_its_field_and_counted_in_the_overview(
    elin: Client, home: str
) -> None:
    said(elin, home, "Hej {förnamn}")
    assert "det finns inget att fylla i {förnamn} med" in text(elin, f"{home}{PATH}").lower()
    overview = text(elin, f"{home}installningar/")
    place = overview.index("Meddelanden</a>")
    assert "1 sak saknas" in overview[place : place + 700]


def test_change_is_undone(elin: Client, home: str) -> None:
    said(elin, home, "Tack.")
    post(elin, f"{home}angra/", {"do": "undo"}, seen=f"{home}{PATH}")
    found = exported(elin, home)["handling"].get("messages", [])
    assert [one["text"]["sv"] for one in found] != ["Tack."]


def test_joint_signing_without_reminder_and_the_process_own_messages(
    elin: Client, mjolby: Municipality
) -> None:
    document = process_sample.document()
    document["signing"]["reminders_days"] = []
    page = text(elin, f"{support.imported(elin, mjolby, document)}{PATH}")
    assert "ingen påminnelse går ut" in page
    assert "Av sig självt i statusen" in page


def test_words_cannot_bring_script_into_the_page(elin: Client, home: str) -> None:
    said(elin, home, "<script>alert(1)</script> {namn}")
    assert "<script>alert(1)" not in text(elin, f"{home}{PATH}")
