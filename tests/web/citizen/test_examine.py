"""Anybody can check a document, nothing of it stays, and nothing that is false passes."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast, seals
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.town import page_text

from samtjanst.adapters.pades.provider import Pades
from samtjanst.capabilities.documents import checker
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.plugins.services import bind, document_seal
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import document, examine
from samtjanst.kernel.errors import TooManyError
from samtjanst.ports.seal import SealState
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import DecisionView

pytestmark = pytest.mark.django_db
DECISION = DecisionView(
    outcome="granted",
    outcome_title="Bifall",
    reasons="Vägen är farlig.",
    legal_basis=("10 kap. 32 § skollagen",),
    appeal_text="",
    others="",
    decided_at=datetime(2026, 11, 25, 12, tzinfo=UTC),
    decided_by="Hanna Handläggare",
)
OWN, THEIRS = seals.made(), seals.made()  # of the same name


@pytest.fixture
def mjolby() -> Iterator[Municipality]:
    with open_scope(cast.municipality("norrkoping")):
        bind(port=Port.SEAL, adapter="pades", settings=seals.settings_of(THEIRS))
    row = cast.municipality()
    with open_scope(row):
        bind(port=Port.SEAL, adapter="pades", settings=seals.settings_of(OWN))
    examine._times.clear()
    yield row
    with open_scope(row):
        seal = document_seal()
        assert isinstance(seal, Pades)
        seal._process.close()


def _browser(**options: Any) -> Client:
    return Client(SERVER_NAME="mjolby.localhost", SERVER_PORT="8000", **options)


def _told(pdf: bytes, language: str = "sv") -> str:
    client = _browser()
    client.cookies["django_language"] = language
    file = SimpleUploadedFile("hemligt-namn.pdf", pdf, "application/pdf")
    answer = client.post("/kontrollera/", {"document": file})
    assert answer.status_code == 200
    assert "hemligt-namn" not in answer.content.decode()
    return answer.content.decode()


def test_case_document_is_recognised_with_its_signatures_and_leaves_nothing_behind(
    mjolby: Municipality, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "nowhere"
    with open_scope(mjolby):
        school_transport()
        reference = complete_case()
        pdf = document.case_document(reference=reference, by=cast.staff_actor())
        receipt = document.receipt(reference=reference, by=cast.citizen_actor())
        assert checker.faults(pdf) == []
        before = AuditEvent.objects.count(), StoredFile.objects.count()
    big = pdf + b"\n%" + b" " * 3_000_000  # over what Django keeps in memory by itself
    told = _told(pdf)
    for words in (
        "kommer från Mjolby kommun och är oförändrat",
        "SKJ-",
        "Anna Provsson</bdi>, Sökande",
    ):
        assert words in told
    assert checker.faults(receipt) == []
    assert "Anna Provsson</bdi>, Sökande" in _told(receipt)
    with open_scope(mjolby):
        case = cases.get_case(cast.staff_actor(), reference)
        decision = document.decision_to(case, DECISION)
    assert checker.faults(decision) == []
    assert 'Hanna Handläggare</bdi>, <span class="number">2026-11-25' in _told(decision)
    assert "oförändrat</h2>" not in _told(big)
    with open_scope(mjolby):
        assert (AuditEvent.objects.count(), StoredFile.objects.count()) == before
    assert "Provsson" not in caplog.text
    assert "unchanged" in _told(pdf, "en")


def test_document_of_another_is_not_ours_whatever_it_is_called(mjolby: Municipality) -> None:
    with open_scope(Municipality.objects.get(slug="norrkoping")):
        there = document_seal()
        assert isinstance(there, Pades)
        pdf = there.seal(seals.document()).pdf
        there._process.close()
    told = _told(pdf)
    assert "inte förseglat av Mjolby kommun" in told
    assert "kommer från" not in told
    assert "Dokumentet är inte förseglat" in _told(seals.document())
    assert "går inte att läsa" in _told(b"no pdf")


def test_nothing_too_large_empty_or_forged_gets_anywhere(mjolby: Municipality) -> None:
    client = _browser()
    answer = client.post("/kontrollera/", {})
    assert answer.status_code == 422
    assert "Välj en PDF-fil" in answer.content.decode()
    over = SimpleUploadedFile("a.pdf", bytes(examine.LARGEST + 1))
    answer = client.post("/kontrollera/", {"document": over})
    assert answer.status_code == 422
    huge = io.BytesIO(bytes(60 * 1024 * 1024))
    assert client.post("/kontrollera/", {"document": huge}).status_code == 413
    careful = _browser(enforce_csrf_checks=True)
    assert careful.post("/kontrollera/", {"document": io.BytesIO(b"x")}).status_code == 403
    assert "Högst 25 MB" in page_text(client, "/kontrollera/")


def test_few_at_once_and_few_in_a_minute(
    mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_scope(mjolby):
        monkeypatch.setattr(examine, "PER_MINUTE", 1)
        assert examine.examine(content=b"x").state is SealState.UNREADABLE
        with pytest.raises(TooManyError):
            examine.examine(content=b"x")
        monkeypatch.setattr(examine, "PER_MINUTE", 3)
        with examine._one_of_few(), examine._one_of_few(), pytest.raises(TooManyError):
            examine.examine(content=b"x")
    monkeypatch.setattr(examine, "PER_MINUTE", 0)
    file = SimpleUploadedFile("a.pdf", b"x")
    assert _browser().post("/kontrollera/", {"document": file}).status_code == 429


def test_municipality_without_a_seal_says_so_and_gives_documents_without(
    mjolby: Municipality,
) -> None:
    with open_scope(cast.municipality("finspang")):
        school_transport("norrkoping")
        reference = complete_case()
        assert document.case_document(reference=reference, by=cast.staff_actor())
        bind(port=Port.SEAL, adapter="demo_failing", settings={"failure": "temporary"})
        # A seal that fails keeps nobody from her document.
        assert document.case_document(reference=reference, by=cast.staff_actor())
    client = Client(SERVER_NAME="vadstena.localhost", SERVER_PORT="8000")
    cast.municipality("vadstena")
    file = SimpleUploadedFile("a.pdf", b"x")
    answer = client.post("/kontrollera/", {"document": file})
    assert "förseglar inte sina dokument ännu" in answer.content.decode()
