"""Somebody without a Swedish number is named instead of a guardian, and signs with her own e-ID."""

from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey.test_foreigner import _login, _signs, _town, provider  # noqa: F401 - a fixture
from tests.journey.test_named import _data, _path, _states
from tests.town import ANNA, BO, Town, page_text, reference_in, request_for, words

from samtjanst.capabilities.signing.models import Evidence
from samtjanst.capabilities.signing.queries import evidence_of
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import prove
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.running.cases.models import Case
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.oidc.server import Running as Provider
from samtjanst.simulators.personas import ASTRID, GRETA

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(bank: Bank, tmp_path: Path, provider: Provider) -> Town:  # noqa: F811 - the fixtures
    """With the same foreign identity as somebody else next door."""
    with open_scope(cast.municipality("norrkoping")):
        remember_citizen(identity=ForeignIdentity(ASTRID), name="Nilla Nästa", given_name="Nilla")
    return _town("mjolby", bank, tmp_path, provider)


@pytest.fixture
def hanna(place: Town) -> Client:
    return place.handler()


@pytest.fixture
def reference(place: Town) -> str:
    anna = place.login(ANNA)
    place.apply(anna)
    return reference_in(page_text(anna, "/mina-arenden/"))


def _wish(**changes: str) -> dict[str, str]:
    person = {"personal_number": ASTRID, "name": "Astrid P", "email": "astrid@exempel.invalid"}
    return _data(**(person | changes))


def test_she_is_named_in_two_steps_and_signs_by_logging_in_anew(
    place: Town, hanna: Client, reference: str
) -> None:
    shown = words(hanna.post(_path(reference), _wish(do="check")))
    assert "inget register har tillfrågats" in shown
    assert ASTRID in shown
    assert "Nilla" not in shown
    assert hanna.post(_path(reference), _wish()).status_code == 302
    assert _states(place)[1:] == [("guardian", "replaced"), ("guardian", "invited")]
    astrid = _login(place)
    asked = request_for(astrid)
    back = _signs(astrid, asked)
    assert back["Location"] == f"{asked}legitimerad/"
    with open_scope(place.row):
        assert Case.objects.get().state == "received"
        proof = evidence_of(("filing", Case.objects.get().filing_id))[-1]
        assert (proof.identity, proof.provider) == (ForeignIdentity(ASTRID), "eid")
        assert prove.check_again(reference=reference, by=cast.staff_actor()).holds


def test_another_e_id_and_whoever_she_was_named_instead_of_sign_nothing(
    place: Town, hanna: Client, reference: str
) -> None:
    bos = request_for(place.login(BO))
    assert hanna.post(_path(reference), _wish()).status_code == 302
    astrid = _login(place)
    asked = request_for(astrid)
    assert _signs(astrid, asked, GRETA).status_code == 403
    greta = _login(place, GRETA)
    assert greta.get(asked).status_code == 404  # a link that she has got from somebody
    assert place.login(BO).get(bos).status_code == 404
    with open_scope(place.row):
        assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"personal_number": "NO:"}, "precis som e-legitimationen skriver den"),
        ({"personal_number": "SE:198501012382"}, "precis som e-legitimationen skriver den"),
        ({"personal_number": "ZZ:0123"}, "precis som e-legitimationen skriver den"),
        ({"name": ""}, "Skriv personens namn"),
        ({"name": "x" * 121}, "Skriv personens namn"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_changed(
    place: Town, hanna: Client, reference: str, changes: dict[str, str], told: str
) -> None:
    answer = hanna.post(_path(reference), _wish(**changes))
    assert answer.status_code == 422
    assert told in words(answer)
    assert _states(place)[1:] == [("guardian", "invited")]


def test_who_is_protected_is_not_named(place: Town, hanna: Client, reference: str) -> None:
    with open_scope(place.row):
        identity = ForeignIdentity(ASTRID)
        remember_citizen(identity=identity, name="", given_name="", is_protected=True)
    answer = hanna.post(_path(reference), _wish())
    assert answer.status_code == 422
    assert _states(place)[1:] == [("guardian", "invited")]
