"""The person of an assertion that holds."""

import hashlib
from collections.abc import Mapping
from typing import Any

from samtjanst.adapters.saml import names, proof
from samtjanst.adapters.saml.response import Assertion
from samtjanst.adapters.saml.settings import Settings
from samtjanst.adapters.saml.xml import refuse
from samtjanst.kernel import clock
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.identity import Identity, foreign_of, number_of
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.login import VouchedPerson

_LONGEST_NAME = 120
_Attributes = Mapping[str, tuple[str, ...]]


def vouched(found: Assertion, settings: Settings) -> VouchedPerson:
    """Who it is.

    Raises:
        Rejected: of another organisation, without a lasting key, or number or prid is none.
    """
    told = found.attributes
    _demand_organisation(told, settings.organisation)
    identity = identity_in(told, settings)
    number, foreign = (number_of(identity), foreign_of(identity)) if identity else (None, None)
    given = one_of(told, names.GIVEN_NAME)[:_LONGEST_NAME]
    name = one_of(told, names.DISPLAY_NAME) or f"{given} {one_of(told, names.SURNAME)}"
    return VouchedPerson(
        issuer=settings.idp_entity_id,
        subject=subject_in(told, (found.name_id_format, found.name_id), settings),
        name=name.strip()[:_LONGEST_NAME],
        given_name=given,
        email=one_of(told, names.MAIL)[:200],
        personal_number=number,
        foreign=foreign,
        assurance_level=settings.levels[found.context],
        groups=frozenset(one for one in told.get(settings.groups_attribute, ()) if one),
        evidence=_evidence(found, settings),
    )


def one_of(told: _Attributes, name: str) -> str:
    """The attribute's one value, "" when it is absent.

    Raises:
        Rejected: it has several.
    """
    values = told.get(name, ())
    if len(values) > 1:
        raise refuse("attributes")
    return values[0] if values else ""


def identity_in(told: _Attributes, settings: Settings) -> Identity | None:
    """Another country's identity, or else a Swedish number; None when neither is told.

    Raises:
        Rejected: the one that is told is none.
    """
    return _foreign(told) or _number(told, settings.number_attributes)


def _demand_organisation(told: _Attributes, wanted: str) -> None:
    """At a provider that many organisations share, only the municipality's own people."""
    if not wanted:
        return
    affiliation = one_of(told, names.AFFILIATION)
    number = one_of(told, names.ORGANISATION) or affiliation.rpartition("@")[2]
    if number != wanted:
        raise refuse("organisation")


def _number(told: _Attributes, wanted: tuple[str, ...]) -> PersonalNumber | None:
    """The first that is told. In SAML a coordination number stands in the same attribute."""
    text = next(filter(None, (one_of(told, name) for name in wanted)), "")
    try:
        return PersonalNumber.parse(text, today=clock.today()) if text else None
    except ValueError:
        raise refuse("number") from None


def _foreign(told: _Attributes) -> ForeignIdentity | None:
    """Another country's identity. A Swedish number beside it is a link, and is not read."""
    prid = one_of(told, names.PRID)
    try:
        persistence, born = one_of(told, names.PERSISTENCE), one_of(told, names.BORN)
        return ForeignIdentity.parse(prid, persistence, born) if prid else None
    except ValueError:
        raise refuse("prid") from None


def subject_in(told: _Attributes, name_id: tuple[str, str], settings: Settings) -> str:
    """What never changes of the person at this provider; ``name_id`` is its format and text.

    Raises:
        Rejected: there is none, or too long a one.
    """
    identity = identity_in(told, settings)
    number = number_of(identity) if identity else None
    if settings.subject_attribute:
        key = one_of(told, settings.subject_attribute)
    elif name_id[0] == f"{names.NAME_ID}persistent":
        key = name_id[1]
    else:
        key = one_of(told, names.PRID)
    if not key and number and not settings.subject_attribute:
        text = f"{settings.idp_entity_id} {number.digits}"
        key = hashlib.sha256(text.encode()).hexdigest()
    if not 0 < len(key) <= 200:
        raise refuse("subject")
    return key


def _evidence(found: Assertion, settings: Settings) -> dict[str, Any]:
    return {
        "issuer": settings.idp_entity_id,
        "assertion": found.id,
        "context": found.context,
        "authenticated_at": found.authenticated_at.isoformat(),
        "transaction": one_of(found.attributes, names.TRANSACTION),
        **proof.kept(found.signed),
    }
