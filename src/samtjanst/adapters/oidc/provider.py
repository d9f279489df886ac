"""The login port over OpenID Connect."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from samtjanst.adapters.oidc import proof, tokens, wire
from samtjanst.adapters.oidc import settings as reading
from samtjanst.adapters.oidc.claims import identity_in
from samtjanst.adapters.oidc.wire import Wire
from samtjanst.kernel import ids
from samtjanst.kernel.identity import foreign_of, number_of
from samtjanst.ports.failures import Rejected
from samtjanst.ports.login import StartedLogin, StartLogin, VouchedPerson
from samtjanst.ports.signing import Expected, VerificationReport

_LONGEST_CODE = 4_000


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
        state, secret, verifier = ids.new_token(), ids.new_token(), ids.new_token()
        nonce = proof.nonce_of(secret, request.binding)
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
        evidence = tokens.kept(claims) | proof.kept(token, self._wire.keys)
        return self._person(claims, kept["levels"], evidence)

    def verify(self, evidence: dict[str, Any], expected: Expected) -> VerificationReport:
        """Whether a kept log-in is the person's, at this provider, over what she confirmed."""
        return proof.verify(evidence, expected, self._settings)

    def end(self, return_url: str, language: str) -> str:
        """Where she is logged out there, too (OpenID Connect RP-Initiated Logout 1.0).

        Raises:
            Temporary, NotConfigured: the provider cannot be reached, or has no such address.
        """
        if not self._settings.ends_there:
            return ""
        asked = {
            "client_id": self._settings.client_id,
            "post_logout_redirect_uri": return_url,
            "ui_locales": language,
        }
        endpoint = self._wire.description()[wire.END]
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

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

    def _person(
        self, claims: dict[str, Any], levels: list[int], evidence: dict[str, Any]
    ) -> VouchedPerson:
        settings = self._settings
        level = settings.levels.get(tokens.text(claims, "acr"), settings.default_level)
        if not level or (levels and level not in levels):
            raise Rejected("oidc:level")
        subject = tokens.text(claims, settings.subject_claim)
        if not subject:
            raise Rejected("oidc:subject")
        identity = identity_in(claims, settings.number_claims)
        return VouchedPerson(
            issuer=settings.issuer,
            subject=subject,
            name=tokens.text(claims, "name", 120),
            given_name=tokens.text(claims, "given_name", 120),
            email=tokens.text(claims, "email"),
            personal_number=number_of(identity) if identity else None,
            foreign=foreign_of(identity) if identity else None,
            assurance_level=level,
            groups=tokens.groups(claims, settings.groups_claim),
            evidence=evidence,
        )


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _is_cancelled(answer: Mapping[str, str]) -> bool:
    return answer.get("error") in {"access_denied", "login_required", "interaction_required"}
