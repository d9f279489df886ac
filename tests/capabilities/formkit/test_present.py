"""Pages and summaries: nothing typed is lost, and everything is in words."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.capabilities.formkit import sample

from samtjanst.capabilities.formkit import ApplicantFacts, evaluate, inputs, prefill, present
from samtjanst.capabilities.formkit.present import FieldView, PageView
from samtjanst.kernel.canonical import canonical_bytes

TYPED = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u202a\u202b"),
    max_size=40,
).map(str.strip)


def view_of(page_id: str, answers: dict[str, Any], **changes: Any) -> PageView:
    context = sample.context(**changes)
    evaluation = evaluate(sample.school(), answers, context)
    return present.page(sample.school(), page_id, evaluation, answers, show_errors=True)


def field(view: PageView, name: str) -> FieldView:
    return next(one for one in view.fields if one.id == name)


def posted(view: PageView) -> dict[str, list[str]]:
    """What a browser would post of a page that nobody touched."""
    data = {"_shown": list(view.shown)}
    for one in view.fields:
        if one.kind in {"information", "calculated", "file"}:
            continue
        for part in one.parts or (one,):
            chosen = [option.id for option in part.options if option.selected]
            if part.options:
                data[part.name] = chosen
            else:
                data[part.name] = [str(part.value)]
    return data


@settings(max_examples=60, deadline=None)
@given(
    texts=st.dictionaries(st.sampled_from(["distance", "traffic_place", "other_reason"]), TYPED),
    reasons=st.lists(st.sampled_from(["distance", "traffic", "disability", "other"]), unique=True),
)
def test_reading_what_was_shown_loses_nothing(texts: dict[str, str], reasons: list[str]) -> None:
    definition, context = sample.school(), sample.context()
    asked = ("reasons", "distance", "traffic_place", "disability_description", "other_reason")
    data = {"_shown": list(asked), "reasons": reasons}
    data |= {name: [text] for name, text in texts.items()}
    first = inputs.read_page(definition, "the_reason", data, context)
    view = present.page(
        definition, "the_reason", evaluate(definition, first, context), first, show_errors=False
    )
    again = {**first, **inputs.read_page(definition, "the_reason", posted(view), context)}
    assert again == first


def test_whole_filing_survives_a_round_of_all_pages() -> None:
    definition, context = sample.school(), sample.context()
    answers = {**sample.complete_answers(), "reasons": ["distance", "traffic"], "distance": 3}
    answers |= {"traffic_place": "Väg 32,\nvid bron"}
    before = evaluate(definition, answers, context)
    for page in before.visible_pages:
        view = present.page(definition, page, before, answers, show_errors=False)
        answers = {**answers, **inputs.read_page(definition, page, posted(view), context)}
    after = evaluate(definition, answers, context)
    assert after.complete
    assert after.values == before.values


def test_untouched_hidden_answers_are_kept() -> None:
    answers = {**sample.complete_answers(), "reasons": ["other"], "other_reason": "Skäl"}
    data = {"_shown": ["reasons", "other_reason"], "reasons": ["distance"], "other_reason": ["S"]}
    read = inputs.read_page(sample.school(), "the_reason", data, sample.context())
    assert "traffic_place" not in read
    merged = {**answers, **read}
    assert merged["other_reason"] == "S"
    assert "other_reason" not in evaluate(sample.school(), merged, sample.context()).values


def test_question_that_became_visible_is_found_and_spared() -> None:
    data = {"_shown": ["reasons"], "reasons": ["traffic"]}
    context = sample.context()
    answers = inputs.read_page(sample.school(), "the_reason", data, context)
    evaluation = evaluate(sample.school(), answers, context)
    new = inputs.newly_shown(evaluation, "the_reason", data)
    assert new == ("traffic_place",)
    view = present.page(
        sample.school(), "the_reason", evaluation, answers, show_errors=True, spare=new
    )
    assert view.problems == ()


def test_problems_are_at_the_field_and_in_the_summary_in_the_order_of_the_page() -> None:
    view = view_of("the_reason", {"reasons": ["traffic", "disability"]})
    assert [name for name, _ in view.problems] == [
        "traffic_place",
        "disability_description",
        "medical_certificate",
    ]
    assert field(view, "medical_certificate").errors == ("Ladda upp läkarintyget.",)


def test_part_has_its_own_error() -> None:
    view = view_of("the_child", {"home_address": {"street": "Storgatan 1"}})
    parts = {part.id: part for part in field(view, "home_address").parts}
    assert parts["home_address.postal_code"].errors == ("Skriv postnummer.",)
    assert parts["home_address.street"].errors == ()
    assert parts["home_address.care_of"].required is False
    assert ("home_address.postal_code", "Skriv postnummer.") in view.problems


def test_children_are_shown_with_age_and_protection() -> None:
    view = view_of("the_child", {"child": sample.child_value(sample.TOVE)})
    labels = [option.label for option in field(view, "child").options]
    assert labels == ["Ella Provsson, 8 år", "Noa Provsson, 15 år", "Tove Provsson, 10 år"]
    assert "inga adresser" in field(view, "child").options[2].help
    assert [one.id for one in view.fields] == ["child", "protected_note"]


def test_protected_child_is_never_asked_for_addresses() -> None:
    answers = {**sample.complete_answers(), "child": sample.child_value(sample.TOVE)}
    answers["alternating"] = True
    evaluation = evaluate(sample.school(), answers, sample.context())
    assert "home_address" not in evaluation.values
    assert "second_address" not in evaluation.values
    assert evaluation.complete


def test_register_down_shows_own_statement_and_the_other_guardian() -> None:
    view = view_of("the_child", {}, children=None)
    child = field(view, "child")
    assert [part.name for part in child.parts] == ["child.name", "child.personal_number"]
    assert "Vi når inte folkbokföringen" in child.note
    assert field(view, "has_other_guardian").required


def test_register_without_children_says_so() -> None:
    assert "inte vårdnadshavare" in field(view_of("the_child", {}, children=()), "child").note


def test_wrong_text_is_shown_again() -> None:
    view = view_of("the_school", {"start_date": {"raw": "nästa vecka"}})
    assert field(view, "start_date").value == "nästa vecka"


def test_calculated_value_and_warning_follow_the_answers() -> None:
    answers = {"reasons": ["distance"], "school_year": "5", "distance": 3}
    view = view_of("the_reason", answers)
    assert field(view, "distance_limit").value.startswith("Minst 4 km")
    assert field(view, "distance_short").level == "info"
    waiting = view_of("the_reason", {"reasons": ["distance"]})
    assert field(waiting, "distance_limit").value == "Visas när du har svarat."


def test_page_numbers_and_refreshing_questions() -> None:
    view = view_of("the_reason", {})
    assert (view.number, view.total) == (3, 4)
    assert field(view, "reasons").refreshes
    assert not field(view_of("the_school", {}), "start_date").refreshes


def test_parameters_stand_in_the_texts() -> None:
    view = view_of("the_school", {})
    assert "senast den 1 april" in view.intro
    assert "skolskjuts@mjolby.example" in field(view, "school").help


def test_english_page() -> None:
    evaluation = evaluate(sample.school(), {}, sample.context())
    view = present.page(
        sample.school(), "the_school", evaluation, {}, show_errors=True, language="en"
    )
    assert view.title == "The school"
    assert ("school", "Choose the child's school in the list.") in view.problems


SUMMARY = """\
the_child
  Vilket barn gäller ansökan? = Ella Provsson | 20180101-2392 [Hämtat från folkbokföringen]
  Adressen där barnet bor hos dig = Storgatan 1 | 595 30 Mjölby [Hämtat från folkbokföringen]
the_school
  Skola = Vifolkaskolan, Mantorp
  Har kommunen placerat barnet i den här skolan? = Ja
  Årskurs = Årskurs 2
  Från vilket datum behöver barnet skolskjuts? = 2027-01-11
  Bor barnet växelvis hos två vårdnadshavare? = Nej
the_reason
  Varför behöver barnet skolskjuts? = Vägen till skolan är lång | Barnet har en funktionsnedsättning
  Gräns för avstånd = Minst 2 km till skolan för den årskurs du har valt.
  Ungefär hur lång är vägen till skolan? = 3 km
  Beskriv varför barnet inte kan ta sig till skolan på egen hand = Ser dåligt.
  Läkarintyg = intyg.pdf (1,2 MB)
the_journey
  Vilka dagar behöver barnet åka till skolan? = Måndag | Tisdag
  När börjar skoldagen? = 8.10
  Vilka dagar behöver barnet åka från skolan? = Måndag
  När slutar skoldagen? = 13.30
  Behöver barnet något av det här under resan? = Inte besvarad
  Din e-postadress = anna@example.se
  Ditt telefonnummer = Inte besvarad"""


def in_words(sections: tuple[present.SummarySection, ...]) -> str:
    lines = []
    for section in sections:
        lines.append(section.page_id)
        for row in section.rows:
            source = f" [{row.source}]" if row.source else ""
            lines.append(f"  {row.label} = {' | '.join(row.lines)}{source}")
    return "\n".join(lines)


def full() -> dict[str, Any]:
    return {
        **sample.complete_answers(),
        "reasons": ["distance", "disability"],
        "distance": 3,
        "disability_description": "Ser dåligt.",
        "medical_certificate": ["f1"],
    }


def test_summary_in_words() -> None:
    evaluation = evaluate(sample.school(), full(), sample.context())
    assert evaluation.complete
    sections = present.summary(sample.school(), evaluation.values, sample.context())
    assert in_words(sections) == SUMMARY
    rows = {row.question_id: row for section in sections for row in section.rows}
    assert rows["medical_certificate"].file_ids == ("f1",)


def test_summary_of_a_sealed_filing_is_the_same_years_later() -> None:
    evaluation = evaluate(sample.school(), full(), sample.context())
    canonical_bytes(evaluation.values)
    later = sample.context(
        today=sample.TODAY.replace(year=2029), children=None, applicant=None, parameters={}
    )
    assert in_words(present.summary(sample.school(), evaluation.values, later)) == SUMMARY


def test_about_in_the_municipalitys_words() -> None:
    view = present.about(sample.school(), sample.values_of("norrkoping"))
    assert "Utbildningsnämnden i Norrköping" in view.decides_who
    assert "011-15 00 00" in view.otherwise
    assert view.minutes == 10
    assert all("{" not in text for pair in view.privacy for text in pair)


def test_first_answers_come_from_what_is_known() -> None:
    first = prefill.suggest(sample.school(), sample.context())
    assert set(first) == {"home_address", "email", "phone"}
    assert first["home_address"]["source"] == "register"


def test_protected_applicants_address_is_never_filled_in() -> None:
    hidden = ApplicantFacts(
        "198602212394", "Petra Skyddsson", address=sample.APPLICANT.address, protected=True
    )
    assert prefill.suggest(sample.school(), sample.context(applicant=hidden)) == {}
