"""The login port over SAML 2.0."""

import base64
import hmac
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from samtjanst.adapters import endings
from samtjanst.adapters.saml import metadata, person, proof, response
from samtjanst.adapters.saml import request as asking
from samtjanst.adapters.saml import settings as reading
from samtjanst.adapters.saml.judging import verify as proof_of
from samtjanst.adapters.saml.response import SKEW, Asked, Assertion
from samtjanst.adapters.saml.xml import LARGEST, refuse
from samtjanst.kernel import clock, ids
from samtjanst.ports.certificates import Certificate, Whose
from samtjanst.ports.login import StartedLogin, StartLogin, VouchedPerson
from samtjanst.ports.signing import Expected, VerificationReport


class SamlLogin:
    """An identity provider as a service provider sees it; the two meet through the browser only."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = reading.read(settings)
        self._lock = threading.Lock()
        self._seen: dict[str, datetime] = {}

    def start(self, request: StartLogin) -> StartedLogin:
        """Where the browser goes. Nothing is asked of the provider, so nothing can fail."""
        now, state = clock.now(), ids.new_token()
        # An XML name does not begin with a digit.
        request_id = proof.request_id_of(f"_{ids.new_token()}", request.binding)
        message = asking.authentication(
            self._settings,
            request_id=request_id,
            now=now,
            return_url=request.return_url,
            contexts=sorted(self._contexts(request.levels)),
        )
        kept = {
            "state": state,
            "request_id": request_id,
            "return_url": request.return_url,
            "levels": list(request.levels),
            "at": now.isoformat(),
            **({"is_proof": True} if request.binding else {}),
        }
        url = asking.address(self._settings.idp_sso_url, message, state, self._settings.own[0].key)
        return StartedLogin(url, kept, state)

    def finish(self, kept: dict[str, Any], answer: Mapping[str, str]) -> VouchedPerson:
        """Who came back.

        Raises:
            Rejected: broken off, or something is not as it must be.
        """
        if not hmac.compare_digest(answer.get("RelayState", "").encode(), kept["state"].encode()):
            raise refuse("state")
        asked = Asked(
            kept["request_id"],
            kept["return_url"],
            self._contexts(tuple(kept["levels"])),
            datetime.fromisoformat(kept["at"]),
            kept.get("is_proof", False),
        )
        content = _decoded(answer.get("SAMLResponse", ""))
        found = response.assertion_in(content, asked=asked, settings=self._settings)
        self._demand_first(found)
        return person.vouched(found, self._settings)

    def verify(self, evidence: dict[str, Any], expected: Expected) -> VerificationReport:
        """Whether a kept log-in is the person's, at this provider, over what she confirmed."""
        return proof_of(evidence, expected, self._settings)

    def describe(self, return_url: str) -> str:
        """Our metadata."""
        return metadata.description(self._settings, return_url)

    def levels(self) -> frozenset[int]:
        """Those of the table."""
        return frozenset(self._settings.levels.values())

    def certificates(self) -> tuple[Certificate, ...]:
        """What the provider signs with, now and next, and ours."""
        own = (one.certificate for one in self._settings.own)
        theirs = endings.told(Whose.THEIRS, self._settings.idp_certificates)
        return (*theirs, *endings.told(Whose.OWN, own))

    def check(self) -> None:
        """Nothing to ask: the provider is met through the browser only."""

    def _contexts(self, levels: tuple[int, ...]) -> frozenset[str]:
        table = self._settings.levels
        return frozenset(one for one, level in table.items() if not levels or level in levels)

    def _demand_first(self, found: Assertion) -> None:
        """What is kept of a log-in is used once already; this holds also without that."""
        now = clock.now()
        with self._lock:
            self._seen = {one: until for one, until in self._seen.items() if until > now}
            if found.id in self._seen:
                raise refuse("replay")
            self._seen[found.id] = found.good_until + SKEW


def _decoded(text: str) -> bytes:
    """The message. It is never inflated: the binding of answers has no compression."""
    if len(text) > LARGEST * 4 // 3 + 4:
        raise refuse("size")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        raise refuse("unreadable") from None
