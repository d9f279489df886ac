"""A place in a document is drawn on a map, with names that can be read and a measure."""

import io
import json
from dataclasses import replace

import pikepdf
import pytest
from tests.capabilities.documents.samples import HEAD

from samtjanst.capabilities.documents import checker
from samtjanst.capabilities.documents.places import Ground, Place, Shape, drawn
from samtjanst.capabilities.documents.render import render_case_document
from samtjanst.capabilities.documents.types import CaseDocument, Row, Section

CHURCH = (6_465_001, 507_234)  # north, east
SQUARE = [50_000, 646_000, 1_000, 0, 0, 1_000, -1_000, 0]  # steps of ten metres, east and north
PLACES = [
    ["Mjölby", 14_000, 50_723, 646_500],
    ["Utkanten", 300, 50_730, 646_505],
    ["A<b>", 900, 51_500, 646_500],
    ["Kiruna", 18_000, 71_900, 753_700],
]
SHIPPED = json.dumps({"land": [SQUARE], "lakes": [], "border": [], "places": PLACES}).encode()
POINT = Place("point", (CHURCH,))


def _ground(place: Place, least: float = 30_000) -> Ground:
    return Ground(place.window(least), SHIPPED, "application/json", "Karta: provet")


def _svg(place: Place) -> str:
    return drawn(place, _ground(place)).decode()


def test_names_are_written_where_they_do_not_cover_each_other() -> None:
    told = _svg(POINT)
    assert ">Mjölby</text>" in told
    assert "Utkanten" not in told  # it would lie on the larger one's
    assert "Kiruna" not in told
    assert "A&lt;b&gt;" in told


def test_window_holds_all_that_is_set_out_and_is_never_narrower_than_asked() -> None:
    far = Place("line", (CHURCH, (CHURCH[0] + 50_000, CHURCH[1] + 100)))
    window = far.window(1000)
    assert window.side == pytest.approx(80_000)
    assert all(0 < part < 640 for point in far.points for part in window.at(*point))
    assert POINT.window(1000).at(*CHURCH) == pytest.approx((320, 320), abs=1)


@pytest.mark.parametrize(
    ("least", "told"), [(1000, "200 m"), (30_000, "10 km"), (2_000_000, "500 km")]
)
def test_measure_is_an_even_one_within_a_third(least: float, told: str) -> None:
    assert f">{told}</text>" in drawn(POINT, _ground(POINT, least)).decode()


@pytest.mark.parametrize("shape", ["point", "line", "area"])
def test_document_with_a_map_is_still_for_the_archive_and_for_everybody(shape: Shape) -> None:
    points = (CHURCH, (6_468_000, 509_000), (6_463_000, 510_000))
    place = Place(shape, points[:1] if shape == "point" else points)
    row = Row("Var är det?", ("Vid kyrkan",), "", replace(place, ground=_ground(place)))
    pdf = render_case_document(_case(row))
    assert checker.faults(pdf) == []
    assert pdf == render_case_document(_case(row))
    assert b"Karta med en" in _alternatives(pdf)


def test_place_without_a_ground_is_told_in_words_only() -> None:
    pdf = render_case_document(_case(Row("Var är det?", ("Vid kyrkan",), "", POINT)))
    assert checker.faults(pdf) == []
    assert _alternatives(pdf) == b""


def _case(row: Row) -> CaseDocument:
    return CaseDocument(HEAD, sections=(Section("Platsen", (row,)),))


def _alternatives(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        told = [
            bytes(str(one["/Alt"]), "utf-8")
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]
    return b"".join(told)
