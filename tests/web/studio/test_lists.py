"""A list of the municipality's is read from a file, looked at, and replaced by a newer one."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.web.studio import support
from tests.web.studio.making import ready_service
from tests.web.studio.support import text

from samtjanst.building.definitions.models import Draft, EService
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db
FIRST = "Värde;Svenska;Engelska\neken;Ekens skola;Oak school\nlinden;Lindens skola;\n"
NEXT = "Värde;Svenska;Engelska\neken;Nya Eken;New Oak\nalen;Alens skola;\n"


@pytest.fixture
def path(elin: Client, home: str) -> str:
    """The screen of a list that a question chooses in."""
    at = f"{home}installningar/parametrar/"
    made = {"new_title": "Skolor", "new_type": "options", "do": "add"}
    support.post(elin, at, made, seen=at)
    found = re.search(r'href="([^"]+/lista/)"', text(elin, at))
    assert found
    page = str(elin.get(home)["Location"])
    asked = {"label": "Vilken skola?", "kind": "list"}
    support.post(elin, f"{page}ny-fraga/", asked, seen=page)
    return found[1]


def sent(client: Client, path: str, content: str | bytes, status: int = 200) -> str:
    made = content.encode() if isinstance(content, str) else content
    answer = client.post(path, {"file": SimpleUploadedFile("skolor.csv", made)})
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def taken(client: Client, path: str, page: str, status: int = 302) -> str:
    kept = re.search(r'<textarea name="list" hidden>(.*?)</textarea>', page, re.DOTALL)
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert kept
    assert seen
    answer = client.post(path, {"take": "1", "list": kept[1], "seen": seen[1]})
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def held(municipality: Municipality) -> Any:
    with open_scope(municipality):
        parameters = Draft.objects.get().parameters
    return next(iter(parameters.values())) if parameters else None


def test_list_is_shown_before_it_is_used_and_then_replaced(
    elin: Client, mjolby: Municipality, path: str
) -> None:
    page = sent(elin, path, FIRST)
    assert "2 nya val" in page
    assert "Oak school" in page
    assert held(mjolby) is None
    taken(elin, path, page)
    assert held(mjolby) == [
        {"id": "eken", "name": "Ekens skola", "names": {"en": "Oak school"}},
        {"id": "linden", "name": "Lindens skola"},
    ]
    page = sent(elin, path, NEXT)
    for said in ("1 nytt val", "1 val byter namn", "1 val tas bort"):
        assert said in page
    taken(elin, path, page)
    assert [one["id"] for one in held(mjolby)] == ["eken", "alen"]
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="e_service.list_read").count() == 2


def test_faults_are_told_by_row_and_nothing_is_changed(
    elin: Client, mjolby: Municipality, path: str
) -> None:
    page = sent(elin, path, FIRST + "eken;Eken igen;\nx;<script>alert(1)</script>;\n", 422)
    assert "Rad 4: ”eken” finns redan på rad 2" in page
    assert "Rad 5: texten har en tagg eller ett skript" in page
    assert "Använd listan" not in page
    assert held(mjolby) is None
    assert "äldre Excelfil" in sent(elin, path, b"\xd0\xcf\x11\xe0", 422)
    assert elin.post(path, {}).status_code == 422


def test_what_points_at_a_removed_item_is_told_before(
    elin: Client, mjolby: Municipality, home: str, path: str
) -> None:
    taken(elin, path, sent(elin, path, FIRST))
    asked_in_list(mjolby, {"op": "equals", "value": "linden"})
    page = sent(elin, path, NEXT)
    assert f'href="{home}villkor/r1/"' in page
    assert "Kräv ”Var är klottret?” när ”Vilken skola?” är ”Lindens skola”" in page
    assert "påbörjade ansökningar kan ingen i kommunen läsa" in page


def test_items_are_pointed_at_by_name_and_kept_by_id(
    elin: Client, mjolby: Municipality, home: str, path: str
) -> None:
    taken(elin, path, sent(elin, path, FIRST))
    question = asked_in_list(mjolby, {"op": "equals", "value": "borta"})
    at = f"{home}villkor/r1/"
    page = text(elin, at)
    assert '<option value="linden">”Lindens skola”</option>' in page
    assert '<option value="borta" selected>”borta” (finns inte)</option>' in page
    support.post(elin, at, {"w-0-v": "linden"}, seen=at)
    assert "när ”Vilken skola?” är ”Lindens skola”" in text(elin, at)
    support.post(elin, at, {"w-0-o": "any_of"}, seen=at)
    assert 'value="linden" checked' in text(elin, at)
    support.post(elin, at, {"w-0-v": ["", "eken", "linden"]}, seen=at)
    assert "”Ekens skola” eller ”Lindens skola”" in text(elin, at)
    with open_scope(mjolby):
        (rule,) = Draft.objects.get().document["rules"]
    when = {"op": "any_of", "question": question, "values": ["eken", "linden"]}
    assert rule["when"] == when


def asked_in_list(municipality: Municipality, when: dict[str, Any]) -> str:
    """A rule on the first question, about the one that chooses in the list."""
    with open_scope(municipality):
        draft = Draft.objects.get()
        first, asked = draft.document["pages"][0]["questions"][:2]
        asked["settings"] = {"parameter": draft.document["parameters"][0]["id"]}
        asked.pop("options", None)
        target = {"question": first["id"]}
        when = {**when, "question": asked["id"]}
        draft.document["rules"] = [
            {"id": "r1", "effect": "require", "target": target, "when": when}
        ]
        draft.save()
    return str(asked["id"])


def test_items_of_a_long_list_are_found_by_their_names(
    elin: Client, mjolby: Municipality, home: str, path: str
) -> None:
    long = "".join(f"s{n};Skolan {n};\n" for n in range(70))
    taken(elin, path, sent(elin, path, f"Värde;Svenska;Engelska\n{long}"))
    asked_in_list(mjolby, {"op": "any_of", "values": ["s3", "borta"]})
    at = f"{home}villkor/r1/"
    page = text(elin, at)
    assert re.search(r'value="s3" checked>.*Skolan 3', page)
    assert "borta" in page
    assert '<option value="Skolan 8"></option>' in page
    assert 'value="s8"' not in page
    typed = {"w-0-v": ["", "s3", " skolan 8 "]}
    support.post(elin, at, typed, seen=at)
    assert re.search(r'value="s8" checked', text(elin, at))
    support.post(elin, at, {"w-0-v": ["", "s8", "Skolan 99"]}, seen=at)
    assert "”Skolan 99” (finns inte)" in text(elin, at)
    with open_scope(mjolby):
        (rule,) = Draft.objects.get().document["rules"]
    assert rule["when"]["values"] == ["s8", "Skolan 99"]


def test_list_that_somebody_changed_meanwhile_is_told_anew(
    elin: Client, mjolby: Municipality, path: str
) -> None:
    page = sent(elin, path, FIRST)
    taken(elin, path, sent(elin, path, NEXT))
    told = taken(elin, path, page, 422)
    assert "Listan har ändrats sedan du läste filen" in told
    assert [one["id"] for one in held(mjolby)] == ["eken", "alen"]
    taken(elin, path, told)
    assert [one["id"] for one in held(mjolby)] == ["eken", "linden"]


def test_list_travels_with_the_file_and_each_municipality_keeps_its_own(
    elin: Client, mjolby: Municipality, home: str, path: str
) -> None:
    taken(elin, path, sent(elin, path, FIRST))
    first = held(mjolby)
    whole = text(elin, f"{home}export.json")
    taken(elin, path, sent(elin, path, NEXT))
    own = held(mjolby)
    upload = SimpleUploadedFile("form.json", whole.encode(), "application/json")
    elin.post("/studio/importera/", {"file": upload, "unit": support.unit_id(mjolby)})
    with open_scope(mjolby):
        drafts = Draft.objects.order_by("changed_at")
        assert [next(iter(one.parameters.values())) for one in drafts] == [own, first]
        assert {one.slug for one in EService.objects.all()} != set()


def test_file_of_the_list_is_read_back_as_it_was(
    elin: Client, mjolby: Municipality, path: str
) -> None:
    taken(elin, path, sent(elin, path, FIRST))
    made = elin.get(path.removesuffix("/") + ".csv")
    assert made["Content-Disposition"].startswith("attachment")
    assert "Ingenting: listan i filen är den som finns." in sent(elin, path, made.content)


def test_list_of_the_next_municipality_or_of_nothing_is_not_there(
    elin: Client, mjolby: Municipality, path: str
) -> None:
    other = cast.municipality("motala")
    with open_scope(other):
        cast.staff()
    neighbour = support.client(other)
    assert neighbour.get(path).status_code == 404
    ready_service(neighbour, other)  # of the same name, without the list
    assert neighbour.get(path).status_code == 404
    assert neighbour.post(path, {"take": "1", "list": FIRST}).status_code == 404
    assert elin.get(path.replace("/lista/", "x/lista/")).status_code == 404
    reader = support.client(mjolby, Role.HANDLER)
    assert reader.get(path).status_code == 404
    assert reader.post(path, {"take": "1", "list": FIRST}).status_code == 404
