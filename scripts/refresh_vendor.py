"""Fetches the front end's vendored files and writes their manifest.

Needs npm, and only when a version is changed; what it makes is committed. Of the design
system's CSS only what our screens use is kept (see ``COMPONENTS``), so that a page stays small.
"""

import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/samtjanst/web/ui/static/ui/vendor"
TESTS = ROOT / "tests/vendor"
CSS, FONT, AXE, SORTABLE = (
    "@digdir/designsystemet-css@1.22.0",
    "@fontsource-variable/source-sans-3@5.3.1",
    "axe-core@4.14.1",
    "sortablejs@1.15.6",
)
LICENCES = {CSS: "MIT", FONT: "OFL-1.1", AXE: "MPL-2.0", SORTABLE: "MIT"}
# What our own components and question widgets stand on; the rest is left out.
COMPONENTS = (
    "button", "details", "error-summary", "field", "fieldset", "heading", "input", "label",
    "link", "list", "skip-link", "alert", "validation-message", "tag", "data-size-workaround",
)  # fmt: skip
# "accent" is made from the municipality's colour (theme.py); the brand colours are not ours.
COLOURS = frozenset({"neutral", "info", "success", "warning", "danger"})
OPENING = "/* Built by scripts/refresh_vendor.py from {package}, MIT licence. */\n"
_COLOUR = re.compile(r"--ds-color-(accent|brand\d|neutral|info|success|warning|danger)-[\w-]+:")


def main() -> None:
    """Fetch, build and write the manifest."""
    packages = {name: _fetch(name) for name in LICENCES}
    made = {
        VENDOR / "designsystemet.css": (CSS, _design_system(packages[CSS]).encode()),
        VENDOR / "source-sans-3.woff2": (FONT, _font(packages[FONT])),
        VENDOR / "LICENSE-designsystemet.txt": (CSS, packages[CSS]["LICENSE"]),
        VENDOR / "LICENSE-source-sans-3.txt": (FONT, packages[FONT]["LICENSE"]),
        VENDOR / "sortable.esm.js": (
            SORTABLE,
            packages[SORTABLE]["modular/sortable.core.esm.js"],
        ),
        VENDOR / "LICENSE-sortablejs.txt": (SORTABLE, packages[SORTABLE]["LICENSE"]),
        TESTS / "axe.min.js": (AXE, packages[AXE]["axe.min.js"]),
        TESTS / "LICENSE-axe.txt": (AXE, packages[AXE]["LICENSE"]),
    }
    add_to_manifest(made, LICENCES)


def add_to_manifest(made: Mapping[Path, tuple[str, bytes]], licences: Mapping[str, str]) -> None:
    """Write the files, and what they are to the manifest; what others have made stays there."""
    for path, (_package, content) in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    fresh = [
        _entry(path, package, content, licences[package])
        for path, (package, content) in made.items()
    ]
    names, manifest = {one["file"] for one in fresh}, VENDOR / "MANIFEST.json"
    kept = [one for one in json.loads(manifest.read_text()) if one["file"] not in names]
    manifest.write_text(json.dumps(kept + fresh, indent=2) + "\n")


def _entry(path: Path, package: str, content: bytes, licence: str) -> dict[str, str]:
    name, version = package.rsplit("@", 1)
    return {
        "file": str(path.relative_to(ROOT)),
        "package": name,
        "version": version,
        "licence": licence,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _fetch(package: str) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["npm", "pack", package, "--silent"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        content = (Path(folder) / done.stdout.strip().splitlines()[-1]).read_bytes()
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return {
            member.name.removeprefix("package/"): file.read()
            for member in archive.getmembers()
            if (file := archive.extractfile(member))
        }


def _font(package: dict[str, bytes]) -> bytes:
    return package["files/source-sans-3-latin-wght-normal.woff2"]


def _design_system(package: dict[str, bytes]) -> str:
    parts = [
        OPENING.format(package=CSS),
        "@layer ds.theme,ds.base,ds.components;",
        *map(_theme_block, _blocks(package["dist/theme/designsystemet.css"].decode())),
        _layer("base", package["dist/src/base.css"].decode()),
        *(_layer("components", package[f"dist/src/{n}.css"].decode()) for n in COMPONENTS),
    ]
    return "".join(parts)


def _layer(name: str, css: str) -> str:
    return f"@layer ds.{name}{{{css.strip()}}}\n"


def _theme_block(block: str) -> str:
    """One layer of the theme, with our font and without colours that we do not use."""
    name = block.partition("{")[0].strip()
    if name.startswith("@layer ds.theme.typography.secondary"):
        return ""
    if name == "@layer ds.theme.color":
        inner = block[block.index("{") + 1 : -1]
        kept = (rule for rule in _blocks(inner) if not re.search(r"data-color=brand\d", rule))
        return f"{name}{{{''.join(kept)}}}\n"
    kept_colours = "".join(_without_others(block))
    return (
        re.sub(r"--ds-font-family:Inter", '--ds-font-family:"Source Sans 3"', kept_colours) + "\n"
    )


def _without_others(block: str) -> Iterator[str]:
    for piece in re.split(r"(?<=[;{}])", block):
        found = _COLOUR.match(piece)
        if not found or found[1] in COLOURS:
            yield piece
        elif piece.endswith("}"):
            yield "}"


def _blocks(css: str) -> list[str]:
    """Split into top-level rules, whatever they hold."""
    blocks, depth, start = [], 0, 0
    for place, character in enumerate(css):
        depth += (character == "{") - (character == "}")
        if character in "};" and depth == 0:
            blocks.append(css[start : place + 1].strip())
            start = place + 1
    return blocks


if __name__ == "__main__":
    main()
