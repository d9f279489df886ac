"""A block goes from one municipality to another as a file, and its next version after it."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.web.studio.support import client, new_service, post, text
from tests.web.studio.test_blocks import (  # noqa: F401 - fixtures
    exported,
    mjolby,
    put,
    save,
    source,
)

from samtjanst.building.definitions.models import Block, BlockVersion
from samtjanst.capabilities.formkit import blocks
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db
TAKE_IN = "/studio/block/las-in/"


@pytest.fixture
def boxholm() -> Municipality:
    return cast.municipality("boxholm")


@pytest.fixture
def bea(boxholm: Municipality) -> Client:
    return client(boxholm)


def file_of(elin: Client, municipality: Municipality) -> str:
    with open_scope(municipality):
        (row,) = Block.objects.all()
    return text(elin, f"/studio/block/{row.id}/fil.json")


def sent(browser: Client, content: str | bytes) -> Any:
    made = content.encode() if isinstance(content, str) else content
    return browser.post(TAKE_IN, {"file": SimpleUploadedFile("block.json", made)})


def test_block_is_used_in_another_municipality_and_its_next_version_too(
    elin: Client,
    source: str,  # noqa: F811 - the fixture
    mjolby: Municipality,  # noqa: F811 - the fixture
    bea: Client,
    boxholm: Municipality,
) -> None:
    save(elin, source, "brev", "adress")
    first = file_of(elin, mjolby)
    answer = sent(bea, first)
    assert answer.status_code == 302
    assert "Vill du ha brev?" in text(bea, answer["Location"])
    assert file_of(bea, boxholm) == first
    home = new_service(bea, boxholm, "Mål")
    with open_scope(boxholm):
        (row,) = Block.objects.all()
    where = f"{home}sida/page_1/infoga/"
    post(bea, where, {"block": str(row.id)}, seen=where)
    assert len(exported(bea, home)["rules"]) == 1
    again = sent(bea, first)
    assert again.status_code == 422
    assert "Blocket finns redan här" in again.content.decode()
    newer = json.loads(first)
    newer["block"]["pages"][0]["questions"][0]["label"]["sv"] = "Vill du ha brev hem?"
    assert sent(bea, json.dumps(newer)).status_code == 302
    with open_scope(boxholm):
        assert [one.number for one in BlockVersion.objects.order_by("number")] == [1, 2]
    page = str(bea.get(home)["Location"])
    assert "version 2" in text(bea, page).casefold()
    with open_scope(mjolby):
        assert BlockVersion.objects.count() == 1


def test_block_of_another_municipality_is_no_file_here(
    elin: Client,
    source: str,  # noqa: F811 - the fixture
    mjolby: Municipality,  # noqa: F811 - the fixture
    bea: Client,
) -> None:
    save(elin, source, "brev", "adress")
    with open_scope(mjolby):
        (row,) = Block.objects.all()
    assert bea.get(f"/studio/block/{row.id}/fil.json").status_code == 404


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one.update(format="samtjanst-block-file/9"), "nyare än det här programmet"),
        (lambda one: one.update(more=1), "är okänt"),
        (lambda one: one.update(title=" "), "ska ha ett namn"),
        (lambda one: one.update(block=[]), "ska innehålla ett block"),
        (lambda one: one["block"].update(format="samtjanst-block/9"), "nyare än det här"),
        (lambda one: one["block"].update(pages=[]), "ska innehålla ett block"),
        (lambda one: one["block"]["pages"][0].update(questions=[1]), "ska innehålla ett block"),
        (lambda one: one["block"]["pages"][0]["questions"][0].update(kind="x"), "x"),
        (lambda one: one["block"]["rules"][0]["target"].update(question="borta"), "finns inte"),
    ],
)
def test_file_that_is_no_sound_block_is_refused_and_changes_nothing(  # noqa: PLR0917
    elin: Client,
    source: str,  # noqa: F811 - the fixture
    mjolby: Municipality,  # noqa: F811 - the fixture
    bea: Client,
    boxholm: Municipality,
    change: Any,
    told: str,
) -> None:
    save(elin, source, "brev", "adress")
    made = json.loads(file_of(elin, mjolby))
    change(made)
    answer = sent(bea, json.dumps(made))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    with open_scope(boxholm):
        assert not Block.objects.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"format": 1}'])
def test_file_that_is_something_else_is_refused(bea: Client, content: bytes) -> None:
    assert sent(bea, content).status_code == 422
    assert bea.post(TAKE_IN, {}).status_code == 422


def test_block_of_an_older_format_is_read_as_one_of_the_newest(  # noqa: PLR0917
    monkeypatch: pytest.MonkeyPatch,
    elin: Client,
    source: str,  # noqa: F811 - the fixture
    mjolby: Municipality,  # noqa: F811 - the fixture
    bea: Client,
    boxholm: Municipality,
) -> None:
    save(elin, source, "brev", "adress")
    older = json.loads(file_of(elin, mjolby))

    def renamed(document: dict[str, Any]) -> dict[str, Any]:
        document["pages"] = document.pop("sheets")
        return document

    step = ("samtjanst-block/1", renamed)
    monkeypatch.setitem(blocks.files.STEPS, "samtjanst-block/0", step)
    older["block"] = {**older["block"], "format": "samtjanst-block/0"}
    older["block"]["sheets"] = older["block"].pop("pages")
    assert sent(bea, json.dumps(older)).status_code == 302
    with open_scope(mjolby):  # and one that was kept in the older format
        row = BlockVersion.objects.get()
        BlockVersion.objects.filter(id=row.id).update(document=older["block"])
    home = new_service(elin, mjolby, "Nytt mål")
    where = f"{home}sida/page_1/infoga/"
    post(elin, where, {"block": str(row.block_id)}, seen=where)
    labels = [q["label"]["sv"] for p in exported(elin, home)["pages"] for q in p["questions"]]
    assert "Vill du ha brev?" in labels
    with open_scope(mjolby):
        assert BlockVersion.objects.get().sha256 == row.sha256
