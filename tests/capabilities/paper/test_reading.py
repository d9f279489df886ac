"""Paper forms of many looks are read; hostile files are not."""

import contextlib
import io
import zipfile
import zlib
from datetime import UTC, datetime
from typing import Any

import docx
import pdfplumber
import pikepdf
import pytest
from tests.capabilities.paper import boxes_and_lines, fillable_forms, scans, word_forms
from tests.capabilities.paper.corpus import FORMS, Form, content
from tests.capabilities.paper.word_forms import saved

from samtjanst.building.definitions import from_paper
from samtjanst.capabilities.documents.render import render_form
from samtjanst.capabilities.documents.types import Attachment, Letterhead
from samtjanst.capabilities.paper import marks
from samtjanst.capabilities.paper.pictures import picture
from samtjanst.capabilities.paper.reading import LARGEST, read
from samtjanst.capabilities.paper.types import (
    Paper,
    Place,
    Proposal,
    RefusedFileError,
    Verdict,
)
from samtjanst.foundation.files.sniff import DOCX
from samtjanst.kernel.canonical import digest_bytes

GOAL = 0.9


def right(form: Form) -> int:
    """How many of the form's fields were found with the kind that a person would choose."""
    left = list(read(content(form.make)).proposals)
    count = 0
    for label, kind in form.expected.items():
        fits = [one for one in left if label.casefold() in one.label.casefold()]
        found = min(fits, key=lambda one: len(one.label)) if fits else None
        if found:
            left.remove(found)
            count += found.kind == kind
    return count


def test_nine_of_ten_fields_get_the_right_kind() -> None:
    assert len({form.make for form in FORMS}) >= 20
    total = sum(len(form.expected) for form in FORMS)
    assert total >= 200
    assert sum(right(form) for form in FORMS) / total >= GOAL


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_no_form_is_hopeless(form: Form) -> None:
    paper = read(content(form.make))
    assert right(form) / len(form.expected) >= 0.7
    assert len(paper.proposals) <= 1.5 * len(form.expected) + 2
    assert paper.title


def named(form: str, label: str) -> Proposal:
    made = next(one.make for one in FORMS if one.name == form)
    return next(one for one in read(content(made)).proposals if one.label.startswith(label))


def test_what_the_log_in_knows_is_not_asked() -> None:
    assert named("small labels", "Personnummer").verdict is Verdict.KNOWN
    assert named("small labels", "Efternamn").verdict is Verdict.KNOWN
    assert named("small labels", "Utdelningsadress").prefill == "applicant_address"
    assert named("small labels", "E-postadress").prefill == "applicant_email"
    assert named("squares", "Barnets personnummer").verdict is Verdict.ASK


def test_parts_are_joined_and_signatures_dropped() -> None:
    street, code = (named("small labels", label) for label in ("Utdelningsadress", "Postnummer"))
    assert (code.verdict, code.joins) == (Verdict.JOINED, street.number)
    assert named("small labels", "Namnteckning").verdict is Verdict.DROP
    assert named("shaded", "Diarienummer").verdict is Verdict.DROP


def test_choices_and_columns_are_those_of_the_paper() -> None:
    days = named("squares", "Vilka dagar")
    assert days.options == ("Måndag", "Tisdag", "Onsdag", "Torsdag", "Fredag")
    children = named("rows", "Barn")
    assert [one.kind for one in children.columns] == ["text", "date", "text"]
    assert named("tooltips", "Skäl").kind == "long_text"
    assert named("tooltips", "Vårdnadshavarens e-post").required
    assert named("tooltips", "Elevens personnummer").place.page == 0


def test_picture_is_of_the_page() -> None:
    made = content(boxes_and_lines.small_labels)
    assert picture(made, 0).startswith(b"\x89PNG")
    with pytest.raises(RefusedFileError):
        picture(made, 7)
    with pytest.raises(RefusedFileError):
        picture(b"%PDF-1.7 nothing", 0)


def changed(make: str) -> bytes:
    pdf = pikepdf.open(io.BytesIO(content(boxes_and_lines.dotted)))
    out = io.BytesIO()
    if make == "script":
        action = pikepdf.Dictionary(
            S=pikepdf.Name("/JavaScript"), JS=pikepdf.String("app.alert(1)")
        )
        pdf.Root.OpenAction = action
    elif make == "launch":
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name("/Launch"), F=pikepdf.String("x"))
    elif make == "pages":
        for _number in range(999):
            pdf.pages.append(pdf.pages[0])
    elif make == "bomb":
        packed = zlib.compress(b" " * 200_000_000, 9)
        pdf.pages[0].Contents = pdf.make_stream(packed)
        pdf.pages[0].Contents.Filter = pikepdf.Name("/FlateDecode")
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
        return out.getvalue()
    elif make == "locked":
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
        return out.getvalue()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("make", ["script", "launch", "pages", "bomb", "locked"])
def test_hostile_pdf_is_refused(make: str) -> None:
    with pytest.raises(RefusedFileError) as caught:
        read(changed(make))
    assert caught.value.reason.endswith(".")


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_truncated_file_never_raises_anything_else(share: float) -> None:
    for make in (fillable_forms.tooltips, word_forms.word_grid):
        whole = content(make)
        with contextlib.suppress(RefusedFileError):
            read(whole[: int(len(whole) * share)])


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return out.getvalue()


def with_macro() -> bytes:
    out = io.BytesIO(content(word_forms.word_dots))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    "made",
    [
        b"",
        b"MZ" + b"\0" * 100,
        b"%PDF-1.7\n" + b"a" * 200,
        b"x" * (LARGEST + 1),
        zipped(a_dot_txt=b"hej"),
        zipped(word__document_dot_xml=b" " * 60_000_000),
        zipped(word__document_dot_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        zipped(word__document_dot_xml=b"<a"),
    ],
    ids=["empty", "program", "no pdf", "large", "zip", "bomb", "entities", "broken"],
)
def test_hostile_file_is_refused(made: bytes) -> None:
    with pytest.raises(RefusedFileError):
        read(made)


def test_word_with_a_program_is_refused() -> None:
    with pytest.raises(RefusedFileError):
        read(with_macro())


def test_text_in_a_form_stays_text() -> None:
    made = docx.Document()
    made.add_paragraph("<script>alert(1)</script>: ...................")
    (found,) = read(saved(made)).proposals
    assert found.label == "<script>alert(1)</script>"


def test_same_fields_for_one_after_another_become_a_group() -> None:
    made = docx.Document()
    made.add_heading("Anmälan till simskola")
    for number in (1, 2, 3):
        made.add_heading(f"Barn {number}", level=2)
        for label in ("Namn", "Personnummer", "Allergi"):
            made.add_paragraph(f"{label}: ....................")
    made.add_paragraph("Telefon 1: ................ Telefon 2: ................")
    made.add_paragraph("Plan 7 hus: ................")
    found = read(saved(made)).proposals
    asked = [one for one in found if one.verdict is Verdict.ASK]
    children, phones, lone = asked
    assert (children.label, children.kind) == ("Barn", "group")
    assert [(one.label, one.kind) for one in children.columns] == [
        ("Namn", "text"),
        ("Personnummer", "personal_number"),
        ("Allergi", "text"),
    ]
    assert [one.label for one in phones.columns] == ["Telefon"]
    assert not lone.columns
    joined = [one for one in found if one.verdict is Verdict.JOINED]
    assert {one.joins for one in joined} == {children.number, phones.number}
    assert len(joined) == 9
    questions = draft(read(saved(made)))
    assert [one["kind"] for one in questions[0]["questions"]] == ["text", "personal_number", "text"]


def draft(paper: Paper) -> list[dict[str, Any]]:
    """The questions of the draft that the paper gives when all is accepted."""
    made = from_paper.document(paper, from_paper.proposed(paper), "prov", "Prov")
    return [one for page in made["pages"] for one in page["questions"]]


def blank_pdf() -> bytes:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(out)
    return out.getvalue()


def test_empty_paper_is_refused() -> None:
    for content_of in (blank_pdf(), saved(docx.Document())):
        with pytest.raises(RefusedFileError) as caught:
            read(content_of)
        assert "tom" in caught.value.reason


def test_scanned_paper_is_told_by_its_pages_and_gives_no_proposals() -> None:
    paper = read(scans.scanned(2))
    assert (paper.proposals, paper.pictures, paper.pages) == ((), (0, 1), 2)


def test_scanned_page_among_others_is_told() -> None:
    paper = read(scans.with_scan(content(boxes_and_lines.dotted)))
    assert paper.proposals
    assert paper.pictures == (1,)


WORD = [form for form in FORMS if content(form.make).startswith(b"PK")]


@pytest.mark.parametrize("form", WORD, ids=lambda form: form.name)
def test_fields_of_a_word_form_stand_where_they_are_answered(form: Form) -> None:
    made = content(form.make)
    paper = read(made)
    pdf = drawn(marks.marked(made))
    found = marks.places(pdf)
    assert sorted(found) == [one.number for one in paper.proposals]
    words = {one.number: before(pdf, found[one.number]) for one in paper.proposals}
    beside = [one for one in paper.proposals if one.label.split()[0] in words[one.number]]
    assert len(beside) >= 0.7 * len(paper.proposals)


def test_two_fields_on_one_line_have_a_mark_each() -> None:
    made = docx.Document()
    made.add_paragraph("  Telefon: ............ E-post: ............")
    made.add_paragraph("Har du bil? ☐ Ja ☐ Nej")
    marked = docx.Document(io.BytesIO(marks.marked(saved(made))))
    assert [one.text for one in marked.paragraphs] == [
        "  Telefon:  ¤0¤ ............ E-post:  ¤1¤ ............",
        "Har du bil?  ¤2¤ ☐ Ja ☐ Nej",
    ]


def test_signs_of_a_mark_in_the_form_itself_do_no_harm() -> None:
    made = docx.Document()
    made.add_paragraph("Namn ¤0¤: ............ ¤77¤")
    paper = read(saved(made))
    placed = marks.placed(paper, marks.places(drawn(marks.marked(saved(made)))))
    assert [one.place.page for one in placed.proposals] == [0]


def drawn(word: bytes) -> bytes:
    head = Letterhead("Mjölby", "#0062ba", "Blankett", "-", datetime(2026, 3, 2, tzinfo=UTC))
    return render_form(head, Attachment("b", DOCX, word, digest_bytes(word)))


def before(pdf: bytes, place: Place) -> str:
    """The words on the line of a mark, and on the one above it."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[place.page]
        top = max(place.top * page.height - 40, 0)
        bottom = min(place.bottom * page.height + 5, page.height)
        return page.crop((0, top, page.width, bottom)).extract_text() or ""
