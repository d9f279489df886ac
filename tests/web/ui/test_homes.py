"""The header's first link takes everybody who works here to where she begins."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import cast
from tests.web import browser_of

from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        yield row


@pytest.mark.parametrize("role", list(Role))
def test_home_of_the_header_opens_for_every_role(mjolby: Municipality, role: Role) -> None:
    browser = browser_of.staff(role)
    page = browser.get("/medarbetare/jag/").content.decode()
    (home,) = re.findall(r'class="top__home" href="([^"]+)"', page)
    assert browser.get(home).status_code == 200
