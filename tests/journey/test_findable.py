"""Messages, opinions and the words of files are found by those who may see them only."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from tests import cast
from tests.capabilities.paper import typesetter
from tests.handling_support import complete_case, person
from tests.journey_support import school_transport

from samtjanst.capabilities.documents import wording
from samtjanst.capabilities.documents.bundle import WORD
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import ask_opinion, index, letters
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import services
from samtjanst.running.cases.models import CaseSearch, Opinion
from samtjanst.running.cases.queries import search
from samtjanst.running.cases.types import OpinionDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


def _found(actor: Actor, words: str) -> set[Any]:
    hits = search.find(actor, words)
    return set() if hits.is_near else set(hits.case_ids)


def _word(text: str) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.add_table(1, 1).cell(0, 0).text = "Ortopedmottagningen"
    made.save(out)
    return out.getvalue()


def _made_anew() -> None:
    CaseSearch.objects.update(edition=0)
    index.index_missing()


def test_words_of_attached_pdf_and_word_are_found_in_any_inflection(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        hanna = cast.staff_actor()
        pdf = typesetter.pdf("Läkarintyg om *rullstolar* och vadderade säten")
        complete_case(files=("Hjälpmedelsbesked.pdf",), pdf=pdf)
        complete_case(files=("brev.docx",), pdf=_word("Barnet har kryckor sedan i våras"))
        complete_case()
        index.index_missing()
        one, two, _three = CaseSearch.objects.order_by("arrived_at").values_list(
            "case_id", flat=True
        )
        for words, wanted in {
            "rullstol": {one},
            "vadderat säte": {one},
            "hjälpmedelsbesked": {one},  # the name of the file
            "krycka": {two},
            "ortopedmottagningen": {two},
            "rullstol kryckor": set(),
        }.items():
            assert _found(hanna, words) == wanted, words


def test_message_is_found_by_who_may_read_messages_only(mjolby: Municipality) -> None:
    elsewhere = cast.municipality("norrkoping")
    with open_scope(elsewhere):
        school_transport("norrkoping")
        theirs = complete_case()
        letters.write(reference=theirs, citizen_id=None, text="Glasögonorm", uploads=(),
                      by=cast.citizen_actor())  # fmt: skip
        index.index_missing()
    with open_scope(mjolby):
        hanna, anna = cast.staff_actor(), cast.citizen_actor()
        registrar = cast.staff_actor(Role.REGISTRAR)
        reference = complete_case()
        pdf = typesetter.pdf("Remiss till habiliteringen")
        letters.write(reference=reference, citizen_id=None, text="Vi såg en glasögonorm.",
                      uploads=[("remiss.pdf", pdf)], by=anna)  # fmt: skip
        index.index_missing()
        mine = {CaseSearch.objects.get().case_id}
        for words in ("glasögonorm", "habilitering"):
            assert _found(hanna, words) == mine, words
            assert _found(registrar, words) == set(), words
        assert _found(registrar, "trottoar") == mine


def test_a_message_that_has_not_left_the_house_is_found_by_nobody(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        hanna, reference = cast.staff_actor(), complete_case()
        wait = timedelta(minutes=5)
        services.write_later(reference=reference, citizen_id=cast.citizen().id,
                             text="Pumpernickel", wait=wait, by=hanna)  # fmt: skip
        index.index_missing()
        assert _found(hanna, "pumpernickel") == set()


def test_opinion_and_its_file_are_found(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        hanna, reference, due = cast.staff_actor(), complete_case(), clock.today()
        services.take(reference=reference, by=hanna)
        asked = OpinionDraft("Hur är vägen?", (), (), due + timedelta(days=5), is_needed=False,
                             unit_id=cast.unit("Skola").id)  # fmt: skip
        services.ask_opinion(reference=reference, new=asked, who="Skola", by=hanna)
        kim = cast.staff_actor(unit_name="Skola")
        pdf = typesetter.pdf("Mätning av vägrenen")
        ask_opinion.answer(opinion_id=Opinion.objects.get().id, text="Den saknar viltstängsel.",
                           uploads=[("svar.pdf", pdf)], by=kim)  # fmt: skip
        index.index_missing()
        mine = {CaseSearch.objects.get().case_id}
        assert _found(hanna, "viltstängsel") == mine
        assert _found(hanna, "vägrenen") == mine


def test_files_are_read_once_and_what_waits_for_the_scan_later(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        hanna = cast.staff_actor()
        complete_case(files=("intyg.pdf",), pdf=typesetter.pdf("Rullstol"))
        StoredFile.objects.update(scan_state="pending")
        index.index_missing()
        assert _found(hanna, "rullstol") == set()
        assert CaseSearch.objects.get().edition == 0  # made anew until it has been read
        StoredFile.objects.update(scan_state="clean")
        index.index_missing()
        read = AuditEvent.objects.filter(action="file.read").count()
        _made_anew()
        assert AuditEvent.objects.filter(action="file.read").count() == read
        assert len(_found(hanna, "rullstol")) == 1
        StoredFile.objects.update(scan_state="infected")
        _made_anew()
        assert _found(hanna, "rullstol") == set()


def test_protected_case_is_found_by_no_word_of_its_files(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        boss = cast.staff_actor(Role.MANAGER)
        petra = person(PersonalNumber("198602212394"), "Petra Hemlig", protected=True)
        pdf = typesetter.pdf("Rullstol")
        complete_case(other=petra, protected=True, files=("intyg.pdf",), pdf=pdf)
        index.index_missing()
        assert _found(boss, "rullstol") == set()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\ntrasig", b"PK\x03\x04trasig", b"\0" * 99])
def test_broken_file_has_no_words(content: bytes) -> None:
    for kind in (*wording.READABLE, "image/png"):
        assert wording.text_of(content, kind) == ""


def test_long_file_is_read_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "MOST_TEXT", 5)
    assert wording.text_of(_word("Kryckor och mer"), WORD) == "Kryck"
