"""Every text of a definition is found, with where it stands."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import sample

from samtjanst import eservices
from samtjanst.capabilities.formkit.editing import wordings


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [v for k, v in value.items() if k in {"sv", "en"} and isinstance(v, str) and v]
        return own + [t for k, v in value.items() for t in texts_in(v)]
    return [t for v in value for t in texts_in(v)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", ["skolskjuts", "alla_fragetyper"])
def test_no_text_of_a_shipped_definition_is_left_out(name: str) -> None:
    document = json.loads(eservices.read(f"{name}/definition.json"))
    found = [one.text for one in wordings.wordings(document) if one.language]
    assert sorted(found) == sorted(texts_in(document))


def test_words_are_found_in_any_order_and_case() -> None:
    document = sample.document()
    document["pages"][0]["questions"][0]["help"] = {"sv": "Välj BARNETS nya skola", "en": "School"}
    found = wordings.find(document, "skola barnets välj")
    here = document["pages"][0]["questions"][0]["id"]
    assert ("question", here, "help", "sv") in [(o.kind, o.id, o.field, o.language) for o in found]
    assert wordings.find(document, "   ") == []
    assert wordings.find(document, "xyzzy") == []


def test_texts_of_rules_rows_and_parameters_say_where_they_stand() -> None:
    inner = {"id": "namn", "kind": "text", "label": {"sv": "Räv ett"}}
    document = {
        "title": {"sv": "Räv två"},
        "about": {"keywords": ["räv tre"], "have_at_hand": [{"title": {"sv": "Räv fyra"}}]},
        "pages": [
            {
                "id": "p",
                "title": {"sv": "Räv fem"},
                "questions": [{"id": "barn", "kind": "group", "questions": [inner]}],
            }
        ],
        "rules": [{"id": "r", "effect": "stop", "message": {"sv": "Räv sex"}}],
        "parameters": [{"id": "skolor", "title": {"sv": "Räv sju"}}],
    }
    assert [(o.kind, o.id, o.field) for o in wordings.find(document, "räv")] == [
        ("page", "p", "title"),
        ("question", "namn", "label"),
        ("rule", "r", "message"),
        ("parameter", "skolor", "title"),
        ("setting", "title", ""),
        ("setting", "about", "keywords"),
        ("setting", "about", "have_at_hand.title"),
    ]


# A loaded machine is no fault of the code.
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(max_size=600), words=st.text(max_size=20))
def test_pieces_are_the_text_itself_in_order(text: str, words: str) -> None:
    found = wordings.pieces(text, words)
    said = "".join(one.text for one in found)
    assert said.removeprefix("… ").removesuffix(" …") in text or not words.split()
    assert all(one.text for one in found) or not text


def test_long_text_is_cut_around_the_word() -> None:
    found = wordings.pieces("ord " * 200 + "skolkort " + "mer " * 200, "Skolkort")
    assert [one.text for one in found if one.is_hit] == ["skolkort"]
    assert "".join(one.text for one in found).startswith("… ord")
    assert found[-1].text.endswith(" …")
    assert sum(len(one.text) for one in found) < 300
