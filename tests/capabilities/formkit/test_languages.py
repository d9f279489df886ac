"""Everything that the engine says is said in Swedish and English."""

import ast
import copy
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.rules_support import CHOICE, HELD, NUMBER, rule, value
from tests.capabilities.formkit.sample import one_page

from samtjanst.capabilities import formkit
from samtjanst.capabilities.formkit import explaining, load
from samtjanst.capabilities.formkit.analysis import analyse
from samtjanst.capabilities.formkit.compare import changes, said
from samtjanst.capabilities.formkit.conditions import facts
from samtjanst.capabilities.formkit.editing import rule_words
from samtjanst.capabilities.formkit.evaluation import evaluate
from samtjanst.capabilities.formkit.messages import TEXTS
from samtjanst.capabilities.formkit.problems import DefinitionError, Problem
from samtjanst.capabilities.formkit.texts import SLOT, Text, Told, join

ROOT = Path(formkit.__path__[0])
SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(och|eller|inte|är|ska|frågan|sidan|villkoret|av|som|till)\b")
# Names and examples, which are the same in every language.
NAMES = re.compile(r"Mjölby(?: \w+ \d+(?::\d+)?)?|namn@exempel\.se")
# Generated documents for a Swedish authority's own diary, and made-up answers: not told here.
OUTSIDE = {"documentation.py", "documented_process.py", "process_drawing.py"}


def literal_texts() -> Iterator[tuple[str, str, str]]:
    """Every text that stands in the engine's code: where, in Swedish and in English."""
    for path in sorted(ROOT.rglob("*.py")):
        if path.name in OUTSIDE:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            words = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if node.func.id in {"Text", "Told"} and len(words) == len(node.args) and words:
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield where, str(words[0]), str(words[1]) if len(words) > 1 else ""


def test_every_text_has_an_english_one_with_the_same_slots() -> None:
    found = list(literal_texts())
    assert len(found) > 350
    wrong = [
        where
        for where, sv, en in found
        if sv.strip("?") and (not en or set(SLOT.findall(sv)) != set(SLOT.findall(en)))
    ]
    assert wrong == []


def test_no_english_text_holds_swedish() -> None:
    left = [(where, en) for where, _, en in literal_texts() if SWEDISH.search(NAMES.sub("", en))]
    assert left == []


def test_no_sentence_is_put_together_outside_the_two_languages() -> None:
    """A Swedish sentence that is not in a Text or Told would be the same in English."""
    left = []
    for path in sorted(ROOT.rglob("*.py")):
        if path.name in OUTSIDE or path.name in {"makers.py", "samples.py", "blank.py"}:
            continue
        tree = ast.parse(path.read_text())
        inside = {id(part) for call in ast.walk(tree) if _says(call) for part in ast.walk(call)}
        inside |= {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if id(node) in inside or not isinstance(node, ast.Constant):
                continue
            words = str(node.value)
            if " " in words.strip() and re.search(r"\b(och|är|ska|inte|har|kan|det)\b", words):
                left.append(f"{path.relative_to(ROOT)}:{node.lineno}: {words}")
    assert left == []


def _says(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Text", "Told"}
    )


def test_every_code_of_the_catalogue_is_whole() -> None:
    for code, text in TEXTS.items():
        assert text.sv, code
        assert text.en, code
        assert set(SLOT.findall(text.sv)) == set(SLOT.findall(text.en)), code
    for known in (facts.TEXTS, facts.NUMBERS, facts.FLAGS):
        assert all(one.title.en != one.title for one in known.values())
    assert all(flag.negated.en != flag.negated for flag in facts.FLAGS.values())


def test_told_is_plain_swedish_text_that_also_knows_english() -> None:
    told = Text("Sidan {title}", "The page {title}").told(title=Text("Barnet", "The child"))
    assert (told, told.to("en"), f"{told}") == (
        "Sidan Barnet",
        "The page The child",
        "Sidan Barnet",
    )
    assert type(told.to("sv")) is str
    for same in (copy.deepcopy(told), pickle.loads(pickle.dumps(told))):  # noqa: S301 - our own
        assert (same, same.en) == (told, told.en)
    assert join((told, "x"), Told(" och ", " and ")).en == "The page The child and x"


@pytest.mark.parametrize("hostile", ["{title}", "{sv} {en}", "</p><script>", "{0}", "{" * 50])
def test_words_of_a_label_are_never_read_as_a_slot(hostile: str) -> None:
    told = Text("Sidan ”{title}”, {label}", "Page “{title}”, {label}").told(
        title=hostile, label="x"
    )
    assert told == f"Sidan ”{hostile}”, x"
    assert told.en == f"Page “{hostile}”, x"


def test_finding_and_counter_example_are_in_english() -> None:
    stop = {"op": "equals", "question": "c", "value": "b"}
    document = one_page(
        [{**CHOICE, "required": True}, NUMBER],
        [rule("validate", {"question": "c"}, stop, message={"sv": "Nej", "en": "Never"})],
    )
    report = analyse(load(document), today=sample.context().today)
    told = [(one.reason.en, one.example.en) for one in report.findings]
    assert told
    assert all(not SWEDISH.search(reason.replace("Fråga", "")) for reason, _ in told)


def test_reason_rule_and_change_are_in_english() -> None:
    over = {"op": "more", "left": HELD, "right": value(3)}
    document = one_page(
        [{**NUMBER, "label": {"sv": "Antal", "en": "Number"}}, {"id": "t", "kind": "text"}],
        [rule("show", {"question": "t"}, over)],
    )
    evaluation = evaluate(load(document), {"n": 7}, sample.context())
    shown = explaining.questions(evaluation, load(document).pages[0].id)[1].reasons[0].facts[0]
    assert (shown.text.en, shown.now.en) == ("“Number” is more than 3", "“Number”: 7")
    sentence = rule_words.said(document, document["rules"][0])
    assert sentence.en.endswith("when “Number” is more than 3")
    after = copy.deepcopy(document)
    after["pages"][0]["questions"][0]["label"]["sv"] = "Hur många"
    (change,) = changes(document, after)
    assert said(change, document, after).en == (
        "The question “Number”: the text was “Antal”, is “Hur många”."
    )


def test_fault_of_a_file_is_in_english() -> None:
    with pytest.raises(DefinitionError) as raised:
        load({**one_page([NUMBER]), "colour": "red"})
    (problem,) = raised.value.problems
    assert problem.reason.en == "unknown field"
    placed = Problem("pages[0]", 3, problem.reason, 7).told()
    assert placed == "rad 3, tecken 7: pages[0]: okänt fält"
    assert placed.en == "line 3, character 7: pages[0]: unknown field"
