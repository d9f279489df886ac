"""The fee of an e-service: read, refused, and worked out from answers."""

import copy
import json
from typing import Any

import pytest
from tests.journey_support import DOCUMENT

from samtjanst.capabilities.formkit.analysis.fees import read_fee
from samtjanst.capabilities.formkit.compare import changes, said
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
