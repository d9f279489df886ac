"""A system fills in for somebody without a Swedish number, known by another country's e-ID."""

from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey.test_foreigner import _login, _town, provider  # noqa: F401 - a fixture
from tests.town import ANNA, Town, page_text
from tests.web.api.test_filings import ANSWERS, _caller, _faults, _filings, _send

from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.oidc.server import Running as Provider
from samtjanst.simulators.personas import ASTRID, GRETA

pytestmark = pytest.mark.django_db
# No register knows her child: she states it herself, as in the form.
STATED: dict[str, Any] = ANSWERS | {
    "child": {"name": "Ella Prøvesen", "personal_number": "201801012392"}
}


@pytest.fixture
def mjolby(bank: Bank, tmp_path: Path, provider: Provider) -> Town:  # noqa: F811 - the fixtures
    """With the same foreign identity as somebody else next door."""
    with open_scope(cast.municipality("norrkoping")):
        remember_citizen(identity=ForeignIdentity(ASTRID), name="Nilla Nästa", given_name="Nilla")
    return _town("mjolby", bank, tmp_path, provider)


def _given(**changes: Any) -> dict[str, Any]:
    known = {"personal_number": None, "foreign_identity": ASTRID, "answers": STATED}
    return known | changes


def test_it_waits_for_her_who_logs_in_with_that_e_id_and_nobody_else(mjolby: Town) -> None:
    answer = _send(_caller(mjolby), **_given())
    assert answer.status_code == 201, answer.content
    (row,) = _filings(mjolby)
    path = f"/ansokan/{row.id}/"
    assert path in page_text(_login(mjolby), "/mina-arenden/")
    with open_scope(mjolby.row):
        assert identity_of(row.citizen_id).name == "Astrid Prøvesen"  # as her e-ID tells
    for other in (_login(mjolby, GRETA), mjolby.login(ANNA)):
        assert path not in page_text(other, "/mina-arenden/")
        assert other.get(f"{path}kontrollera/").status_code == 404
    with open_scope(cast.municipality("norrkoping")):
        known = remember_citizen(identity=ForeignIdentity(ASTRID), name="", given_name="")
        assert known.id != row.citizen_id


@pytest.mark.parametrize(
    "changes",
    [
        {"personal_number": ANNA},  # both
        {"foreign_identity": None},  # neither
    ],
)
def test_it_is_for_one_person(mjolby: Town, changes: dict[str, Any]) -> None:
    assert set(_faults(_send(_caller(mjolby), **_given(**changes)))) == {"personal_number"}
    assert _filings(mjolby) == []


@pytest.mark.parametrize("wrong", ["SE:198501012382", "ZZ:abc123", "NO:-", "no:123", "NO 123"])
def test_identity_that_is_none_is_refused(mjolby: Town, wrong: str) -> None:
    answer = _send(_caller(mjolby), **_given(foreign_identity=wrong))
    assert answer.status_code == 422
    assert _filings(mjolby) == []


def test_same_key_makes_one_filing(mjolby: Town) -> None:
    caller = _caller(mjolby)
    first, again = (_send(caller, **_given()) for _ in range(2))
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    assert len(_filings(mjolby)) == 1
