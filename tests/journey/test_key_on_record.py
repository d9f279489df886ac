"""The key of a log-in that is kept as proof is the one that was noted when the proof came."""

from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import RSAKey
from tests import cast
from tests.journey.failure.conftest import _bank, bank  # noqa: F401 - fixtures
from tests.journey.test_foreigner import (
    _asked_to_sign,
    _handed_in,
    _login,
    _login_check,
    _signs,
    mjolby,  # noqa: F401 - a fixture
    provider,  # noqa: F401 - a fixture
    signing,  # noqa: F401 - a fixture
)
from tests.journey.test_prove import _rewrite, _touched
from tests.town import Town

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import prove
from samtjanst.running.cases.models import Case

pytestmark = pytest.mark.django_db
Value = dict[str, Any]


def _made_anew(value: Value) -> None:
    """The same words, signed by somebody with a key of her own."""
    evidence = value["evidence"]
    header = jws.extract_compact(evidence["token"].encode()).headers()
    own = RSAKey.generate_key(2048, {"kid": header["kid"], "alg": header["alg"], "use": "sig"})
    known = RSAKey.import_key(evidence["key"])
    claims = jwt.decode(evidence["token"], known, algorithms=[header["alg"]]).claims
    evidence["token"] = jwt.encode(header, claims, own, algorithms=[header["alg"]])
    evidence["key"] = own.as_dict(private=False)


def _failed(town: Town) -> set[str]:
    reference = Case.objects.get().reference
    found = prove.check_again(reference=reference, by=cast.staff_actor())
    assert town
    return {check.name for one in found.signatures for check in one.checks if not check.held}


def test_signature_made_anew_with_another_key_is_told(signing: Town) -> None:  # noqa: F811
    astrid = _login(signing)
    _signs(astrid, _asked_to_sign(signing, astrid))
    with open_scope(signing.row):
        assert _failed(signing) == set()
        with _touched():
            _rewrite(0, _made_anew)
            assert _failed(signing) == {"login_key"}
        with _touched():
            AuditEvent.objects.filter(action="signing.by_login").delete()
            assert _failed(signing) == {"login_key"}
        assert _failed(signing) == set()


def test_key_of_a_log_in_is_noted_at_hand_in_and_held_against_it(mjolby: Town) -> None:  # noqa: F811
    case = _handed_in(mjolby, _login(mjolby))
    with open_scope(mjolby.row):
        (event,) = AuditEvent.objects.filter(action="filing.login_kept")
        assert event.subject_id == str(case.filing_id)
        checks = {one.name for one in _login_check(mjolby, case).signatures[0].checks}
        assert "login_key" in checks
        with _touched():
            AuditEvent.objects.filter(id=event.id).update(details={"keys": ["x"]})
            assert _failed(mjolby) == {"login_key"}
        with _touched():  # as of what was handed in before keys were noted
            AuditEvent.objects.filter(id=event.id).delete()
            assert _failed(mjolby) == set()


def test_key_that_is_noted_next_door_vouches_for_nothing_here(signing: Town) -> None:  # noqa: F811
    astrid = _login(signing)
    _signs(astrid, _asked_to_sign(signing, astrid))
    with open_scope(signing.row):
        event = AuditEvent.objects.get(action="signing.by_login")
        about, details = (event.subject_kind, event.subject_id), event.details
    with open_scope(cast.municipality("norrkoping")):
        record(event.action, by=system_actor(scope_id()), subject=about, details=details)
    with open_scope(signing.row), _touched():
        AuditEvent.objects.filter(id=event.id).delete()
        assert _failed(signing) == {"login_key"}
