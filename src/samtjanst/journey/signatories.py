"""A signing room as citizens read it."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from samtjanst.capabilities.formkit.neighbours import NEIGHBOUR
from samtjanst.capabilities.formkit.parties import SIGNATORY
from samtjanst.capabilities.messages import queries as messages
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import RequestView, RoomView, Subject
from samtjanst.journey.sealed import code_of
from samtjanst.running.filing import queries as filings

_NOT_BY_NAME = frozenset({SIGNATORY, NEIGHBOUR})


def room_for_citizens(subject: Subject) -> RoomView | None:
    """The standing room of a filing that the caller may see.

    Those whom the applicant has named are called what she called them, and neighbours by what they
    own: nobody shall learn what somebody is called by writing her number, or who owns a property
    by writing what lies beside it.
    """
    room = signing.room_of(subject)
    if room is None or _NOT_BY_NAME.isdisjoint(one.role for one in room.requests):
        return room
    snapshot = filings.standing_snapshot(subject[1])
    names = dict(_names(snapshot.content["parties"] if snapshot else ()))
    return replace(room, requests=tuple(_called(one, names) for one in room.requests))


def reached(room: RoomView | None) -> set[uuid.UUID]:
    """Those who are waited for, and have been told so or soon will be; nobody protected."""
    if room is None or not any(one.is_open and one.invited_at for one in room.requests):
        return set()
    return messages.told((room.subject[0], str(room.subject[1])))


def _names(parties: Any) -> Iterator[tuple[str, str]]:
    for one in parties:
        if one["role"] == SIGNATORY:
            yield code_of(one), one["name"]
        elif one["role"] == NEIGHBOUR:
            yield code_of(one), owner_of(one)


def owner_of(party: Mapping[str, Any]) -> str:
    """What a neighbour is called to those who are not to learn her name."""
    return f"Ägare till {party['estate']}"


def _called(request: RequestView, names: dict[str, str]) -> RequestView:
    name = names.get(request.signatory.identity.code)
    if name is None and request.role == NEIGHBOUR:
        name = "Granne"  # whom a handler has named instead of one
    if name is None:
        return request
    return replace(request, signatory=replace(request.signatory, name=name))
