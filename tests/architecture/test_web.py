"""Every view says whom it is for; every template stays in its own face and clean."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver
from tests.architecture import house

from samtjanst.foundation.access.types import Permission

OPEN_PROBES = {
    "halsa": "asked by the operator's monitoring, before any municipality is known",
    "redo": "asked by the operator's monitoring, before any municipality is known",
}
NOT_COUNTED = {
    "disclosure_views.file": "counted as an export when it is given",
    "handoff_views.take_out": "numbers and faults of deliveries, for those who run them",
    "opinion_views.document": "what another unit looks at before it answers",
}
REFERENCE = re.compile(r"{%-?\s*(?:include|extends)\s+(\S+)")
COMPONENT = re.compile(r"<c-([\w.-]+)")
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
UNCLEAN = {
    "inline script": re.compile(
        r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", re.IGNORECASE
    ),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "script in an address": re.compile(r"javascript:|hx-vals=.js:", re.IGNORECASE),
    "switched-off escaping": re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+off", re.IGNORECASE),
}


# Described by its own contract: each operation demands a token's scope (tests/web/api).
INTERFACE = "api/v1/"


def _patterns(resolver: URLResolver, lead: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = lead + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, path)
        elif path.startswith(INTERFACE) and entry.name != "api":
            continue
        else:
            yield path, entry


def test_every_view_names_a_permission_or_is_public() -> None:
    known = {"public", "citizen", *map(str, Permission)}
    found = dict(_patterns(get_resolver()))
    assert found
    open_by_forgetting = [
        path
        for path, entry in found.items()
        if getattr(entry.callback, "access", None) not in known and path not in OPEN_PROBES
    ]
    assert open_by_forgetting == []
    assert OPEN_PROBES.keys() <= found.keys()


def test_every_view_says_which_methods_it_takes() -> None:
    """A view that changes something must not do so for a GET."""
    silent = [path for path, entry in _patterns(get_resolver()) if not _restricts(entry.callback)]
    assert silent == []


def _restricts(view: object) -> bool:
    source = _decorators_of(view)
    return bool(source & {"require_http_methods", "require_POST", "require_safe", "require_GET"})


def _decorators_of(view: object) -> set[str]:
    function = inspect.unwrap(view)  # type: ignore[arg-type]
    path = Path(inspect.getsourcefile(function) or "")
    name = getattr(function, "__name__", "")
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            calls = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
            return {getattr(d, "id", getattr(d, "attr", "")) for d in calls}
    return set()


def _all_templates() -> list[tuple[str, Path]]:
    return [(face.name, path) for face in house.faces() for path in house.templates(face)]


def test_templates_use_their_own_and_the_components() -> None:
    """Only the components may choose a template by a value: the question widgets."""
    foreign = [
        f"{house.shown(path, 1)} {name}"
        for face, path in _all_templates()
        for name in REFERENCE.findall(path.read_text())
        if not _is_allowed(name, face)
    ]
    assert foreign == []


def _is_allowed(name: str, face: str) -> bool:
    if name[0] not in "\"'":
        return face == "ui"
    # A name that begins with # is a part of the same file.
    return name.strip("\"'").startswith((f"{face}/", "ui/", "cotton/", "#"))


def test_templates_live_under_the_name_of_their_face() -> None:
    astray = []
    for face, path in _all_templates():
        inside = path.relative_to(house.PACKAGE / "web" / face / "templates").parts[0]
        if inside not in ({"ui", "cotton"} if face == "ui" else {face}):
            astray.append(house.shown(path, 1))
    assert astray == []


def test_pages_of_the_desk_stand_on_its_base() -> None:
    folder = house.PACKAGE / "web/handler/templates/handler"
    loose = [
        path.name
        for path in sorted(folder.rglob("*.html"))
        if path.name != "base.html"
        and ("base_staff.html" in (text := path.read_text()) or "{% block head %}" in text)
    ]
    # Whoever extends it has the desk's style sheet, and puts what is her own in more_head.
    assert not loose


def test_components_exist() -> None:
    folder = house.PACKAGE / "web" / "ui" / "templates" / "cotton"
    known = {
        ".".join(file.relative_to(folder).with_suffix("").parts).replace("_", "-")
        for file in folder.rglob("*.html")
    } | {"slot", "vars"}
    unknown = [
        f"{house.shown(path, 1)} <c-{name}>"
        for _face, path in _all_templates()
        for name in COMPONENT.findall(path.read_text())
        if name.replace("_", "-") not in known
    ]
    assert unknown == []


def test_templates_hold_no_inline_script_or_style() -> None:
    found = []
    for _face, path in _all_templates():
        text = COMMENT.sub("", path.read_text())
        found += [f"{house.shown(path, 1)} {what}" for what, p in UNCLEAN.items() if p.search(text)]
    assert found == []


def test_views_render_their_own_and_the_components() -> None:
    foreign = [
        f"{house.shown(path, line)} {name}"
        for face in house.faces()
        for path in face.rglob("*.py")
        for name, line in _rendered(path)
        if not name.startswith((f"{face.name}/", "ui/"))
    ]
    assert foreign == []


def test_what_staff_take_out_is_counted_in_the_paper_meter() -> None:
    desk = house.PACKAGE / "web" / "handler"
    given = {
        f"{path.stem}.{view.name}"
        for path in sorted(desk.glob("*.py"))
        for view in ast.parse(path.read_text()).body
        if isinstance(view, ast.FunctionDef)
        and {"download", "inline"} & (called := _called(view))
        and not called & {"count_file", "count_list", "count_letters", "count_alone"}
    }
    assert given == set(NOT_COUNTED)


def _called(view: ast.FunctionDef) -> set[str]:
    names = (node for node in ast.walk(view) if isinstance(node, ast.Name | ast.Attribute))
    return {node.id if isinstance(node, ast.Name) else node.attr for node in names}


def _rendered(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(house.tree(path)):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and re.fullmatch(r"[a-z_]+/[\w/.-]+\.html(#\w+)?", text):
            yield text, getattr(node, "lineno", 0)
