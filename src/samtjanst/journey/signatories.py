"""A signing room as citizens read it."""

import uuid
from dataclasses import replace

from samtjanst.capabilities.formkit.parties import SIGNATORY
from samtjanst.capabilities.messages import queries as messages
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import RequestView, RoomView, Subject
from samtjanst.journey.sealed import code_of
from samtjanst.running.filing import queries as filings


def room_for_citizens(subject: Subject) -> RoomView | None:
    """The standing room of a filing that the caller may see.

    Those whom the applicant has named are called what she called them: nobody shall learn what
    somebody is called by writing her number.
    """
    room = signing.room_of(subject)
    if room is None or SIGNATORY not in {one.role for one in room.requests}:
        return room
    snapshot = filings.standing_snapshot(subject[1])
    parties = snapshot.content["parties"] if snapshot else ()
    names = {code_of(one): one["name"] for one in parties if one["role"] == SIGNATORY}
    return replace(room, requests=tuple(_called(one, names) for one in room.requests))


def reached(room: RoomView | None) -> set[uuid.UUID]:
    """Those who are waited for, and have been told so or soon will be; nobody protected."""
    if room is None or not any(one.is_open and one.invited_at for one in room.requests):
        return set()
    return messages.told((room.subject[0], str(room.subject[1])))


def _called(request: RequestView, names: dict[str, str]) -> RequestView:
    name = names.get(request.signatory.identity.code)
    if name is None:
        return request
    return replace(request, signatory=replace(request.signatory, name=name))
