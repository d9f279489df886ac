"""An e-service as a file: nothing is lost, and what is broken is refused with its place."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import every_kind, sample

from samtjanst.capabilities.formkit import DefinitionError, package, recording
from samtjanst.capabilities.formkit.package import CarriedTest

Document = dict[str, Any]


def carried(name: str = "Vanligt fall") -> CarriedTest:
    definition, context = sample.school(), sample.context()
    answers = sample.complete_answers()
    run = {"person": "anna", "answers": answers, "context": recording.kept(context)}
    expected = recording.observed(definition, answers, context)
    return CarriedTest(name, plain(run), plain(expected))


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def file_of(**changes: Any) -> Document:
    whole: Document = json.loads(package.written(sample.document(), [carried()]))
    return {**whole, **changes}


def refused(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(DefinitionError) as caught:
        package.read(text)
    return [(one.path, one.line, one.column) for one in caught.value.problems]


def with_test(**changes: Any) -> str:
    whole = file_of()
    whole["tests"][0] |= changes
    return json.dumps(whole)


# A loaded machine is no fault of the code.
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_file_that_is_read_and_written_is_the_same(data: st.DataObject) -> None:
    definition, context = every_kind.definition(), every_kind.context()
    names = data.draw(st.lists(st.text("abåÅ é", min_size=1).filter(str.strip), max_size=3,
                               unique=True))  # fmt: skip
    answers = {
        one.id: data.draw(every_kind.good(one))
        for one in definition.questions()
        if one.kind.is_asked and data.draw(st.booleans())
    }
    run = {"person": "anna", "answers": answers, "context": recording.kept(context)}
    expected = recording.observed(definition, answers, context)
    tests = [CarriedTest(name, plain(run), plain(expected)) for name in names]
    text = package.written(definition.document, tests)
    found = package.read(text)
    assert found.definition.document == definition.document
    assert found.definition.sha256 == definition.sha256
    assert sorted(one.name for one in found.tests) == sorted(names)
    assert package.written(found.definition.document, found.tests) == text
    assert not any(package.failures(found, context.parameters).values())


def test_definition_alone_is_read_too() -> None:
    found = package.read(json.dumps(sample.document()))
    assert (found.definition.sha256, found.tests) == (sample.school().sha256, ())


def test_test_that_no_longer_holds_says_what_broke() -> None:
    document = sample.document()
    document["pages"][0]["questions"][0]["required"] = not document["pages"][0]["questions"][0].get(
        "required", False
    )
    found = package.read(package.written(document, [carried()]))
    (told,) = package.failures(found, sample.context().parameters).values()
    assert any("lämnas tom" in line or "besvaras" in line for line in told)


def test_fault_has_path_line_and_column() -> None:
    text = package.written(sample.document(), [carried()])
    lines = text.split("\n")
    number = next(n for n, line in enumerate(lines) if '"kind": "school"' in line)
    lines[number] = lines[number].replace("school", "hologram")
    (path, line, column), *_ = refused("\n".join(lines))
    assert path.startswith("definition.pages[")
    assert path.endswith(".kind")
    assert (line, column) == (number + 1, lines[number].index('"kind"') + 1)


def test_doubled_field_has_its_place() -> None:
    text = '{"format": "x",\n  "format": "y"}'
    assert refused(text) == [("", 2, 3)]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_truncated_file_says_where_it_ends(share: float) -> None:
    text = package.written(sample.document())
    with pytest.raises(DefinitionError) as caught:
        package.read(text[: int(len(text) * share)])
    (problem,) = caught.value.problems
    assert problem.line > 1
    assert "slutar för tidigt" in problem.reason


@pytest.mark.parametrize("text", ["[" * 10_000_000, '{"a":' * 2_000_000], ids=["lists", "objects"])
def test_ten_megabytes_of_nesting_are_refused(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (json.dumps(file_of(surprise=1)), "surprise"),
        (json.dumps(file_of(tests={})), "tests"),
        (json.dumps(file_of(definition=[])), "definition"),
        (json.dumps({"format": package.FORMAT}), "definition"),
        (json.dumps(file_of(tests=file_of()["tests"] * 2)), "tests[1].name"),
        (json.dumps(file_of(tests=file_of()["tests"] * 101)), "tests"),
        (with_test(name=""), "tests[0].name"),
        (with_test(name="<script>x</script>"), "tests[0].name"),
        (with_test(more=1), "tests[0].more"),
        (with_test(run=[]), "tests[0].run"),
        (with_test(run={"person": "a", "answers": {}, "context": {"today": "x"}}), "tests[0].run"),
        (with_test(expected={}), "tests[0].expected"),
    ],
)
def test_broken_file_is_refused_with_its_place(text: str, path: str) -> None:
    assert path in {found for found, _line, _column in refused(text)}


@pytest.mark.parametrize(
    ("fact", "value"),
    [("personal_number", "12"), ("personal_number", 5), ("name", None), ("protected", "yes"),
     ("address", "here"), ("extra", 1)],
)  # fmt: skip
def test_facts_of_another_type_are_refused(fact: str, value: Any) -> None:
    run = plain(carried().run)
    run["context"]["applicant"][fact] = value
    assert recording.run_fault(run)


# A loaded machine is no fault of the code.
@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([one.id for one in sample.school().questions()]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
        ),
    ),
    st.sampled_from(["000000000000", "999999999999", "202613450000", ""]),
)
def test_no_answers_of_a_file_make_the_run_fail(answers: Document, number: str) -> None:
    run = plain(carried().run)
    run["answers"] = answers
    run["context"]["applicant"]["personal_number"] = number
    assert not recording.run_fault(run)
    found = package.Package(sample.school(), (CarriedTest("x", run, carried().expected),))
    assert package.failures(found, sample.context().parameters)
