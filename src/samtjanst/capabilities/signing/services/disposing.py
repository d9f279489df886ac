"""Disposing of signatures with what they are about."""

from django.db import transaction

from samtjanst.capabilities.signing.models import Evidence, Room, SignatureRequest
from samtjanst.capabilities.signing.types import RoomState, Subject
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import ConflictError


@transaction.atomic
def dispose(*, subject: Subject, by: Actor) -> None:
    """Delete the rooms of a thing that is disposed of; the event of the thing tells of it.

    The database lets go of evidence only when the protocol says that the thing is disposed of.

    Raises:
        ConflictError: somebody may still sign.
    """
    del by  # the caller's transaction names who
    rooms = Room.objects.select_for_update().filter(subject_kind=subject[0], subject_id=subject[1])
    keys = [room.id for room in rooms]
    if any(room.state == RoomState.OPEN for room in rooms):
        raise ConflictError
    Evidence.objects.filter(room_key__in=keys).delete()
    SignatureRequest.objects.filter(room_id__in=keys).delete()
    Room.objects.filter(id__in=keys).delete()
