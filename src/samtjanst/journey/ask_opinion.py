"""Asking somebody else for an opinion: exactly the chosen parts of a case, answered once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit.present.types import SummaryRow
from samtjanst.capabilities.messages import to_staff
from samtjanst.capabilities.messages.services import notify
from samtjanst.foundation.access.services import can
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.jobs.services import enqueue
from samtjanst.foundation.people.queries import email_of_staff, identity_of
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.queries import units
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import asked_person, letters, opinions, supplemented, typed
from samtjanst.journey.grounds import OF_AN_OPINION
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.kernel.working_days import add_working_days
from samtjanst.ports.failures import PortError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, OpinionDraft, OpinionView, Visibility
from samtjanst.running.filing import queries as filings

NOTE_JOB = "cases.opinion_note"
PURPOSE = "opinion"
REMIND_BEFORE = 2  # working days
PROPOSED_DAYS = 14


@dataclass(frozen=True, slots=True)
class Wish:
    """What the handler has written: of whom, what, and what she gets to see."""

    text: str = field(repr=False)
    due: date
    unit_id: uuid.UUID | None = None  # a unit; else a person by number and name
    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    questions: tuple[str, ...] = ()
    files: tuple[uuid.UUID, ...] = ()
    is_needed: bool = True
    visibility: Visibility = Visibility.AT_ONCE
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What the one who is asked sees of the case: these lines and files, and nothing else."""

    opinion: OpinionView
    rows: tuple[SummaryRow, ...] = field(default=(), repr=False)
    files: tuple[FileInfo, ...] = field(default=(), repr=False)


def choices(case: CaseView) -> tuple[list[SummaryRow], list[FileInfo]]:
    """The answers and documents of a case, that the caller has authorised, to choose from."""
    snapshot, asked = filings.snapshot(case.snapshot_id), cases.supplements_of(case.id)
    known = supplemented.files_of_all(supplemented.snapshots_of(snapshot, asked))
    parts = supplemented.in_words_now(case, snapshot, asked, known)
    return [row for part in parts for row in part.rows if row.question_id], known


def units_to_ask(case: CaseView) -> list[tuple[uuid.UUID, str]]:
    """The units that can be asked: every one but the case's own."""
    return [(one.id, one.name) for one in units() if one.id != case.unit_id]


def proposed_due() -> date:
    """The last day that is proposed."""
    return clock.today() + timedelta(days=PROPOSED_DAYS)


def ask(*, reference: str, wish: Wish, by: Actor) -> None:
    """Ask a unit or a person, who is told that something waits, and nothing of what.

    Raises:
        NotFoundError: not a case in which the actor may ask.
        InvalidInputError: by field.
        ConflictError, TransitionError: as cases.services.ask_opinion.
    """
    case = cases.get_case(by, reference)
    if not can(by, Permission.OPINION_ASK, case):
        raise NotFoundError
    problems = _faults(case, wish)
    if wish.unit_id is None:
        problems |= asked_person.faults(case, _named(wish), _why(), by=by)
    if problems:
        raise InvalidInputError(problems)
    with transaction.atomic():
        _ask(case, wish, by)


@transaction.atomic
def revoke(*, reference: str, opinion_id: uuid.UUID, by: Actor) -> None:
    """Ask no longer; a person is told.

    Raises:
        NotFoundError, TransitionError: as cases.services.revoke_opinion.
    """
    _tell(services.revoke_opinion(reference=reference, opinion_id=opinion_id, by=by), "ended", by)


def given(*, opinion_id: uuid.UUID, by: Actor) -> Given:
    """What the actor is asked, and what she gets to see while it is open; the reading is recorded.

    Raises:
        NotFoundError: as cases.open_opinion.
    """
    opinion = services.note_opinion_opened(opinion_id=opinion_id, by=by)
    case = cases.case_by_id(opinion.case_id)
    if case is None or not opinion.is_open:
        return Given(opinion)
    rows, files = choices(case)
    return Given(
        opinion,
        tuple(row for row in rows if row.question_id in opinion.questions),
        tuple(info for info in files if info.id in opinion.files),
    )


def open_document(
    *, opinion_id: uuid.UUID, file_id: uuid.UUID, by: Actor
) -> tuple[FileInfo, bytes]:
    """A document that the actor gets to see; the reading is recorded.

    Raises:
        NotFoundError: as cases.open_opinion, it is not open, or the document was not chosen.
    """
    opinion = cases.open_opinion(by, opinion_id)
    case = cases.case_by_id(opinion.case_id)
    if case is None or not opinion.is_open or str(file_id) not in opinion.files:
        raise NotFoundError
    snapshot, asked = filings.snapshot(case.snapshot_id), cases.supplements_of(case.id)
    return supplemented.open_any(supplemented.snapshots_of(snapshot, asked), file_id, by=by)


@transaction.atomic
def answer(
    *, opinion_id: uuid.UUID, text: str, uploads: Sequence[tuple[str, bytes]], by: Actor
) -> None:
    """Answer, once; text and files are sealed together. What is refused leaves nothing behind.

    Raises:
        NotFoundError: as cases.open_opinion.
        InvalidInputError: by field.
        TransitionError: it has been answered, revoked, or the case is decided.
    """
    opinion = cases.open_opinion(by, opinion_id)
    if not opinion.is_open:
        raise TransitionError("opinion", opinion.state, "answer")
    kept = typed.clean(text)
    if told := typed.faults(kept, services.LONGEST_OPINION_TEXT):
        raise InvalidInputError({"text": told})
    if not kept:
        raise InvalidInputError({"text": [_("Skriv ditt yttrande.")]})
    held = [_keep(opinion_id, name, content, by) for name, content in uploads]
    files = [(info.id, info.name, info.sha256) for info in held]
    services.answer_opinion(opinion_id=opinion_id, text=kept, files=files, by=by)


def remind_due() -> int:
    """Schedule: remind those whose day is near, or has passed; once each. Returns how many."""
    by, count = system_actor(scope_id()), 0
    for opinion_id in cases.opinions_to_remind(add_working_days(clock.today(), REMIND_BEFORE)):
        with transaction.atomic():
            opinion = services.remind_opinion(opinion_id=opinion_id, by=by)
            if opinion:
                _tell(opinion, "reminder", by)
                count += 1
    return count


def send_note(payload: dict[str, str]) -> None:
    """Job: tell a member of staff. Raises Temporary, Rejected or NotConfigured, as the channel."""
    email = email_of_staff(uuid.UUID(payload["staff"]))
    if not email:
        return
    to_staff.mail(
        key=f"opinion:{payload['opinion']}:{payload['what']}:{payload['staff']}",
        to=email,
        subject=_("Din enhet är ombedd att yttra sig"),
        text=_("Logga in för att läsa och svara. Frågan ligger under Min dag eller Yttranden."),
    )


def _ask(case: CaseView, wish: Wish, by: Actor) -> None:
    citizen_id = None if wish.unit_id else asked_person.remember(_named(wish))
    new = OpinionDraft(
        text=typed.clean(wish.text),
        questions=wish.questions,
        files=wish.files,
        due=wish.due,
        is_needed=wish.is_needed,
        visibility=wish.visibility,
        reason="" if wish.visibility is Visibility.AT_ONCE else typed.clean(wish.reason),
        citizen_id=citizen_id,
        unit_id=wish.unit_id,
    )
    who = dict(units_to_ask(case)).get(wish.unit_id, "") if wish.unit_id else ""
    if citizen_id:
        who = identity_of(citizen_id).name
    asked = services.ask_opinion(reference=case.reference, new=new, who=who, by=by)
    opinion = cases.opinion_by_id(asked)
    if opinion:
        _tell(opinion, "asked", by)


def _named(wish: Wish) -> asked_person.Named:
    return asked_person.Named(wish.number, wish.name, wish.email)


def _tell(opinion: OpinionView, what: str, by: Actor) -> None:
    if opinion.citizen_id:
        notify(
            citizen_id=opinion.citizen_id,
            template=f"opinion_{what}",
            subject=("opinion", str(opinion.id)),
            path=f"/yttrande/{opinion.id}/",
            by=by,
        )
    elif opinion.unit_id and what != "ended":
        for staff_id in cases.staff_to_ask(opinion):
            payload = {"staff": str(staff_id), "opinion": str(opinion.id), "what": what}
            enqueue(NOTE_JOB, key=f"{opinion.id}:{what}:{staff_id}", payload=payload)


def _keep(opinion_id: uuid.UUID, name: str, content: bytes, by: Actor) -> FileInfo:
    owner = (opinions.OWNER, opinion_id)
    try:
        return file_services.store_upload(
            owner=owner, name=name, content=content, limits=letters.LIMITS, by=by
        )
    except InvalidInputError as error:
        raise InvalidInputError({"files": error.problems[""]}) from error
    except PortError as error:
        told = _("Vi kunde inte ta emot filen just nu. Försök igen om en stund.")
        raise InvalidInputError({"files": [told]}) from error


def _faults(case: CaseView, wish: Wish) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    rows, files = choices(case)
    known = {row.question_id for row in rows}, {info.id for info in files}
    if not set(wish.questions) <= known[0] or not {str(one) for one in wish.files} <= known[1]:
        raise NotFoundError
    if not typed.clean(wish.text):
        problems["text"] = [_("Skriv vad du vill veta.")]
    for name, text, most in (
        ("text", wish.text, services.LONGEST_OPINION_TEXT),
        ("reason", wish.reason, services.LONGEST_WHY),
    ):
        if told := typed.faults(typed.clean(text), most):
            problems[name] = told
    return problems


def _why() -> asked_person.Why:
    return asked_person.Why(
        purpose=PURPOSE,
        ground=OF_AN_OPINION,
        if_party=_("Personen är part i ärendet. Låt parten yttra sig i stället."),
        if_protected=_("Personen kan inte bes om yttrande här."),
        if_oneself=_("Du kan inte be dig själv om ett yttrande."),
    )
