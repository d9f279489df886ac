"""Whether an answer is the provider's, to our question, for us and of now.

In the order of the profile (Sweden Connect, deployment profile): nothing is read of what has not
been signed, and nothing is decrypted for somebody who has not signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from lxml import etree

from samtjanst.adapters.saml import encryption, signature
from samtjanst.adapters.saml.names import (
    BEARER,
    CANCEL,
    DSIG,
    SAML,
    SAMLP,
    STATUS,
    SUCCESS,
    tag,
)
from samtjanst.adapters.saml.settings import Settings
from samtjanst.adapters.saml.xml import children, only, parse, refuse, text_of
from samtjanst.kernel import clock
from samtjanst.ports.failures import Rejected

SKEW = timedelta(seconds=60)  # that clocks may differ
_CONDITIONS = {"AudienceRestriction", "OneTimeUse", "ProxyRestriction"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What we asked, and when."""

    request_id: str
    return_url: str
    contexts: frozenset[str]
    at: datetime
    is_proof: bool = False  # the assertion has to be signed itself, to be shown afterwards


@dataclass(frozen=True, slots=True)
class Assertion:
    """What the provider vouches for."""

    id: str
    good_until: datetime
    context: str
    authenticated_at: datetime
    name_id: str = field(repr=False)
    name_id_format: str
    attributes: Mapping[str, tuple[str, ...]] = field(repr=False)
    signed: bytes = field(default=b"", repr=False)  # as it came, where it has a signature itself


def assertion_in(content: bytes, *, asked: Asked, settings: Settings) -> Assertion:
    """The assertion of an answer that holds.

    Raises:
        Rejected: ``cancelled`` when the person broke off; else the code says what does not hold.
    """
    root = parse(content)
    _layout(root)
    answer = signature.verified(root, settings.idp_certificates)
    _addressed(answer, asked, settings)
    _succeeded(answer)
    opened = _opened(answer, settings)
    found, signed = _signed(opened, settings, is_needed=asked.is_proof)
    return replace(_read(found, asked, settings), signed=signed)


def _layout(root: etree._Element) -> None:
    if root.tag != tag(SAMLP, "Response"):
        raise refuse("layout")
    if len(list(root.iter(tag(SAMLP, "Response")))) != 1:
        raise refuse("wrapped")


def _addressed(answer: etree._Element, asked: Asked, settings: Settings) -> None:
    now, issued = clock.now(), instant_in(answer, "IssueInstant")
    for reason, holds in (
        ("version", answer.get("Version") == "2.0"),
        ("issuer", issuer_of(answer) == settings.idp_entity_id),
        ("destination", answer.get("Destination") == asked.return_url),
        ("unsolicited", answer.get("InResponseTo") == asked.request_id),
        ("age", now - issued <= timedelta(seconds=settings.longest_age) + SKEW),
        ("early", issued <= now + SKEW),
    ):
        if not holds:
            raise refuse(reason)


def _succeeded(answer: etree._Element) -> None:
    code = only(only(answer, SAMLP, "Status"), SAMLP, "StatusCode")
    if code.get("Value") == SUCCESS:
        return
    second = [one.get("Value", "") for one in children(code, SAMLP, "StatusCode")]
    if CANCEL in second:
        raise Rejected("cancelled")
    raise refuse("level" if f"{STATUS}NoAuthnContext" in second else "status")


def _opened(answer: etree._Element, settings: Settings) -> etree._Element:
    if list(answer.iter(tag(SAML, "Assertion"))):
        raise refuse("unencrypted")
    holder = only(answer, SAML, "EncryptedAssertion")
    keys = [own.key for own in settings.own]
    opened = encryption.decrypted(holder, keys, takes_cbc=settings.takes_cbc)
    if opened.tag != tag(SAML, "Assertion"):
        raise refuse("layout")
    if len(list(opened.iter(tag(SAML, "Assertion")))) != 1:
        raise refuse("wrapped")
    return opened


def _signed(
    opened: etree._Element, settings: Settings, *, is_needed: bool
) -> tuple[etree._Element, bytes]:
    """The assertion, from the bytes that are signed where it has a signature itself, and as is."""
    if list(opened.iter(tag(DSIG, "Signature"))):
        raw = etree.tostring(opened)
        return signature.verified(opened, settings.idp_certificates), raw
    if settings.needs_signed_assertion or is_needed:
        raise refuse("assertion_unsigned")
    return opened, b""


def _read(found: etree._Element, asked: Asked, settings: Settings) -> Assertion:
    if found.get("Version") != "2.0" or not found.get("ID"):
        raise refuse("version")
    if issuer_of(found) != settings.idp_entity_id:
        raise refuse("issuer")
    subject = only(found, SAML, "Subject")
    good_until = _confirmed(subject, asked)
    _conditions(only(found, SAML, "Conditions"), settings.entity_id)
    statement = only(found, SAML, "AuthnStatement")
    name = name_id_in(found)
    return Assertion(
        id=found.get("ID", ""),
        good_until=good_until,
        context=_context(statement, asked),
        authenticated_at=_authenticated(statement, asked, is_forced=settings.is_forced),
        name_id=name[1],
        name_id_format=name[0],
        attributes=attributes_in(only(found, SAML, "AttributeStatement")),
    )


def _confirmed(subject: etree._Element, asked: Asked) -> datetime:
    """Until when whoever bears it is the person."""
    confirmation = only(subject, SAML, "SubjectConfirmation", "confirmation")
    if confirmation.get("Method") != BEARER:
        raise refuse("confirmation")
    data = only(confirmation, SAML, "SubjectConfirmationData", "confirmation")
    if data.get("Recipient") != asked.return_url:
        raise refuse("recipient")
    if data.get("InResponseTo") != asked.request_id:
        raise refuse("unsolicited")
    _demand_now(data)
    return instant_in(data, "NotOnOrAfter")


def _conditions(conditions: etree._Element, entity_id: str) -> None:
    names = [etree.QName(one) for one in conditions]
    if any(one.namespace != SAML or one.localname not in _CONDITIONS for one in names):
        raise refuse("conditions")
    restriction = only(conditions, SAML, "AudienceRestriction", "audience")
    if entity_id not in [text_of(one) for one in children(restriction, SAML, "Audience")]:
        raise refuse("audience")
    _demand_now(conditions)


def _demand_now(element: etree._Element) -> None:
    now = clock.now()
    if now >= instant_in(element, "NotOnOrAfter") + SKEW:
        raise refuse("expired")
    if element.get("NotBefore") is not None and now < instant_in(element, "NotBefore") - SKEW:
        raise refuse("early")


def _context(statement: etree._Element, asked: Asked) -> str:
    told = text_of(only(only(statement, SAML, "AuthnContext"), SAML, "AuthnContextClassRef"))
    if told not in asked.contexts:
        raise refuse("level")
    return told


def _authenticated(statement: etree._Element, asked: Asked, *, is_forced: bool) -> datetime:
    """When the person showed who she is: after we asked, where she was to do so anew."""
    at = instant_in(statement, "AuthnInstant")
    if is_forced and at < asked.at - SKEW:
        raise refuse("stale")
    return at


def name_id_in(found: etree._Element) -> tuple[str, str]:
    """Format and text of the NameID; both are "" when there is not exactly one.

    Raises:
        Rejected: not exactly one subject.
    """
    named = children(only(found, SAML, "Subject"), SAML, "NameID")
    return (named[0].get("Format", ""), text_of(named[0])) if len(named) == 1 else ("", "")


def attributes_in(statement: etree._Element) -> dict[str, tuple[str, ...]]:
    """The attributes of a statement that holds, by name.

    Raises:
        Rejected: two of a name.
    """
    found: dict[str, tuple[str, ...]] = {}
    for one in children(statement, SAML, "Attribute"):
        name = one.get("Name", "")
        if not name or name in found:
            raise refuse("attributes")  # two of a name: whose would be read?
        found[name] = tuple(text_of(value) for value in children(one, SAML, "AttributeValue"))
    return found


def issuer_of(element: etree._Element) -> str:
    """Who has issued it.

    Raises:
        Rejected: not told once.
    """
    return text_of(only(element, SAML, "Issuer", "issuer"))


def instant_in(element: etree._Element, name: str) -> datetime:
    """A time in an attribute.

    Raises:
        Rejected: it is none.
    """
    try:
        moment = datetime.fromisoformat(element.get(name, ""))
    except ValueError:
        raise refuse("time") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
