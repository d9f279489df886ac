"""A list out of a file: everything that is wrong is told by row, and what is right is kept."""

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from samtjanst.capabilities.formkit import uploaded
from samtjanst.capabilities.formkit.uploaded import tables
from samtjanst.capabilities.formkit.uploaded.tables import UnreadableFileError

HELD = [{"id": "eken", "name": "Ekens skola"}, {"id": "linden", "name": "Lindens skola"}]
CSV = "Värde;Svenska;Engelska;Finska\neken;Ekens skola;Oak school;Tammen koulu\nbjorken;Björken;;\n"


def workbook(*rows: tuple[object, ...]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Skolor")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return made.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        uploaded.read(content)
    return str(caught.value.reason)


def faults(text: str) -> list[tuple[int, str]]:
    return [(one.row, str(one.reason)) for one in uploaded.read(text.encode()).faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("between", [";", ",", "\t"])
def test_list_is_read_in_every_encoding_that_excel_writes(encoding: str, between: str) -> None:
    found = uploaded.read(CSV.replace(";", between).encode(encoding))
    assert found.faults == ()
    assert found.languages == ("en", "fi")
    assert found.items == (
        {"id": "eken", "name": "Ekens skola", "names": {"en": "Oak school", "fi": "Tammen koulu"}},
        {"id": "bjorken", "name": "Björken"},
    )


def test_excel_is_read_with_numbers_as_they_are_written_and_empty_rows_passed() -> None:
    found = uploaded.read(workbook(("Kod", "Namn"), (1480, "Göteborg"), (), ("0486", "Mjölby")))
    assert [(one["id"], one["name"]) for one in found.items] == [
        ("1480", "Göteborg"),
        ("0486", "Mjölby"),
    ]


def test_names_alone_keep_the_values_that_they_have() -> None:
    found = uploaded.read(b"Ekens skola\nAlens skola\n", HELD)
    assert found.items[0] == HELD[0]
    assert found.items[1]["id"].startswith("alens_skola_")


def test_every_fault_is_told_by_its_row() -> None:
    text = "värde;svenska\nett;Ett\nett;Två\ntre;ETT\n;Fyra\nFEM;Fem\nsex;\n"
    assert faults(text) == [
        (3, "”ett” finns redan på rad 2"),
        (4, "”ETT” finns redan på rad 2"),
        (5, "värdet saknas"),
        (6, "värdet ”FEM” får bara ha små bokstäver (a–z), siffror, _ och -, högst 64 tecken"),
        (7, "den svenska texten saknas"),
    ]


@pytest.mark.parametrize(
    "hostile",
    ["=1+1", "@SUM(A1)", "+HYPERLINK(x)", "<script>alert(1)</script>", "<img src=x>",
     "javascript:alert(1)", "a\u202eb", "a\u200bb", "x" * 301],
)  # fmt: skip
def test_hostile_content_is_refused_in_every_language(hostile: str) -> None:
    for text in (f"värde;svenska\na;{hostile}\n", f"värde;svenska;engelska\na;A;{hostile}\n"):
        found = uploaded.read(text.encode())
        assert found.items == ()
        assert [one.row for one in found.faults] == [2]


def test_plain_texts_that_begin_with_a_sign_are_texts() -> None:
    assert faults("värde;svenska\na;- Annan\nb;+46\nc;A & B\n") == []


def test_formula_in_a_workbook_is_told_whatever_it_shows() -> None:
    book = workbook(("Värde", "Svenska"), ("a", "=1+1"))
    assert [one.row for one in uploaded.read(book).faults] == [2]


def test_heading_that_nobody_knows_is_told() -> None:
    assert "”Kommentar” känns inte igen" in faults("värde;svenska;Kommentar\na;A;x\n")[0][1]


def test_too_many_rows_are_told_and_the_rest_not_read() -> None:
    found = uploaded.read("".join(f"Val {n}\n" for n in range(2005)).encode())
    assert len(found.items) == 2000
    assert "fler än 2000" in str(found.faults[0].reason)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tom"),
        (b"\xef\xbb\xbf;;\n;;\n", "tom"),
        ("Ekens skola i Åby".encode().decode("cp1252").encode(), "förvanskade"),
        (b"a\0b", "inte att läsa"),
        (b"PK\x03\x04 nothing", "inte att läsa"),
        (b"\xd0\xcf\x11\xe0old", "äldre"),
        (b"x" * (tables.LARGEST + 1), "för stor"),
    ],
)
def test_file_that_is_no_list_is_refused(content: bytes, said: str) -> None:
    assert said in refused(content)


def test_workbook_that_unpacks_to_far_too_much_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    assert "för stor" in refused(made.getvalue())


def test_workbook_with_entities_gives_nothing_of_them() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr(
            "xl/worksheets/sheet1.xml",
            '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row>'
            '<c t="inlineStr"><is><t>Ett &e;</t></is></c></row></sheetData></worksheet>',
        )
    assert all("root" not in one["name"] for one in uploaded.read(made.getvalue()).items)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe"]))
def test_any_bytes_are_read_or_refused(content: bytes, before: bytes) -> None:
    try:
        uploaded.read(before + content)
    except UnreadableFileError as error:
        assert error.reason  # noqa: PT017 - either is right


def test_list_that_is_written_is_read_back_the_same() -> None:
    items = uploaded.read(CSV.encode()).items
    assert uploaded.read(uploaded.written(items)).items == items
