"""Questions that read alike over the whole form: told where nobody can tell them apart."""

import json
from typing import Any

import pytest
from tests.capabilities.formkit import sample

from samtjanst import eservices
from samtjanst.capabilities.formkit import load
from samtjanst.capabilities.formkit.analysis import Code, analyse
from samtjanst.capabilities.formkit.analysis.doubled import doubled_questions

Question = dict[str, Any]
WHOLE = "Varför söker du plats?"
ALWAYS = {"op": "equals", "question": "zz", "value": True}


def asked(name: str, label: str, **more: Any) -> Question:
    return {"id": name, "kind": "text", "label": {"sv": label}, **more}


def told(
    *pages: tuple[str, list[Question]],
    rules: list[dict[str, Any]] | None = None,
    blocks: list[dict[str, Any]] | None = None,
) -> list[str]:
    """The ids of questions that cannot be told from one before them."""
    document = sample.document()
    first = [{"id": "zz", "kind": "yes_no", "label": {"sv": "Ja?"}}]
    document["pages"] = [
        {"id": f"p{number}", "title": {"sv": title}, "questions": questions}
        for number, (title, questions) in enumerate([("Start", first), *pages])
    ]
    document["rules"] = rules or []
    plain = {"text", "number"}
    document["parameters"] = [one for one in document["parameters"] if one["type"] in plain]
    document["signing"]["signatories"] = {}
    if blocks:
        document["blocks"] = blocks
    return [found.id for found in doubled_questions(load(document))]


def test_heading_tells_short_labels_apart_but_not_when_it_is_the_same() -> None:
    one, other = [asked("a", "Namn")], [asked("b", "Namn:")]
    assert told(("Sökande", one), ("Medsökande", other)) == []
    assert told(("Sökande", one), ("sökande", other)) == ["b"]


def test_same_page_is_told_once_for_each_after_the_first() -> None:
    listed = [asked("a", "Namn"), asked("b", "namn"), asked("c", "Namn?")]
    assert told(("Sökande", listed)) == ["b", "c"]


def test_whole_question_that_everybody_is_asked_twice_is_told() -> None:
    assert told(("Skäl", [asked("a", WHOLE)]), ("Annat", [asked("b", WHOLE)])) == ["b"]
    other = {"id": "b", "kind": "long_text", "label": {"sv": WHOLE}}
    assert told(("Skäl", [asked("a", WHOLE)]), ("Annat", [other])) == []


@pytest.mark.parametrize(("target", "name"), [("question", "a"), ("page", "p1")])
def test_question_that_only_some_are_asked_is_no_second_one(target: str, name: str) -> None:
    rule = {"id": "r", "effect": "show", "target": {target: name}, "when": ALWAYS}
    assert told(("Skäl", [asked("a", WHOLE)]), ("Annat", [asked("b", WHOLE)]), rules=[rule]) == []


def test_branches_with_the_same_heading_are_each_for_some() -> None:
    rules = [
        {"id": f"r{n}", "effect": "show", "target": {"page": f"p{n}"}, "when": ALWAYS}
        for n in (1, 2)
    ]
    pages = ("Uppgifter", [asked("a", "Namn")]), ("Uppgifter", [asked("b", "Namn")])
    assert told(*pages, rules=rules) == []
    assert told(*pages, rules=rules[:1]) == ["b"]


def test_group_tells_its_questions_apart_and_its_own_rows_do_not() -> None:
    def group(name: str, label: str, *inner: Question) -> Question:
        rows = {"settings": {"max_rows": 3, "row_name": {"sv": "Rad"}}, "questions": list(inner)}
        return {"id": name, "kind": "group", "label": {"sv": label}, **rows}

    one, other = group("g", "Barn", asked("a", "Namn")), group("h", "Syskon", asked("b", "Namn"))
    assert told(("Familj", [asked("n", "Namn"), one, other])) == []
    twice = group("g", "Barn", asked("a", "Namn"), asked("b", "Namn"))
    assert told(("Familj", [twice])) == ["b"]


def test_block_that_is_used_twice_is_meant_to_be() -> None:
    def use(name: str, question: str) -> dict[str, Any]:
        return {
            "id": name,
            "block": "00000000-0000-4000-8000-000000000000",
            "title": {"sv": "Vårdnadshavare"},
            "version": 1,
            "sha256": "0" * 64,
            "names": {"question": {"why": question}},
        }

    pages = ("Första", [asked("a", WHOLE)]), ("Andra", [asked("b", WHOLE)])
    assert told(*pages, blocks=[use("u1", "a"), use("u2", "b")]) == []
    assert told(*pages, blocks=[use("u1", "a")]) == ["b"]


def test_marked_for_lists_no_page_tells_them_apart() -> None:
    one, other = asked("a", "Adress", in_lists="column"), asked("b", "Adress", in_lists="column")
    assert told(("Sökande", [one]), ("Fastighet", [other])) == ["b"]


def test_shipped_e_services_have_none() -> None:
    for slug in ("skolskjuts", "fardtjanst", "alla_fragetyper"):
        definition = load(json.loads(eservices.read(f"{slug}/definition.json")))
        assert list(doubled_questions(definition)) == []
        assert not analyse(definition, today=sample.TODAY).of(Code.DUPLICATE_WORDING)


def test_many_alike_are_found_in_no_time() -> None:
    pages = [(f"Sida {n}", [asked(f"q{n}", WHOLE)]) for n in range(90)]
    assert len(told(*pages)) == 89
