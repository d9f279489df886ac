"""What a passkey says (Web Authentication, level 3), judged by python-fido2; knows no rows.

Attestation is not asked for: which make an authenticator has is nobody's business here.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST_ANSWER = 20_000
LONGEST_ID = 1_023  # bytes of a credential's identifier, by the specification
ALGORITHMS = (-7, -8, -257)  # ES256, EdDSA, RS256: what authenticators in use speak
WAIT = 300_000  # milliseconds that the browser waits for the person
_VERIFIED = UserVerificationRequirement.REQUIRED
# What the library meets in an answer that somebody has bent.
_BENT = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError)
_UNREADABLE = (*_BENT, AssertionError, RecursionError, struct.error, NotImplementedError)


class RefusedError(Exception):
    """What was said does not hold; never tells the person more than that."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passkey belongs: the municipality's host name, and the address as a browser says it.

    A passkey of one host is worth nothing at another, in the browser and here.
    """

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey."""

    credential: str
    public_key: bytes = field(repr=False)
    counter: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey that has been shown: it holds, whatever its counter and owner."""

    counter: int
    handle: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser has sent: read, and nothing in it believed yet."""

    content: dict[str, Any] = field(repr=False)
    credential: str
    challenge: bytes = field(repr=False)


def making(
    place: Place, *, handle: bytes, names: tuple[str, str], known: Sequence[str], challenge: bytes
) -> str:
    """What the browser is asked for when a passkey is to be made, as JSON.

    ``names`` (address and name) are shown by the person's own device; ``handle`` says nothing.
    """
    options, _state = _server(place).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=names[0], display_name=names[1]),
        credentials=_descriptors(known),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=_VERIFIED,
        challenge=challenge,
    )
    return json.dumps(dict(options))


def showing(place: Place, *, challenge: bytes, known: Sequence[str] = ()) -> str:
    """What the browser is asked for, as JSON: any passkey that it has for the place.

    With ``known`` one of those: when it is settled who shows it.
    """
    options, _state = _server(place).authenticate_begin(
        credentials=_descriptors(known) or None, user_verification=_VERIFIED, challenge=challenge
    )
    return json.dumps(dict(options))


def read(answer: str) -> Answer:
    """What the browser has sent.

    Raises:
        RefusedError: it cannot be read.
    """
    if len(answer) > LONGEST_ANSWER:
        raise RefusedError
    try:
        content: dict[str, Any] = json.loads(answer)
        said = CollectedClientData(websafe_decode(content["response"]["clientDataJSON"]))
        credential = websafe_encode(websafe_decode(content["rawId"]))
        challenge = said.challenge
    except _UNREADABLE:
        raise RefusedError from None
    if said.cross_origin:  # asked for in a frame of somebody else's page
        raise RefusedError
    return Answer(content, credential, challenge)


def made(place: Place, answer: Answer) -> Made:
    """The passkey that was made for this place; whose challenge it was is the caller's to see.

    Raises:
        RefusedError: something is not as it must be; also when the person was not verified.
    """
    try:
        RegistrationResponse.from_dict(answer.content)
        data = _server(place).register_complete(_state(answer), answer.content)
        credential = data.credential_data
    except _UNREADABLE:
        raise RefusedError from None
    if credential is None or credential.public_key.get(3) not in ALGORITHMS:
        raise RefusedError
    identifier = websafe_encode(credential.credential_id)
    if identifier != answer.credential or len(credential.credential_id) > LONGEST_ID:
        raise RefusedError
    return Made(identifier, cbor.encode(credential.public_key), data.counter)


def shown(place: Place, answer: Answer, *, public_key: bytes) -> Shown:
    """What the passkey says; its challenge has been found to be ours.

    Raises:
        RefusedError: signature, place or verification of the person does not hold.
    """
    try:
        key = CoseKey.parse(cbor.decode(public_key))  # type: ignore[arg-type]
        identifier = websafe_decode(answer.credential)
        known = AttestedCredentialData.create(Aaguid.NONE, identifier, key)
        _server(place).authenticate_complete(_state(answer), [known], answer.content)
        said = AuthenticationResponse.from_dict(answer.content).response
    except _UNREADABLE:
        raise RefusedError from None
    return Shown(said.authenticator_data.counter, said.user_handle or None)


def _server(place: Place) -> Fido2Server:
    server = Fido2Server(
        PublicKeyCredentialRpEntity(id=place.host, name=place.name),
        attestation=AttestationConveyancePreference.NONE,
        # The library's own check would take the addresses of hosts below ours as well.
        verify_origin=lambda origin: origin == place.origin,
    )
    kind = PublicKeyCredentialType.PUBLIC_KEY
    server.allowed_algorithms = [
        PublicKeyCredentialParameters(type=kind, alg=one) for one in ALGORITHMS
    ]
    server.timeout = WAIT  # type: ignore[assignment]
    return server


def _state(answer: Answer) -> dict[str, Any]:
    return {"challenge": websafe_encode(answer.challenge), "user_verification": _VERIFIED}


def _descriptors(known: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    kind = PublicKeyCredentialType.PUBLIC_KEY
    return [PublicKeyCredentialDescriptor(type=kind, id=websafe_decode(one)) for one in known]
