"""Publishing at a time, taking back and archiving, by the buttons of the pages."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.web.studio.making import mark_everything
from tests.web.studio.support import post, text

from samtjanst.building.definitions.models import EService
from samtjanst.building.definitions.queries import published
from samtjanst.building.definitions.services import publishing
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db


def publish(elin: Client, home: str, **more: str) -> str:
    mark_everything(elin, home)  # what has been said is about what is published now
    return post(elin, f"{home}publicera/", {"when": "now", **more}, seen=f"{home}publicera/")


def press(elin: Client, path: str, label: str) -> str:
    """Press a button as a browser does: what its form holds is posted; returns where it leads."""
    for form in re.findall(r"<form .*?</form>", text(elin, path), re.DOTALL):
        for button in re.findall(r"<button.*?</button>", form, re.DOTALL):
            if label == " ".join(re.sub(r"<[^>]+>", "", button).split()):
                hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
                own = re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', button.split(">")[0])
                where = re.search(r'<form [^>]*action="([^"]+)"', form)
                assert where
                return post(elin, where[1], {**dict(hidden), **dict(own)})
    raise AssertionError(label)


def asked(elin: Client, home: str) -> list[str]:
    document = json.loads(text(elin, f"{home}export.json"))["definition"]
    return [one["label"]["sv"] for one in document["pages"][0]["questions"]]


def test_set_time_cancelled_rolled_back_taken_down_and_archived_through_the_pages(
    elin: Client, home: str, mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions, portal = f"{home}versioner/", Client(SERVER_NAME="mjolby.localhost")
    publish(elin, home)
    page = str(elin.get(press(elin, versions, "Påbörja nästa version"))["Location"])
    post(elin, f"{page}ny-fraga/", {"label": "När såg du det?", "kind": "date"}, seen=page)
    at = clock.now() + timedelta(days=2)
    done = publish(elin, home, when="later", at=at.strftime("%Y-%m-%dT%H:%M"))
    assert "E-tjänsten publiceras" in text(elin, done)
    assert "Version 2 publiceras" in text(elin, versions)
    press(elin, versions, "Påbörja nästa version")
    assert "När såg du det?" in asked(elin, home)
    assert "Version 2 skulle publiceras" in text(elin, f"{home}publicera/")
    post(elin, f"{home}utkast/kasta/")
    assert "Versionen publiceras inte." in text(elin, press(elin, versions, "Publicera inte då"))
    press(elin, versions, "Bygg vidare på version 2")
    assert "När såg du det?" in asked(elin, home)
    publish(elin, home, when="later", at=at.strftime("%Y-%m-%dT%H:%M"), in_progress="move")
    with open_scope(mjolby), monkeypatch.context() as later:
        # What was chosen for started drafts is in force with the version, not before.
        assert EService.objects.get().in_progress == "stay"
        later.setattr(clock, "now", lambda: at + timedelta(hours=3))
        assert publishing.publish_due() == 1
        assert EService.objects.get().in_progress == "move"
        assert published("anmal-klotter").version_number == 2
    back = text(elin, press(elin, versions, "Publicera igen version 1"))
    assert "Version 1 är publicerad igen." in back
    assert "Anmäl klotter" in text(portal, "/")
    assert "E-tjänsten är nedtagen." in text(elin, press(elin, versions, "Ta ned e-tjänsten"))
    assert "Anmäl klotter" not in text(portal, "/")
    archived = text(elin, press(elin, versions, "Arkivera"))
    assert "E-tjänsten är arkiverad." in archived
    assert ">Arkivera<" not in archived
    assert "1 arkiverad e-tjänst" in text(elin, "/studio/")
    press(elin, versions, "Publicera igen version 2")
    assert "arkiverades" not in text(elin, versions)
    assert "Anmäl klotter" in text(portal, "/")


def test_what_is_published_now_is_not_replaced_by_an_older_version_later(
    elin: Client, home: str, mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock.now() + timedelta(days=2)
    publish(elin, home, when="later", at=at.strftime("%Y-%m-%dT%H:%M"))
    page = str(elin.get(press(elin, f"{home}versioner/", "Påbörja nästa version"))["Location"])
    post(elin, f"{page}ny-fraga/", {"label": "När såg du det?", "kind": "date"}, seen=page)
    publish(elin, home)
    with open_scope(mjolby):
        monkeypatch.setattr(clock, "now", lambda: at + timedelta(hours=3))
        assert publishing.publish_due() == 0
        assert published("anmal-klotter").version_number == 2
