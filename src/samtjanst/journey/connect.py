"""Connecting another system, and taking its access back."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import clients
from samtjanst.foundation.people.clients import Credentials, NewClient
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases.queries import partner_of


@transaction.atomic
def connect(*, new: NewClient, by: Actor) -> Credentials:
    """Connect a system; its secret is shown now and never again.

    Raises:
        NotFoundError: the actor may not.
        InvalidInputError: by field.
    """
    require(by, Permission.CLIENT_SET_UP)
    if new.room_id and partner_of(new.room_id) != new.unit.id:
        raise InvalidInputError({"room": [_("Välj ett rum som enheten är extern part i.")]})
    client_id, credentials = clients.put_client(new=new)
    scopes = sorted(scope.value for scope in new.scopes)
    record("client.connected", by=by, subject=("client", client_id), details={"scopes": scopes})
    return credentials


@transaction.atomic
def disconnect(*, client_id: uuid.UUID, by: Actor) -> None:
    """Take a system's access back at once.

    Raises:
        NotFoundError: the actor may not, or there is no such open client.
    """
    require(by, Permission.CLIENT_SET_UP)
    clients.close_client(client_id=client_id)
    record("client.disconnected", by=by, subject=("client", client_id))
