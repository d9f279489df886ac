"""A new version while somebody fills in: she keeps what she can, and sees what she cannot."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.capabilities.formkit import sample
from tests.journey_support import school_transport
from tests.web import browser_of

from samtjanst.building.definitions.models import EService
from samtjanst.building.definitions.services import publish
from samtjanst.building.definitions.types import InProgress
from samtjanst.capabilities.formkit import load
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.rebasing import GONE, OTHER_KIND, UNFIT, rebase
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer, submit
from samtjanst.journey.rebase import move_on
from samtjanst.kernel.errors import ConflictError, NotFoundError, TransitionError
from samtjanst.running.filing import services

pytestmark = pytest.mark.django_db
TYPED = "Vägen saknar trottoar."


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality(storage=str(tmp_path / "files"))
    with open_scope(row):
        school_transport()
        yield row


def questions(document: dict[str, Any]) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    for page in document["pages"]:
        for one in page["questions"]:
            yield page["questions"], one


def changed() -> dict[str, Any]:
    """Contact questions removed, answered otherwise and added."""
    document = sample.document()
    gone = next(one for _, one in questions(document) if one["kind"] == "phone")["id"]
    document["rules"] = [one for one in document["rules"] if gone not in json.dumps(one)]
    for page in document["pages"]:
        page["questions"] = [one for one in page["questions"] if one["id"] != gone]
    document["pages"][0]["questions"].append(
        {"id": "fresh", "kind": "text", "label": {"sv": "Vad heter hållplatsen?"}}
    )
    return document


def renew(row: Municipality, document: dict[str, Any], chosen: InProgress) -> None:
    publish(
        slug="skolskjuts",
        document=document,
        parameters=sample.values_of("mjolby"),
        unit=cast.unit(),
        by=system_actor(row.id),
    )
    EService.objects.update(in_progress=chosen.value)


def draft(by: Actor) -> answer.Work:
    filing_id = answer.start(slug="skolskjuts", by=by)
    work = answer.open_work(filing_id=filing_id, by=by)
    phone = next(one.id for one in work.definition.questions() if one.kind is Kind.PHONE)
    answers = {**work.filing.answers, **sample.complete_answers(), phone: "+46701740605"}
    revision = work.filing.revision
    services.save_answers(filing_id=filing_id, answers=answers, expected_revision=revision, by=by)
    return answer.open_work(filing_id=filing_id, by=by)


def test_what_fits_is_kept_and_the_rest_is_told() -> None:
    old = sample.one_page(
        [{"id": name, "kind": kind} for name, kind in
         (("a", "text"), ("b", "text"), ("c", "text"), ("d", "integer"), ("e", "text"))],
        [],
    )  # fmt: skip
    new = sample.one_page(
        [{"id": "a", "kind": "text"}, {"id": "b", "kind": "integer"},
         {"id": "d", "kind": "integer", "settings": {"maximum": 3}}, {"id": "e", "kind": "text"},
         {"id": "f", "kind": "text"}],
        [],
    )  # fmt: skip
    answers = {"a": "x", "b": "y", "c": "z", "d": 7, "e": ""}
    found = rebase(load(old), load(new), answers, sample.context())
    assert found.answers == {"a": "x", "e": ""}
    assert [one.reason for one in found.cleared] == [OTHER_KIND, GONE, UNFIT]
    assert (found.kept, len(found.new)) == (1, 1)
    same = rebase(load(old), load(old), answers, sample.context())
    assert (same.answers, same.cleared, same.new) == (answers, (), ())


def test_draft_stays_when_the_publisher_says_so(mjolby: Municipality) -> None:
    anna = cast.citizen_actor()
    work = draft(anna)
    renew(mjolby, changed(), InProgress.STAY)
    again = answer.open_work(filing_id=work.filing.id, by=anna)
    assert again.filing.newer_id is None
    assert again.filing.version_id == work.filing.version_id
    with pytest.raises(NotFoundError):
        move_on(filing_id=work.filing.id, revision=again.filing.revision, by=anna)


def test_draft_moves_with_its_answers(mjolby: Municipality) -> None:
    anna = cast.citizen_actor()
    work = draft(anna)
    renew(mjolby, changed(), InProgress.MOVE)
    with pytest.raises(TransitionError):
        submit.prepare(filing_id=work.filing.id, by=anna)
    with pytest.raises(ConflictError):
        move_on(filing_id=work.filing.id, revision=work.filing.revision - 1, by=anna)
    for stranger in (cast.citizen_actor(cast.OUTSIDER), cast.citizen_actor(cast.OTHER_GUARDIAN)):
        with pytest.raises(NotFoundError):
            move_on(filing_id=work.filing.id, revision=work.filing.revision, by=stranger)
    found = move_on(filing_id=work.filing.id, revision=work.filing.revision, by=anna)
    again = answer.open_work(filing_id=work.filing.id, by=anna)
    assert again.filing.newer_id is None
    assert again.definition.question("fresh")
    assert again.filing.answers["child"] == work.filing.answers["child"]
    assert [one.reason for one in found.cleared] == [GONE]


def test_citizen_sees_what_follows_and_goes_on(mjolby: Municipality) -> None:
    work = draft(cast.citizen_actor())
    renew(mjolby, changed(), InProgress.MOVE)
    browser: Client = browser_of.citizen()
    home = f"/ansokan/{work.filing.id}/"
    for path in (home, f"{home}oversikt/", f"{home}kontrollera/"):
        assert browser.get(path)["Location"] == f"{home}ny-version/"
    page = browser.get(f"{home}ny-version/").content.decode()
    assert "Vad heter hållplatsen?" in page
    assert "Frågan finns inte längre." in page
    sent = browser.post(f"{home}ny-version/", {"revision": work.filing.revision})
    assert sent["Location"] == home
    assert browser.get(f"{home}ny-version/")["Location"] == home
    assert browser.get(f"{home}oversikt/").status_code == 200
    assert browser_of.citizen(cast.OUTSIDER).get(f"{home}ny-version/").status_code == 404


@pytest.mark.parametrize("button", [{}, {"save": "1"}, {"stay": "contact_email"}])
def test_page_that_was_open_when_it_changed_is_saved_and_she_is_told_at_once(
    mjolby: Municipality, button: dict[str, str]
) -> None:
    work = draft(cast.citizen_actor())
    page = next(p for p in work.definition.pages if any(q.kind is Kind.EMAIL for q in p.questions))
    email = next(q.id for q in page.questions if q.kind is Kind.EMAIL)
    browser, home = browser_of.citizen(), f"/ansokan/{work.filing.id}/"
    open_page = f"{home}sida/{page.id}/"
    assert browser.get(open_page).status_code == 200
    renew(mjolby, changed(), InProgress.MOVE)
    typed = {email: "ny@exempel.invalid", "revision": work.filing.revision, **button}
    assert browser.post(open_page, typed)["Location"] == f"{home}ny-version/"
    told = browser.get(f"{home}ny-version/").content.decode()
    assert "Vad heter hållplatsen?" in told
    at = answer.open_work(filing_id=work.filing.id, by=cast.citizen_actor())
    assert at.filing.answers[email] == "ny@exempel.invalid"
    browser.post(f"{home}ny-version/", {"revision": at.filing.revision})
    moved = answer.open_work(filing_id=work.filing.id, by=cast.citizen_actor())
    assert moved.filing.version_id != work.filing.version_id
    assert moved.filing.answers[email] == "ny@exempel.invalid"


def test_page_that_was_open_stays_where_the_publisher_says_so(mjolby: Municipality) -> None:
    work = draft(cast.citizen_actor())
    page = work.definition.pages[-1].id
    renew(mjolby, changed(), InProgress.STAY)
    path = f"/ansokan/{work.filing.id}/sida/{page}/"
    sent = browser_of.citizen().post(path, {"revision": work.filing.revision, "save": "1"})
    assert sent["Location"] == "/mina-arenden/"
