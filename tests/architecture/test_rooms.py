"""What the import contracts cannot say about rooms."""

from collections.abc import Iterator
from pathlib import Path

from tests.architecture import house

# Wired by name: the project is the one place that knows everybody.
WIRING = "samtjanst.project"
PRIVATE = ("rules", "migrations", "apps", "jobs")


def test_every_app_keeps_the_order_of_rooms() -> None:
    assert sorted(house.lines("rooms", "containers")) == house.apps()


def test_others_are_visited_by_the_front_door() -> None:
    """Models of others are for foreign keys; rules, jobs and migrations are nobody else's."""
    assert [one for path in house.sources() for one in _trespasses(path)] == []


def test_every_app_says_what_it_is_for() -> None:
    folders = {app: house.SRC.joinpath(*app.split(".")) for app in house.apps()}
    assert [app for app, folder in folders.items() if not (folder / "README.md").exists()] == []
    readmes = [folder / "README.md" for folder in folders.values()]
    assert [path for path in readmes if len(path.read_text().splitlines()) > 40] == []


def _trespasses(path: Path) -> Iterator[str]:
    module = house.module_of(path)
    own = house.app_of(module)
    for name, line in house.imports(path):
        other = house.app_of(name)
        if not other or other == own or module.startswith(WIRING):
            continue
        room = name.removeprefix(other).strip(".").split(".")[0]
        is_model_file = module.removeprefix(own).strip(".").split(".")[0] == "models"
        if room in PRIVATE or (room == "models" and not is_model_file and not own):
            yield f"{house.shown(path, line)} imports {name}"
