"""What people write for kinds with rules of their own, and what they are told when it is wrong."""

from typing import Any

import pytest
from tests.capabilities.formkit import every_kind, sample

from samtjanst.capabilities.formkit import evaluate, inputs, load, present
from samtjanst.capabilities.formkit.definition import DefinitionError
from samtjanst.capabilities.formkit.messages import TEXTS
from samtjanst.capabilities.formkit.present import export

DEFINITION = every_kind.definition()


def posted(question_id: str, data: dict[str, list[str]], **changes: Any) -> tuple[Any, list[str]]:
    """What is read from a post about one question, and the errors that it gets."""
    context = every_kind.context(**changes)
    page = next(p for p in DEFINITION.pages if any(q.id == question_id for q in p.questions))
    read = inputs.read_page(DEFINITION, page.id, {"_shown": [question_id], **data}, context)
    errors = evaluate(DEFINITION, read, context).errors()
    return read[question_id], errors.get(question_id, [])


def _own(designation: str) -> dict[str, str]:
    return {"designation": designation, "source": "own_statement"}


READ = [
    ("number", "4,5", "4.5"),
    ("number", "4,50 kilometer", "4.5"),
    ("number", "12.0", "12"),
    ("number", "0", "0"),
    ("money", "1 250", 125000),
    ("money", "1 250,50 kr", 125050),
    ("money", "31500:-", 3150000),
    ("money", "1250 SEK", 125000),
    ("percentage", "12,5 %", "12.5"),
    ("percentage", "75 procent", "75"),
    ("time", "8.10", "08:10"),
    ("time", "kl. 8", "08:00"),
    ("time", "0810", "08:10"),
    ("time", "23:59", "23:59"),
    ("country", "finland", {"id": "fi", "name": "Finland"}),
    ("country", "fi", {"id": "fi", "name": "Finland"}),
    ("personal_number", "850101-2390", "198501012390"),
    ("organisation_number", "16 212000-0480", "2120000480"),
    ("iban", "se35 5000 0000 0549 1000 0003", "SE3550000000054910000003"),
    ("car", "abc 123", "ABC123"),
    ("car", "ABC-12D", "ABC12D"),
    ("property", "mjölby  fisken 4", _own("MJÖLBY FISKEN 4")),
    ("property", "Mjölby Hulterstad S:3", _own("MJÖLBY HULTERSTAD s:3")),
    ("property", "Mjölby 40:2", _own("MJÖLBY 40:2")),
    ("phone", "070-174 06 05", "+46701740605"),
    ("employee", "karin testberg, utbildningskontoret",
     {"id": "e1", "name": "Karin Testberg", "unit": "Utbildningskontoret"}),
]  # fmt: skip


@pytest.mark.parametrize(("question_id", "typed", "value"), READ)
def test_answer_is_read_as_people_write_it(question_id: str, typed: str, value: Any) -> None:
    assert posted(question_id, {question_id: [typed]}) == (value, [])


REFUSED = [
    ("number", "långt", "som ett tal med siffror"),
    ("number", "4,55", "högst 1 decimaler"),
    ("number", "-1", "ska vara minst 0 kilometer"),
    ("money", "mycket", "som ett belopp i kronor"),
    ("money", "12,505", "som ett belopp i kronor"),
    ("money", "-5", "ska vara minst 0 kr"),
    ("percentage", "101", "får vara högst 100 %"),
    ("time", "25.00", "som timmar och minuter"),
    ("time", "8.60", "som timmar och minuter"),
    ("country", "Atlantis", "”Atlantis” finns inte i listan"),
    ("personal_number", "850101-2391", "Personnumret stämmer inte"),
    ("personal_number", "198501012382", "ditt eget personnummer"),
    ("personal_number", "20180101-2392", "ska ha fyllt 18 år"),
    ("organisation_number", "212000-0481", "Organisationsnumret stämmer inte"),
    ("iban", "SE35 5000", "IBAN-numret stämmer inte"),
    ("car", "IQV 123", "tre bokstäver och tre siffror"),
    ("property", "Fisken", "fastighetens namn och nummer"),
    ("phone", "070", "telefonnummer med siffror"),
    ("employee", "Nils Ingen", "finns inte i listan"),
]


@pytest.mark.parametrize(("question_id", "typed", "text"), REFUSED)
def test_wrong_answer_is_told_and_stays_as_typed(question_id: str, typed: str, text: str) -> None:
    value, errors = posted(question_id, {question_id: [typed]})
    assert len(errors) == 1
    assert text in errors[0].replace("\u00a0", " ")
    view = field(question_id, value)
    assert typed.replace(" ", "") in view.value.replace("\u00a0", "").replace(" ", "") or typed in {
        "-1", "4,55", "101", "-5", "198501012382", "20180101-2392"}  # fmt: skip


def field(question_id: str, value: Any) -> Any:
    """The question as it is shown with that answer."""
    context, answers = every_kind.context(), {question_id: value}
    evaluation = evaluate(DEFINITION, answers, context)
    for page_id in evaluation.visible_pages:
        view = present.page(DEFINITION, page_id, evaluation, answers, show_errors=True)
        for one in view.fields:
            if one.id == question_id:
                return one
    raise AssertionError(question_id)


def test_written_twice_must_be_the_same() -> None:
    both = {"email.value": ["anna@Example.se"], "email.again": ["anna@example.se"]}
    assert posted("email", both) == ("anna@example.se", [])
    differing = {"email.value": ["anna@example.se"], "email.again": ["ana@example.se"]}
    value, errors = posted("email", differing)
    assert errors == ["Du har skrivit olika under ”E-post”. Kontrollera båda fälten."]
    shown = field("email", value)
    assert [part.value for part in shown.parts] == ["anna@example.se", "ana@example.se"]
    assert shown.parts[1].errors


@pytest.mark.parametrize(
    ("first", "last", "value", "text"),
    [
        ("2027-01-11", "", {"from": "2027-01-11"}, ""),
        ("11/1 2027", "2027-06-10", {"from": "2027-01-11", "to": "2027-06-10"}, ""),
        ("", "2027-06-10", {"to": "2027-06-10"}, "Skriv första dagen."),
        ("2027-06-10", "2027-01-11", {"from": "2027-06-10", "to": "2027-01-11"}, "är före första"),
        ("i vår", "", {"from": "i vår"}, "som år-månad-dag"),
    ],
)
def test_period_is_two_days_in_order(first: str, last: str, value: Any, text: str) -> None:
    read, errors = posted("period", {"period.from": [first], "period.to": [last]})
    assert read == value
    assert [text in error for error in errors] == ([True] if text else [])


@pytest.mark.parametrize(
    ("ticked", "text"),
    [
        (["wheelchair"], ""),
        (["none"], ""),
        (["wheelchair", "none"], "”Inget av dessa” tillsammans med annat"),
        (["wheelchair", "walker", "seat"], "Välj högst 2"),
    ],
)
def test_choices_are_counted_and_none_stands_alone(ticked: list[str], text: str) -> None:
    _, errors = posted("many_choices", {"many_choices": ticked})
    assert [text in error for error in errors] == ([True] if text else [])


def test_person_can_be_the_applicant_with_what_the_register_knows() -> None:
    value, errors = posted("person", {"person.who": ["self"], "person.name": ["Någon annan"]})
    assert errors == []
    assert value["name"] == sample.APPLICANT.name
    assert value["source"] == "register"
    assert field("person", value).parts[0].options[0].selected


def test_nobody_can_pretend_that_a_person_came_from_the_register() -> None:
    forged = {"name": "X", "personal_number": "198501012390", "source": "register",
              "protected": False}  # fmt: skip
    errors = evaluate(DEFINITION, {"person": forged}, every_kind.context()).errors()
    assert errors["person"] == ["Svaret på ”Vem ska vi kontakta?” gick inte att läsa. Svara igen."]


def test_company_of_the_register_keeps_who_may_sign_for_it() -> None:
    value, errors = posted("company", {"company.which": ["5560160680"]})
    assert errors == []
    assert value["power"] == "Firman tecknas av styrelsen."
    forged = {**value, "power": "Firman tecknas av var och en."}
    assert "company" in evaluate(DEFINITION, {"company": forged}, every_kind.context()).errors()


def test_company_is_stated_when_the_register_does_not_answer() -> None:
    data = {"company.name": ["Annat AB"], "company.organisation_number": ["212000-0480"]}
    value, errors = posted("company", data, companies=None)
    assert (value["source"], errors) == ("own_statement", [])


def test_account_that_does_not_fit_its_clearing_number_is_told_at_the_account() -> None:
    data = {"bank_account.clearing": ["6789"], "bank_account.account": ["123 456 780"]}
    value, errors = posted("bank_account", data)
    assert "stämmer inte med clearingnumret" in errors[0]
    assert field("bank_account", value).parts[1].errors == tuple(errors)


@pytest.mark.parametrize(
    ("question_id", "typed", "points"),
    [
        ("map_point", "58.3259, 15.1234", [[6465001, 507228]]),
        ("map_point", "58,3259; 15,1234", [[6465001, 507228]]),
        ("map_point", "N 6465001, E 507228", [[6465001, 507228]]),
        ("map_point", "507228, 6465001", [[6465001, 507228]]),
        ("map_line", "6465001, 507228\r\n6465100, 507300", [[6465001, 507228], [6465100, 507300]]),
    ],
)
def test_place_is_read_from_degrees_and_metres(question_id: str, typed: str, points: Any) -> None:
    value, errors = posted(question_id, {f"{question_id}.points": [typed]})
    assert (value, errors) == ({"points": points}, [])


@pytest.mark.parametrize(
    ("question_id", "typed", "text"),
    [
        ("map_point", "vid skolan", "gick inte att läsa"),
        ("map_point", "1, 2", "utanför Sverige"),
        ("map_point", "58.3, 15.1\n58.4, 15.1", "en enda punkt"),
        ("map_line", "58.3, 15.1", "minst två punkter"),
        ("map_area", "58.3, 15.1\n58.4, 15.1", "minst tre hörn"),
    ],
)
def test_wrong_place_is_told_at_the_coordinates(question_id: str, typed: str, text: str) -> None:
    value, errors = posted(question_id, {f"{question_id}.points": [typed]})
    assert [text in error for error in errors] == [True]
    assert field(question_id, value).parts[1].errors == tuple(errors)


def test_place_can_be_told_in_words_alone() -> None:
    assert posted("map_point", {"map_point.place": ["Vid skolan"]}) == ({"place": "Vid skolan"}, [])


def test_consent_is_given_or_not_and_the_words_are_kept_in_the_summary() -> None:
    assert posted("consent", {}) == (None, [])
    assert posted("consent", {"consent": ["yes"]}) == (True, [])
    lines = {
        row.question_id: row.lines
        for section in present.summary(DEFINITION, {"consent": True, "declaration": None},
                                       every_kind.context())
        for row in section.rows
    }  # fmt: skip
    assert lines["consent"] == (
        "Samtycke lämnat",
        "Jag samtycker till att kommunen visar uppgifterna för skolan.",
    )
    assert lines["declaration"] == ("Försäkran inte lämnad",)


def test_declaration_must_be_made() -> None:
    _, errors = posted("declaration", {})
    assert errors == ["Kryssa i rutan under ”Försäkran” för att gå vidare."]


def test_stop_hinders_only_while_it_is_shown() -> None:
    stopped = evaluate(DEFINITION, {"lives_here": False}, every_kind.context())
    assert stopped.errors("end")["stop"][0].startswith("Du kan inte gå vidare:")
    assert "stop" not in evaluate(DEFINITION, {"lives_here": True}, every_kind.context()).errors()


def test_payment_line_is_whole_ore_and_shown_in_kronor() -> None:
    evaluation = evaluate(DEFINITION, {}, every_kind.context())
    assert evaluation.values["fee"] == 25000
    assert field("fee", None).value == "250 kr"


def test_conditions_see_kronor() -> None:
    when = {"op": "more", "left": {"of": "question", "id": "m"},
            "right": {"of": "value", "value": 1000}}  # fmt: skip
    questions = [{"id": "m", "kind": "money"}, {"id": "t", "kind": "text"}]
    definition = load(sample.one_page(questions, [sample.show("t", when)]))
    context = sample.context(parameters={})
    assert evaluate(definition, {"m": 100100}, context).visible("t")
    assert not evaluate(definition, {"m": 100000}, context).visible("t")


def test_prefill_of_a_phone_number_is_canonical() -> None:
    from samtjanst.capabilities.formkit import prefill

    assert prefill.suggest(DEFINITION, every_kind.context())["phone"] == "+46701740605"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ({"kind": "list"}, "antingen alternativ eller en parameter"),
        ({"kind": "many_choices", "options": [], "settings": {"none_option": "x"}},
         "inget alternativ"),
        ({"kind": "group", "questions": []}, "listan ska ha"),
        ({"kind": "group", "questions": [{"id": "a", "kind": "file", "label": {"sv": "F"}}]},
         "går inte att fråga i rader"),
        ({"kind": "table", "questions": [{"id": "a", "kind": "long_text", "label": {"sv": "F"}}]},
         "går inte att fråga i rader"),
        ({"kind": "table", "questions": [{"id": "row", "kind": "text", "label": {"sv": "F"}}]},
         "upptaget i tabeller"),
        ({"kind": "group", "settings": {"min_rows": 5, "max_rows": 2},
          "questions": [{"id": "a", "kind": "text", "label": {"sv": "F"}}]}, "större än max_rows"),
        ({"kind": "consent"}, "här ska det stå ett objekt"),
        ({"kind": "number", "settings": {"minimum": "1,5"}}, "ett tal, till exempel"),
        ({"kind": "text", "questions": []}, "okänt fält"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_refused(question: dict[str, Any], text: str) -> None:
    with pytest.raises(DefinitionError, match=text):
        load(sample.one_page([{"id": "q", **question}]))


def test_every_text_has_both_languages() -> None:
    assert [code for code, text in TEXTS.items() if not (text.sv and text.en)] == []


def test_export_writes_money_with_a_full_stop_and_disarms_formulas() -> None:
    values = {"money": 125050, "text": "=1+1", "phone": "+46701740605", "email": None}
    row = dict(zip(export.columns(DEFINITION), export.row(DEFINITION, values), strict=True))
    assert row["money"] == "1250.50"
    assert row["text"] == "'=1+1"
    assert row["phone"] == "+46701740605"
    assert row["email"] == ""


def test_xml_holds_rows_and_pieces_and_no_markup_of_the_answers() -> None:
    values = {
        "text": "<b>&",
        "table": [{"day": "2026-11-02", "distance": "4.5", "cost": 12000}],
        "schedule": [{"row": "monday", "from": "08:00", "to": "09:00"}],
        "period": {"from": "2027-01-11"},
    }
    tree = export.xml(DEFINITION, values).decode()
    assert "&lt;b&gt;&amp;" in tree
    assert '<row><answer id="day" kind="date">2026-11-02</answer>' in tree
    assert '<row id="monday">' in tree
    assert "<from>2027-01-11</from>" in tree
    assert export.tables(DEFINITION, values)["table"] == (
        ("day", "distance", "cost"),
        ("2026-11-02", "4.5", "120.00"),
    )
