"""What is kept of a log-in, and how it is judged again: from the token and the key alone."""

import hmac
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from samtjanst.adapters.oidc import tokens
from samtjanst.adapters.oidc.claims import identity_in
from samtjanst.adapters.oidc.settings import Settings
from samtjanst.kernel import clock
from samtjanst.kernel.account_identity import AccountIdentity
from samtjanst.ports.failures import Rejected
from samtjanst.ports.signing import Check, Expected, VerificationReport

KIND = "oidc"
VERIFIER = "OpenID Connect, joserfc"
SEPARATOR = "."  # between what cannot be guessed and what is confirmed


def nonce_of(secret: str, binding: str) -> str:
    """The nonce of a question: what nobody can guess, and the digest of what is confirmed."""
    return f"{secret}{SEPARATOR}{binding}" if binding else secret


def kept(token: str, keys: Callable[..., KeySet]) -> dict[str, Any]:
    """The token exactly as it came, with the key that it was signed by, in public."""
    key_id = jws.extract_compact(token.encode()).headers().get("kid")
    found = keys().keys
    key = next((one for one in found if one.kid == key_id), found[0])
    return {
        "kind": KIND,
        "token": token,
        "key": key.as_dict(private=False),
        "received_at": clock.now().isoformat(),
    }


def verify(
    evidence: Mapping[str, Any], expected: Expected, settings: Settings
) -> VerificationReport:
    """Every step, also after one that did not hold."""
    claims = _claims(evidence)
    return VerificationReport(
        checks=tuple(
            Check(name, held=holds, detail="" if holds else why)
            for name, holds, why in _steps(claims, evidence, expected, settings)
        ),
        verifier=VERIFIER,
        signed_at=_instant(claims.get("iat")),
        roots=(_thumbprint(evidence),),
    )


def _steps(
    claims: dict[str, Any], evidence: Mapping[str, Any], expected: Expected, settings: Settings
) -> Iterator[tuple[str, bool, str]]:
    is_theirs = claims.get("iss") == settings.issuer
    is_ours = tokens.is_for(claims, settings.client_id)
    yield "login_signature", bool(claims), "does not verify"
    yield "login_provider", is_theirs and is_ours, "made for another relying party"
    yield "login_person", _is_of(claims, expected, settings), "another person"
    yield "login_content", _names(claims, expected), "another text"
    yield "login_time", _is_timely(claims, evidence), "answered at another time"


def _claims(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """The claims that the key has signed; {} when it has signed something else."""
    try:
        keys = KeySet.import_key_set({"keys": [evidence["key"]]})
        token = jwt.decode(evidence["token"], keys, algorithms=list(tokens.ALGORITHMS))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return dict(token.claims)


def _is_of(claims: dict[str, Any], expected: Expected, settings: Settings) -> bool:
    wanted = expected.signatory
    if isinstance(wanted, AccountIdentity):
        subject = tokens.text(claims, settings.subject_claim)
        return bool(subject) and wanted == AccountIdentity(settings.issuer, subject)
    try:
        return identity_in(claims, settings.number_claims) == wanted
    except Rejected:
        return False


def _names(claims: dict[str, Any], expected: Expected) -> bool:
    nonce = claims.get("nonce")
    told = nonce.rpartition(SEPARATOR)[2] if isinstance(nonce, str) else ""
    return hmac.compare_digest(told.encode(), expected.digest.encode())


def _is_timely(claims: dict[str, Any], evidence: Mapping[str, Any]) -> bool:
    issued, ends = _instant(claims.get("iat")), _instant(claims.get("exp"))
    try:
        at = datetime.fromisoformat(str(evidence.get("received_at")))
    except ValueError:
        return False
    if issued is None or ends is None or at.tzinfo is None:
        return False
    skew = timedelta(seconds=tokens.SKEW)
    return issued - skew <= at < min(ends, issued + timedelta(seconds=tokens.LONGEST_LIFE)) + skew


def _instant(seconds: Any) -> datetime | None:
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _thumbprint(evidence: Mapping[str, Any]) -> str:
    """The key's (RFC 7638); "" when it is none."""
    try:
        [key] = KeySet.import_key_set({"keys": [evidence["key"]]}).keys
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return ""
    return str(key.thumbprint())
