"""The documentation on the screen and as files: for those who may see the e-service only."""

import io
import zipfile

import pytest
from django.test import Client
from tests import cast
from tests.capabilities.formkit import sample
from tests.web.studio import support
from tests.web.studio.support import text

from samtjanst.building.definitions.services import publish
from samtjanst.capabilities.documents import checker
from samtjanst.capabilities.formkit import package
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

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
    assert whole.namelist() == ["skolskjuts.json", "dokumentation.html", "dokumentation.pdf"]
    found = package.read(whole.read("skolskjuts.json").decode())
    assert found.definition.sha256 == sample.school().sha256


def test_documentation_of_another_municipality_is_not_found(elin: Client) -> None:
    other = support.client(cast.municipality("norrkoping"))
    for path in (PAGE, f"{PAGE}pdf/", f"{PAGE}exe/", f"{PAGE}?version=1"):
        assert other.get(path).status_code == 404
    assert elin.get(f"{PAGE}exe/").status_code == 404
    assert elin.get(f"{PAGE}?version=9").status_code == 404
