"""ID tokens bent in every way, each refused for the reason that it should be."""

import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from samtjanst.adapters.oidc import settings as reading
from samtjanst.adapters.oidc import tokens
from samtjanst.kernel import clock
from samtjanst.ports.failures import Rejected

KEY = RSAKey.generate_key(2048, {"kid": "one"})
NEXT = ECKey.generate_key("P-256", {"kid": "next"})
SETTINGS = reading.read({"issuer": "https://idp.example", "client_id": "us", "client_secret": "s"})


def _claims(**change: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    claims = {
        "iss": "https://idp.example",
        "aud": "us",
        "sub": "a",
        "iat": now,
        "exp": now + 300,
        "nonce": "n",
    }
    return {name: value for name, value in (claims | change).items() if value is not ...}


def _keys(*, fresh: bool = False) -> KeySet:
    return KeySet([NEXT] if fresh else [KEY])


def _read(token: str, **change: str) -> dict[str, Any]:
    settings = reading.read(
        {"issuer": "https://idp.example", "client_id": "us", "client_secret": "s"} | change
    )
    return tokens.claims_of(token, nonce="n", settings=settings, keys=_keys)


def _signed(claims: dict[str, Any], key: Any = KEY, alg: str = "RS256") -> str:
    return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg])


def test_token_that_holds_is_read() -> None:
    assert _read(_signed(_claims()))["sub"] == "a"


def test_key_that_has_been_changed_is_looked_for_once_more() -> None:
    assert _read(_signed(_claims(), NEXT, "ES256"))["sub"] == "a"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"iss": "https://idp.example/"}, "issuer"),
        ({"iss": ...}, "issuer"),
        ({"aud": "others"}, "audience"),
        ({"aud": ["us", "others"]}, "audience"),
        ({"aud": ["us", "others"], "azp": "others"}, "audience"),
        ({"azp": "others"}, "audience"),
        ({"aud": {"us": 1}}, "audience"),
        ({"exp": -300}, "expired"),
        ({"exp": ...}, "expired"),
        ({"exp": "tomorrow"}, "expired"),
        ({"exp": True}, "expired"),
        ({"iat": -9_000}, "age"),
        ({"iat": 900}, "age"),
        ({"iat": ...}, "age"),
        ({"nbf": 900}, "early"),
        ({"nonce": "m"}, "nonce"),
        ({"nonce": ...}, "nonce"),
        ({"nonce": ["n"]}, "nonce"),
    ],
)
def test_bent_claim_is_refused(change: dict[str, Any], reason: str) -> None:
    # Times are told from now, which is when the test runs.
    now = int(clock.now().timestamp())
    at = {name: now + value for name, value in change.items() if type(value) is int}
    with pytest.raises(Rejected) as refused:
        _read(_signed(_claims(**(change | at))))
    assert refused.value.code == f"oidc:{reason}"


def test_several_audiences_are_fine_when_it_was_issued_to_us() -> None:
    assert _read(_signed(_claims(aud=["us", "others"], azp="us")))


def test_other_tenant_of_the_same_provider_is_refused() -> None:
    assert _read(_signed(_claims(tid="ours")), tenant="ours")
    with pytest.raises(Rejected) as refused:
        _read(_signed(_claims(tid="theirs")), tenant="ours")
    assert refused.value.code == "oidc:tenant"


def test_symmetric_signature_is_refused_whatever_the_secret() -> None:
    for secret in (SETTINGS.client_secret, json.dumps(KEY.as_dict(private=False))):
        key = OctKey.import_key(secret.ljust(32, "0"), {"kid": "one"})
        with pytest.raises(Rejected):
            _read(_signed(_claims(), key, "HS256"))


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "..", "é.é.é", "x" * 70_000])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(Rejected):
        _read(token)


def test_groups_that_do_not_fit_are_said_so() -> None:
    with pytest.raises(Rejected):
        tokens.groups({"_claim_names": {"groups": "src1"}}, "groups")
    assert tokens.groups({"groups": ["a", 1, "", "b"]}, "groups") == {"a", "b"}
    assert tokens.groups({"groups": {"a": 1}}, "groups") == frozenset()
