"""The person that the claims of a token are about."""

from collections.abc import Mapping
from typing import Any

from samtjanst.adapters.oidc import tokens
from samtjanst.kernel import clock
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.identity import Identity
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import Rejected

PRID_CLAIM = "https://id.swedenconnect.se/claim/prid"
PERSISTENCE_CLAIM = "https://id.swedenconnect.se/claim/pridPersistence"


def identity_in(claims: Mapping[str, Any], number_claims: tuple[str, ...]) -> Identity | None:
    """Another country's identity, or else a Swedish number; None when neither is told.

    A Swedish number beside a foreign identity is a link, and is not read.

    Raises:
        Rejected: the one that is told is none.
    """
    told = dict(claims)
    if PRID_CLAIM in told:
        return _foreign(told)
    # The first that is told: a coordination number stands in a claim of its own.
    text = next(filter(None, (tokens.text(told, name) for name in number_claims)), "")
    try:
        return PersonalNumber.parse(text, today=clock.today()) if text else None
    except ValueError:
        raise Rejected("oidc:number") from None


def _foreign(claims: dict[str, Any]) -> ForeignIdentity:
    prid = tokens.text(claims, PRID_CLAIM)
    try:
        persistence, born = tokens.text(claims, PERSISTENCE_CLAIM), tokens.text(claims, "birthdate")
        return ForeignIdentity.parse(prid, persistence, born)
    except ValueError:
        raise Rejected("oidc:prid") from None
