"""What comes by e-mail, fax or letter though there is an e-service for it (a stray).

It is an incoming document all the same (TF 2:9) and is never refused for the way it came: it is
placed in its case, or ended when it belongs to none, counted by e-service, and answered with where
to send it the next time. What is sent by e-mail has nothing of what it was about.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import all_published, sensitive, slug_of
from samtjanst.building.definitions.types import PublishedService
from samtjanst.capabilities.messages import to_staff
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.access.services import require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files import queries as files
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.queries import address_of
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import letters, typed
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.ports.failures import PortError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import WRONG_WAYS, CaseView, StrayInput, StrayView
from samtjanst.running.filing.types import Channel

OWNER = "stray"
ANSWER_JOB = "strays.answer"
LONGEST_SENDER = 200
OLDEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Came:
    """What came, as the handler has filled it in; ``citizen_id`` is the party that it is about.

    ``sender`` is "" when that party sent it herself.
    """

    channel: Channel | None
    came_on: date | None
    text: str = field(repr=False, default="")
    sender: str = field(repr=False, default="")
    email: str = field(repr=False, default="")
    slug: str = ""
    unit_id: uuid.UUID | None = None
    citizen_id: uuid.UUID | None = None
    is_answered: bool = False
    uploads: Sequence[tuple[str, bytes]] = field(repr=False, default=())


def services_of(*, by: Actor) -> list[PublishedService]:
    """The published e-services of the actor's units, by title."""
    units = units_with(require(by, Permission.CASE_HANDLE), Permission.CASE_HANDLE)
    return [one for one in all_published() if one.unit_id in units]


@transaction.atomic
def receive(*, came: Came, by: Actor) -> uuid.UUID:
    """Let something wait to be placed, with its files; its key. All or nothing.

    Raises:
        NotFoundError: not an e-service or a unit of the actor's.
        InvalidInputError: by field.
    """
    require(by, Permission.CASE_HANDLE)
    problems = _faults(came)
    if not typed.clean(came.sender):
        problems["sender"] = [_("Skriv vem det kom från.")]
    if problems or came.channel is None or came.came_on is None:
        raise InvalidInputError(problems)
    told = StrayInput(
        unit_id=_unit_of(came, by),
        channel=came.channel,
        came_on=came.came_on,
        sender=typed.clean(came.sender),
        text=typed.clean(came.text),
        email=came.email.strip(),
        slug=came.slug,
    )
    stray_id = services.register_stray(told=told, by=by)
    for name, content in came.uploads:
        _keep(stray_id, name, content, by)
    return stray_id


def opened(*, stray_id: uuid.UUID, by: Actor) -> tuple[StrayView, list[FileInfo]]:
    """One that waits, with its files; the reading is recorded.

    Raises:
        NotFoundError: absent, placed or ended, or another unit's.
    """
    found = cases.stray(by, stray_id)
    return found, files.infos((OWNER, stray_id))


def open_file(*, stray_id: uuid.UUID, file_id: uuid.UUID, by: Actor) -> tuple[FileInfo, bytes]:
    """A clean file of one that waits; the reading is recorded.

    Raises:
        NotFoundError: as :func:`opened`, or no such file, infected or not yet scanned.
    """
    cases.stray(by, stray_id)
    return file_services.read(file_id=file_id, owner=(OWNER, stray_id), by=by)


@transaction.atomic
def drop(*, reference: str, came: Came, by: Actor) -> None:
    """Put something that came straight into its case. All or nothing.

    Raises:
        NotFoundError: not a case that the actor may handle.
        InvalidInputError: by field.
        ConflictError: a decision is about to leave the house.
    """
    case = _case(reference, came, by)
    problems = _faults(came)
    if problems or came.channel is None or came.came_on is None:
        raise InvalidInputError(problems)
    told = StrayInput(
        unit_id=case.unit_id,
        channel=came.channel,
        came_on=came.came_on,
        sender=typed.clean(came.sender),
        text=typed.clean(came.text),
    )
    stray_id = services.register_stray(told=told, by=by)
    for name, content in came.uploads:
        _keep(stray_id, name, content, by)
    _place(stray_id, case, told, came, by)


@transaction.atomic
def place(*, stray_id: uuid.UUID, reference: str, came: Came, by: Actor) -> None:
    """Put what has waited into a case; of ``came`` whose it is and whether it is answered.

    Raises:
        NotFoundError: not one that waits, or not a case that the actor may handle.
        InvalidInputError: under "to", no party.
        TransitionError: somebody else has placed or ended it.
    """
    case, waiting = _case(reference, came, by), cases.stray(by, stray_id)
    _place(stray_id, case, waiting.told, came, by)


@transaction.atomic
def end(*, stray_id: uuid.UUID, is_answered: bool, by: Actor) -> None:
    """End what belongs to no case; told where it should go when there is an address.

    Raises:
        NotFoundError, TransitionError: as :func:`place`.
    """
    waiting = cases.stray(by, stray_id)
    services.end_stray(stray_id=stray_id, by=by)
    if is_answered and waiting.told.email:
        _answer(stray_id, waiting.told.slug)


def send_answer(payload: dict[str, str]) -> None:
    """Job: tell a sender how to do it. Raises Temporary, Rejected or NotConfigured."""
    by, stray_id = system_actor(scope_id()), uuid.UUID(payload["stray"])
    to = services.address_of_stray(stray_id=stray_id, by=by)
    if not to:
        return
    to_staff.mail(
        key=f"stray:{stray_id}",
        to=to,
        subject=_("Vi har tagit emot det du skickade"),
        text=_told(payload["slug"]),
    )
    services.forget_address(stray_id=stray_id, by=by)


def _told(slug: str) -> str:
    # The name of a delicate e-service would tell what it was about.
    is_named = bool(slug) and slug not in sensitive()
    path = f"/e-tjanster/{slug}/" if is_named else "/"
    return _(
        "E-post och fax är inte säkra sätt att skicka uppgifter till oss. Använd hellre vår "
        "e-tjänst nästa gång: %(url)s\n\n"
        "Av säkerhetsskäl står det inget om vad du skickade här. Det går inte att svara på det här "
        "meddelandet."
    ) % {"url": address_of(path)}


def _place(stray_id: uuid.UUID, case: CaseView, told: StrayInput, came: Came, by: Actor) -> None:
    sender, email = typed.clean(came.sender), came.email.strip() or told.email
    slug, is_outside = slug_of(case.version_id), bool(sender)
    letter_id = services.register_stray_letter(
        reference=case.reference,
        citizen_id=came.citizen_id or uuid.UUID(int=0),
        text=told.text or _("Bifogade filer."),
        channel=told.channel,
        came_on=told.came_on,
        sender=sender,
        by=by,
    )
    file_services.adopt(old=(OWNER, stray_id), new=(letters.OWNER, letter_id))
    answers = came.is_answered and is_outside and email
    services.place_stray(
        stray_id=stray_id,
        slug=slug,
        unit_id=case.unit_id,
        address=email if answers else "",
        by=by,
    )
    if answers:
        _answer(stray_id, slug)
    elif came.is_answered and came.citizen_id and not is_outside:
        _tell(case, came.citizen_id, by)


def _answer(stray_id: uuid.UUID, slug: str) -> None:
    payload = {"stray": str(stray_id), "slug": slug}
    enqueue(ANSWER_JOB, key=str(stray_id), payload=payload)


def _tell(case: CaseView, citizen_id: uuid.UUID, by: Actor) -> None:
    if citizen_id not in {one.citizen_id for one in letters.recipients(case)}:
        return  # somebody protected is reached by the official
    notify(
        citizen_id=citizen_id,
        template="wrong_way",
        subject=("filing", str(case.filing_id)),
        path="/mina-arenden/",
        by=by,
    )


def _case(reference: str, came: Came, by: Actor) -> CaseView:
    require(by, Permission.CASE_HANDLE)
    case = cases.get_case(by, reference)
    if came.citizen_id not in {party.citizen_id for party in case.parties}:
        raise InvalidInputError({"to": [_("Välj vilken part det gäller.")]})
    return case


def _unit_of(came: Came, by: Actor) -> uuid.UUID:
    if came.slug:
        found = next((one for one in services_of(by=by) if one.slug == came.slug), None)
        if found is None:
            raise NotFoundError
        return found.unit_id
    units = units_with(require(by, Permission.CASE_HANDLE), Permission.CASE_HANDLE)
    if came.unit_id is None or came.unit_id not in units:
        raise NotFoundError
    return came.unit_id


def _faults(came: Came) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    today = clock.today()
    if came.channel not in WRONG_WAYS:
        problems["channel"] = [_("Välj hur det kom.")]
    if came.came_on is None or not today - OLDEST <= came.came_on <= today:
        problems["came_on"] = [_("Ange vilken dag det kom in, inte senare än i dag.")]
    if told := typed.faults(typed.clean(came.sender), LONGEST_SENDER):
        problems["sender"] = told
    if told := typed.faults(typed.clean(came.text), services.LONGEST_LETTER):
        problems["text"] = told
    if not typed.clean(came.text) and not came.uploads:
        problems["text"] = [_("Skriv vad som kom, eller lägg till filen.")]
    if came.email.strip() and not _is_address(came.email.strip()):
        problems["email"] = [_("Skriv e-postadressen som namn@exempel.se.")]
    return problems


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _keep(stray_id: uuid.UUID, name: str, content: bytes, by: Actor) -> None:
    owner = (OWNER, stray_id)
    try:
        file_services.store_upload(
            owner=owner, name=name, content=content, limits=letters.LIMITS, by=by
        )
    except InvalidInputError as error:
        raise InvalidInputError({"files": error.problems[""]}) from error
    except PortError as error:
        told = _("Vi kunde inte ta emot filen just nu. Försök igen om en stund.")
        raise InvalidInputError({"files": [told]}) from error
