"""Filling in: nothing typed is lost, and nobody else can read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import cast
from tests.journey_support import school_transport

from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.filing import queries
from samtjanst.running.filing.models import Filing, Snapshot
from samtjanst.running.filing.services import discard, seal

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nintyg"


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Actor]:
    with open_scope(cast.municipality(storage=str(tmp_path / "files"))):
        school_transport()
        yield cast.citizen_actor()


def _open(by: Actor) -> answer.Work:
    return answer.open_work(filing_id=answer.start(slug="skolskjuts", by=by), by=by)


def test_page_that_is_saved_comes_back_on_another_device(anna: Actor) -> None:
    work = _open(anna)
    page = work.evaluation.visible_pages[0]
    data = {"child.name": ["Ella Provsson"], "child.personal_number": ["20180101-2392"]}
    answer.save_page(work=work, page_id=page, data=data, revision=work.filing.revision, by=anna)
    again = answer.open_work(filing_id=work.filing.id, by=anna)
    assert again.filing.answers["child"]["name"] == "Ella Provsson"
    assert again.filing.revision == work.filing.revision + 1


def test_two_tabs_do_not_overwrite_each_other(anna: Actor) -> None:
    work = _open(anna)
    page, revision = work.evaluation.visible_pages[0], work.filing.revision
    answer.save_page(work=work, page_id=page, data={}, revision=revision, by=anna)
    with pytest.raises(ConflictError):
        answer.save_page(work=work, page_id=page, data={}, revision=revision, by=anna)


def test_draft_is_its_owners_alone(anna: Actor) -> None:
    work = _open(anna)
    for stranger in (
        cast.citizen_actor(cast.OUTSIDER),
        cast.citizen_actor(cast.OTHER_GUARDIAN),
        *(cast.staff_actor(role) for role in Role),
    ):
        with pytest.raises(NotFoundError):
            answer.open_work(filing_id=work.filing.id, by=stranger)
        with pytest.raises(NotFoundError):
            discard(filing_id=work.filing.id, by=stranger)


def test_draft_is_not_found_in_another_municipality(anna: Actor, tmp_path: Path) -> None:
    work = _open(anna)
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path))):
        school_transport("norrkoping")
        with pytest.raises(NotFoundError):
            answer.open_work(filing_id=work.filing.id, by=cast.citizen_actor())
        with pytest.raises(NotFoundError):
            answer.open_work(filing_id=work.filing.id, by=anna)


def test_draft_lies_encrypted_in_the_database(anna: Actor) -> None:
    work = _open(anna)
    data = {"child.name": ["Ella Provsson"], "child.personal_number": ["20180101-2392"]}
    page = work.evaluation.visible_pages[0]
    answer.save_page(work=work, page_id=page, data=data, revision=work.filing.revision, by=anna)
    row = Filing.objects.get(id=work.filing.id)
    assert b"Provsson" not in bytes(row.answers) + bytes(row.facts)


def test_register_that_does_not_answer_stops_nobody(anna: Actor) -> None:
    assert _open(anna).context.children is None


def test_discarded_draft_is_gone(anna: Actor) -> None:
    work = _open(anna)
    discard(filing_id=work.filing.id, by=anna)
    assert queries.my_filings(anna) == []
    with pytest.raises(NotFoundError):
        answer.open_work(filing_id=work.filing.id, by=anna)


def test_file_of_wrong_type_is_told_at_its_question(anna: Actor) -> None:
    work = _open(anna)
    question = next(q.id for q in work.definition.questions() if q.kind == "file")
    with pytest.raises(InvalidInputError) as refusal:
        answer.attach(work=work, question_id=question, name="x.exe", content=b"MZ", by=anna)
    assert set(refusal.value.problems) == {question}


def test_attached_file_can_be_removed(anna: Actor) -> None:
    work = _open(anna)
    question = next(q.id for q in work.definition.questions() if q.kind == "file")
    answer.attach(work=work, question_id=question, name="intyg.pdf", content=PDF, by=anna)
    held = answer.open_work(filing_id=work.filing.id, by=anna).filing.answers[question]
    assert len(held) == 1
    answer.detach(work=work, question_id=question, file_id=held[0], by=anna)
    assert answer.open_work(filing_id=work.filing.id, by=anna).filing.answers[question] == []


def test_answers_that_were_saved_since_they_were_read_are_not_sealed(anna: Actor) -> None:
    work = _open(anna)
    page, revision = work.evaluation.visible_pages[0], work.filing.revision
    answer.save_page(work=work, page_id=page, data={}, revision=revision, by=anna)
    with pytest.raises(ConflictError):
        seal(filing_id=work.filing.id, content={"answers": {}}, revision=revision, by=anna)
    assert not Snapshot.objects.exists()
