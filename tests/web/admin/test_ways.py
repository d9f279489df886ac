"""Which e-IDs citizens choose between, as an administrator decides it."""

from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from tests import cast, seals
from tests.journey_support import school_transport
from tests.web import browser_of

from samtjanst.foundation.people.models import CitizenWay
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.endings import warn
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

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


def test_certificate_that_ends_is_told_a_month_before_to_administrator_and_operations(
    tmp_path: Path,
) -> None:
    with open_scope(cast.municipality("norrkoping")):
        _sealing("Norrköpings kommun", 3)
    with open_scope(cast.municipality("mjolby", storage=str(tmp_path))):
        _sealing("Mjolby kommun", 31)
        ada = browser_of.staff(Role.ADMINISTRATOR)
        page = ada.get(PAGE).content.decode()
        assert "Mjolby kommun e-stämpel" in page
        assert "slutar gälla <time>" not in page
        _sealing("Mjolby kommun", 20)
        for path in (PAGE, "/drift/"):
            page = ada.get(path).content.decode()
            assert "kommunens eget certifikat Mjolby kommun e-stämpel slutar gälla <time>2" in page
            assert "Norrköping" not in page
        with clock.shifted(timedelta(days=21)), capture_logs() as logs:
            assert (
                "slutade gälla" in browser_of.staff(Role.ADMINISTRATOR).get(PAGE).content.decode()
            )
            warn()
        [told] = [one for one in logs if one["event"] == "certificate.ends"]
        assert (told["port"], told["log_level"]) == ("seal", "warning")
        assert told["days"] < 0


def _sealing(name: str, days: int) -> None:
    seal = seals.made(name, valid_for=timedelta(days=days))
    bind(port=Port.SEAL, adapter="pades", settings=seals.settings_of(seal))
