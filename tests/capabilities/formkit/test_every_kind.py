"""What holds for every kind of question, proved with generated answers."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import every_kind

from samtjanst.capabilities.formkit import evaluate, inputs, posting, present
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Sort
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.present import export
from samtjanst.kernel import canonical

DEFINITION, CONTEXT = every_kind.definition(), every_kind.context()
ASKED = [question for question in DEFINITION.questions() if question.kind.is_asked]
POSTED = [question for question in ASKED if not BEHAVIOURS[question.kind].is_attached]
PARTS = (
    "value", "again", "name", "personal_number", "who", "which", "from", "to", "street", "points",
    "place", "clearing", "account", "0.name", "0.day", "monday.from",
)  # fmt: skip
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["raw", "name", "personal_number", "source", "street", "from", "to",
                         "points", "place", "id", "row", "clearing", "account", "again"])
        | st.text(max_size=5),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip
LEAN = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def by_id(question: Question) -> str:
    return question.id


def page_of(question: Question) -> str:
    return next(page.id for page in DEFINITION.pages if question in page.questions)


def through_the_form(question: Question, value: Any) -> Any:
    """The value shown on its page, posted as it stands there, and read again."""
    page_id = page_of(question)
    answers = {question.id: value}
    evaluation = evaluate(DEFINITION, answers, CONTEXT)
    view = present.page(DEFINITION, page_id, evaluation, answers, show_errors=False)
    return inputs.read_page(DEFINITION, page_id, posting.of_page(view), CONTEXT)[question.id]


def test_there_is_a_question_of_every_kind() -> None:
    assert {question.kind for question in DEFINITION.questions()} == set(Kind) == set(BEHAVIOURS)


def test_every_kind_says_what_it_is_in_both_languages() -> None:
    for behaviour in BEHAVIOURS.values():
        texts = (behaviour.title, behaviour.about, *(one.title for one in behaviour.settings))
        assert all(text.sv and text.en for text in texts), behaviour.kind


def test_only_what_is_not_asked_has_no_sort() -> None:
    nothing = {kind for kind, one in BEHAVIOURS.items() if one.sort is Sort.NOTHING}
    assert nothing == {Kind.INFORMATION, Kind.FORMATTED, Kind.STOP}


@pytest.mark.parametrize("question", POSTED, ids=by_id)
@given(data=st.data())
@LEAN
def test_good_answer_comes_back_from_the_form_as_it_was(question: Question, data: Any) -> None:
    value = data.draw(every_kind.good(question))
    assert through_the_form(question, value) == value


@pytest.mark.parametrize("question", ASKED, ids=by_id)
@given(data=st.data())
@LEAN
def test_good_answer_has_no_fault_and_fits_its_schema(question: Question, data: Any) -> None:
    value = data.draw(every_kind.good(question))
    evaluation = evaluate(DEFINITION, {question.id: value}, CONTEXT)
    assert evaluation.errors().get(question.id) is None
    jsonschema.validate(value, BEHAVIOURS[question.kind].value_schema(question))
    assert evaluation.values[question.id] == value
    assert BEHAVIOURS[question.kind].seen(question, value, CONTEXT) is not None


@pytest.mark.parametrize("question", ASKED, ids=by_id)
@given(value=ANY_JSON)
@LEAN
def test_canonical_form_of_the_canonical_form_is_itself(question: Question, value: Any) -> None:
    behaviour = BEHAVIOURS[question.kind]
    once = behaviour.canonical(question, value)
    assert behaviour.canonical(question, once) == once


@pytest.mark.parametrize("question", ASKED, ids=by_id)
@given(value=ANY_JSON)
@LEAN
def test_hostile_value_is_an_error_and_never_a_crash(question: Question, value: Any) -> None:
    answers = {question.id: value}
    evaluation = evaluate(DEFINITION, answers, CONTEXT)
    errors = evaluation.errors()
    held = evaluation.values[question.id]
    behaviour = BEHAVIOURS[question.kind]
    if held is not None and question.id not in errors:
        jsonschema.validate(held, behaviour.value_schema(question))
        canonical.canonical_bytes(held)
    for language in ("sv", "en"):
        present.page(DEFINITION, page_of(question), evaluation, answers, show_errors=True,
                     language=language)  # fmt: skip
        present.summary(DEFINITION, evaluation.values, CONTEXT, language)
    export.row(DEFINITION, evaluation.values)
    export.tables(DEFINITION, evaluation.values)
    export.xml(DEFINITION, evaluation.values)
    assert held is not None or behaviour.empty(value)


@pytest.mark.parametrize("question", POSTED, ids=by_id)
@given(text=st.text(max_size=40), more=st.text(max_size=10))
@LEAN
def test_hostile_post_is_read_to_something_that_can_be_kept(
    question: Question, text: str, more: str
) -> None:
    posted = {f"{question.id}.{part}": [text] for part in PARTS}
    posted |= {question.id: [text, more], f"{question.id}._row": ["0", more], "stay": [text]}
    read = inputs.read_page(DEFINITION, page_of(question), posted, CONTEXT)
    json.dumps(read)
    first = evaluate(DEFINITION, read, CONTEXT)
    first.errors()
    again = through_the_form(question, read[question.id])
    second = evaluate(DEFINITION, {question.id: again}, CONTEXT)
    if not first.messages(question.id):
        assert second.values[question.id] == first.values[question.id]


@pytest.mark.parametrize("question", ASKED, ids=by_id)
@given(data=st.data())
@LEAN
def test_good_answer_is_told_in_words_and_exported(question: Question, data: Any) -> None:
    value = data.draw(every_kind.good(question))
    behaviour = BEHAVIOURS[question.kind]
    for language in ("sv", "en"):
        lines = behaviour.lines(question, value, CONTEXT, language)
        assert lines
        assert all(isinstance(line, str) for line in lines)
    assert len(export.row(DEFINITION, {question.id: value})) == len(export.columns(DEFINITION))
    assert question.id.encode() in export.xml(DEFINITION, {question.id: value})


@pytest.mark.parametrize("question", DEFINITION.questions(), ids=by_id)
def test_every_question_takes_some_time(question: Question) -> None:
    assert 0 < BEHAVIOURS[question.kind].seconds(question) < 600
