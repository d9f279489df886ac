"""Which e-IDs citizens choose between, as an administrator decides it."""

from pathlib import Path

import pytest
from tests import cast
from tests.journey_support import school_transport
from tests.web import browser_of

from samtjanst.foundation.people.models import CitizenWay
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db
PAGE = "/medarbetare/e-legitimationer/"
FORM = {"provider": "bankid", "title": "BankID", "place": "1", "lowest": "3", "is_open": "1"}


def test_administrator_names_orders_and_closes_and_is_told_what_nobody_reaches(
    tmp_path: Path,
) -> None:
    with open_scope(cast.municipality("norrkoping")):
        pass
    with open_scope(cast.municipality("mjolby", storage=str(tmp_path))):
        school_transport()
        assert browser_of.staff(Role.MANAGER).get(PAGE).status_code == 404
        ada = browser_of.staff(Role.ADMINISTRATOR)
        assert "Skolskjuts kräver" not in ada.get(PAGE).content.decode()
        assert ada.post(PAGE, FORM | {"title": " "}).status_code == 422
        assert ada.post(PAGE, FORM | {"lowest": "1"}).status_code == 422
        assert ada.post(PAGE, FORM | {"provider": "freja"}).status_code == 404
        assert ada.post(PAGE, FORM | {"title": "Mobilt BankID", "lowest": "4"}).status_code == 302
        page = ada.get(PAGE).content.decode()
        assert "Mobilt BankID" in page
        assert "kräver tillitsnivå 3" in page
        assert CitizenWay.objects.get().lowest == 4
    with open_scope(cast.municipality("norrkoping")):
        assert not CitizenWay.objects.exists()
