"""Letting a system be told: its secret is shown once, what stops is seen and started again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import cast
from tests.running.case_support import complete_case
from tests.web import browser_of
from tests.web.api import support

from samtjanst.foundation.people.models import ApiClient
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.webhooks import services
from samtjanst.running.webhooks.models import Webhook, WebhookCall

pytestmark = pytest.mark.django_db
URL = "https://elevsystemet.exempel.invalid/besked"


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        support.connect()
        yield row


def _page() -> str:
    return f"/drift/system/{ApiClient.objects.get().id}/"


def test_secret_is_shown_once_and_the_address_is_listed(mjolby: Municipality) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    answer = admin.post(_page(), {"url": URL, "events": ["decided", "made-up"]})
    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]
    assert Webhook.objects.get().events == ["decided"]
    page = admin.get(_page()).content.decode()
    assert secret not in page
    assert URL in page
    assert "Ett ärende är beslutat" in page


def test_wrong_address_is_told_at_its_field_and_kept(mjolby: Municipality) -> None:
    answer = browser_of.staff(Role.ADMINISTRATOR).post(_page(), {"url": "ftp://<b>"})
    assert answer.status_code == 422
    assert 'href="#f-url"' in answer.content.decode()
    assert "ftp://&lt;b&gt;" in answer.content.decode()


def test_stopped_address_is_started_and_a_call_made_again(mjolby: Municipality) -> None:
    admin = browser_of.staff(Role.ADMINISTRATOR)
    admin.post(_page(), {"url": URL})
    case = complete_case()
    with clock.shifted(support.LATER):
        services.collect()
    Webhook.objects.update(stopped_at=clock.now(), stopped_because="status:503")
    WebhookCall.objects.update(state="failed", ended_at=clock.now())
    page = admin.get(_page()).content.decode()
    assert "Stoppad" in page
    assert "Gick inte fram" in page
    assert case.reference not in page
    back = {"client": str(ApiClient.objects.get().id)}
    row, call = Webhook.objects.get(), WebhookCall.objects.first()
    assert call
    assert admin.post(f"/drift/mottagare/{row.id}/starta/", back).headers["Location"] == _page()
    assert set(WebhookCall.objects.values_list("state", flat=True)) == {"queued"}
    assert admin.post(f"/drift/mottagare/besked/{call.id}/", back).status_code == 302
    assert admin.post(f"/drift/mottagare/{row.id}/ta-bort/", {"client": "x"}).status_code == 302
    assert not Webhook.objects.exists()


def test_pages_do_not_exist_for_others(mjolby: Municipality, tmp_path: Path) -> None:
    page = _page()
    browser_of.staff(Role.ADMINISTRATOR).post(page, {"url": URL})
    row = Webhook.objects.get()
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        there = browser_of.staff(Role.ADMINISTRATOR, slug="norrkoping")
        assert there.get(page).status_code == 404
        assert there.post(page, {"url": URL}).status_code == 404
        assert there.post(f"/drift/mottagare/{row.id}/ta-bort/").status_code == 404
    assert browser_of.staff().get(page).status_code == 404
    assert Webhook.objects.count() == 1
