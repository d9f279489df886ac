"""Whom an e-service is for: read, told in words, and held against what it asks."""

import copy
from datetime import date
from typing import Any

import pytest
from tests.capabilities.formkit import sample

from samtjanst.building.definitions.soundness import blocks
from samtjanst.capabilities.formkit import DefinitionError, load
from samtjanst.capabilities.formkit.analysis import Code, Severity, analyse
from samtjanst.capabilities.formkit.compare import changes, said
from samtjanst.capabilities.formkit.model import Audience

COLLEAGUE = {"id": "colleague", "kind": "employee", "label": {"sv": "Vem gäller det?"}}
ROWS = {
    "id": "crew",
    "kind": "group",
    "label": {"sv": "Vilka ska med?"},
    "questions": [{**COLLEAGUE, "id": "mate"}],
}


def _document(*questions: dict[str, Any], audience: str = "") -> dict[str, Any]:
    made = copy.deepcopy(sample.document())
    made["pages"][0]["questions"] += questions
    if audience:
        made["about"]["audience"] = audience
    return made


def test_e_service_is_for_everybody_where_nothing_else_is_said() -> None:
    assert load(_document()).about.audience is Audience.EVERYBODY
    assert load(_document(audience="staff")).about.audience is Audience.STAFF


def test_another_word_is_refused() -> None:
    with pytest.raises(DefinitionError) as caught:
        load(_document(audience="mayors"))
    assert [one.path for one in caught.value.problems] == ["about.audience"]


def test_question_about_an_employee_is_a_dead_end_where_everybody_is_asked() -> None:
    definition = load(_document(COLLEAGUE, ROWS))
    report = analyse(definition, today=date(2026, 11, 27))
    found = report.of(Code.FOR_STAFF)
    assert [one.id for one in found] == ["colleague", "mate"]
    assert all(one.severity is Severity.ERROR and blocks(one) for one in found)
    assert "Vem gäller det?" in str(found[0].reason)
    internal = analyse(load(_document(COLLEAGUE, ROWS, audience="staff")), today=date(2026, 11, 27))
    assert internal.of(Code.FOR_STAFF) == ()


def test_change_is_told_in_words() -> None:
    before, after = _document(), _document(audience="staff")
    (change,) = changes(before, after)
    assert "vem e-tjänsten är till för" in str(said(change, before, after))
