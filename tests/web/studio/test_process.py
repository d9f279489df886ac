"""The process made by pointing: begun, changed, checked, drawn, told, and taken away."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.capabilities.formkit import process_sample as processes
from tests.web.studio import support
from tests.web.studio.support import text

from samtjanst.building.definitions.queries import workshop
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db
PATH = "installningar/gang/"


class _Form(HTMLParser):
    """What a browser would post of the settings form as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._select, self._area, self._is_in = "", "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known: dict[str, str] = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._is_in = known.get("class") == "form"
        name = known.get("name", "")
        if not self._is_in:
            return
        if tag == "input" and (known.get("type") != "checkbox" or "checked" in known):
            self.fields.setdefault(name, []).append(known.get("value", ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in known:
            self.fields[self._select] = [known.get("value", "")]
        elif tag == "textarea":
            self._area = name
            self.fields[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] = [data.removeprefix("\n")]


def form(client: Client, path: str) -> dict[str, Any]:
    made = _Form()
    made.feed(text(client, path))
    return dict(made.fields)


def save(client: Client, path: str, **changes: Any) -> None:
    assert client.post(path, form(client, path) | changes).status_code == 302


def kept(mjolby: Municipality, slug: str) -> dict[str, Any]:
    with open_scope(mjolby):
        found: dict[str, Any] = workshop.draft_of(
            cast.staff_actor(Role.SERVICE_DEVELOPER), slug
        ).document
    return found


def slug_of(home: str) -> str:
    return home.strip("/").split("/")[-1]


@pytest.fixture
def begun(elin: Client, home: str) -> str:
    """The screen of an e-service that has begun with the usual process."""
    path = f"{home}{PATH}"
    support.post(elin, path, {"do": "start"}, seen=path)
    return path


def test_process_begins_sound_is_drawn_and_can_be_taken_away(
    mjolby: Municipality, elin: Client, home: str
) -> None:
    path = f"{home}{PATH}"
    page = text(elin, path)
    assert "Börja med en vanlig process" in page
    assert "Lägg till en fas" not in page
    support.post(elin, path, {"do": "start"}, seen=path)
    page = text(elin, path)
    assert "Lägg till en fas" in page
    assert "Processen ritad" in page
    assert "saknas här" not in page
    assert "process" in kept(mjolby, slug_of(home))
    support.post(elin, path, {"do": "end"}, seen=path)
    assert "process" not in kept(mjolby, slug_of(home))


def test_saving_what_stands_changes_nothing(mjolby: Municipality, elin: Client) -> None:
    home = support.imported(elin, mjolby, processes.document())
    path = f"{home}{PATH}"
    before = kept(mjolby, slug_of(home))["process"]
    save(elin, path)
    assert kept(mjolby, slug_of(home))["process"] == before == processes.process()


def test_status_step_timer_and_checklist_are_made_by_pointing(
    mjolby: Municipality, elin: Client, home: str, begun: str
) -> None:
    for act in (
        "add:process.phases.utredning.checklist",
        "add:process.phases.utredning.statuses",
        "add:process.phases.utredning.statuses.granskas.steps",
        "add:process.phases.utredning.statuses.granskas.automatic",
    ):
        assert elin.post(begun, form(elin, begun) | {"do": act}).status_code == 302
    found = kept(mjolby, slug_of(home))["process"]["phases"][1]
    line, (granskas, _wait, new) = found["checklist"][0]["id"], found["statuses"]
    at = "process.phases.utredning.statuses"
    step = f"{at}.granskas.steps.{granskas['steps'][-1]['id']}"
    timer = f"{at}.granskas.automatic.{granskas['automatic'][0]['id']}"
    (question,) = (one["id"] for one in kept(mjolby, slug_of(home))["pages"][0]["questions"])
    save(elin, begun, **{
        f"process.phases.utredning.checklist.{line}.text.sv": "Platsen är besökt",
        f"{at}.{new['id']}.title.sv": "Platsbesök",
        f"{at}.{new['id']}.shown.sv": "Vi åker dit",
        f"{step}.title.sv": "Boka besök", f"{step}.to": new["id"],
        f"{step}.who": ["handler", "manager"], f"{step}.when": f"{question}|answered",
        f"{timer}.title.sv": "Dröjer", f"{timer}.trigger": "after", f"{timer}.days": "5",
        f"{timer}.working_days": "1", f"{timer}.mark": "Dröjer", f"{timer}.event": "all_signed",
    })  # fmt: skip
    phase = kept(mjolby, slug_of(home))["process"]["phases"][1]
    made = phase["statuses"][0]
    assert phase["checklist"] == [{"id": line, "text": {"sv": "Platsen är besökt"}}]
    assert made["steps"][-1] == {
        "id": granskas["steps"][-1]["id"], "title": {"sv": "Boka besök"}, "to": new["id"],
        "who": ["handler", "manager"], "when": {"op": "answered", "question": question},
    }  # fmt: skip
    assert made["automatic"] == [{
        "id": granskas["automatic"][0]["id"], "title": {"sv": "Dröjer"}, "trigger": "after",
        "days": 5, "working_days": True, "mark": "Dröjer",
    }]  # fmt: skip
    page = text(elin, begun)
    assert "saknas här" not in page
    assert "Platsbesök" in page


def test_fault_stands_at_its_field_and_nothing_is_lost(
    mjolby: Municipality, elin: Client, home: str, begun: str
) -> None:
    step = "process.phases.utredning.statuses.granskas.steps.klart_for_beslut"
    save(elin, begun, **{f"{step}.to": "", f"{step}.title.sv": "Färdigt"})
    page = text(elin, begun)
    assert "saknas här" in page
    assert "Färdigt" in page
    field = page[page.index(f'id="f-{step}.to-fel') :][:300]
    assert re.search(r"Fältet saknas", field)
    assert "Processen ritad" not in page


def test_condition_that_no_line_says_is_kept_as_it_stands(
    mjolby: Municipality, elin: Client
) -> None:
    document = processes.document()
    both = {"op": "and", "of": [processes.PLACED, {"op": "answered", "question": "school"}]}
    processes.status(document, "review")["steps"][0]["when"] = both
    home = support.imported(elin, mjolby, document)
    path = f"{home}{PATH}"
    save(elin, path)
    phases = kept(mjolby, slug_of(home))["process"]["phases"]
    assert phases[1]["statuses"][0]["steps"][0]["when"] == both


def test_only_who_builds_reaches_the_screen(mjolby: Municipality, home: str) -> None:
    handler = support.client(mjolby, Role.HANDLER)
    assert handler.get(f"{home}{PATH}").status_code == 404
    assert handler.post(f"{home}{PATH}", {"do": "start"}).status_code == 404


def test_condition_of_a_step_is_put_together_by_pointing(
    elin: Client, mjolby: Municipality, home: str
) -> None:
    support.post(elin, f"{home}{PATH}", {"do": "start"}, seen=f"{home}{PATH}")
    page = text(elin, f"{home}{PATH}")
    links = re.findall(r'href="([^"]+/gang/villkor/[^"]+/)"', page)
    assert f"{home}{PATH}villkor/klart_for_beslut/" in links
    at = f"{home}{PATH}villkor/klart_for_beslut/"
    assert "Alltid, eller när …" in text(elin, at)
    support.post(elin, at, {"do": "line:w"}, seen=at)
    support.post(elin, at, {"do": "group:w"}, seen=at)
    page = text(elin, at)
    assert page.count('class="builder__line"') == 3
    support.post(elin, at, {"w-h": "or"}, seen=at)
    when = step_of(elin, home)["when"]
    assert when["op"] == "or"
    assert [one["op"] for one in when["of"]] == ["answered", "and"]
    assert "Var är klottret?" in text(elin, at)
    for _ in range(2):
        support.post(elin, at, {"do": "drop:w-0"}, seen=at)
    assert "when" not in step_of(elin, home)


def step_of(client: Client, home: str) -> dict[str, Any]:
    phases = support.exported(client, home)["process"]["phases"]
    found: dict[str, Any] = phases[1]["statuses"][0]["steps"][0]
    return found


def test_condition_of_a_step_that_is_not_there_is_not_there(
    elin: Client, mjolby: Municipality, home: str
) -> None:
    assert elin.get(f"{home}{PATH}villkor/klart_for_beslut/").status_code == 404
    support.post(elin, f"{home}{PATH}", {"do": "start"}, seen=f"{home}{PATH}")
    assert elin.get(f"{home}{PATH}villkor/gone/").status_code == 404
    handler = support.client(mjolby, Role.HANDLER)
    assert handler.get(f"{home}{PATH}villkor/klart_for_beslut/").status_code == 404
