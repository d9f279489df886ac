"""A real run becomes one about invented people: nothing of theirs is left, rules do the same."""

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import every_kind, sample

from samtjanst.capabilities.formkit import Context, load
from samtjanst.capabilities.formkit.context import FileFacts
from samtjanst.capabilities.formkit.inventing import invented
from samtjanst.capabilities.formkit.inventing.walking import IS_KEPT
from samtjanst.capabilities.formkit.recording import kept
from samtjanst.kernel.personal_number import PersonalNumber

SCHOOL = load(sample.document())
# What is the same for everybody: the platform's own words, and a municipality's.
DATE = re.compile(r"\d{4}-\d\d-\d\d")
OURS = {"source", "status", "title", "content_type", "scan_state", "owner", "share"}


def strings(value: Any, key: str = "") -> Iterator[str]:
    """Every text in what is kept but our own words and dates."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from strings(one, name)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one, key)
    elif isinstance(value, str) and key not in OURS and not DATE.fullmatch(value):
        yield value


def personal(definition: Any, answers: dict[str, Any], context: Context) -> str:
    """The whole of what may give somebody away, as one text."""
    asked = {one.id: one for one in definition.questions()}
    parts = {key: one for key, one in answers.items() if asked[key].kind not in IS_KEPT}
    return "\n".join(strings([parts, kept(context)])).casefold()


def pieces(text: str) -> set[str]:
    """Every word of at least four characters, and the halves of personal numbers."""
    found = set(re.findall(r"\w{4,}", text))
    for number in re.findall(r"\b\d{12}\b", text):
        found |= {number[2:8], number[8:]}
    return found


def test_nothing_of_four_characters_is_left_of_anybody() -> None:
    scan = FileFacts("f9", "Ella Provsson intyg.pdf", "application/pdf", 1_400_000)
    context = dataclasses.replace(sample.context(), files={"f9": scan})
    answers = sample.complete_answers() | {"other_reason": "Ella har ont i sitt ben.\nHälsar Anna"}
    made = invented(SCHOOL, answers, context)
    text = personal(SCHOOL, dict(made.answers), made.context)
    assert [one for one in pieces(personal(SCHOOL, answers, context)) if one in text] == []
    assert made.survivors == 0
    stand_in = next(iter(made.context.files.values()))
    assert (stand_in.content_type, stand_in.size) == ("application/pdf", 1_000_000)


def test_people_are_as_old_and_in_the_same_family_and_the_form_does_the_same() -> None:
    context, answers = sample.context(), sample.complete_answers()
    made = invented(SCHOOL, answers, context)
    assert made.differences == ()
    real, new = context.applicant, made.context.applicant
    assert real
    assert new
    for old, young in ((real.personal_number, new.personal_number),
                       (sample.ELLA.personal_number,
                        made.answers["child"]["personal_number"])):  # fmt: skip
        was, now = (PersonalNumber.parse(one, today=context.today) for one in (old, young))
        assert was != now
        assert was.age(context.today) == now.age(made.context.today)
        assert now.digits[8:11] in {"238", "239"}
    chosen = made.answers["child"]["personal_number"]
    child = next(one for one in made.context.children or () if one.personal_number == chosen)
    assert new.personal_number in {one.personal_number for one in child.guardians}
    assert {made.answers[one] for one in ("school_year", "placed_school")} == {"2", True}


# A loaded machine is no fault of the code.
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.data())
def test_every_kind_of_question_is_replaced_and_still_accepted(data: st.DataObject) -> None:
    definition, context = every_kind.definition(), every_kind.context()
    answers = {
        one.id: data.draw(every_kind.good(one), label=one.id)
        for one in definition.questions()
        if one.kind.is_asked
    }
    made = invented(definition, answers, context)
    assert made.survivors == 0
    assert not [one for one in made.differences if "fel vid" in one.casefold()], made.differences
    json.dumps(kept(made.context))
