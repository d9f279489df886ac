"""A Word document's words on pages of ours: all that is to be read, and nothing that runs."""

import io

import pikepdf
import pillow_heif
import pytest
from PIL import Image
from tests.capabilities.documents import samples, word_files
from tests.capabilities.documents.word_files import WORD, in_paragraph, with_body
from tests.pdf_text import bare, text_of

from samtjanst.capabilities.documents import pictures, word
from samtjanst.capabilities.documents.checker import faults
from samtjanst.capabilities.documents.render import render_case_document, render_words
from samtjanst.capabilities.documents.types import IncompleteDocumentError

BOX = "<w:txbxContent><w:p><w:r><w:t>I ruta</w:t></w:r></w:p></w:txbxContent>"
CHOSEN = f"<mc:Choice><w:pict>{BOX}</w:pict></mc:Choice>"
FALLBACK = f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback>"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def _told(content: bytes) -> list[tuple[str, str]]:
    return [(one.kind, f"{one.mark} {one.text}".strip()) for one in word.passages(content)]


def _words(markup: str) -> str:
    return " ".join(one.text for one in word.passages(with_body(in_paragraph(markup))))


def test_everything_comes_in_the_order_in_which_it_is_read() -> None:
    assert _told(word_files.certificate()) == [
        ("text", "Vårdcentralen Ekholmen"),
        ("heading", "Intyg om behov av skjuts"),
        ("text", "Ella kan inte gå långt."),
        ("item", "1. Klarar 200 meter"),
        ("item", "2. Behöver stöd"),
        ("item", "• Blir trött"),
        ("table", ""),
        ("picture", ""),
        ("heading", "Underskrift"),
    ]


def test_headings_never_skip_a_level_and_tables_keep_their_cells() -> None:
    found = word.passages(word_files.certificate())
    assert [one.level for one in found if one.kind == "heading"] == [1, 2]
    table = next(one for one in found if one.kind == "table")
    assert table.rows == (("Termin", "Dagar"), ("Hösten", "Alla"))


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("<w:ins><w:r><w:t> nytt</w:t></w:r></w:ins>", "Ord nytt"),
        ("<w:del><w:r><w:delText> struket</w:delText></w:r></w:del>", "Ord"),
        ("<w:moveFrom><w:r><w:t> flyttat</w:t></w:r></w:moveFrom>", "Ord"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t> dolt</w:t></w:r>", "Ord"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> synligt</w:t></w:r>", "Ord synligt"),
        ("<w:r><w:tab/><w:t>efter</w:t></w:r>", "Ord\tefter"),
        ("<w:sdt><w:sdtContent><w:r><w:t> valt</w:t></w:r></w:sdtContent></w:sdt>", "Ord valt"),
        (f"<w:r><w:pict>{BOX}</w:pict></w:r>", "Ord I ruta"),
        (
            f"<w:r><mc:AlternateContent {MC}>{CHOSEN}{FALLBACK}</mc:AlternateContent></w:r>",
            "Ord I ruta",
        ),
    ],
)
def test_what_is_struck_out_or_hidden_is_not_shown_and_all_else_is(markup: str, read: str) -> None:
    assert _words(markup) == read


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 and no more",
        word_files.bomb(),
        word_files.certificate()[:4000],
        with_body(lambda body: body[:-40]),
        with_body(lambda body: body.replace("<w:p>", "<w:p>" + "<w:sdt>" * 300, 1)),
        with_body(in_paragraph('<w:r><w:footnoteReference w:id="1"/>' * 2)),
        word_files.of_paragraphs(*["x"] * 4001),
    ],
    ids=["empty", "cut", "bomb", "half", "cut body", "deep", "unbalanced", "endless"],
)
def test_what_is_broken_or_too_much_shows_nothing(content: bytes) -> None:
    assert word.passages(content) == ()


def test_entity_is_never_unfolded() -> None:
    declared = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    content = with_body(
        lambda body: body.replace("?>", f"?>{declared}", 1).replace("Ord", "Ord &e;", 1)
    )
    assert [one.text.strip() for one in word.passages(content)] in ([], ["Ord"])


def test_picture_that_is_elsewhere_or_one_too_many_is_told_and_the_words_stay() -> None:
    linked = '<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" r:id="rId99"/>'
    told = _told(with_body(in_paragraph(f"{linked}</w:pict></w:r>")))
    assert told == [("text", "Ord"), ("text", "[Här finns en bild som inte visas. Se filen.]")]
    many = word.passages(word_files.of_pictures(word.MOST_PICTURES + 1))
    assert [one.kind for one in many] == ["picture"] * word.MOST_PICTURES + ["text"]


def test_case_document_shows_the_words_and_holds_the_file() -> None:
    content = word_files.certificate()
    attached = (samples.attachment("intyg.docx", WORD, content),)
    made = render_case_document(samples.case(attachments=attached))
    assert faults(made) == []
    assert "Ellakanintegålångt." in text_of(made)
    assert "Doltord" not in text_of(made)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.attachments["bilaga-01-intyg.docx"].get_file().read_bytes() == content


def test_document_alone_is_a_file_without_faults_and_an_empty_one_is_refused() -> None:
    made = render_words(samples.HEAD, samples.attachment("i", WORD, word_files.certificate()))
    assert faults(made) == []
    assert bare("Klarar 200 meter") in text_of(made)
    with pytest.raises(IncompleteDocumentError):
        render_words(samples.HEAD, samples.attachment("i", WORD, word_files.of_paragraphs("")))


def test_phones_picture_is_shown_without_hidden_data() -> None:
    target = io.BytesIO()
    image = Image.new("RGB", (64, 48), "teal")
    pillow_heif.from_pillow(image).save(target, exif=b"Exif\0\0 hemma")
    shown = pictures.prepare(target.getvalue())
    assert shown
    assert (shown.width, shown.height, shown.content_type) == (64, 48, "image/jpeg")
    assert b"hemma" not in shown.content
    assert pictures.prepare(b"\0\0\0\x18ftypheic broken") is None
