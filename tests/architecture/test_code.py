"""Habits of the code that no linter knows."""

import ast
from collections.abc import Iterator

from tests.architecture import house

LONGEST_FILE = 400
VAGUE_NAMES = {"utils", "util", "common", "helpers", "helper", "misc", "base_utils"}
SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals", "blinker")

WRITTEN = [
    *house.sources(),
    *sorted((house.ROOT / "tests").rglob("*.py")),
    *sorted((house.ROOT / "scripts").rglob("*.py")),
    *sorted((house.ROOT / "bench").rglob("*.py")),
    house.ROOT / "start.py",
]


def test_files_stay_short() -> None:
    """A longer one becomes a package."""
    assert [path for path in WRITTEN if len(path.read_text().splitlines()) > LONGEST_FILE] == []


def test_no_module_has_a_vague_name() -> None:
    everything = (path for path in house.PACKAGE.rglob("*") if path.suffix in ("", ".py"))
    assert [path for path in everything if path.stem in VAGUE_NAMES] == []


def test_nothing_depends_on_assert() -> None:
    """Python strips it when told to optimise."""
    assert [place for place, node in _nodes() if isinstance(node, ast.Assert)] == []


def test_no_signals() -> None:
    """What happens stands where it happens."""
    used = [
        house.shown(path, line)
        for path in house.sources()
        for name, line in house.imports(path)
        if name.startswith(SIGNALS)
    ]
    assert used == []


def test_every_broad_catch_gives_its_reason() -> None:
    """Or lets the failure go on, after it has tidied up."""
    silent = [
        house.shown(path, node.lineno)
        for path in house.sources()
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
        if " - " not in path.read_text().splitlines()[node.lineno - 1]
    ]
    assert silent == []


def _nodes() -> Iterator[tuple[str, ast.AST]]:
    for path in house.sources():
        for node in ast.walk(house.tree(path)):
            yield house.shown(path, getattr(node, "lineno", 0)), node


def _is_broad(node: ast.ExceptHandler) -> bool:
    goes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
    names = ("Exception", "BaseException")
    return (node.type is None or getattr(node.type, "id", "") in names) and not goes_on
