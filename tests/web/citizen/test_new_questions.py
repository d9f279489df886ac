"""A question that comes with an answer on its own page, to somebody without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.journey.test_represent import short
from tests.journey_support import school_transport
from tests.web import browser_of

from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db
TOLD = "Det finns fler frågor på sidan"


def _document() -> dict[str, Any]:
    made = short()
    made["pages"][0]["questions"] += [
        {"id": "info", "kind": "information", "label": {"sv": "Bra att veta"}},
        {"id": "more", "kind": "yes_no", "label": {"sv": "Gäller det fler?"}},
        {"id": "whom", "kind": "text", "label": {"sv": "Vilka då?"}, "required": True},
    ]
    made["rules"] = [
        {
            "id": "ask_whom",
            "effect": "show",
            "target": {"question": "whom"},
            "when": {"op": "equals", "question": "more", "value": True},
        }
    ]
    return made


@pytest.fixture
def page(tmp_path: Path) -> Iterator[tuple[Client, str]]:
    with open_scope(cast.municipality(storage=str(tmp_path))):
        school_transport(document=_document())
        anna = browser_of.citizen()
        yield anna, f"{anna.post('/e-tjanster/skolskjuts/starta/')['Location']}sida/one/"


def _post(page: tuple[Client, str], shown_on: str, **data: str) -> Any:
    revision = re.findall(r'name="revision" value="(\d+)"', shown_on)[0]
    hidden = re.findall(r'name="_shown" value="(\w+)"', shown_on)
    return page[0].post(page[1], {**data, "go": "1", "_shown": hidden, "revision": revision})


def test_new_question_is_told_and_not_wrong_before_it_has_been_asked(
    page: tuple[Client, str],
) -> None:
    first = page[0].get(page[1]).content.decode()
    again = _post(page, first, what="Skylt", more="yes")
    body = again.content.decode()
    assert again.status_code == 200
    assert TOLD in body
    assert "Vilka då?" in body
    assert "f-whom-fel" not in body
    now = _post(page, body, what="Skylt", more="yes", whom="")
    assert now.status_code == 422
    assert "f-whom-fel" in now.content.decode()
    assert TOLD not in now.content.decode()
    done = _post(page, now.content.decode(), what="Skylt", more="yes", whom="Ella")
    assert done.status_code == 302


def test_what_was_asked_and_is_missing_is_wrong_all_the_same(page: tuple[Client, str]) -> None:
    first = page[0].get(page[1]).content.decode()
    again = _post(page, first, what="", more="yes")
    body = again.content.decode()
    assert again.status_code == 422
    assert "f-what-fel" in body
    assert "f-whom-fel" not in body
    assert TOLD in body
