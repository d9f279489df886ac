"""What an identity provider says, before it is signed and encrypted."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

from samtjanst.kernel import clock
from samtjanst.simulators.saml.sealing import SAML, SAMLP

_SPACES = f'xmlns:saml2="{SAML}" xmlns:saml2p="{SAMLP}"'
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
RESPONDER = "urn:oasis:names:tc:SAML:2.0:status:Responder"
CANCEL = "http://id.elegnamnden.se/status/1.0/cancel"
_URI = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"


@dataclass(slots=True)
class Facts:
    """Everything that an answer says; a lie changes some of it."""

    issuer: str
    destination: str
    in_response_to: str
    audience: str
    context: str
    name_id: str
    attributes: dict[str, list[str]] = field(repr=False)
    name_id_format: str = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
    assertion_issuer: str = ""
    recipient: str = ""
    confirmed_for: str = ""
    status: tuple[str, str] = (SUCCESS, "")
    issued: datetime = field(default_factory=clock.now)
    authenticated: datetime = field(default_factory=clock.now)
    not_before: datetime = field(default_factory=clock.now)
    good_for: timedelta = timedelta(minutes=5)
    response_id: str = field(default_factory=lambda: f"_{secrets.token_hex(16)}")
    assertion_id: str = field(default_factory=lambda: f"_{secrets.token_hex(16)}")


def response(facts: Facts) -> str:
    """The answer without an assertion in it."""
    first, second = facts.status
    inner = f'<saml2p:StatusCode Value="{second}"/>' if second else ""
    asked = f" InResponseTo={quoteattr(facts.in_response_to)}" if facts.in_response_to else ""
    return (
        f'<saml2p:Response {_SPACES} ID="{facts.response_id}" Version="2.0"{asked} '
        f'IssueInstant="{_time(facts.issued)}" Destination={quoteattr(facts.destination)}>'
        f"<saml2:Issuer>{escape(facts.issuer)}</saml2:Issuer>"
        f'<saml2p:Status><saml2p:StatusCode Value="{first}">{inner}</saml2p:StatusCode>'
        "</saml2p:Status></saml2p:Response>"
    )


def assertion(facts: Facts) -> str:
    """The assertion, unsigned."""
    until = _time(facts.not_before + facts.good_for)
    recipient = quoteattr(facts.recipient or facts.destination)
    confirmed = quoteattr(facts.confirmed_for or facts.in_response_to)
    return (
        f'<saml2:Assertion {_SPACES} ID="{facts.assertion_id}" Version="2.0" '
        f'IssueInstant="{_time(facts.issued)}">'
        f"<saml2:Issuer>{escape(facts.assertion_issuer or facts.issuer)}</saml2:Issuer>"
        f'<saml2:Subject><saml2:NameID Format="{facts.name_id_format}">{escape(facts.name_id)}'
        "</saml2:NameID>"
        '<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
        f"<saml2:SubjectConfirmationData Recipient={recipient} InResponseTo={confirmed} "
        f'NotOnOrAfter="{until}"/></saml2:SubjectConfirmation></saml2:Subject>'
        f'<saml2:Conditions NotBefore="{_time(facts.not_before)}" NotOnOrAfter="{until}">'
        f"<saml2:AudienceRestriction><saml2:Audience>{escape(facts.audience)}</saml2:Audience>"
        "</saml2:AudienceRestriction></saml2:Conditions>"
        f'<saml2:AuthnStatement AuthnInstant="{_time(facts.authenticated)}"><saml2:AuthnContext>'
        f"<saml2:AuthnContextClassRef>{escape(facts.context)}</saml2:AuthnContextClassRef>"
        "</saml2:AuthnContext></saml2:AuthnStatement><saml2:AttributeStatement>"
        f"{''.join(_attribute(*one) for one in facts.attributes.items())}"
        "</saml2:AttributeStatement></saml2:Assertion>"
    )


def _attribute(name: str, values: list[str]) -> str:
    inner = "".join(
        f"<saml2:AttributeValue>{escape(value)}</saml2:AttributeValue>" for value in values
    )
    return f'<saml2:Attribute Name={quoteattr(name)} NameFormat="{_URI}">{inner}</saml2:Attribute>'


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
