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


def test_level_that_nobody_reaches_or_below_the_class_is_told() -> None:
    document = sample.one_page([{"id": "a", "kind": "text"}])
    document["signing"]["login"] = {"start": "loa2", "hand_in": "loa4"}
    told = [str(one) for one in soundness.findings(document, 2, reached=lambda: 3)]
    assert [one for one in told if "når dit" in one]
    document["signing"]["login"] = {"start": "loa2", "hand_in": "loa2"}
    found = soundness.findings(document, 2, reached=lambda: 3)
    assert [one.code for one in found].count(Code.LOGIN_LEVEL) == 1
    assert not any(map(soundness.blocks, found))
