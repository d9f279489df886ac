"""The page of promises tells the truth as far as a machine can see: its tests exist."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"
STATES = {"works", "partly", "not yet"}
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


def _rows() -> Iterator[tuple[str, str, str]]:
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and cells[1] in STATES:
            yield cells[0], cells[1], cells[2]


@cache
def _tests_in(path: Path) -> frozenset[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def test_page_has_claims_of_every_kind() -> None:
    assert {state for _claim, state, _shown in _rows()} == STATES


@pytest.mark.parametrize(("claim", "state", "shown"), list(_rows()), ids=lambda value: value[:40])
def test_claim_names_a_test_that_exists(claim: str, state: str, shown: str) -> None:
    named = _NAMED.findall(shown)
    assert named or state == "not yet", claim
    for place, test in named:
        path = ROOT / place
        assert path.exists(), f"{claim}: {place} is gone"
        assert not test or test in _tests_in(path), f"{claim}: {test} is gone from {place}"


def test_every_line_of_a_table_is_a_claim() -> None:
    tables = [line for line in PAGE.read_text().splitlines() if line.startswith("|")]
    others = [
        line
        for line in tables
        if not line.startswith("|---") and line != "| claim | state | shown by |"
    ]
    assert len(others) == len(list(_rows()))
