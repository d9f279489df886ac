"""Writes ``build/sbom.json``: every shipped part with version and licence (CycloneDX 1.6)."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "run.txt"
TARGET = ROOT / "build" / "sbom.json"
# Packages that tell their licence in words that no tool reads; looked up in their metadata.
TOLD_IN_WORDS = {"pypdfium2": "BSD-3-Clause AND Apache-2.0"}


def main() -> int:
    """Describe the environment, keep what is shipped, add what is vendored."""
    document = _environment()
    shipped = {_plain(name) for name in re.findall(r"^([\w.-]+)==", LOCK.read_text(), re.MULTILINE)}
    everything = document["components"]
    parts = [part for part in everything if _plain(part["name"]) in shipped]
    for part in parts:
        if not part.get("licenses") and part["name"] in TOLD_IN_WORDS:
            part["licenses"] = [{"expression": TOLD_IN_WORDS[part["name"]]}]
    document["components"] = [*parts, *_vendored()]
    known = {part.get("bom-ref") for part in document["components"]}
    known.add(document["metadata"]["component"].get("bom-ref"))
    document["dependencies"] = _between(known, document.get("dependencies", []))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    print(f"{TARGET.relative_to(ROOT)}: {len(document['components'])} parts")
    missing = [part["name"] for part in document["components"] if not part.get("licenses")]
    if missing:
        print(f"Without a licence: {', '.join(missing)}")
    return int(bool(missing))


def _environment() -> dict[str, Any]:
    tool = str(Path(sys.executable).parent / "cyclonedx-py")
    made = subprocess.run(
        [tool, "environment", "--pyproject", "pyproject.toml", "--of", "JSON", sys.executable],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    document: dict[str, Any] = json.loads(made.stdout)
    return document


def _vendored() -> list[dict[str, Any]]:
    """Front-end packages whose files stand in the source tree, from their manifests."""
    manifests = sorted((ROOT / "src").glob("**/vendor/MANIFEST.json"))
    entries = [entry for path in manifests for entry in json.loads(path.read_text())]
    packages = {(entry["package"], entry["version"]): entry["licence"] for entry in entries}
    return [_component(*package, licence) for package, licence in packages.items()]


def _component(name: str, version: str, licence: str) -> dict[str, Any]:
    reference = f"pkg:npm/{name.replace('@', '%40')}@{version}"
    return {
        "type": "library",
        "bom-ref": reference,
        "purl": reference,
        "name": name,
        "version": version,
        "licenses": [{"license": {"id": licence}}],
    }


def _between(known: set[Any], dependencies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        entry | {"dependsOn": [one for one in entry.get("dependsOn", []) if one in known]}
        for entry in dependencies
        if entry["ref"] in known
    ]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main())
