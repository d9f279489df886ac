"""The documentation on the screen and as files: for those who may see the e-service only."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.capabilities.formkit import sample
from tests.web.studio import support
from tests.web.studio.support import text

from samtjanst.building.definitions.models import Version
from samtjanst.building.definitions.services import publish
from samtjanst.capabilities.documents import checker
from samtjanst.capabilities.formkit import package
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.filing.models import Filing
from samtjanst.running.filing.queries import usual_filling

pytestmark = pytest.mark.django_db
PAGE = "/studio/skolskjuts/dokumentation/"


@pytest.fixture
def elin() -> Client:
    row = cast.municipality()
    _publish(row)
    return support.client(row)


def _publish(row: Municipality) -> None:
    with open_scope(row):
        cast.staff()
        publish(
            slug="skolskjuts",
            document=sample.document(),
            parameters=sample.values_of("mjolby"),
            unit=cast.unit(),
            by=system_actor(row.id),
        )


def test_documentation_is_on_the_screen_of_a_version_and_of_a_draft(elin: Client) -> None:
    page = text(elin, PAGE)
    for words in ("Informationsutbyte", "Processens steg", "Version 1", "<svg", "Folkbokföringen"):
        assert words in page
    assert elin.post("/studio/skolskjuts/utkast/").status_code == 302
    draft = text(elin, PAGE)
    assert 'aria-current="page"' in draft
    assert "Utkast" in draft


def test_files_hold_the_same_as_the_screen(elin: Client) -> None:
    alone = elin.get(f"{PAGE}html/")
    assert alone["Content-Disposition"].startswith("attachment")
    assert "Processens steg" in alone.content.decode()
    assert "<script" not in alone.content.decode()
    assert checker.faults(elin.get(f"{PAGE}pdf/").content) == []
    whole = zipfile.ZipFile(io.BytesIO(elin.get(f"{PAGE}zip/").content))
    assert whole.namelist() == [
        "skolskjuts.json",
        "dokumentation.html",
        "dokumentation.pdf",
        "documentation.html",
        "documentation.pdf",
    ]
    english = whole.read("documentation.html").decode()
    assert '<html lang="en"' in english
    assert "Exchange of information" in english
    found = package.read(whole.read("skolskjuts.json").decode())
    assert found.definition.sha256 == sample.school().sha256


def test_english_is_given_where_the_e_service_speaks_it_throughout(elin: Client) -> None:
    page = text(elin, f"{PAGE}?sprak=en")
    assert "The steps of the process" in page
    assert "Visa på svenska" in page
    alone = elin.get(f"{PAGE}html/?sprak=en")
    assert "documentation.html" in alone["Content-Disposition"]
    assert "Time to fill in" in alone.content.decode()


def test_e_service_in_swedish_alone_has_no_english_documentation(elin: Client, home: str) -> None:
    page = text(elin, f"{home}dokumentation/?sprak=en")
    assert "Processens steg" in page
    assert "Visa på engelska" not in page
    whole = zipfile.ZipFile(io.BytesIO(elin.get(f"{home}dokumentation/zip/").content))
    assert "documentation.html" not in whole.namelist()


def test_times_are_measured_on_enough_that_was_handed_in_here(elin: Client) -> None:
    theirs = cast.municipality("norrkoping")
    _publish(theirs)
    with open_scope(theirs):
        _handed_in(25, minutes=90)
    with open_scope(Municipality.objects.get(slug="mjolby")):
        _handed_in(19, minutes=8)
        assert usual_filling("skolskjuts") is None
        _handed_in(1, minutes=8)
        took = usual_filling("skolskjuts")
        assert took
        assert (took.half, took.most, took.count) == (8, 8, 20)
    assert "hälften inom 8 min" in text(elin, PAGE)


def _handed_in(count: int, minutes: int) -> None:
    now, version = clock.now(), Version.objects.get()
    for _ in range(count):
        Filing(
            citizen=cast.citizen(),
            version=version,
            state="handed_in",
            started_at=now - timedelta(minutes=minutes),
            saved_at=now,
            expires_at=now,
            handed_in_at=now,
        ).save()


def test_documentation_of_another_municipality_is_not_found(elin: Client) -> None:
    other = support.client(cast.municipality("norrkoping"))
    for path in (PAGE, f"{PAGE}pdf/", f"{PAGE}exe/", f"{PAGE}?version=1"):
        assert other.get(path).status_code == 404
    assert elin.get(f"{PAGE}exe/").status_code == 404
    assert elin.get(f"{PAGE}?version=9").status_code == 404
