"""Publishing at a set time asks the gate again then: stopped, told, shown, tried again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.web.studio import support
from tests.web.studio.conftest import elin, home, mjolby  # noqa: F401 - fixtures
from tests.web.studio.making import mark_everything
from tests.web.studio.support import post, text

from samtjanst.building.definitions.models import ChecklistLine, EService
from samtjanst.building.definitions.queries import all_published
from samtjanst.building.definitions.services import publishing, stopping
from samtjanst.capabilities.messages import to_staff
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    return clock.now() + timedelta(days=2)


@pytest.fixture
def set_for(elin: Client, home: str, at: datetime) -> str:  # noqa: F811 - the fixtures
    """The e-service, to be published at a set time."""
    local = clock.local(at).strftime("%Y-%m-%dT%H:%M")
    post(elin, f"{home}publicera/", {"when": "later", "at": local}, seen=f"{home}publicera/")
    return home


def due(at: datetime, monkeypatch: pytest.MonkeyPatch) -> int:
    """What the schedule does when the time has come; how many were published."""
    with monkeypatch.context() as later:
        later.setattr(clock, "now", lambda: at + timedelta(minutes=2))
        return publishing.publish_due()


def unmark(elin: Client, home: str) -> None:  # noqa: F811 - the fixtures
    post(elin, f"{home}checklista/accessibility/", {"state": "missing", "text": ""})


def test_whole_checklist_lets_it_through(
    set_for: str, mjolby: Municipality, at: datetime, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    with open_scope(mjolby):
        assert due(at, monkeypatch) == 1
        assert [one.slug for one in all_published()] == ["anmal-klotter"]


def test_missing_line_stops_it_and_owner_and_deputy_are_told_why_once(
    elin: Client,  # noqa: F811
    set_for: str,
    mjolby: Municipality,  # noqa: F811
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unmark(elin, set_for)
    with open_scope(mjolby):
        assert due(at, monkeypatch) == 0
        assert due(at, monkeypatch) == 0  # it is not tried again and again
        assert all_published() == []
        row = EService.objects.get()
        assert (row.stopped_for, row.publish_at) == (["accessibility"], None)
        sent: list[dict[str, Any]] = []
        monkeypatch.setattr(to_staff, "mail", lambda **one: sent.append(one))
        jobs = list(Job.objects.filter(name=stopping.STOPPED_JOB))
        for job in jobs:
            stopping.tell(job.payload)
    assert sorted(one["to"] for one in sent) == sorted(
        {"elin@exempel.invalid", "hanna@exempel.invalid"}
    )
    assert "Tillgängligheten är prövad" in sent[0]["text"]
    page = text(elin, f"{set_for}versioner/")
    assert "publicerades inte" in page
    assert "Tillgängligheten är prövad" in page
    listed = text(elin, "/studio/")
    assert "Publicerades inte som bestämt" in listed
    assert "Anmäl klotter" in listed
    assert f'href="{set_for}versioner/"' in listed


def test_line_that_the_municipality_adds_meanwhile_stops_it(
    set_for: str, mjolby: Municipality, at: datetime, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    with open_scope(cast.municipality("norrkoping")):
        ChecklistLine(title="Grannens rad", is_mandatory=True).save()
    with open_scope(mjolby):
        line = ChecklistLine(title="Nämnden har sagt ja", is_mandatory=True)
        line.save()
        assert due(at, monkeypatch) == 0
        assert EService.objects.get().stopped_for == [f"own_{line.id.hex}"]


def test_red_test_stops_it(
    elin: Client,  # noqa: F811
    set_for: str,
    mjolby: Municipality,  # noqa: F811
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "samtjanst.building.definitions.recordings.results",
        lambda _draft, _tests: {"one": ["broken"]},
    )
    with open_scope(mjolby):
        assert due(at, monkeypatch) == 0
        assert EService.objects.get().stopped_for == ["tests"]


def test_mended_it_is_published_by_the_button_and_asked_about_again_first(
    elin: Client,  # noqa: F811
    set_for: str,
    mjolby: Municipality,  # noqa: F811
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unmark(elin, set_for)
    with open_scope(mjolby):
        due(at, monkeypatch)
    again = {"do": "roll_back:1"}
    refused = elin.post(f"{set_for}versioner/gor/", again)
    assert refused.status_code == 422
    assert "Tillgängligheten är prövad" in refused.content.decode()
    mark_everything(elin, set_for)
    post(elin, f"{set_for}versioner/gor/", again)
    with open_scope(mjolby):
        assert EService.objects.get().stopped is None
        assert len(all_published()) == 1
        stale = {"service": str(EService.objects.get().id), "at": at.isoformat()}
        stopping.tell({**stale, "staff": str(cast.staff().id)})  # settled: nothing is sent


def test_it_stands_in_the_day_of_whom_it_concerns_and_nobody_elses(
    elin: Client,  # noqa: F811
    set_for: str,
    mjolby: Municipality,  # noqa: F811
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unmark(elin, set_for)
    with open_scope(mjolby):
        due(at, monkeypatch)
    deputy = support.client(mjolby, Role.HANDLER)
    assert "Dina e-tjänster som inte publicerades" in text(deputy, "/handlaggning/min-dag/")
    manager = support.client(mjolby, Role.MANAGER)
    with open_scope(mjolby):
        row = EService.objects.get()
        row.deputy = None
        row.save()
    assert "inte publicerades" not in text(manager, "/handlaggning/min-dag/")


def test_change_of_a_text_makes_the_reading_of_it_old_and_holds_the_gate(
    elin: Client, home: str  # noqa: F811
) -> None:  # fmt: skip
    path = f"{home}installningar/om/"
    post(elin, path, {"about.summary.sv": "Här anmäler du klotter."}, seen=path)
    page = text(elin, f"{home}checklista/")
    assert "Gäller en äldre version – bekräfta på nytt" in page
    publish = f"{home}publicera/"
    data = {"revision": support.revision(text(elin, publish)), "when": "now"}
    refused = elin.post(publish, data)
    assert refused.status_code == 422
    assert "Texterna är klarspråk" in refused.content.decode()
    told = {"state": "done", "text": "Läst av kommunikationsenheten."}
    post(elin, f"{home}checklista/plain/", told)
    assert "Gäller en äldre version" not in text(elin, f"{home}checklista/")
