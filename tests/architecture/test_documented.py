"""The operator's handbook names every setting, permission, role and job."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.architecture import house

from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.jobs import registry
from samtjanst.foundation.people.types import Role

NOT_SETTINGS = {
    "PATH": "the machine's",
    "TMPDIR": "the machine's",
    "DEBIAN_FRONTEND": "set by the starter itself",
    "PYTHONPATH": "the machine's",
    "DJANGO_SETTINGS_MODULE": "always samtjanst.project.settings",
}
FILES = [*house.sources(), house.ROOT / "start.py"]


def _settings() -> set[str]:
    found = {name for path in FILES for name in _read(house.tree(path))}
    return found - NOT_SETTINGS.keys()


def _read(tree: ast.Module) -> Iterator[str]:
    """Names given to ``os.environ``, ``os.getenv`` or a reader named ``_required``."""
    for node in ast.walk(tree):
        text = ast.unparse(node) if isinstance(node, ast.Call | ast.Subscript) else ""
        if re.match(r"(os\.)?environ(\.(get|pop|setdefault))?[\[(]|os\.getenv\(|_required\(", text):
            yield from re.findall(r"^[^'\"]*['\"]([A-Z][A-Z_]+)['\"]", text)


def _documented() -> str:
    return house.OPERATOR.read_text()


def _missing(names: Iterable[str]) -> list[str]:
    return [name for name in names if f"`{name}`" not in _documented()]


def test_every_setting_is_documented() -> None:
    assert _missing(sorted(_settings())) == []


def test_every_permission_and_role_is_documented() -> None:
    assert _missing([*map(str, Permission), *map(str, Role)]) == []


def test_every_job_and_schedule_is_documented() -> None:
    names = [*registry.names(), *registry.schedules()]
    assert names
    assert _missing(names) == []


def test_settings_were_found() -> None:
    assert {"DATABASE_URL", "SAMTJANST_MASTER_KEY", "SAMTJANST_VAR"} <= _settings()
