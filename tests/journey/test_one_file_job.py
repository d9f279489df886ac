"""The whole case as one file, made by jobs where it has many attachments."""

import io
import uuid
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.test import Client
from tests import cast
from tests.handling_support import hand_in_application, reference_of
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token

from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.jobs.services import run
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import one_file
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import PaperCount, WholeFile
from samtjanst.running.cases.types import FileState

pytestmark = pytest.mark.django_db
MANY = tuple(f"intyg-{number}.pdf" for number in range(12))


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path / "m"))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        return reference_of(hand_in_application(files=MANY))


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _run(name: str) -> None:
    [job] = Job.objects.filter(name=name, state="queued")
    run(job.id)


def _made(reference: str) -> uuid.UUID:
    file_id = one_file.ask(reference=reference, by=cast.staff_actor())
    _run(one_file.BEGIN_JOB)
    _run(one_file.MAKE_JOB)
    return file_id


def test_page_tells_how_far_it_is_and_the_file_counts_when_it_is_fetched(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    case = f"/handlaggning/arenden/{reference}/"
    assert f'action="{case}dokument/"' in hanna.get(case).content.decode()
    assert "Gör filen" in hanna.get(f"{case}dokument.pdf").content.decode()
    page = hanna.post(f"{case}dokument/")["Location"]
    assert hanna.post(f"{case}dokument/")["Location"] == page  # the same, while it is made
    shown = hanna.get(page).content.decode()
    for told in (
        "Du kan lämna sidan.",
        "Står på tur",
        'hx-trigger="every 1s"',
        '<meta http-equiv="refresh" content="3">',
    ):
        assert told in shown
    with open_scope(mjolby):
        _run(one_file.BEGIN_JOB)
    part = hanna.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "12 bilagor läggs in" in part
    assert "<html" not in part
    assert hanna.get(f"{page}fil.pdf").status_code == 404
    with open_scope(mjolby):
        _run(one_file.MAKE_JOB)
        assert not PaperCount.objects.exists()
    ready = hanna.get(page).content.decode()
    assert "Filen är klar." in ready
    assert "http-equiv" not in ready
    assert hanna.post(f"{case}dokument/")["Location"] == page  # nothing has happened since
    assert hanna.post(f"{case}dokument/", {"igen": "1"})["Location"] != page
    got = hanna.get(f"{page}fil.pdf?visa")
    assert got.content.startswith(b"%PDF")
    with open_scope(mjolby):
        assert PaperCount.objects.get().pages > 1


def test_small_case_is_made_at_once(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        small = reference_of(hand_in_application(files=("intyg.pdf",)))
    got = hanna.get(f"/handlaggning/arenden/{small}/dokument.pdf")
    assert got.content.startswith(b"%PDF")


def test_nobody_but_her_who_asked_gets_it(
    mjolby: Municipality, reference: str, tmp_path: Path
) -> None:
    with open_scope(mjolby):
        file_id = _made(reference)
        for by in (cast.put_other_handler(), cast.staff_actor(unit_name="Miljöförvaltningen")):
            with pytest.raises(NotFoundError):
                one_file.fetch(reference=reference, file_id=file_id, by=by)
        with pytest.raises(NotFoundError):
            one_file.ask(reference=reference, by=cast.staff_actor(unit_name="Miljöförvaltningen"))
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        school_transport("norrkoping")
        with pytest.raises(NotFoundError):
            one_file.fetch(reference=reference, file_id=file_id, by=cast.staff_actor())


def test_who_loses_her_rights_meanwhile_gets_nothing(mjolby: Municipality, reference: str) -> None:
    with open_scope(mjolby):
        by = cast.staff_actor()
        file_id = one_file.ask(reference=reference, by=by)
        _run(one_file.BEGIN_JOB)
        put_staff(number=cast.HANDLER, name=by.name, email="h@exempel.invalid", roles={})
        _run(one_file.MAKE_JOB)
        assert WholeFile.objects.get().state == FileState.FAILED
        assert not StoredFile.objects.filter(owner_kind=one_file.OWNER).exists()
        with pytest.raises(NotFoundError):
            one_file.fetch(reference=reference, file_id=file_id, by=cast.staff_actor())


def test_stopped_in_the_middle_leaves_nothing_and_is_done_anew(
    mjolby: Municipality, reference: str, tmp_path: Path
) -> None:
    with open_scope(mjolby):
        by = cast.staff_actor()
        file_id = one_file.ask(reference=reference, by=by)
        _run(one_file.BEGIN_JOB)
        bind(port=Port.STORAGE, adapter="folder", settings={"path": "/proc/nowhere"})
        _run(one_file.MAKE_JOB)
        assert WholeFile.objects.get().state == FileState.WORKING
        assert not StoredFile.objects.filter(owner_kind=one_file.OWNER).exists()
        bind(port=Port.STORAGE, adapter="folder", settings={"path": str(tmp_path / "m")})
        [job] = Job.objects.filter(name=one_file.MAKE_JOB)
        with clock.shifted(timedelta(hours=2)):
            run(job.id)
        _case, content = one_file.fetch(reference=reference, file_id=file_id, by=by)
        assert content.startswith(b"%PDF")


def test_it_is_kept_for_an_hour(mjolby: Municipality, reference: str, tmp_path: Path) -> None:
    with open_scope(mjolby):
        file_id, by = _made(reference), cast.staff_actor()
        assert one_file.forget() == 0
        with clock.shifted(timedelta(minutes=61)):
            assert one_file.forget() == 1
            assert one_file.forget() == 0
        assert not WholeFile.objects.exists()
        assert not StoredFile.objects.filter(owner_kind=one_file.OWNER).exists()
        with pytest.raises(NotFoundError):
            one_file.fetch(reference=reference, file_id=file_id, by=by)


def test_five_hundred_attachments(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        names = tuple(f"bilaga-{number}.pdf" for number in range(500))
        many = reference_of(hand_in_application(files=names))
        file_id = _made(many)
        _case, content = one_file.fetch(reference=many, file_id=file_id, by=cast.staff_actor())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        inside = [name for name in pdf.attachments if name.startswith("bilaga-")]
    assert len(inside) == 500
