"""Whether an ID token is ours, fresh and true (OpenID Connect Core 3.1.3.7; Swedish profile)."""

import hmac
import json
from collections.abc import Callable
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from samtjanst.adapters.oidc.settings import Settings
from samtjanst.kernel import clock
from samtjanst.ports.failures import Rejected

# Never ``none``, and never a secret shared with what is published as a public key.
ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512")
SKEW = 60  # seconds that clocks may differ
LONGEST_LIFE = 3600  # seconds since it was issued; what is older is no log-in of now
_LARGEST = 64 * 1024


def claims_of(
    token: str, *, nonce: str, settings: Settings, keys: Callable[..., KeySet]
) -> dict[str, Any]:
    """The claims of a token that holds.

    Raises:
        Rejected: the code says what does not hold; never the token's content.
        Temporary: the keys cannot be had now.
    """
    claims = _verified(token, keys)
    now = int(clock.now().timestamp())
    for reason, holds in (
        ("issuer", claims.get("iss") == settings.issuer),
        ("audience", is_for(claims, settings.client_id)),
        ("expired", _number(claims, "exp") > now - SKEW),
        ("age", now - LONGEST_LIFE < _number(claims, "iat") <= now + SKEW),
        ("early", _number(claims, "nbf", now) <= now + SKEW),
        ("nonce", _same(claims.get("nonce"), nonce)),
        ("tenant", not settings.tenant or claims.get("tid") == settings.tenant),
    ):
        if not holds:
            raise Rejected(f"oidc:{reason}")
    return claims


def _verified(token: str, keys: Callable[..., KeySet]) -> dict[str, Any]:
    if len(token) > _LARGEST:
        raise Rejected("oidc:size")
    try:
        key_id = jws.extract_compact(token.encode()).headers().get("kid")
        known = keys()
        if not any(key.kid == key_id for key in known.keys):
            known = keys(fresh=True)  # the provider may have changed its key since
        claims = jwt.decode(token, known, algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError, TypeError, KeyError):
        raise Rejected("oidc:signature") from None
    return claims


def is_for(claims: dict[str, Any], client_id: str) -> bool:
    """Whether the token was issued to us."""
    told = claims.get("aud")
    audience = [told] if isinstance(told, str) else told
    if not isinstance(audience, list) or client_id not in audience:
        return False
    # With several audiences the token must say that it was issued to us.
    return claims.get("azp", client_id if len(audience) == 1 else None) == client_id


def _number(claims: dict[str, Any], name: str, absent: int = 0) -> int:
    value = claims.get(name, absent)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _same(told: Any, wanted: str) -> bool:
    return isinstance(told, str) and hmac.compare_digest(told.encode(), wanted.encode())


def text(claims: dict[str, Any], name: str, longest: int = 200) -> str:
    """A claim as text, "" when it is absent or something else."""
    value = claims.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""


def groups(claims: dict[str, Any], name: str) -> frozenset[str]:
    """The person's groups.

    Raises:
        Rejected: there are too many to be in the token, which only points at them.
    """
    if name in (claims.get("_claim_names") or {}):
        raise Rejected("oidc:groups")  # Entra ID: use app roles, or send fewer groups
    value = claims.get(name, [])
    told = [value] if isinstance(value, str) else value
    if not isinstance(told, list):
        return frozenset()
    return frozenset(one[:200] for one in told if isinstance(one, str) and one)


def kept(claims: dict[str, Any]) -> dict[str, Any]:
    """What of the token is kept as evidence of the log-in."""
    names = ("iss", "aud", "iat", "exp", "acr", "amr", "auth_time", "jti")
    return json.loads(json.dumps({name: claims[name] for name in names if name in claims}))  # type: ignore[no-any-return]
