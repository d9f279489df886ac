"""Letters to those whom nothing else reaches: written one by one, printed in batches."""

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from samtjanst.capabilities.messages.models import Message, PostChoice
from samtjanst.capabilities.messages.templates import CARRYING, POSTED, TEMPLATES
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
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.ports.register import Address

MOST_AT_ONCE = 25  # letters of a batch
_BATCH = "batch:"


@dataclass(frozen=True, slots=True)
class Post:
    """How it stands with letters: whether they are written, and how many wait since when.

    ``with_decisions``: a letter about a decision has the decision in it. ``held`` wait for
    somebody who may read what would lie in them.
    """

    is_printing: bool
    with_decisions: bool
    waiting: int
    since: datetime | None
    held: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters that were printed together; ``posted_on`` None until somebody has noted it."""

    id: uuid.UUID
    at: datetime
    count: int
    posted_on: date | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that waits to be printed, or has been: to whom and about what."""

    id: uuid.UUID
    who: CitizenIdentity = field(repr=False)
    subject_id: str
    about: uuid.UUID | None
    is_carrying: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One letter as it is printed."""

    recipient: tuple[str, ...] = field(repr=False)
    subject: str
    text: str
    language: str
    letter: Letter


def standing(by: Actor, held: Collection[str] = ()) -> Post:
    """Whether letters are written, and how many the actor can print now.

    ``held`` as :func:`to_print`.
    """
    require(by, Permission.LETTER_PRINT)
    choice, rows = PostChoice.objects.first() or PostChoice(), _free(held)
    first = rows.values_list("created_at", flat=True).first()
    count = rows.count()
    more = _waiting().count() - count if held else 0
    return Post(choice.is_printing, choice.with_decisions, count, first, more)


@transaction.atomic
def choose(*, is_printing: bool, with_decisions: bool, by: Actor) -> None:
    """Write letters to those whom nothing else reaches, from now on, or do not.

    ``with_decisions``: put the decision in the letter that is about one. What already waits is
    printed all the same.
    """
    require(by, Permission.LETTER_PRINT)
    row = PostChoice.objects.select_for_update().first() or PostChoice()
    row.is_printing, row.with_decisions = is_printing, is_printing and with_decisions
    row.save()
    details = {"is_printing": is_printing, "with_decisions": row.with_decisions}
    record("letters.chosen", by=by, subject=("municipality", str(scope_id())), details=details)


def carried_waiting(by: Actor) -> set[str]:
    """What the waiting letters are about that would have a decision in them, by subject."""
    require(by, Permission.LETTER_PRINT)
    if not PostChoice.objects.filter(with_decisions=True).exists():
        return set()
    rows = _waiting().exclude(about=None).order_by()
    return set(rows.values_list("subject_id", flat=True).distinct())


def to_print(by: Actor, held: Collection[str] = ()) -> list[Letter]:
    """The letters of the next batch, the oldest first.

    ``held`` are those, by subject, whose decisions the actor may not read: they wait.
    """
    require(by, Permission.LETTER_PRINT)
    return [_letter(row) for row in _free(held)[:MOST_AT_ONCE]]


@transaction.atomic
def print_letters(
    *,
    addresses: Mapping[uuid.UUID, Address | None],
    by: Actor,
    carrying: Collection[uuid.UUID] = (),
) -> uuid.UUID:
    """Make a batch of letters; those to whom there is no address are marked unreachable.

    ``carrying`` are those that have their decision in them.

    Raises:
        ConflictError: none of them waits any longer, or none has an address.
    """
    require(by, Permission.LETTER_PRINT)
    batch, now = uuid.uuid4(), clock.now()
    rows = list(_waiting().select_for_update().filter(id__in=addresses))
    for row in rows:
        row.is_carrying = row.id in carrying
        _sent(row, addresses[row.id], batch, now)
    printed = sum(row.state == MessageState.SENT for row in rows)
    record("letters.printed", by=by, subject=("letters", str(batch)),
           details={"count": printed, "without_address": len(rows) - printed})  # fmt: skip
    if not rows:
        raise ConflictError
    return batch


@transaction.atomic
def note_posted(*, batch: uuid.UUID, on: date | None, by: Actor) -> list[Letter]:
    """Note on which day a batch was handed to the post; the letters with a decision in them.

    Nothing when the day is noted already.

    Raises:
        NotFoundError: no such batch.
        InvalidInputError: no day, one that has not been, or before the letters were made.
    """
    require(by, Permission.LETTER_PRINT)
    rows = list(_printed().select_for_update().filter(receipt=f"{_BATCH}{batch}"))
    if not rows:
        raise NotFoundError
    made_on = max(clock.local(row.sent_at).date() for row in rows if row.sent_at)
    if on is None:
        raise InvalidInputError({"on": [_("Skriv dagen då breven postades.")]})
    if not made_on <= on <= clock.today():
        raise InvalidInputError({"on": [_("Välj en dag från den då breven gjordes till i dag.")]})
    new = [row for row in rows if row.posted_on is None]
    for row in new:
        row.posted_on = on
        row.save(update_fields=["posted_on"])
    if new:
        record("letters.posted", by=by, subject=("letters", str(batch)),
               details={"on": on.isoformat(), "count": len(new)})  # fmt: skip
    return [_letter(row) for row in new if row.is_carrying]


def batches(by: Actor, most: int = 10) -> list[Batch]:
    """What was printed lately, latest first."""
    require(by, Permission.LETTER_PRINT)
    rows = _printed().order_by("-sent_at", "id").values_list("receipt", "sent_at", "posted_on")
    found: dict[str, list[tuple[datetime, date | None]]] = {}
    for receipt, at, on in rows[: most * MOST_AT_ONCE]:
        found.setdefault(receipt, []).extend([(at, on)] if at else [])
    shown = list(found.items())[:most]
    return [
        Batch(uuid.UUID(key.removeprefix(_BATCH)), held[0][0], len(held), held[0][1])
        for key, held in shown
    ]


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
    row.save(update_fields=["state", "sent_at", "receipt", "sent_to", "is_carrying"])


def _written(row: Message) -> Written:
    letter, municipality = _letter(row), current()
    address = json.loads(decrypt(f"message:{row.id}", bytes(row.sent_to)))
    template, url = TEMPLATES[row.template], address_of(row.path)
    town = f"{address['postal_code']} {address['city']}".strip()
    lines = (letter.who.name, address["care_of"], address["street"], town)
    with translation.override(letter.who.language):
        given = {"url": url, "name": municipality.name, "phone": municipality.contact_phone}
        text = f"{template.text}\n\n{str(POSTED) % given}"
        if row.is_carrying:
            text = str(CARRYING) % given
        subject = str(template.subject)
    return Written(tuple(filter(None, lines)), subject, text, letter.who.language, letter)


def _letter(row: Message) -> Letter:
    who = identity_of(row.citizen_id)
    return Letter(row.id, who, row.subject_id, row.about, row.is_carrying)


def _free(held: Collection[str]) -> QuerySet[Message]:
    rows = _waiting()
    return rows.exclude(about__isnull=False, subject_id__in=held) if held else rows


def _waiting() -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.TO_PRINT).order_by("created_at", "id")


def _printed() -> QuerySet[Message]:
    return Message.objects.filter(channel=Way.LETTER, receipt__startswith=_BATCH)
