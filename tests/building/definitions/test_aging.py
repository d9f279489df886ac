"""Which change makes what was said of a line of the checklist old, and which does not."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.capabilities.formkit import process_sample

from samtjanst.building.definitions import common_lines
from samtjanst.building.definitions.aging import (
    ASPECTS,
    BASELINE_LASTS,
    SUBJECTS,
    Held,
    about,
    is_old,
)

NOW = datetime(2026, 11, 27, tzinfo=UTC)
Change = Callable[[dict[str, Any]], object]
EVERY_LINE = {*ASPECTS}


def _first(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["pages"][0]["questions"][0]
    return found


def aged(change: Change) -> set[str]:
    """The lines that the change makes old."""
    before = process_sample.document()
    after = copy.deepcopy(before)
    change(after)
    return {
        line
        for line in EVERY_LINE
        if is_old(line, about(line, Held("", before)), NOW, Held("", after), NOW)
    }


def _nothing(_document: dict[str, Any]) -> None:
    """Leave it as it is."""


def _new_question(document: dict[str, Any]) -> None:
    new = {"id": "ny", "kind": "text", "label": {"sv": "Något mer?"}}
    document["pages"][0]["questions"].append(new)


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (_nothing, set()),
        (lambda d: d["about"]["summary"].update(sv="Annat."), {"plain", "documentation"}),
        (lambda d: d["about"]["summary"].update(en="Other."), {"documentation"}),
        (_new_question, {"classification", "plain", "accessibility", "tests", "documentation"}),
        (
            lambda d: _first(d)["label"].update(sv="Vem?"),
            {"classification", "plain", "documentation"},
        ),
        (
            lambda d: d["rules"].pop(),
            {"accessibility", "tests", "documentation"},
        ),
        (lambda d: d["handling"].update(target_days=37), {"process", "documentation"}),
        (
            lambda d: d["signing"].update(expires_days=31),
            {"process", "tests", "documentation"},
        ),
        (lambda d: d.pop("process"), {"process", "plain", "documentation"}),
    ],
)
def test_each_change_ages_the_lines_that_it_is_about(change: Change, lines: set[str]) -> None:
    assert aged(change) >= lines
    assert aged(change) - lines <= ({"plain"} if "plain" not in lines else set())


def test_what_was_said_before_this_was_kept_is_left_alone() -> None:
    assert not is_old("plain", "", NOW, Held("", {}), NOW)


def test_line_that_is_about_nothing_in_the_document_never_ages() -> None:
    assert about("contact", Held("", process_sample.document())) == ""
    assert not is_old("contact", "", NOW - timedelta(days=9999), Held("", {}), NOW)


def test_measured_baseline_ages_with_time_alone() -> None:
    for days, old in ((-1, False), (1, True)):
        at = NOW - BASELINE_LASTS - timedelta(days=days)
        assert is_old("baseline", "", at, Held("", {}), NOW) is old


def test_known_document_is_read_once_and_another_key_is_another_document() -> None:
    first, second = {"about": {"summary": {"sv": "a"}}}, {"about": {"summary": {"sv": "b"}}}
    assert about("plain", Held("k1", first)) != about("plain", Held("k2", second))
    assert about("plain", Held("k1", second)) == about("plain", Held("k1", first))


def test_half_made_document_has_its_aspects_all_the_same() -> None:
    for line in EVERY_LINE:
        assert about(line, Held("", {"pages": [{}], "about": None, "rules": None}))


def test_added_line_ages_with_what_it_is_about_and_else_never() -> None:
    before, after = Held("", process_sample.document()), Held("", process_sample.document())
    _new_question(dict(after.document))
    for subject in SUBJECTS:
        said = about("own_1", before, subject)
        assert said == about(subject, before)
        changed = is_old("own_1", said, NOW, after, NOW, subject)
        assert changed is is_old(subject, about(subject, before), NOW, after, NOW)
    assert about("own_1", before) == ""
    assert not is_old("own_1", "", NOW, after, NOW, "documentation")  # said before it had a subject
    assert about("own_1", before, "about") == ""
    assert common_lines.SUBJECTS == SUBJECTS
