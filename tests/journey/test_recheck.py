"""The handler sees what the registers say now, beside what was handed in."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests import cast
from tests.handling_support import complete_case
from tests.journey.failure.conftest import (  # noqa: F401 - fixtures
    _bank,
    _mail,
    _register,
    bank,
    mail,
    register,
    town,
)
from tests.town import ELLA, Town
from tests.web import browser_of

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey.recheck import recheck
from samtjanst.kernel.errors import NotFoundError

CHILD: dict[str, Any] = {
    "name": "Ella Provsson", "personal_number": ELLA, "protected": False, "source": "register",
}  # fmt: skip


@pytest.fixture
def place(town: Town) -> Iterator[Town]:  # noqa: F811 - the fixture
    assert town.register
    with open_scope(town.row):
        yield town
    town.register.register.fates.clear()
    town.register.register.mode = "up"


def _changes(**child: Any) -> list[tuple[str, str]]:
    reference = complete_case(answers={"child": CHILD | child})
    found = recheck(reference=reference, by=cast.staff_actor())
    return [(change.about, change.code) for change in found.changes]


def _fate(place: Town, number: str, code: str) -> None:
    assert place.register
    place.register.register.fates[number] = code


def test_nothing_changed_says_so(place: Town) -> None:
    assert ("Ella Provsson", "name") not in _changes()


def test_another_name_is_shown_beside_the_one_handed_in(place: Town) -> None:
    reference = complete_case(answers={"child": CHILD | {"name": "Ella Gammal"}})
    found = recheck(reference=reference, by=cast.staff_actor())
    change = next(one for one in found.changes if one.code == "name")
    assert (change.was, change.now) == ("Ella Gammal", "Ella Provsson")
    assert "Ella" not in repr(found)


@pytest.mark.parametrize(("code", "said"), [("AV", "dead"), ("UV", "emigrated")])
def test_child_who_is_no_longer_registered_is_told(place: Town, code: str, said: str) -> None:
    _fate(place, ELLA, code)
    assert ("Ella Provsson", said) in _changes()


def test_guardian_who_is_not_in_the_case_is_told_without_a_name(place: Town) -> None:
    assert ("Ella Provsson", "guardian_more") in _changes()


def test_applicant_who_has_moved_is_shown_with_both_addresses(place: Town) -> None:
    old = {"care_of": "", "street": "Gamla gatan 9", "postal_code": "595 30",
           "city": "Mjölby", "source": "register"}  # fmt: skip
    reference = complete_case(answers={"home_address": old})
    (change,) = recheck(reference=reference, by=cast.staff_actor()).changes
    assert change.code == "address"
    assert "Gamla gatan 9" in change.was
    assert "Storgatan 1" in change.now


def test_register_that_does_not_answer_is_said_and_changes_nothing(place: Town) -> None:
    assert place.register
    reference = complete_case(answers={"child": CHILD})
    place.register.register.mode = "down"
    found = recheck(reference=reference, by=cast.staff_actor())
    assert (found.changes, found.is_whole) == ((), False)


def test_only_who_handles_the_case_may_ask_and_it_is_recorded(place: Town) -> None:
    reference = complete_case(answers={"child": CHILD})
    for other in (cast.citizen_actor(), cast.staff_actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotFoundError):
            recheck(reference=reference, by=other)
    assert not AuditEvent.objects.filter(action="case.rechecked").exists()
    recheck(reference=reference, by=cast.staff_actor())
    assert AuditEvent.objects.filter(action="case.rechecked").count() == 1


def test_handler_compares_from_the_case(place: Town) -> None:
    _fate(place, ELLA, "UV")
    reference = complete_case(answers={"child": CHILD})
    client = browser_of.staff()
    assert (
        "Jämför med registren" in client.get(f"/handlaggning/arenden/{reference}/").content.decode()
    )
    page = client.post(f"/handlaggning/arenden/{reference}/jamfor/").content.decode()
    assert "Har flyttat från Sverige." in page
    assert "I registret nu" not in page
