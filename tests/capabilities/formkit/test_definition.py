"""Loading: strict, whole, with place and reason."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.rules_support import named

from samtjanst import eservices
from samtjanst.capabilities.formkit import DefinitionError, load, load_text, parameters, schema
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.kernel.errors import NotFoundError

ROOT = Path(__file__).parents[3]
# Changing a published text makes a new version; a new digest here says so on purpose.
SHIPPED = "55a044f097910c855bf19b68effab02583935e94f08e898582fde21ace5c5332"
VALIDATOR = jsonschema.Draft202012Validator(schema.document_schema())


def problems_of(document: Any) -> dict[str, str]:
    with pytest.raises(DefinitionError) as caught:
        load(document)
    return {problem.path: problem.reason for problem in caught.value.problems}


def test_shipped_definition_has_its_digest() -> None:
    assert sample.school().sha256 == SHIPPED


def test_digest_does_not_depend_on_order_or_white_space() -> None:
    turned = dict(reversed(sample.document().items()))
    assert load_text(json.dumps(turned, indent=7)).sha256 == SHIPPED


def test_every_file_of_a_definition_in_the_repository_is_valid() -> None:
    found = list((ROOT / "src/samtjanst/eservices").rglob("definition*.json"))
    assert found
    for path in found:
        text = path.read_text(encoding="utf-8")
        VALIDATOR.validate(json.loads(text))
        assert isinstance(load_text(text), Definition)


@pytest.mark.parametrize("municipality", ["mjolby", "norrkoping"])
def test_shipped_parameters_fit(municipality: str) -> None:
    assert parameters.problems(sample.school(), sample.values_of(municipality)) == ()


def test_the_two_municipalities_differ() -> None:
    mjolby, norrkoping = sample.values_of("mjolby"), sample.values_of("norrkoping")
    assert mjolby["distance_limits"] != norrkoping["distance_limits"]
    assert mjolby["schools"] != norrkoping["schools"]


def test_parameters_that_do_not_fit_are_told() -> None:
    values = {**sample.values_of("mjolby"), "distance_limits": {"f": "långt"}, "extra": 1}
    del values["contact"]
    found = {problem.path for problem in parameters.problems(sample.school(), values)}
    assert {"distance_limits.f", "distance_limits.9", "extra", "contact"} <= found


def test_published_schema_is_the_one_that_the_loader_reads_by() -> None:
    assert (ROOT / "schema/definition.schema.json").read_text(encoding="utf-8") == schema.text()


def edit(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = to

    return change


def drop(*path: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        del document[path[-1]]

    return change


# What is wrong in form: schema and loader must both refuse it, at the same place.
MISSHAPEN = [
    (edit("format", to="samtjanst-definition/99"), "format"),
    (edit("surprise", to=1), "surprise"),
    (drop("title"), "title"),
    (edit("title", to={"en": "Only English"}), "title.sv"),
    (edit("title", to={"sv": "  "}), "title.sv"),
    (edit("title", to="plain"), "title"),
    (edit("id", to="Big Letters"), "id"),
    (edit("pages", to=[]), "pages"),
    (edit("pages", to={}), "pages"),
    (edit("pages", 0, "questions", 0, "kind", to="hologram"), "pages[0].questions[0].kind"),
    (edit("pages", 0, "questions", 0, "in_lists", to="yes"), "pages[0].questions[0].in_lists"),
    (edit("pages", 0, "questions", 3, "in_lists", to="search"), "pages[0].questions[3].in_lists"),
    (edit("pages", 0, "questions", 0, "required", to="yes"), "pages[0].questions[0].required"),
    (
        edit("pages", 1, "questions", 4, "settings", "earliest", to="idag"),
        "pages[1].questions[4].settings.earliest",
    ),
    (
        edit("pages", 2, "questions", 6, "settings", "accept", to=["application/x-exe"]),
        "pages[2].questions[6].settings.accept[0]",
    ),
    (edit("pages", 2, "questions", 0, "options", to=[]), "pages[2].questions[0].options"),
    (edit("rules", 0, "effect", to="delete"), "rules[0].effect"),
    (edit("rules", 0, "when", "op", to="eval"), "rules[0].when.op"),
    (edit("signing", "mode", to="whenever"), "signing.mode"),
    (edit("signing", "expires_days", to=True), "signing.expires_days"),
    (edit("signing", "confirmation", to="perhaps"), "signing.confirmation"),
    (edit("handling", "appeal_regime", to="maybe"), "handling.appeal_regime"),
    (edit("handling", "reference_prefix", to="skj"), "handling.reference_prefix"),
    (edit("about", "minutes", to=0), "about.minutes"),
]


@pytest.mark.parametrize(("change", "path"), MISSHAPEN, ids=[path for _, path in MISSHAPEN])
def test_misshapen_document_is_refused_by_loader_and_schema(
    change: Callable[[dict[str, Any]], None], path: str
) -> None:
    document = sample.document()
    change(document)
    assert path in problems_of(document)
    assert not VALIDATOR.is_valid(document)


# What only the loader can see.
SENSELESS = [
    (edit("pages", 1, "id", to="the_child"), "pages[1].id"),
    (edit("pages", 1, "questions", 0, "id", to="child"), "pages[1].questions[0].id"),
    (edit("rules", 0, "target", to={"question": "nobody"}), "rules[0].target"),
    (edit("rules", 1, "when", "question", to="nobody"), "rules[1].when.question"),
    (edit("rules", 1, "when", "value", to="ja"), "rules[1].when.value"),
    (edit("rules", 1, "when", "value", to=1), "rules[1].when.value"),
    (edit("rules", 10, "when", "value", to="volcano"), "rules[10].when.value"),
    (edit("title", to={"sv": "Hej {nobody}"}), "title.sv"),
    (edit("title", to={"sv": "Hej <script>x</script>"}), "title.sv"),
    (edit("title", to={"sv": "Hej\x00"}), "title.sv"),
    (edit("signing", "signatories", to={"guardians_of": "school"}), "signing.signatories"),
    (edit("signing", "reminders_days", to=[3, 40]), "signing.reminders_days"),
    (edit("signing", "confirmation", to="login"), "signing.confirmation"),
    (edit("parameters", 1, "per", to="school"), "parameters[1].per"),
    (
        edit("pages", 1, "questions", 0, "settings", "parameter", to="contact"),
        "pages[1].questions[0].settings.parameter",
    ),
]


@pytest.mark.parametrize(("change", "path"), SENSELESS, ids=[path for _, path in SENSELESS])
def test_senseless_document_is_refused(change: Callable[[dict[str, Any]], None], path: str) -> None:
    document = sample.document()
    change(document)
    assert path in problems_of(document)


@pytest.mark.parametrize(
    ("signatories", "settings", "path"),
    [
        ({"named_in": "y"}, {}, "named_in"),
        ({"needed": 5}, {}, "needed"),  # more than can be named
        ({"needed": 3}, {}, "needed"),  # more than must be named
        ({"needed": 0}, {}, "needed"),
        ({"named_in": "", "needed": 1}, {}, "needed"),
        ({"named_in": "", "order": "in_turn"}, {}, "order"),
        ({"order": "whenever"}, {}, "order"),
        ({"alone_in": "y"}, {}, "alone_in"),  # no company can apply
    ],
)
def test_signatories_who_can_never_be_enough_are_refused_at_the_field(
    signatories: dict[str, Any], settings: dict[str, Any], path: str
) -> None:
    child, other = {"id": "c", "kind": "child"}, {"id": "y", "kind": "yes_no"}
    document = named(signatories, child, other, **settings)
    if not document["signing"]["signatories"]["named_in"]:
        del document["signing"]["signatories"]["named_in"]
    assert f"signing.signatories.{path}" in problems_of(document)


@pytest.mark.parametrize(
    ("signatories", "path"),
    [
        ({"neighbours_of": "n"}, "signing.signatories"),  # no property
        ({"neighbours_of": "nowhere"}, "signing.signatories"),
        ({"neighbours_within": 20}, "signing.signatories.neighbours_within"),  # of what?
        ({"neighbours_of": "estate", "neighbours_within": 501},
         "signing.signatories.neighbours_within"),
        ({"neighbours_of": "estate", "neighbours_within": 0},
         "signing.signatories.neighbours_within"),
    ],
)  # fmt: skip
def test_neighbours_of_what_is_no_property_or_too_far_away_are_refused(
    signatories: dict[str, Any], path: str
) -> None:
    document = sample.one_page(
        [{"id": "n", "kind": "integer"}, {"id": "estate", "kind": "property"}]
    )
    document["signing"]["signatories"] = signatories
    assert path in problems_of(document)


def test_neighbours_are_read_and_make_it_joint() -> None:
    document = sample.one_page([{"id": "estate", "kind": "property"}])
    document["signing"]["signatories"] = {"neighbours_of": "estate", "neighbours_within": 20}
    who = load(document).signing.signatories
    assert (who.neighbours_of, who.neighbours_within, who.is_joint) == ("estate", 20, True)


def test_signatories_that_can_be_enough_are_read() -> None:
    document = named({"needed": 2, "order": "in_turn"})
    who = load(document).signing.signatories
    assert (who.named_in, who.needed, who.order, who.is_joint) == ("who", 2, "in_turn", True)
    assert VALIDATOR.is_valid(document)


@pytest.mark.parametrize("case", ["c", "late", "ruled", "nobody"])
def test_question_of_signing_alone_that_cannot_hold_is_refused(case: str) -> None:
    yes_no = [{"id": name, "kind": "yes_no"} for name in ("y", "z")]
    document = named({"alone_in": "y"}, {"id": "c", "kind": "text"}, *yes_no)
    document["signing"]["represents"] = {"company": "stated"}
    assert load(document).signing.signatories.alone_in == "y"
    assert VALIDATOR.is_valid(document)
    if case == "ruled":
        when = {"op": "equals", "question": "z", "value": True}
        document["rules"] = [sample.show("who", when, "r1")]
    elif case == "late":
        document["pages"][0]["questions"].reverse()
    elif case == "nobody":
        del document["signing"]["signatories"]["named_in"]
    else:
        document["signing"]["signatories"]["alone_in"] = "c"
    assert "signing.signatories.alone_in" in problems_of(document)


def test_rules_in_a_circle_are_refused_and_named() -> None:
    rules = [
        sample.show("b", {"op": "equals", "question": "a", "value": "x"}, "r1"),
        sample.show("a", {"op": "answered", "question": "b"}, "r2"),
    ]
    questions = [{"id": "a", "kind": "text"}, {"id": "b", "kind": "text"}]
    reason = problems_of(sample.one_page(questions, rules))["rules"]
    assert "cirkel" in reason
    assert "a" in reason
    assert "b" in reason


def test_page_shown_by_its_own_question_is_a_circle() -> None:
    rule = {
        "id": "r",
        "effect": "show",
        "target": {"page": "only"},
        "when": {"op": "answered", "question": "a"},
    }
    assert "rules" in problems_of(sample.one_page([{"id": "a", "kind": "text"}], [rule]))


def test_comparing_a_number_with_a_date_is_refused() -> None:
    when = {
        "op": "less",
        "left": {"of": "question", "id": "n"},
        "right": {"of": "today"},
    }
    questions = [{"id": "n", "kind": "integer"}, {"id": "t", "kind": "text"}]
    assert "rules[0].when" in problems_of(sample.one_page(questions, [sample.show("t", when)]))


def test_every_fault_is_told_at_once() -> None:
    document = sample.document()
    document["surprise"] = 1
    del document["title"]
    document["signing"]["mode"] = "x"
    assert {"surprise", "title", "signing.mode"} <= set(problems_of(document))


def test_fault_in_a_text_has_its_line() -> None:
    text = eservices.read("skolskjuts/definition.json")
    wrong = text.replace('"kind": "school"', '"kind": "hologram"')
    line = wrong[: wrong.index("hologram")].count("\n") + 1
    with pytest.raises(DefinitionError) as caught:
        load_text(wrong)
    assert [p.line for p in caught.value.problems if p.path.endswith(".kind")] == [line]
    assert f"rad {line}" in str(caught.value)


@pytest.mark.parametrize("cut", [0, 1, 100, 5000])
def test_truncated_file_is_refused_with_a_line(cut: int) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_text(eservices.read("skolskjuts/definition.json")[:cut])
    assert caught.value.problems[0].line >= 1


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"format": 1.5}',
        '{"format": NaN}',
        '{"id": "a", "id": "b"}',
        "[]",
        '"x"',
        '{"a": 1e999}',
        '{"a": "\\ud800"}',
        '{"a": 99999999999999999999}',
        " " * 5_000_001,
        '{"a": ' + "9" * 5000 + "}",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_file_is_refused(text: str) -> None:
    with pytest.raises(DefinitionError):
        load_text(text)


def test_both_ways_of_signing_can_be_chosen() -> None:
    document = sample.with_signing_mode(sample.document(), "own_space_until_signed")
    other = load(document)
    assert other.signing.mode == "own_space_until_signed"
    assert sample.school().signing.mode == "arrives_at_once"
    assert other.sha256 != SHIPPED


def test_unknown_page_and_question_are_not_found() -> None:
    for look in (sample.school().page, sample.school().question):
        with pytest.raises(NotFoundError):
            look("nobody")


def test_loaded_document_is_apart_from_the_given_one() -> None:
    document = sample.document()
    definition = load(document)
    document["title"]["sv"] = "Något annat"
    assert definition.document["title"]["sv"] == "Ansökan om skolskjuts"


def test_search_words_are_there() -> None:
    assert {"skjuts", "buss", "skolbuss", "resa"} <= set(sample.school().about.keywords)


def test_shipped_file_outside_the_folder_cannot_be_read() -> None:
    with pytest.raises(FileNotFoundError):
        eservices.read("../kernel/ids.py")
