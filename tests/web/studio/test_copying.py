"""Questions and pages are copied from one e-service to another, over HTTP."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.web.studio import support
from tests.web.studio.support import new_service, post, text

from samtjanst import eservices
from samtjanst.building.definitions.models import Clipboard
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Municipality:
    return cast.municipality()


@pytest.fixture
def school(elin: Client, mjolby: Municipality) -> str:
    content = eservices.read("skolskjuts/definition.json").encode()
    upload = SimpleUploadedFile("form.json", content, "application/json")
    return post(elin, "/studio/importera/", {"file": upload, "unit": support.unit_id(mjolby)})


@pytest.fixture
def home(elin: Client, mjolby: Municipality) -> str:
    return new_service(elin, mjolby)


def exported(elin: Client, home: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(text(elin, f"{home}export.json"))[
        "definition"
    ]
    return found


def copy(elin: Client, home: str, *questions: str) -> str:
    data = {"page": "the_school", "do": "questions", "question": questions}
    return post(elin, f"{home}kopiera/", data)


def test_questions_are_looked_at_and_pasted_with_their_rule(
    elin: Client, school: str, home: str
) -> None:
    back = copy(elin, school, "placed_school", "chosen_school_note")
    assert "Kopierat: 2 frågor" in text(elin, back)
    page = f"{home}sida/page_1/"
    assert "Klistra in här" in text(elin, page)
    where = f"{home}klistra/page_1/"
    look = text(elin, where)
    assert "Villkor som följer med" in look
    assert "Det här kan inte följa med" not in look
    assert exported(elin, home)["pages"][0]["questions"] == []
    assert post(elin, where, seen=where) == f"{page}?klistrat=2"
    made = exported(elin, home)
    assert [one["id"] for one in made["rules"]] == ["show_chosen_school_note"]
    post(elin, f"{home}angra/", {"do": "undo"})
    assert exported(elin, home)["pages"][0]["questions"] == []


def test_rule_that_cannot_follow_is_named_before_and_in_a_comment_after(
    elin: Client, school: str, home: str
) -> None:
    copy(elin, school, "chosen_school_note")
    where = f"{home}klistra/page_1/"
    look = text(elin, where)
    assert "Det här kan inte följa med" in look
    missing = "frågan ”Har kommunen placerat barnet i den här skolan?”"
    assert f"Saknas här: {missing}" in look
    post(elin, where, seen=where)
    question = text(elin, f"{home}fraga/chosen_school_note/")
    assert "Inklistrat ur ”Ansökan om skolskjuts”" in question
    assert f"saknas här: {missing}" in question


def test_what_stays_behind_is_told_before_and_in_a_comment_after(
    elin: Client, school: str, home: str
) -> None:
    post(elin, f"{school}kopiera/", {"page": "the_child", "do": "page"})
    where = f"{home}klistra/page_1/"
    look = text(elin, where)
    assert "Vilka som skriver under använder det du kopierar." in look
    assert "har texter på engelska, och e-tjänsten här har inga" in look
    post(elin, where, seen=where)
    first = exported(elin, home)["pages"][1]["questions"][0]
    comment = text(elin, f"{home}fraga/{first['id']}/")
    assert "vilka som skriver under, som använder det kopierade där" in comment
    post(elin, where, seen=where)  # pasted once more: what stands here is used
    assert "Det du kopierar har texter på engelska" not in text(elin, where)


def test_block_follows_when_it_is_copied_whole_and_is_told_of_when_not(
    elin: Client, school: str, home: str
) -> None:
    block = f"{school}sida/the_school/block/"
    chosen = ["placed_school", "chosen_school_note"]
    post(elin, block, {"title": "Placering", "what": "questions", "question": chosen}, seen=block)
    where = f"{home}klistra/page_1/"
    copy(elin, school, "placed_school")
    assert "Blocket ”Placering”: bara en del är kopierad" in text(elin, where)
    copy(elin, school, *chosen)
    assert "Block som följer med" in text(elin, where)
    post(elin, where, seen=where)
    assert [one["title"]["sv"] for one in exported(elin, home)["blocks"]] == ["Placering"]
    assert "används i 2 e-tjänster" in text(elin, "/studio/block/")


def test_whole_page_is_pasted_after_another(elin: Client, school: str, home: str) -> None:
    post(elin, f"{school}kopiera/", {"page": "the_school", "do": "page"})
    where = f"{home}klistra/page_1/"
    assert "Skolor som går att välja" in text(elin, where)
    assert post(elin, where, seen=where).startswith(f"{home}sida/the_school/")
    assert [one["id"] for one in exported(elin, home)["pages"]] == ["page_1", "the_school"]


def test_nothing_chosen_copies_nothing(elin: Client, school: str, mjolby: Municipality) -> None:
    assert "Inget kopierades" in text(elin, copy(elin, school))
    with open_scope(mjolby):
        assert not Clipboard.objects.exists()


@pytest.mark.parametrize("data", [{"question": "borta"}, {"do": "page", "page": "borta"}])
def test_what_is_gone_cannot_be_copied(elin: Client, school: str, data: dict[str, str]) -> None:
    assert elin.post(f"{school}kopiera/", data).status_code == 404


def test_nobody_pastes_what_another_copied(
    elin: Client, school: str, home: str, mjolby: Municipality
) -> None:
    copy(elin, school, "placed_school")
    hanna = support.client(mjolby, Role.MANAGER)
    with open_scope(mjolby):
        cast.staff(Role.SERVICE_DEVELOPER)
    assert re.search("Klistra in här", text(hanna, f"{home}sida/page_1/")) is None
    assert hanna.get(f"{home}klistra/page_1/").status_code == 404
    assert hanna.post(f"{home}klistra/page_1/", {"revision": "1"}).status_code == 404


def test_other_municipality_reaches_neither_the_source_nor_what_was_copied(
    elin: Client, school: str, mjolby: Municipality
) -> None:
    copy(elin, school, "placed_school")
    other = cast.municipality("boxholm")
    outsider = support.client(other)
    theirs = new_service(outsider, other, "Egen tjänst")
    assert outsider.post(f"{school}kopiera/", {"question": "placed_school"}).status_code == 404
    assert outsider.get(f"{theirs}klistra/page_1/").status_code == 404
    assert outsider.get(f"{school}klistra/the_school/").status_code == 404


def test_copying_needs_the_permission_to_build(school: str, mjolby: Municipality) -> None:
    handler = support.client(mjolby, Role.HANDLER)
    assert handler.post(f"{school}kopiera/", {"question": "school"}).status_code == 404
    assert handler.get(f"{school}klistra/the_school/").status_code == 404
