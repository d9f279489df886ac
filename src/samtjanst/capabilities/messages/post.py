"""Letters to those whom nothing else reaches: written one by one, printed in batches."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from samtjanst.capabilities.messages.models import Message, PostChoice
from samtjanst.capabilities.messages.templates import POSTED, TEMPLATES
from samtjanst.capabilities.messages.types import MessageState, Way
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record, record_read
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.foundation.tenancy.queries import address_of, current
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.ports.register import Address

MOST_AT_ONCE = 25  # letters of a batch
_BATCH = "batch:"


@dataclass(frozen=True, slots=True)
class Post:
    """How it stands with letters: whether they are written, and how many wait since when."""

    is_printing: bool
    waiting: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters that were printed together."""

    id: uuid.UUID
    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Written:
    """One letter as it is printed."""

    recipient: tuple[str, ...] = field(repr=False)
    subject: str
    text: str
    language: str


def standing(by: Actor) -> Post:
    """Whether letters are written, and how many wait to be printed."""
    require(by, Permission.LETTER_PRINT)
    rows = _waiting()
    first = rows.values_list("created_at", flat=True).first()
    return Post(PostChoice.objects.filter(is_printing=True).exists(), rows.count(), first)


@transaction.atomic
def choose(*, is_printing: bool, by: Actor) -> None:
    """Write letters to those whom nothing else reaches, from now on, or do not.

    What already waits is printed all the same.
    """
    require(by, Permission.LETTER_PRINT)
    row = PostChoice.objects.select_for_update().first() or PostChoice()
    row.is_printing = is_printing
    row.save()
    record("letters.chosen", by=by, subject=("municipality", str(scope_id())),
           details={"is_printing": is_printing})  # fmt: skip


def to_print(by: Actor) -> list[tuple[uuid.UUID, CitizenIdentity]]:
    """The letters of the next batch, the oldest first, and to whom they go."""
    require(by, Permission.LETTER_PRINT)
    found = _waiting().values_list("id", "citizen_id")[:MOST_AT_ONCE]
    return [(key, identity_of(citizen_id)) for key, citizen_id in found]


@transaction.atomic
def print_letters(*, addresses: Mapping[uuid.UUID, Address | None], by: Actor) -> uuid.UUID:
    """Make a batch of letters; those to whom there is no address are marked unreachable.

    Raises:
        ConflictError: none of them waits any longer, or none has an address.
    """
    require(by, Permission.LETTER_PRINT)
    batch, now = uuid.uuid4(), clock.now()
    rows = list(_waiting().select_for_update().filter(id__in=addresses))
    for row in rows:
        _sent(row, addresses[row.id], batch, now)
    printed = sum(row.state == MessageState.SENT for row in rows)
    record("letters.printed", by=by, subject=("letters", str(batch)),
           details={"count": printed, "without_address": len(rows) - printed})  # fmt: skip
    if not rows:
        raise ConflictError
    return batch


def batches(by: Actor, most: int = 10) -> list[Batch]:
    """What was printed lately, latest first."""
    require(by, Permission.LETTER_PRINT)
    rows = _printed().order_by("-sent_at", "id").values_list("receipt", "sent_at")
    found: dict[str, list[datetime]] = {}
    for receipt, at in rows[: most * MOST_AT_ONCE]:
        found.setdefault(receipt, []).extend([at] if at else [])
    shown = list(found.items())[:most]
    return [Batch(uuid.UUID(key.removeprefix(_BATCH)), at[0], len(at)) for key, at in shown]


def letters_of(batch: uuid.UUID, by: Actor) -> list[Written]:
    """The letters of a batch, to be printed, or printed again; the reading is recorded.

    Without those to people who have become protected since: where they lived is told no more.

    Raises:
        NotFoundError: no such batch, or nothing left of it.
    """
    require(by, Permission.LETTER_PRINT)
    found = _printed().filter(receipt=f"{_BATCH}{batch}", citizen__is_protected=False)
    rows = list(found.order_by("created_at", "id"))
    if not rows:
        raise NotFoundError
    record_read("letters", by=by, subject=("letters", str(batch)))
    return [_written(row) for row in rows]


def _sent(row: Message, address: Address | None, batch: uuid.UUID, now: datetime) -> None:
    row.state = (MessageState.SENT if address else MessageState.UNREACHABLE).value
    if address:
        row.sent_at, row.receipt = now, f"{_BATCH}{batch}"
        row.sent_to = encrypt(f"message:{row.id}", json.dumps(asdict(address)).encode())
    row.save(update_fields=["state", "sent_at", "receipt", "sent_to"])


def _written(row: Message) -> Written:
    who, municipality = identity_of(row.citizen_id), current()
    address = json.loads(decrypt(f"message:{row.id}", bytes(row.sent_to)))
    template, url = TEMPLATES[row.template], address_of(row.path)
    town = f"{address['postal_code']} {address['city']}".strip()
    lines = (who.name, address["care_of"], address["street"], town)
    with translation.override(who.language):
        given = {"url": url, "name": municipality.name, "phone": municipality.contact_phone}
        text = f"{template.text}\n\n{str(POSTED) % given}"
        return Written(tuple(filter(None, lines)), str(template.subject), text, who.language)


def _waiting() -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.TO_PRINT).order_by("created_at", "id")


def _printed() -> QuerySet[Message]:
    return Message.objects.filter(channel=Way.LETTER, receipt__startswith=_BATCH)
