"""Repeating groups, tables and signatories: rows come, go and are judged one by one."""

from typing import Any

from tests.capabilities.formkit import every_kind

from samtjanst.capabilities.formkit import evaluate, inputs, load, posting, present

DEFINITION = every_kind.definition()
CONTEXT = every_kind.context()
BO = {"name": "Bo", "works": True}


def shown(answers: dict[str, Any], page_id: str = "rows") -> present.PageView:
    evaluation = evaluate(DEFINITION, answers, CONTEXT)
    return present.page(DEFINITION, page_id, evaluation, answers, show_errors=True)


def press(answers: dict[str, Any], wish: str, page_id: str = "rows") -> dict[str, Any]:
    """Press a button on the page as it stands."""
    data = {**posting.of_page(shown(answers, page_id)), "stay": [wish]}
    return inputs.read_page(DEFINITION, page_id, data, CONTEXT)


def group(view: present.PageView, question_id: str = "group") -> Any:
    return next(field for field in view.fields if field.id == question_id)


def test_one_blank_row_is_shown_from_the_start() -> None:
    rows = group(shown({})).rows
    assert [row.label for row in rows] == ["Person 1"]
    assert not rows[0].can_be_removed


def test_button_adds_a_row_and_keeps_what_is_written() -> None:
    assert press({"group": [BO]}, "add:group")["group"] == [BO, {}]
    assert press({}, "add:group")["group"] == [{}, {}]


def test_button_removes_its_own_row() -> None:
    answers = {"group": [BO, {"name": "Åsa"}, {"name": "Eva"}]}
    assert press(answers, "remove:group:1")["group"] == [BO, {"name": "Eva"}]


def test_button_of_another_question_changes_nothing() -> None:
    assert press({"group": [BO]}, "add:table")["group"] == [BO]
    assert press({"group": [BO]}, "add:group2")["group"] == [BO]
    assert press({"group": [BO]}, "remove:g")["group"] == [BO]


def test_no_more_rows_than_there_may_be() -> None:
    full = {"group": [BO] * 10}
    assert not group(shown(full)).can_add
    assert press(full, "add:group")["group"] == [BO] * 10
    errors = evaluate(DEFINITION, {"group": [BO] * 11}, CONTEXT).errors()["group"]
    assert errors == ["”Vilka fler bor i hushållet?” får ha högst 10 rader. Ta bort några."]


def test_blank_rows_are_neither_answers_nor_errors() -> None:
    evaluation = evaluate(DEFINITION, {"group": [BO, {}, {}]}, CONTEXT)
    assert evaluation.values["group"] == [BO]
    assert "group" not in evaluation.errors()
    assert evaluate(DEFINITION, {"group": [{}]}, CONTEXT).values["group"] is None


def test_fault_stands_at_its_cell_and_names_its_row_in_the_summary() -> None:
    view = shown({"group": [BO, {"works": False, "born": {"raw": "i går"}}]})
    name, born, _ = group(view).rows[1].fields
    assert name.errors == ("Fyll i ”För- och efternamn”.",)
    assert "år-månad-dag" in born.errors[0]
    assert ("group.1.name", "Person 2: Fyll i ”För- och efternamn”.") in view.problems
    assert born.value == "i går"


def test_errors_of_the_evaluation_name_the_row() -> None:
    errors = evaluate(DEFINITION, {"group": [BO, {"works": False}]}, CONTEXT).errors()
    assert errors["group"] == ["Person 2: Fyll i ”För- och efternamn”."]


def test_fixed_rows_are_all_shown_and_only_filled_ones_kept() -> None:
    data = {"_shown": ["schedule"], "schedule.tuesday.from": ["8.00"],
            "schedule.tuesday.to": ["9"]}  # fmt: skip
    read = inputs.read_page(DEFINITION, "rows", data, CONTEXT)
    assert read["schedule"] == [{"row": "tuesday", "from": "08:00", "to": "09:00"}]
    rows = group(shown(read), "schedule").rows
    assert [row.label for row in rows] == ["Måndag", "Tisdag", "Onsdag"]
    assert rows[1].fields[0].value == "08:00"


def test_fixed_row_with_a_fault_is_named_by_its_heading() -> None:
    answers = {"schedule": [{"row": "wednesday", "from": "08:00"}]}
    errors = evaluate(DEFINITION, answers, CONTEXT).errors()["schedule"]
    assert errors == ["Onsdag: Fyll i ”Till”."]
    assert ("schedule.wednesday.to", "Onsdag: Fyll i ”Till”.") in shown(answers).problems


def test_row_that_is_not_there_or_twice_is_refused() -> None:
    for names in (["friday"], ["monday", "monday"]):
        rows = [{"row": name, "from": "08:00", "to": "09:00"} for name in names]
        assert "schedule" in evaluate(DEFINITION, {"schedule": rows}, CONTEXT).errors()


def test_same_rows_in_another_order_are_the_same_answer() -> None:
    monday, tuesday = (
        {"row": name, "from": "08:00", "to": "09:00"} for name in ("monday", "tuesday")
    )
    first, last = (
        evaluate(DEFINITION, {"schedule": rows}, CONTEXT).values["schedule"]
        for rows in ([monday, tuesday], [tuesday, monday])
    )
    assert first == last


def test_summary_shows_rows_as_a_table_and_as_lines() -> None:
    answers = {"table": [{"day": "2026-11-02", "distance": "4.5", "cost": 12000}]}
    values = evaluate(DEFINITION, answers, CONTEXT).values
    rows = {row.question_id: row for section in present.summary(DEFINITION, values, CONTEXT)
            for row in section.rows}  # fmt: skip
    table = rows["table"].table
    assert table is not None
    assert (table.columns, table.rows) == (
        ("Dag", "Sträcka", "Kostnad"),
        (("2026-11-02", "4,5 km", "120 kr"),),
    )
    assert rows["table"].lines == ("Resa 1: Dag: 2026-11-02 · Sträcka: 4,5 km · Kostnad: 120 kr",)


def test_signatory_is_named_once_and_is_not_the_applicant() -> None:
    bo = {"name": "Bo", "personal_number": "198501012390", "email": "bo@example.se"}
    me = {"name": "Anna", "personal_number": "198501012382", "email": "a@example.se"}
    twice = evaluate(DEFINITION, {"signatories": [bo, bo]}, CONTEXT).errors()["signatories"]
    assert "Samma person står två gånger" in twice[0]
    own = evaluate(DEFINITION, {"signatories": [me]}, CONTEXT).errors()["signatories"]
    assert own[0].startswith("Person 1: Det här är ditt eget personnummer.")


def test_thousand_rows_are_read_shown_and_told() -> None:
    document = every_kind.document()
    for page in document["pages"]:
        for question in page["questions"]:
            if question["id"] == "group":
                question["settings"]["max_rows"] = 1000
    definition = load(document)
    answers = {"group": [{"name": f"Bo {number}", "works": True} for number in range(1000)]}
    evaluation = evaluate(definition, answers, CONTEXT)
    view = present.page(definition, "rows", evaluation, answers, show_errors=True)
    read = inputs.read_page(definition, "rows", posting.of_page(view), CONTEXT)
    assert read["group"] == answers["group"]
    assert "group" not in evaluation.errors()


def test_rows_beyond_the_last_are_not_read() -> None:
    data = {"_shown": ["group"], "group._row": [str(number) for number in range(100_000)],
            "group.5.name": ["Bo"]}  # fmt: skip
    assert inputs.read_page(DEFINITION, "rows", data, CONTEXT)["group"] is not None
