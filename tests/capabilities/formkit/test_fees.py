"""The fee of an e-service: read, refused, and worked out from answers."""

import copy
import json
from typing import Any

import pytest
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.rules_support import calculated, rule, value
from tests.journey_support import DOCUMENT

from samtjanst.capabilities.formkit.analysis import Code, Severity, analyse
from samtjanst.capabilities.formkit.analysis.fees import read_fee
from samtjanst.capabilities.formkit.compare import changes, merge, said
from samtjanst.capabilities.formkit.definition import DefinitionError, load

LINE = {
    "id": "avgift",
    "kind": "payment_line",
    "label": {"sv": "Avgift"},
    "settings": {"calculate": {"of": "value", "value": 250}},
}


def _document(*, lines: bool = False, **fee: Any) -> dict[str, Any]:
    made = copy.deepcopy(DOCUMENT)
    made["fee"] = {"purpose": {"sv": "Avgift"}} | fee
    if lines:
        made["pages"][0]["questions"].append(LINE)
    return made


def _faults(document: dict[str, Any]) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        load(document)
    return [one.path for one in refused.value.problems]


def test_amount_is_whole_kronor_and_told_in_ore() -> None:
    assert load(_document(amount=300)).to_pay({}) == 30_000


def test_without_an_amount_it_is_the_sum_of_the_lines_and_never_below_zero() -> None:
    found = load(_document(lines=True))
    assert found.to_pay({"avgift": 25_000}) == 25_000
    assert found.to_pay({"avgift": -100}) == 0
    assert found.to_pay({"avgift": "25000"}) == 0  # nothing that somebody could have typed
    assert found.to_pay({}) == 0


def test_without_a_fee_nothing_is_paid() -> None:
    assert load(DOCUMENT).to_pay({"avgift": 100}) == 0


@pytest.mark.parametrize(
    ("fee", "path"),
    [
        ({"amount": 0}, "fee.amount"),
        ({"amount": "300"}, "fee.amount"),
        ({"amount": 10**7}, "fee.amount"),
        ({}, "fee.amount"),
        ({"amount": 1, "vat": 7}, "fee.vat"),
        ({"amount": 1, "days": 0}, "fee.days"),
        ({"amount": 1, "when": "never"}, "fee.when"),
        ({"amount": 1, "when": "before"}, "fee.when"),  # guardians sign too
        ({"amount": 1, "purpose": {"sv": "x" * 51}}, "fee.purpose"),
        ({"amount": 1, "account": "1"}, "fee.account"),
    ],
)
def test_rule_that_does_not_hold_is_refused_at_its_place(fee: dict[str, Any], path: str) -> None:
    assert path in _faults(_document(**fee))


def test_change_of_the_fee_is_told_in_plain_words() -> None:
    before, after = _document(amount=300), _document(amount=350)
    told = [said(one, before, after) for one in changes(before, after)]
    assert len(told) == 1
    assert "beloppet i kronor" in told[0]
    assert "300" in told[0]
    assert "350" in told[0]


def test_document_with_a_fee_is_the_same_after_a_file() -> None:
    found = load(_document(amount=300, vat=25, when="after", decided={"sv": "KF 2026-01-01"}))
    assert load(json.loads(json.dumps(found.document))).fee == found.fee


@pytest.mark.parametrize(
    ("document", "places"),
    [
        (_document(lines=True), []),
        (_document(lines=True, amount=300), ["pages[0].questions["]),
        (_document(amount=200_000), ["fee.amount"]),
        (_document(amount=300), []),
    ],
)
def test_line_that_nobody_pays_and_amount_that_is_too_high_are_found(
    document: dict[str, Any], places: list[str]
) -> None:
    found = [one.place for one in read_fee(load(document))]
    assert len(found) == len(places)
    assert all(one.startswith(place) for one, place in zip(found, places, strict=True))


def test_line_without_a_fee_is_found() -> None:
    document = _document(lines=True)
    del document["fee"]
    assert len(read_fee(load(document))) == 1


N = {"of": "question", "id": "n"}
COUNT = {"id": "n", "kind": "integer", "required": True, "settings": {"minimum": 0, "maximum": 9}}
FREE = {"id": "free", "kind": "yes_no", "required": True}
IS_FREE = {"op": "equals", "question": "free", "value": True}


def _counts(*questions: Any, rules: Any = ()) -> dict[str, Any]:
    made = sample.one_page([COUNT, FREE, *questions], list(rules))
    made["fee"] = {"purpose": {"sv": "Avgift"}}
    return made


def _line(name: str, of: Any) -> dict[str, Any]:
    return {"id": name, "kind": "payment_line", "settings": {"calculate": of}}


def _of(op: str, *parts: Any) -> dict[str, Any]:
    return {"of": op, "parts": list(parts)}


def _found(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    report = analyse(load(document), today=sample.TODAY)
    return [(str(one.reason)[:40], one.severity.value, dict(one.answers))
            for one in report.of(Code.FEE)]  # fmt: skip


def test_fee_that_can_be_below_zero_is_told_with_an_example() -> None:
    price = _line("price", _of("subtract", value(50), _of("multiply", N, value(10))))
    [(told, severity, answers)] = _found(_counts(price))
    assert told.startswith("Med de här svaren blir avgiften mindre")
    assert severity == Severity.WARNING
    assert answers["n"] > 5
    assert load(_counts(price)).to_pay({"price": 5_000 - answers["n"] * 1_000}) == 0


@pytest.mark.parametrize(
    "of",
    [
        _of("multiply", N, value(10)),
        _of("greatest", value(0), _of("subtract", value(50), _of("multiply", N, value(10)))),
        _of("round", _of("subtract", value(90), _of("multiply", N, value(10)))),
        _of("add", N, value("0.5")),
    ],
)
def test_fee_that_is_proved_never_to_be_below_zero_says_nothing(of: Any) -> None:
    assert _found(_counts(_line("price", of))) == []


def test_discount_that_another_line_always_covers_is_no_fault() -> None:
    always, discount = _line("price", value(100)), _line("less", value(-40))
    assert _found(_counts(always, discount)) == []
    hidden = rule("show", {"question": "price"}, {"op": "not", "of": IS_FREE})
    [(told, _severity, answers)] = _found(_counts(always, discount, rules=[hidden]))
    assert told.startswith("Med de här svaren blir avgiften mindre")
    assert answers["free"] is True


def test_amount_that_is_missing_for_some_answers_is_told_with_an_example() -> None:
    more = {"id": "more", "kind": "integer", "settings": {"minimum": 0}}
    price = _line("price", _of("multiply", {"of": "question", "id": "more"}, value(10)))
    [(told, severity, answers)] = _found(_counts(more, price))
    assert told.startswith("Med de här svaren har betalraden")
    assert severity == Severity.WARNING
    assert answers.get("more") is None
    assert _found(_counts({**more, "required": True}, price)) == []
    shown = rule("show", {"question": "price"}, {"op": "answered", "question": "more"})
    assert _found(_counts(more, price, rules=[shown])) == []


def test_rule_that_gives_another_amount_is_looked_at_too() -> None:
    worked = calculated("worked", value(100))
    price = _line("price", {"of": "question", "id": "worked"})
    less = rule("compute", {"question": "worked"}, IS_FREE, value=value(-1))
    [(_told, _severity, answers)] = _found(_counts(worked, price, rules=[less]))
    assert answers["free"] is True
    fixed = _counts(worked, price, rules=[less])
    fixed["fee"]["amount"] = 100
    assert [told for told, _s, _a in _found(fixed)] == ["Avgiften är ett fast belopp. Formulärets"]


def test_fee_is_merged_three_ways_field_by_field() -> None:
    base, mine, theirs = _document(amount=300), _document(amount=350), _document(amount=300, vat=25)
    merged = merge(base, theirs, mine)
    assert merged.conflicts == ()
    assert merged.document["fee"] == {"purpose": {"sv": "Avgift"}, "amount": 350, "vat": 25}
    both = merge(base, _document(amount=400), mine)
    assert [one.path for one in both.conflicts] == [("fee", "amount")]


def test_fee_that_one_takes_away_and_another_changes_is_a_conflict() -> None:
    base, changed, gone = _document(amount=300), _document(amount=350), _document(amount=300)
    del gone["fee"]
    for theirs, mine in ((changed, gone), (gone, changed)):
        merged = merge(base, theirs, mine)
        assert merged.conflicts
    new = merge(gone, gone, changed)
    assert new.document["fee"]["amount"] == 350
    assert new.conflicts == ()
    told = [said(one, gone, changed) for one in changes(gone, changed)]
    assert any("avgift" in one.casefold() for one in told)
