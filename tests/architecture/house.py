"""What the house consists of, read from the source tree and from .importlinter."""

import ast
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "samtjanst"
OPERATOR = ROOT / "docs" / "operator.md"


@cache
def contracts() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / ".importlinter")
    return parser


def lines(contract: str, option: str) -> list[str]:
    return contracts()[f"importlinter:contract:{contract}"][option].split()


@cache
def apps() -> list[str]:
    """Dotted names of all Django apps that have tables or verbs (not faces, not the project)."""
    found = (path.parent.relative_to(SRC) for path in PACKAGE.rglob("apps.py"))
    names = sorted(".".join(path.parts) for path in found)
    return [name for name in names if not name.startswith(("samtjanst.web", "samtjanst.project"))]


def faces() -> list[Path]:
    return sorted(path.parent for path in (PACKAGE / "web").glob("*/__init__.py"))


@cache
def sources() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def module_of(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imports(path: Path) -> tuple[tuple[str, int], ...]:
    """Every imported module and, for ``from a import b``, also ``a.b``; with its line."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)


@cache
def app_of(module: str) -> str:
    """The app that a module belongs to, or ""."""
    return next((app for app in apps() if module == app or module.startswith(f"{app}.")), "")


@cache
def heights() -> dict[str, tuple[int, int]]:
    """How high each package stands: floor first, then its place on the floor."""
    found = {}
    for floor, names in enumerate(reversed(_layers("floors"))):
        for name in names:
            found[f"samtjanst.{name}"] = (floor, 0)
            for place, inner in enumerate(reversed(_inner(name))):
                for one in inner:
                    found[f"samtjanst.{name}.{one}"] = (floor, place)
    return found


def _layers(contract: str) -> list[list[str]]:
    text = contracts()[f"importlinter:contract:{contract}"]["layers"]
    rows = [row for row in text.splitlines() if row.strip()]
    return [[name.strip(" ()") for name in row.split("|")] for row in rows]


def _inner(name: str) -> list[list[str]]:
    contract = "faces" if name == "web" else name
    section = f"importlinter:contract:{contract}"
    has_layers = section in contracts() and "layers" in contracts()[section]
    return _layers(contract) if has_layers else []


def shown(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def templates(face: Path) -> list[Path]:
    return sorted((face / "templates").rglob("*.html"))
