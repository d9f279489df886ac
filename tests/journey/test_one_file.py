"""The whole case as one file: contents, bookmarks and page numbers, and still an archive file."""

import io
from pathlib import Path

import pikepdf
import pytest
from tests import cast
from tests.handling_support import complete_case, hand_in_application, reference_of
from tests.journey_support import school_transport

from samtjanst.capabilities.documents.checker import faults
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import document
from samtjanst.running.cases import services

pytestmark = pytest.mark.django_db


def _names(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as outline:
        return [one.title for top in outline.root for one in (top, *top.children)]


def test_long_case_has_contents_bookmarks_and_no_faults() -> None:
    with open_scope(cast.municipality()):
        school_transport()
        reference, anna = complete_case(), cast.citizen_actor()
        for number in range(6):
            text = "\n".join(f"Rad {line} i brev {number}." for line in range(60))
            services.write_to_handler(reference=reference, text=text, by=anna)
        made = document.case_document(reference=reference, by=cast.staff_actor())
    assert faults(made) == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) > 3
        names = _names(pdf)
        first = [str(one.Subtype) for page in pdf.pages[:2] for one in page.get("/Annots", [])]
    assert "Meddelanden" in names
    assert "Innehåll" not in names
    assert first.count("/Link") >= 4


def test_pages_of_attached_pdf_are_pages_and_the_file_lies_inside(tmp_path: Path) -> None:
    paper = pikepdf.new()
    for _ in range(3):
        paper.add_blank_page(page_size=(300, 400))
    paper.save(tmp_path / "intyg.pdf")
    with open_scope(cast.municipality(storage=str(tmp_path / "m"))):
        school_transport()
        plain = complete_case()
        without = document.case_document(reference=plain, by=cast.staff_actor())
        filing_id = hand_in_application(
            files=("intyg.pdf",), pdf=(tmp_path / "intyg.pdf").read_bytes()
        )
        reference = reference_of(filing_id)
        made = document.case_document(reference=reference, by=cast.staff_actor())
    assert faults(made) == []
    with pikepdf.open(io.BytesIO(made)) as pdf, pikepdf.open(io.BytesIO(without)) as other:
        assert len(pdf.pages) >= len(other.pages) + 3
        assert "bilaga-01-intyg.pdf" in pdf.attachments
        assert "Bilaga 1: intyg.pdf" in _names(pdf)
