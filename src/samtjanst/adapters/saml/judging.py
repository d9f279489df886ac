"""How a kept log-in is judged again: from the assertion and the provider's certificates alone."""

import base64
import hmac
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from lxml import etree

from samtjanst.adapters.saml import signature
from samtjanst.adapters.saml.names import SAML
from samtjanst.adapters.saml.person import identity_in, subject_in
from samtjanst.adapters.saml.proof import SEPARATOR
from samtjanst.adapters.saml.response import SKEW, attributes_in, instant_in, issuer_of, name_id_in
from samtjanst.adapters.saml.settings import Settings
from samtjanst.adapters.saml.xml import children, only, parse, text_of
from samtjanst.kernel.account_identity import AccountIdentity
from samtjanst.ports.failures import Rejected
from samtjanst.ports.signing import Check, Expected, VerificationReport

VERIFIER = "SAML 2.0, libxmlsec"


def verify(
    evidence: Mapping[str, Any], expected: Expected, settings: Settings
) -> VerificationReport:
    """Every step, also after one that did not hold."""
    known = (*settings.idp_certificates, *settings.former_certificates)
    found = _assertion(evidence, settings)
    return VerificationReport(
        checks=tuple(
            Check(name, held=holds, detail="" if holds else why)
            for name, holds, why in _steps(found, evidence, expected, settings)
        ),
        verifier=VERIFIER,
        signed_at=_authenticated(found),
        roots=tuple(one.fingerprint(SHA256()).hex() for one in known),
    )


def _steps(
    found: etree._Element | None,
    evidence: Mapping[str, Any],
    expected: Expected,
    settings: Settings,
) -> Iterator[tuple[str, bool, str]]:
    def holds(step: Callable[[etree._Element], bool]) -> bool:
        try:
            return found is not None and step(found)
        except Rejected:
            return False

    yield "login_signature", found is not None, "does not verify"
    yield "login_provider", holds(lambda one: _is_for(one, settings)), _ELSEWHERE
    yield "login_person", holds(lambda one: _is_of(one, expected, settings)), "another person"
    yield "login_content", holds(lambda one: _names(one, expected)), "another text"
    yield "login_time", holds(lambda one: _is_timely(one, evidence)), "answered at another time"


_ELSEWHERE = "made for another relying party"


def _assertion(evidence: Mapping[str, Any], settings: Settings) -> etree._Element | None:
    """Read from the bytes that are signed; None when they are not, by the provider."""
    known = (*settings.idp_certificates, *settings.former_certificates)
    try:
        content = base64.b64decode(str(evidence.get("signed", "")), validate=True)
        return signature.verified(parse(content), known)
    except (Rejected, ValueError):
        return None


def _is_for(found: etree._Element, settings: Settings) -> bool:
    conditions = only(found, SAML, "Conditions")
    restriction = only(conditions, SAML, "AudienceRestriction")
    audience = [text_of(one) for one in children(restriction, SAML, "Audience")]
    return issuer_of(found) == settings.idp_entity_id and settings.entity_id in audience


def _is_of(found: etree._Element, expected: Expected, settings: Settings) -> bool:
    told = attributes_in(only(found, SAML, "AttributeStatement"))
    wanted = expected.signatory
    if isinstance(wanted, AccountIdentity):
        subject = subject_in(told, name_id_in(found), settings)
        return wanted == AccountIdentity(settings.idp_entity_id, subject)
    return identity_in(told, settings) == wanted


def _names(found: etree._Element, expected: Expected) -> bool:
    asked = _confirmation(found).get("InResponseTo", "")
    told = asked.rpartition(SEPARATOR)[2]
    return hmac.compare_digest(told.encode(), expected.digest.encode())


def _is_timely(found: etree._Element, evidence: Mapping[str, Any]) -> bool:
    try:
        at = datetime.fromisoformat(str(evidence.get("received_at")))
    except ValueError:
        return False
    ends = instant_in(_confirmation(found), "NotOnOrAfter")
    return at.tzinfo is not None and instant_in(found, "IssueInstant") - SKEW <= at < ends + SKEW


def _confirmation(found: etree._Element) -> etree._Element:
    confirmation = only(only(found, SAML, "Subject"), SAML, "SubjectConfirmation")
    return only(confirmation, SAML, "SubjectConfirmationData")


def _authenticated(found: etree._Element | None) -> datetime | None:
    try:
        statement = None if found is None else only(found, SAML, "AuthnStatement")
        return None if statement is None else instant_in(statement, "AuthnInstant")
    except Rejected:
        return None
