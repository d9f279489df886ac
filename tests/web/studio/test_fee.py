"""The screen of the fee: begun, filled in, told in overview and checklist, taken away."""

import pytest
from django.test import Client
from tests.web.studio.support import exported, post, text

pytestmark = pytest.mark.django_db
PATH = "installningar/avgift/"


def _begun(elin: Client, home: str) -> str:
    path = f"{home}{PATH}"
    post(elin, path, {"do": "start"}, seen=path)
    return path


def test_fee_is_begun_filled_in_and_taken_away(elin: Client, home: str) -> None:
    before = text(elin, f"{home}{PATH}")
    assert "Lägg till en avgift" in before
    assert "process" not in before.split("<main")[1].split("</main>")[0]
    path = _begun(elin, home)
    assert "Ta bort avgiften" in (begun := text(elin, path))
    assert "Ta bort processen" not in begun
    filled = {
        "fee.purpose.sv": "Avgift för prövning",
        "fee.amount": "300",
        "fee.when": "after",
        "fee.days": "21",
        "fee.vat": "",
        "fee.decided.sv": "Taxa, KF 2026-01-26",
    }
    post(elin, path, filled, seen=path)
    found = exported(elin, home)["fee"]
    assert found["purpose"]["sv"] == "Avgift för prövning"
    assert (found["amount"], found["when"], found["days"]) == (300, "after", 21)
    assert "vat" not in found
    post(elin, path, {"do": "end"}, seen=path)
    assert "fee" not in exported(elin, home)


def test_fee_without_amount_or_lines_is_told_on_the_screen(elin: Client, home: str) -> None:
    path = _begun(elin, home)
    post(elin, path, {"fee.purpose.sv": "Avgift", "fee.when": "after"}, seen=path)
    assert "varken belopp eller någon betalrad" in text(elin, path)


def test_fee_that_nobody_has_decided_is_missing_in_the_checklist(elin: Client, home: str) -> None:
    path = _begun(elin, home)
    filled = {"fee.purpose.sv": "Avgift", "fee.amount": "300", "fee.when": "after"}
    post(elin, path, filled, seen=path)
    before = text(elin, f"{home}checklista/")
    post(elin, path, filled | {"fee.decided.sv": "KF 2026"}, seen=path)
    after = text(elin, f"{home}checklista/")
    assert "KF 2026" not in before
    assert "KF 2026" in after
