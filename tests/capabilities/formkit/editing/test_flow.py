"""The way through the pages is read from the document, sound or not."""

from typing import Any

from tests.capabilities.formkit.rules_support import pages, rule

from samtjanst.capabilities.formkit.editing.flow import Way, steps, ways
from samtjanst.capabilities.formkit.texts import Told

ASKED = {"op": "answered", "question": "q0"}


def test_ways_past_pages_and_stops_are_told_in_the_order_of_the_pages() -> None:
    document = pages(1, 1, 1)
    document["rules"] = [
        {**rule("go_to", {"end": True}, ASKED, **{"from": "p1"}), "id": "b"},
        {**rule("go_to", {"page": "p2"}, ASKED, **{"from": "p0"}), "id": "a"},
        rule("stop", {"page": "p0"}, ASKED, message={"sv": "Nej"}),
    ]
    said = Told("”Fråga” är besvarad")
    assert ways(document) == [
        Way("r_stop", 0, None, said, "Nej"),
        Way("a", 0, 2, said),
        Way("b", 1, 3, said),
    ]


def test_ways_that_lead_nowhere_are_left_out() -> None:
    document: dict[str, Any] = pages(1, 1)
    document["rules"] = [
        rule("go_to", {"page": "borta"}, ASKED, **{"from": "p0"}),
        rule("go_to", {"page": "p0"}, ASKED, **{"from": "p1"}),
        rule("go_to", {"page": "p1"}, ASKED),
        rule("stop", {"page": "borta"}, ASKED),
        {"id": "half"},
    ]
    assert ways(document) == []


def test_page_with_a_rule_says_when_it_is_met() -> None:
    document = pages(1, 2)
    document["rules"] = [rule("show", {"page": "p1"}, ASKED)]
    first, second = steps(document)
    assert (first.when, second.when) == ("", "”Fråga” är besvarad")
    assert second.asks == 2
