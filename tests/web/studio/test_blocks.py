"""Blocks are saved, put into other e-services and kept up to date, over HTTP."""

import copy
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.capabilities.formkit import sample
from tests.web.studio import support
from tests.web.studio.support import imported, new_service, post, text

from samtjanst.building.definitions.models import Block, BlockVersion, Draft
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db
LIBRARY_QUERIES = 5
QUESTIONS = [
    {"id": "epost", "kind": "email", "label": {"sv": "E-post"}, "required": True},
    {"id": "brev", "kind": "yes_no", "label": {"sv": "Vill du ha brev?"}, "required": True},
    {"id": "adress", "kind": "text", "label": {"sv": "Adress"}, "required": True},
    {"id": "namn", "kind": "text", "label": {"sv": "Namn"}, "required": True},
]
WHEN = {"op": "equals", "question": "brev", "value": True}
RULE = {"id": "visa", "effect": "show", "target": {"question": "adress"}, "when": WHEN}


@pytest.fixture
def mjolby() -> Municipality:
    return cast.municipality()


@pytest.fixture
def source(elin: Client, mjolby: Municipality) -> str:
    """An e-service whose draft has the questions, with a rule."""
    home = new_service(elin, mjolby, "Källa")
    document = exported(elin, home)
    document["pages"][0]["questions"] = copy.deepcopy(QUESTIONS)
    document["rules"] = [copy.deepcopy(RULE)]
    put(mjolby, home, document)
    return home


@pytest.fixture
def home(elin: Client, mjolby: Municipality) -> str:
    return new_service(elin, mjolby, "Mål")


def put(municipality: Municipality, home: str, document: dict[str, Any]) -> None:
    with open_scope(municipality):
        Draft.objects.filter(service__slug=home.split("/")[2]).update(document=document)


def exported(elin: Client, home: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(elin, f"{home}export.json"))["definition"]
    return found


def save(elin: Client, home: str, *questions: str, title: str = "Kontakt") -> None:
    where = f"{home}sida/page_1/block/"
    data = {"title": title, "what": "questions", "question": list(questions)}
    assert post(elin, where, data, seen=where) == f"{home}sida/page_1/"


def insert(elin: Client, home: str, title: str = "Kontakt") -> str:
    where = f"{home}sida/page_1/infoga/"
    key = re.search(rf'name="block" value="([^"]+)"[^/]*?Infoga<[^>]+> {title}', text(elin, where))
    assert key
    post(elin, where, {"block": key[1]}, seen=where)
    return use_of(elin, home)


def use_of(elin: Client, home: str) -> str:
    return f"{home}block/{exported(elin, home)['blocks'][-1]['id']}/"


def relabel(elin: Client, home: str, question: str, label: str) -> None:
    where = f"{home}fraga/{question}/"
    post(elin, where, {"label.sv": label, "required": "1"}, seen=where)


def label(elin: Client, home: str, question: str) -> str:
    questions = exported(elin, home)["pages"][0]["questions"]
    return str(next(one["label"]["sv"] for one in questions if one["id"] == question))


def in_both(elin: Client, source: str, home: str) -> str:
    """The block is used in both; returns where it is followed in the second."""
    save(elin, source, "epost", "brev", "adress")
    return insert(elin, home)


def newer(elin: Client, source: str, note: str = "Nytt ord") -> None:
    where = use_of(elin, source)
    post(elin, where, {"do": "save", "note": note}, seen=where)


def test_questions_become_a_block_and_stand_in_another_e_service_with_their_rule(
    elin: Client, source: str, home: str, mjolby: Municipality
) -> None:
    used = text(elin, in_both(elin, source, home))
    assert "Är också här" not in used  # nobody else is
    made = exported(elin, home)
    assert [one["id"] for one in made["pages"][0]["questions"]] == ["epost", "brev", "adress"]
    assert [one["id"] for one in made["rules"]] == ["visa"]
    library = text(elin, "/studio/block/")
    assert "Kontakt" in library
    assert "används i 2 e-tjänster" in library
    key = made["blocks"][0]["block"]
    page = text(elin, f"/studio/block/{key}/")
    assert all(words in page for words in ("Källa", "Mål", "version 1 i utkastet", "E-post"))
    post(elin, f"{home}angra/", {"do": "undo"})
    assert "blocks" not in exported(elin, home)
    with open_scope(mjolby):
        version = BlockVersion.objects.get()
        assert version.sha256 == made["blocks"][0]["sha256"]
        assert AuditEvent.objects.filter(action="block.saved").count() == 1


def test_newer_version_is_told_with_what_changed_and_taken(
    elin: Client, source: str, home: str
) -> None:
    where = in_both(elin, source, home)
    relabel(elin, home, "adress", "Din adress")
    relabel(elin, source, "epost", "E-postadress")
    assert "nyare version av blocket" not in text(elin, f"{home}sida/page_1/")
    newer(elin, source)
    assert "nyare version av blocket ”Kontakt”" in text(elin, f"{home}sida/page_1/")
    shown = text(elin, where)
    assert "Frågan ”E-postadress”: texten var ”E-post”, är ”E-postadress”." in shown
    assert "Frågan ”Din adress”: texten var ”Adress”, är ”Din adress”." in shown
    post(elin, where, {"do": "take"}, seen=where)
    assert label(elin, home, "epost") == "E-postadress"
    assert label(elin, home, "adress") == "Din adress"
    assert "nyare version av blocket" not in text(elin, f"{home}sida/page_1/")
    key = exported(elin, home)["blocks"][0]["block"]
    page = text(elin, f"/studio/block/{key}/")
    assert "Nytt ord" in page
    assert "version 2 i utkastet" in page


@pytest.mark.parametrize(("side", "stays"), [("theirs", "Min e-post"), ("mine", "E-postadress")])
def test_change_on_both_sides_waits_for_a_choice(
    elin: Client, source: str, home: str, side: str, stays: str
) -> None:
    where = in_both(elin, source, home)
    relabel(elin, home, "epost", "Min e-post")
    relabel(elin, source, "epost", "E-postadress")
    newer(elin, source)
    shown = text(elin, where)
    name = re.search(r'name="(k[0-9a-f]{16})"', shown)
    assert name
    assert all(words in shown for words in ("”E-post”", "”Min e-post”", "”E-postadress”"))
    refused = elin.post(where, {"do": "take", "revision": support.revision(shown)})
    assert refused.status_code == 422
    assert label(elin, home, "epost") == "Min e-post"
    post(elin, where, {"do": "take", name[1]: side}, seen=where)
    assert label(elin, home, "epost") == stays


def test_block_that_is_left_is_not_told_of_any_more(elin: Client, source: str, home: str) -> None:
    where = in_both(elin, source, home)
    post(elin, where, {"do": "leave"}, seen=where)
    assert "blocks" not in exported(elin, home)
    assert elin.get(where).status_code == 404
    assert label(elin, home, "epost") == "E-post"


def test_rule_that_points_outside_is_shown_before_it_is_left_out(elin: Client, source: str) -> None:
    where = f"{source}sida/page_1/block/"
    shown = text(elin, where)
    data = {"title": "Adress", "what": "questions", "question": ["adress"]}
    data |= {"revision": support.revision(shown), "seen": "page"}
    warned = elin.post(where, data)
    assert warned.status_code == 200
    assert "Det här blir inte en del av blocket" in warned.content.decode()
    assert post(elin, where, {**data, "seen": "adress"}) == f"{source}sida/page_1/"
    assert exported(elin, source)["blocks"][0]["names"] == {"question": {"adress": "adress"}}


@pytest.mark.parametrize("title", ["", "x" * 101, "{slot}", "<b>"])
def test_block_without_a_name_is_refused(elin: Client, source: str, title: str) -> None:
    where = f"{source}sida/page_1/block/"
    data = {"title": title, "what": "page", "revision": support.revision(text(elin, where))}
    answer = elin.post(where, data)
    assert answer.status_code == 422
    assert "Skriv vad blocket heter" in answer.content.decode()
    assert "blocks" not in exported(elin, source)


def test_block_that_lacks_something_or_is_unchanged_is_refused(
    elin: Client, source: str, home: str
) -> None:
    where = f"{home}sida/page_1/block/"
    data = {"title": "Tomt", "what": "page", "revision": support.revision(text(elin, where))}
    assert "Rätta det först" in elin.post(where, data).content.decode()
    save(elin, source, "epost", "brev", "adress")
    used = use_of(elin, source)
    data = {"do": "save", "note": "", "revision": support.revision(text(elin, used))}
    assert "Ingenting har ändrats" in elin.post(used, data).content.decode()
    post(elin, used, {**data, "question": ["namn"]})
    assert exported(elin, source)["blocks"][0]["version"] == 2


def test_block_travels_in_a_file_as_just_its_parts(
    elin: Client, source: str, home: str, mjolby: Municipality
) -> None:
    in_both(elin, source, home)
    made = sample.document()
    made["blocks"] = exported(elin, source)["blocks"]
    made["blocks"][0]["names"]["question"]["epost"] = "school"
    other = cast.municipality("boxholm")
    outsider = support.client(other)
    theirs = imported(outsider, other, made)
    assert exported(outsider, theirs)["blocks"] == made["blocks"]
    where = use_of(outsider, theirs)
    assert "finns inte i ert bibliotek" in text(outsider, where)
    assert "Kommunen har inga block än" in text(outsider, "/studio/block/")
    key = made["blocks"][0]["block"]
    assert outsider.get(f"/studio/block/{key}/").status_code == 404
    page = made["pages"][0]["id"]
    answer = outsider.post(f"{theirs}sida/{page}/infoga/", {"block": key, "revision": "1"})
    assert answer.status_code == 404
    for do in ("take", "save"):
        data = {"do": do, "revision": support.revision(text(outsider, where))}
        assert outsider.post(where, data).status_code == 404


def test_block_is_no_longer_offered_and_offered_again(elin: Client, source: str, home: str) -> None:
    in_both(elin, source, home)
    where = f"/studio/block/{exported(elin, home)['blocks'][0]['block']}/"
    post(elin, where, {"do": "retire"})
    assert 'name="block"' not in text(elin, f"{home}sida/page_1/infoga/")
    assert "erbjuds inte längre" in text(elin, where)
    post(elin, where, {"do": "offer"})
    assert 'name="block"' in text(elin, f"{home}sida/page_1/infoga/")


def test_handlers_reach_no_block(source: str, mjolby: Municipality) -> None:
    handler = support.client(mjolby, Role.HANDLER)
    for path in ("/studio/block/", f"{source}sida/page_1/block/", f"{source}sida/page_1/infoga/"):
        assert handler.get(path).status_code == 404


def test_library_takes_as_many_statements_at_1_and_30(
    elin: Client, source: str, mjolby: Municipality
) -> None:
    save(elin, source, "epost")
    text(elin, "/studio/block/")
    for more in (29, 0):
        with CaptureQueriesContext(connection) as queries:
            text(elin, "/studio/block/")
        assert len(queries) == LIBRARY_QUERIES
        with open_scope(mjolby):
            fill_library(more)


def fill_library(more: int) -> None:
    first = BlockVersion.objects.select_related("block").order_by("block__created_at")[0]
    for number in range(more):
        block = Block(title=f"Block {number}", created_at=first.created_at)
        block.save(force_insert=True)
        values = {"document": first.document, "sha256": first.sha256}
        row = BlockVersion(block=block, number=1, created_at=first.created_at, **values)
        row.save(force_insert=True)
