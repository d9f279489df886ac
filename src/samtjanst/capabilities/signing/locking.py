"""The locks of a room: it is locked before its requests, and before the filing it is about."""

import uuid

from django.db.models import QuerySet

from samtjanst.capabilities.signing.models import Room, SignatureRequest
from samtjanst.capabilities.signing.types import RequestState, RoomState
from samtjanst.foundation.tenancy.prepared import Prepared


@Prepared
def room_about(kind: str, key: uuid.UUID) -> QuerySet[Room]:
    """The room of a thing that has not been cancelled."""
    rows = Room.objects.select_for_update().filter(subject_kind=kind, subject_id=key)
    return rows.exclude(state=RoomState.CANCELLED)


@Prepared
def room_of(request_id: uuid.UUID, citizen_id: uuid.UUID) -> QuerySet[Room]:
    """The room of the citizen's own request."""
    own = standing(request_id).filter(citizen_id=citizen_id)
    return Room.objects.select_for_update().filter(id__in=own.values("room_id"))


@Prepared
def requests_of(room_id: uuid.UUID) -> QuerySet[SignatureRequest]:
    """Every request of a room."""
    return SignatureRequest.objects.select_for_update().filter(room_id=room_id)


def standing(request_id: uuid.UUID) -> QuerySet[SignatureRequest]:
    """The request, unless its place has been given to another; not locked."""
    return SignatureRequest.objects.filter(id=request_id).exclude(state=RequestState.REPLACED)
