"""What is worked out, and what has to be paid, is pointed together on a screen of its own."""

from typing import Any

import pytest
from django.test import Client
from tests.capabilities.formkit.editing.pointing.support import everything
from tests.capabilities.formkit.sample import one_page
from tests.web.studio import support
from tests.web.studio.support import exported, post, text

from samtjanst.capabilities.formkit.conditions.operand_readers import READERS
from samtjanst.capabilities.formkit.editing.pointing import picks
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope
from samtjanst.foundation.tenancy.models import Municipality

pytestmark = pytest.mark.django_db
ONE: dict[str, Any] = {"of": "value", "value": 1}


def asked(document: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(
        one for page in document["pages"] for one in page["questions"] if one["kind"] == kind
    )


@pytest.fixture
def whole(elin: Client, mjolby: Municipality) -> str:
    return support.imported(elin, mjolby, everything())


@pytest.mark.parametrize("kind", ["calculated", "payment_line"])
def test_price_per_row_with_a_discount_is_pointed_together(
    elin: Client, whole: str, kind: str
) -> None:
    name = asked(everything(), kind)["id"]
    screen = f"{whole}fraga/{name}/berakning/"
    assert screen in text(elin, f"{whole}fraga/{name}/")
    group = asked(everything(), "group")["id"]
    sent: list[dict[str, str]] = [
        {"x-p": "value"},
        {"x-value": "100,5"},
        {"x-p": "multiply"},
        {"x-1-p": f"count:{group}"},
        {"do": "part:x"},
        {"x-2-p": "parameter:grans"},
        {"x-p": "subtract"},
    ]
    for one in sent:
        post(elin, screen, one, seen=screen)
    held = asked(exported(elin, whole), kind)["settings"]["calculate"]
    assert held == {
        "of": "subtract",
        "parts": [{"of": "value", "value": "100.5"}, {"of": "count", "question": group}],
    }
    page = text(elin, screen)
    assert "100,5 − antalet i ”" in page
    assert "Något behöver rättas" not in page
    assert "100,5 − antalet i ”" in text(elin, f"{whole}fraga/{name}/")


def test_every_number_of_the_format_is_offered_and_taken(elin: Client, whole: str) -> None:
    name = asked(everything(), "calculated")["id"]
    screen, document = f"{whole}fraga/{name}/berakning/", everything()
    page = text(elin, screen)
    kinds = set()
    for one in picks.choices(Scope(document), "number"):
        assert f'value="{one.value}"' in page
        if one.value.partition(":")[0] not in kinds:
            kinds.add(one.value.partition(":")[0])
            post(elin, screen, {"x-p": one.value}, seen=screen)
            held = asked(exported(elin, whole), "calculated")["settings"]["calculate"]
            assert picks.key_of(held) == one.value
    assert kinds == set(READERS) - {"time", "today", "shifted"}


def test_fault_stands_at_the_term_and_what_was_typed_stays(elin: Client, whole: str) -> None:
    name = asked(everything(), "payment_line")["id"]
    screen = f"{whole}fraga/{name}/berakning/"
    post(elin, screen, {"x-p": "value"}, seen=screen)
    post(elin, screen, {"x-p": "add"}, seen=screen)
    post(elin, screen, {"x-1-value": "hundra"}, seen=screen)
    page = text(elin, screen)
    assert 'href="#f-x-1-value"' in page
    assert 'value="hundra"' in page
    assert "ett tal eller ett datum" in text(elin, f"{whole}fraga/{name}/")


def test_saving_the_question_keeps_its_calculation(elin: Client, whole: str) -> None:
    question = asked(everything(), "payment_line")
    where = f"{whole}fraga/{question['id']}/"
    post(elin, where, {"label.sv": "Att betala", "settings_shown": "1"}, seen=where)
    after = asked(exported(elin, whole), "payment_line")
    assert after["settings"]["calculate"] == question["settings"]["calculate"]
    assert after["label"]["sv"] == "Att betala"


def test_question_that_is_answered_has_no_calculation(elin: Client, whole: str) -> None:
    for name in ("text", "borta"):
        text(elin, f"{whole}fraga/{name}/berakning/", 404)


def test_value_in_the_rows_of_a_group_is_worked_out_of_the_rows_own_answers(
    elin: Client, mjolby: Municipality
) -> None:
    words = {"sv": "Antal"}
    total = {"id": "total", "kind": "calculated", "label": {"sv": "Summa"}, "settings": {
        "calculate": {"of": "question", "id": "count"}, "shown_as": {"sv": "{value}"}}}  # fmt: skip
    group = {"id": "rows", "kind": "group", "questions": [
        {"id": "count", "kind": "integer", "label": words}, total]}  # fmt: skip
    home = support.imported(elin, mjolby, one_page([group]))
    page = text(elin, f"{home}fraga/total/berakning/")
    assert "”Antal”" in page
    assert '<option value="question:count" selected>' in page
    assert "”Antal”" in text(elin, f"{home}fraga/total/")
