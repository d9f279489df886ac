"""What keeps a draft from being published, of all that the analysis tells."""

from typing import Any

from tests.capabilities.formkit import sample

from samtjanst.building.definitions import soundness
from samtjanst.capabilities.formkit.analysis import Code


def two_pages(when: dict[str, Any]) -> dict[str, Any]:
    document = sample.one_page([{"id": "a", "kind": "text"}])
    second = {
        "id": "second",
        "title": {"sv": "Mer"},
        "questions": [{"id": "b", "kind": "text", "label": {"sv": "Mer"}}],
    }
    rule = {"id": "r", "effect": "show", "target": {"page": "second"}, "when": when}
    return {**document, "pages": [*document["pages"], second], "rules": [rule]}


def test_page_that_nobody_can_reach_blocks() -> None:
    asked = {"op": "answered", "question": "a"}
    never = {"op": "and", "of": [asked, {"op": "not", "of": asked}]}
    found = [one.code for one in soundness.findings(two_pages(never)) if soundness.blocks(one)]
    assert found == [Code.PAGE_UNREACHABLE]
    assert not any(map(soundness.blocks, soundness.findings(two_pages(asked))))
