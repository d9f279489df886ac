"""The login port over OpenID Connect."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from samtjanst.adapters.oidc import settings as reading
from samtjanst.adapters.oidc import tokens
from samtjanst.adapters.oidc.wire import Wire
from samtjanst.kernel import clock, ids
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import Rejected
from samtjanst.ports.login import StartedLogin, StartLogin, VouchedPerson

_LONGEST_CODE = 4_000
PRID_CLAIM = "https://id.swedenconnect.se/claim/prid"
PERSISTENCE_CLAIM = "https://id.swedenconnect.se/claim/pridPersistence"


class OidcLogin:
    """A provider of the municipality's own, or another e-ID, as a relying party sees it."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = reading.read(settings)
        self._wire = Wire(self._settings)

    def start(self, request: StartLogin) -> StartedLogin:
        """Where the browser goes.

        Raises:
            Temporary, NotConfigured: the provider cannot be reached, or is another.
        """
        state, nonce, verifier = ids.new_token(), ids.new_token(), ids.new_token()
        wanted = [acr for acr, level in self._settings.levels.items() if level in request.levels]
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": request.return_url,
            "scope": self._settings.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
            "ui_locales": request.language,
        }
        asked |= {"acr_values": " ".join(wanted)} if wanted else {}
        asked |= {"prompt": self._settings.prompt} if self._settings.prompt else {}
        endpoint = self._wire.description()["authorization_endpoint"]
        kept = {
            "state": state,
            "nonce": nonce,
            "verifier": verifier,
            "return_url": request.return_url,
            "levels": list(request.levels),
        }
        return StartedLogin(
            f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", kept, state
        )

    def finish(self, kept: dict[str, Any], answer: Mapping[str, str]) -> VouchedPerson:
        """Who came back.

        Raises:
            Rejected: broken off, or something is not as it must be.
            Temporary, NotConfigured: the provider cannot be asked.
        """
        if not hmac.compare_digest(answer.get("state", "").encode(), kept["state"].encode()):
            raise Rejected("oidc:state")
        # Told by providers that protect us from being mixed up with another (RFC 9207).
        if answer.get("iss", self._settings.issuer) != self._settings.issuer:
            raise Rejected("oidc:mixed-up")
        code = answer.get("code", "")
        if answer.get("error") or not 0 < len(code) <= _LONGEST_CODE:
            raise Rejected("cancelled" if _is_cancelled(answer) else "oidc:error")
        token = self._wire.token(code, kept["verifier"], kept["return_url"])
        claims = tokens.claims_of(
            token, nonce=kept["nonce"], settings=self._settings, keys=self._wire.keys
        )
        return self._person(claims, kept["levels"])

    def describe(self, return_url: str) -> str:  # noqa: ARG002 - the port's form
        """Nothing: a client is registered at the provider."""
        return ""

    def levels(self) -> frozenset[int]:
        """Those of the table, and the level of a log-in that tells none."""
        return frozenset((*self._settings.levels.values(), self._settings.default_level)) - {0}

    def check(self) -> None:
        """Fetch description and keys."""
        self._wire.description()
        self._wire.keys()

    def _person(self, claims: dict[str, Any], levels: list[int]) -> VouchedPerson:
        settings = self._settings
        level = settings.levels.get(tokens.text(claims, "acr"), settings.default_level)
        if not level or (levels and level not in levels):
            raise Rejected("oidc:level")
        subject = tokens.text(claims, settings.subject_claim)
        if not subject:
            raise Rejected("oidc:subject")
        foreign = _foreign(claims)
        return VouchedPerson(
            issuer=settings.issuer,
            subject=subject,
            name=tokens.text(claims, "name", 120),
            given_name=tokens.text(claims, "given_name", 120),
            email=tokens.text(claims, "email"),
            personal_number=None if foreign else _number(claims, settings.number_claims),
            foreign=foreign,
            assurance_level=level,
            groups=tokens.groups(claims, settings.groups_claim),
            evidence=tokens.kept(claims),
        )


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _is_cancelled(answer: Mapping[str, str]) -> bool:
    return answer.get("error") in {"access_denied", "login_required", "interaction_required"}


def _number(claims: dict[str, Any], names: tuple[str, ...]) -> PersonalNumber | None:
    """The first that is told: a coordination number stands in a claim of its own."""
    text = next(filter(None, (tokens.text(claims, name) for name in names)), "")
    try:
        return PersonalNumber.parse(text, today=clock.today()) if text else None
    except ValueError:
        raise Rejected("oidc:number") from None


def _foreign(claims: dict[str, Any]) -> ForeignIdentity | None:
    """Another country's identity. A Swedish number beside it is a link, and is not read."""
    if PRID_CLAIM not in claims:
        return None
    prid = tokens.text(claims, PRID_CLAIM)
    try:
        return ForeignIdentity.parse(prid, tokens.text(claims, PERSISTENCE_CLAIM))
    except ValueError:
        raise Rejected("oidc:prid") from None
