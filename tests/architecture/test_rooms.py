"""What the import contracts cannot say about rooms."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import house

# Jobs and commands are wired by name: the project is the one place that knows everybody.
WIRING = "samtjanst.project"
PRIVATE = ("rules", "migrations", "apps", "jobs")


def test_every_app_keeps_the_order_of_rooms() -> None:
    assert sorted(house.lines("rooms", "containers")) == house.apps()


def test_others_are_visited_by_the_front_door() -> None:
    """Rules, jobs and migrations of another app are nobody else's."""
    assert [one for path in house.sources() for one in _trespasses(path)] == []


def test_rows_of_others_are_read_and_written_by_their_own_module() -> None:
    """Another app's models serve foreign keys and types; never queries, never new rows."""
    assert [one for path in house.sources() for one in _meddling(path)] == []


def test_every_app_says_what_it_is_for() -> None:
    folders = {app: house.SRC.joinpath(*app.split(".")) for app in house.apps()}
    assert [app for app, folder in folders.items() if not (folder / "README.md").exists()] == []
    readmes = [folder / "README.md" for folder in folders.values()]
    assert [path for path in readmes if len(path.read_text().splitlines()) > 40] == []


def _foreign(path: Path) -> Iterator[tuple[str, str, int]]:
    """Another app's room, the imported name and the line."""
    module = house.module_of(path)
    own = house.app_of(module)
    for name, line in house.imports(path):
        other = house.app_of(name)
        if other and other != own and not module.startswith(WIRING):
            yield name.removeprefix(other).strip("."), name, line


def _trespasses(path: Path) -> Iterator[str]:
    for inside, name, line in _foreign(path):
        if inside.split(".")[0] in PRIVATE:
            yield f"{house.shown(path, line)} imports {name}"


def _meddling(path: Path) -> Iterator[str]:
    classes = {inside.split(".")[1] for inside, _name, _line in _foreign(path) if _is_model(inside)}
    for node in ast.walk(house.tree(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in classes:
            yield f"{house.shown(path, node.lineno)} makes a {ast.unparse(node.func)}"
        elif isinstance(node, ast.Attribute) and _asks_rows(node, classes):
            yield f"{house.shown(path, node.lineno)} uses {ast.unparse(node)}"


def _asks_rows(node: ast.Attribute, classes: set[str]) -> bool:
    return node.attr in ("objects", "_base_manager") and getattr(node.value, "id", "") in classes


def _is_model(inside: str) -> bool:
    room, _, name = inside.partition(".")
    # Fields and base classes are made to be used by others.
    return room == "models" and name[:1].isupper() and name != "TenantForeignKey"
