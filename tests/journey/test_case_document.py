"""The case as one archive file: answers, attachments, proof and decision, in a PDF that holds.

What is checked is what :mod:`samtjanst.capabilities.documents.checker` reads with another library
than the one that wrote the file: claims of PDF/A-3a and PDF/UA-1, structure, fonts, colour,
enclosed files, nothing active. It is no full validator of ISO 19005-3.
"""

import io
import json

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests import cast
from tests.journey.failure.conftest import (  # noqa: F401 - fixtures
    _bank,
    _mail,
    _register,
    bank,
    mail,
    register,
    town,
)
from tests.pdf_text import bare, text_of
from tests.town import ANNA, BO, PDF, Town, page_text, reference_in, request_for, revision_of

from samtjanst.capabilities.documents import checker
from samtjanst.capabilities.signing import queries as signing
from samtjanst.foundation.plugins.services import signing_provider
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import whole_case
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.signing import Expected
from samtjanst.running.cases.models import Case
from samtjanst.running.filing.models import Snapshot

REASONS = "Vägen är kortare än gränsen, och barnet kan gå den."


def _picture() -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "#0b5d4e").save(made, "PNG")
    return SimpleUploadedFile("vag.png", made.getvalue(), "image/png")


@pytest.fixture
def decided(town: Town) -> tuple[Client, Client, str]:  # noqa: F811 - the fixture
    """A refused case that both guardians have signed: handler, applicant, reference number."""
    with open_scope(town.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    anna, bo, hanna = town.login(ANNA), town.login(BO), town.handler()
    filing = town.apply(
        anna, medical_certificate=[_picture(), SimpleUploadedFile("intyg.pdf", PDF)]
    )
    town.work()
    town.sign(bo, request_for(bo), BO)
    reference = reference_in(page_text(anna, f"{filing}kvitto/"))
    desk = f"/handlaggning/arenden/{reference}/"
    assert hanna.post(f"{desk}ta/").status_code == 302
    decision = {
        "revision": revision_of(hanna, f"{desk}beslut/"),
        "outcome": "refused",
        "reasons": REASONS,
        "legal_basis": "sl_10_32_1",
        "hearing": "own_only",
        "send": "1",
    }
    assert hanna.post(f"{desk}beslut/", decision).status_code == 302
    return hanna, anna, reference


def _enclosed(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: found.get_file().read_bytes() for name, found in opened.attachments.items()}


def test_case_is_one_archive_file_with_answers_attachments_proof_and_decision(
    town: Town,  # noqa: F811 - the fixture
    decided: tuple[Client, Client, str],
) -> None:
    hanna, _anna, reference = decided
    pdf = hanna.get(f"/handlaggning/arenden/{reference}/dokument.pdf").content
    assert checker.faults(pdf) == []
    told = text_of(pdf)
    for words in (
        reference, "Ella Provsson", "Ella kan inte gå långt", "Anna Provsson", "Bo Provsson",
        "19850101-2390", "Underskriften stämmer med innehållet", REASONS, "förvaltningsrätten",
    ):  # fmt: skip
        assert bare(words) in told, words
    files = _enclosed(pdf)
    with open_scope(town.row):
        snapshot = Snapshot.objects.get(is_void=False)
    sealed = files["inlamnad-handling.json"]
    assert digest_bytes(sealed) == snapshot.sha256
    assert snapshot.sha256 in told
    document, picture = sorted(json.loads(sealed)["files"], key=lambda file: str(file["name"]))
    assert document["sha256"] in {digest_bytes(content) for content in files.values()}
    assert picture["sha256"] in told  # shown on a page, without hidden data
    _signatures_hold(town, files)


def _signatures_hold(place: Town, files: dict[str, bytes]) -> None:
    """By what lies in the file alone, and not for another text."""
    with open_scope(place.row):
        filing_id = Case.objects.get().filing_id
        views = signing.evidence_of(("filing", filing_id))
        for number, (signatory, view) in enumerate(zip((ANNA, BO), views, strict=True), start=1):
            evidence = json.loads(files[f"underskrift-{number}.json"])
            assert view.digest in view.visible_text
            expected = Expected(PersonalNumber(signatory), view.visible_text, view.hidden_data)
            assert signing_provider().verify(evidence, expected).valid
            other = Expected(PersonalNumber(signatory), view.visible_text + " ", view.hidden_data)
            assert not signing_provider().verify(evidence, other).valid


def test_receipt_and_decision_are_archive_files_and_the_check_can_fail(
    decided: tuple[Client, Client, str],
) -> None:
    hanna, anna, reference = decided
    for path, words in (
        ("kvittens.pdf", ("Kvittens", "Anna Provsson", "Bo Provsson")),
        ("beslut.pdf", (REASONS, "förvaltningsrätten")),
    ):
        pdf = anna.get(f"/mina-arenden/{reference}/{path}").content
        assert checker.faults(pdf) == []
        for word in words:
            assert bare(word) in text_of(pdf), word
        if path == "beslut.pdf":  # the number among the facts once; and at the foot of each page
            with pikepdf.open(io.BytesIO(pdf)) as opened:
                assert text_of(pdf).count(bare(reference)) == 1 + len(opened.pages)
    pdf = hanna.get(f"/handlaggning/arenden/{reference}/dokument.pdf").content
    for key in ("/OutputIntents", "/StructTreeRoot", "/Lang", "/AF", "/MarkInfo"):
        spoilt = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            del opened.Root[key]
            opened.save(spoilt)
        assert checker.faults(spoilt.getvalue()), key


def test_archive_gets_attachments_and_proof_of_each_signature(
    town: Town,  # noqa: F811 - the fixture
    decided: tuple[Client, Client, str],
) -> None:
    with open_scope(town.row):
        case = whole_case.of(decided[2], clock.now())
    application = case.records[0]
    names = [item.title for item in application.items]
    assert {"vag.png", "intyg.pdf", "underskrift-1.xml", "underskrift-2-ocsp.der"} <= set(names)
    assert len(application.verified_at) == 2
    assert {one.role for one in case.people} == {"applicant", "guardian", "handler"}
