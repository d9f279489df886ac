"""Staff takes down an application for somebody who telephones, comes by or writes on paper.

It is filled in with the same engine as her own and judged by the same rules. Whoever asks is to be
helped (FL 6 §) and needs no e-service to begin a case (FL 19 §). What she tells has arrived when it
is handed in here, and what came on paper on the day that it came (FL 22 §). Until then it is
nobody's but the member of staff's who takes it down: no space of the applicant's own (TF 2:13),
but the municipality's draft (TF 2:12).

Nothing is signed for anybody. Her signature is on her paper, or she is asked for it afterwards
like all others who sign, and the handler may go on without it as in any case.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.building.definitions import levels
from samtjanst.building.definitions.queries import all_published, published
from samtjanst.building.definitions.types import PublishedService
from samtjanst.capabilities.formkit.context import TakenDownFacts
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import Outcome
from samtjanst.foundation.access.services import can, require, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import one_insert, record
from samtjanst.foundation.files import services as file_services
from samtjanst.foundation.files.sniff import JPEG, PDF, PNG
from samtjanst.foundation.files.types import FileInfo, Limits
from samtjanst.foundation.people.queries import identity_of, is_staff_number, open_identity
from samtjanst.foundation.people.services import remember_citizen, set_contact
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.journey import (
    answer,
    colleagues,
    grounds,
    look_up,
    neighbours,
    on_paper,
    represent,
    submit,
    typed,
)
from samtjanst.journey import hand_in as what_follows
from samtjanst.journey.answer import Work
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TransitionError
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.identity import Identity
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import PortError
from samtjanst.running.cases import queries as cases
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing import services as filing_services
from samtjanst.running.filing.types import ON_PAPER, Channel, next_state

PURPOSE = "an application that staff takes down"
LONGEST_NAME, LONGEST_CONTACT = 200, 200
LIMITS = Limits(frozenset({PDF, JPEG, PNG}), max_bytes=10_000_000, max_files=10)
OLDEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Begun:
    """Whom it is for and how it came.

    ``name`` is asked for only where there is no number, ``told_by`` only when somebody else than
    the applicant tells; address and telephone are where she wants word.
    """

    slug: str
    channel: Channel | None
    arrived_on: date | None
    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    told_by: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Finished:
    """What is handed in with it.

    ``read`` is :func:`submit.seen` of what was on the screen. ``signed_on`` is the day when the
    applicant signed her paper, None when she has not; it is the first of the ``uploads``, and
    ``has_seen`` says that paper and application have been compared.
    """

    read: str
    signed_on: date | None = None
    has_seen: bool = False
    uploads: Sequence[tuple[str, bytes]] = field(repr=False, default=())


def services(*, by: Actor) -> list[PublishedService]:
    """The e-services of the actor's units, by title."""
    require(by, Permission.FILING_TAKE_DOWN)
    units = units_with(by, Permission.FILING_TAKE_DOWN)
    return [one for one in all_published() if one.unit_id in units and _is_enough(one, by)]


def begin(*, begun: Begun, by: Actor) -> uuid.UUID:
    """Start to take down an application; returns the filing's key.

    Raises:
        NotFoundError: no such e-service in the actor's units.
        InvalidInputError: by field, what is missing or wrong.
    """
    service = _service(begun.slug, by)
    problems = _faults(begun)
    if problems:
        raise InvalidInputError(problems)
    who = _person(begun, service, by)
    taker = replace(by, prepares_for=who.id)
    if not colleagues.is_open_to(service.definition, by=taker):
        told = _("E-tjänsten är bara för kommunens medarbetare.")
        raise InvalidInputError({"number": [told]})
    draft = answer.drafted(slug=service.slug, by=taker)
    facts = {**draft.facts, represent.TAKEN_DOWN: _told(begun, by)}
    with transaction.atomic():
        answer.keep(draft=replace(draft, facts=facts), channel=str(begun.channel), by=taker)
        _keep_contact(begun, who)
        record("filing.taken_down", by=by, subject=("filing", draft.id))
    return draft.id


def opened(*, filing_id: uuid.UUID, by: Actor) -> tuple[Actor, Work]:
    """What the actor takes down, evaluated, and she as the one who fills it in.

    Raises:
        NotFoundError: not hers, handed in, or her unit has the e-service no longer.
    """
    citizen_id = filings.taken_down_for(by, filing_id)
    taker = replace(by, prepares_for=citizen_id)
    work = answer.open_work(filing_id=filing_id, by=taker)
    if work.filing.unit_id not in units_with(by, Permission.FILING_TAKE_DOWN):
        raise NotFoundError
    if identity_of(citizen_id).is_protected and not can(by, Permission.PROTECTED_READ):
        raise NotFoundError
    if not levels.is_enough_for_staff(by, work.filing.confidentiality):
        raise NotFoundError
    return taker, work


def hand_in(*, filing_id: uuid.UUID, finished: Finished, by: Actor) -> str:
    """Hand in what has been taken down; returns the number of its case.

    It is sealed with how it came, by whom and its scanned pages. Where signatures are asked for,
    the applicant and the others are asked; not she where her paper is signed.

    Raises:
        NotFoundError: as :func:`opened`.
        InvalidInputError: by question, or "seen", "files", "signed_on" and "compared".
        TransitionError: it is to go on with a newer version of the e-service first.
        ConflictError: changed in another window meanwhile.
    """
    taker, work = opened(filing_id=filing_id, by=by)
    next_state(work.filing.state, "seal")
    if work.filing.newer_id:
        raise TransitionError("filing", work.filing.state, "seal")
    filing = answer.refreshed(work.filing, by=taker, fresh=True)
    filing = neighbours.gathered(filing, by=taker)
    with transaction.atomic(), one_insert():
        work = answer.evaluated(filing, taker)
        submit.refuse_unsound(work)
        submit.refuse_unread(work, finished.read)
        if problems := faults_of(work, finished):
            raise InvalidInputError(problems)
        _seal(_with_papers(work, finished, taker), finished, taker)
    return cases.reference_of_filing(filing_id)


def discard(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Throw away what the actor takes down.

    Raises:
        NotFoundError: as :func:`opened`.
    """
    taker = replace(by, prepares_for=filings.taken_down_for(by, filing_id))
    filing_services.discard(filing_id=filing_id, by=taker)


def channel_of(work: Work) -> Channel:
    """How what is taken down came."""
    return Channel(work.filing.facts[represent.TAKEN_DOWN]["channel"])


def faults_of(work: Work, finished: Finished) -> dict[str, list[str]]:
    """By field, what is missing or wrong in what is handed in with it."""
    problems: dict[str, list[str]] = {}
    if channel_of(work) in ON_PAPER and not finished.uploads:
        problems["files"] = [_("Lägg till det inskannade papperet.")]
    if finished.signed_on is None or not work.definition.signing.is_signed:
        return problems
    today = clock.today()
    if not finished.uploads:
        problems["files"] = [_("Lägg till det inskannade papperet.")]
    if not today - OLDEST <= finished.signed_on <= today:
        problems["signed_on"] = [_("Ange vilken dag papperet skrevs under, inte senare än i dag.")]
    if not finished.has_seen:
        problems["compared"] = [_("Intyga att du har jämfört papperet med ansökan.")]
    return problems


def _seal(work: Work, finished: Finished, by: Actor) -> None:
    filing_id = work.filing.id
    if not work.definition.signing.is_signed:
        submit.seal_unsigned(work=work, by=by)
        return
    submit.seal_and_open(work=work, by=by)
    if finished.signed_on is None:
        what_follows.taken_down(filing_id=filing_id, by=by)
        return
    on_paper.by_applicant(
        filing_id=filing_id, signed_on=finished.signed_on, upload=finished.uploads[0], by=by
    )


def _with_papers(work: Work, finished: Finished, by: Actor) -> Work:
    kept = [_paper(work, name, content, by) for name, content in finished.uploads]
    told = {**work.filing.facts[represent.TAKEN_DOWN], "papers": [info.id for info in kept]}
    filing = replace(work.filing, facts={**work.filing.facts, represent.TAKEN_DOWN: told})
    return replace(work, filing=filing, files=(*work.files, *kept))


def _paper(work: Work, name: str, content: bytes, by: Actor) -> FileInfo:
    # As many as the form's own files are beside them.
    limits = replace(LIMITS, max_files=LIMITS.max_files + len(work.files))
    try:
        return file_services.store_upload(
            owner=("filing", work.filing.id), name=name, content=content, limits=limits, by=by
        )
    except InvalidInputError as error:
        raise InvalidInputError({"files": error.problems[""]}) from error
    except PortError as error:
        told = _("Vi kunde inte ta emot filen just nu. Försök igen om en stund.")
        raise InvalidInputError({"files": [told]}) from error


def _service(slug: str, by: Actor) -> PublishedService:
    require(by, Permission.FILING_TAKE_DOWN)
    found = published(slug)
    is_theirs = found.unit_id in units_with(by, Permission.FILING_TAKE_DOWN)
    if not is_theirs or not _is_enough(found, by):
        raise NotFoundError
    return found


def _is_enough(service: PublishedService, by: Actor) -> bool:
    return levels.is_enough_for_staff(by, service.confidentiality)


def _faults(begun: Begun) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    today = clock.today()
    if not (begun.number.strip() or begun.name.strip()):
        problems["number"] = [_("Skriv personnumret, eller namnet på den som saknar ett.")]
    if begun.channel is None:
        problems["channel"] = [_("Välj hur ansökan kom in.")]
    if begun.arrived_on is None or not today - OLDEST <= begun.arrived_on <= today:
        problems["arrived_on"] = [_("Ange vilken dag den kom in, inte senare än i dag.")]
    longest = {"name": LONGEST_NAME, "told_by": LONGEST_NAME}
    longest |= {"email": LONGEST_CONTACT, "phone": LONGEST_CONTACT}
    for name, most in longest.items():
        if told := typed.faults(getattr(begun, name), most):
            problems[name] = told
    if begun.email and "@" not in begun.email[1:-1]:
        problems["email"] = [_("Kontrollera e-postadressen.")]
    return problems


def _told(begun: Begun, by: Actor) -> dict[str, str]:
    now = clock.local(clock.now()).isoformat(timespec="minutes")
    day = begun.arrived_on.isoformat() if begun.arrived_on else ""
    told_by = typed.clean(begun.told_by)
    found = asdict(TakenDownFacts(by.name, str(begun.channel), now, told_by, day))
    return {name: value for name, value in found.items() if name != "papers"}


def _person(begun: Begun, service: PublishedService, by: Actor) -> CitizenIdentity:
    number = _number(begun.number)
    if number is None:
        return _remembered(ForeignIdentity.unvouched(), typed.clean(begun.name))
    if is_staff_number(by.id, number):
        told = _("Det är ditt eget personnummer. Din egen ansökan lämnar du in i e-tjänsten.")
        raise InvalidInputError({"number": [told]})
    return _registered(number, begun, service, by)


def _number(text: str) -> PersonalNumber | None:
    if not text.strip():
        return None
    try:
        return PersonalNumber.parse(text, today=clock.today())
    except ValueError:
        told = _("Personnumret stämmer inte. Skriv det med tolv siffror.")
        raise InvalidInputError({"number": [told]}) from None


def _registered(
    number: PersonalNumber, begun: Begun, service: PublishedService, by: Actor
) -> CitizenIdentity:
    """The person by the population register; while it does not answer, by her own name."""
    answered = look_up_person(
        number=number,
        purpose=PURPOSE,
        reference="take_down",
        by=by,
        within=look_up.PATIENCE,
        ground=grounds.of_party(service.definition),
    )
    found = answered.person
    if answered.outcome is Outcome.MISSING or (found and found.deregistered == look_up.DEAD):
        told = _("Numret finns inte i folkbokföringen. Kontrollera det.")
        raise InvalidInputError({"number": [told]})
    name = found.name if found else typed.clean(begun.name)
    who = _remembered(number, name, is_protected=bool(found and found.is_protected))
    if who.is_protected and not can(by, Permission.PROTECTED_READ):
        told = _("Personen har skyddade personuppgifter. En chef får ta emot ansökan.")
        raise InvalidInputError({"number": [told]})
    if not who.name:
        told = _("Registret svarar inte just nu. Skriv namnet också.")
        raise InvalidInputError({"name": [told]})
    return who


def _remembered(identity: Identity, name: str, *, is_protected: bool = False) -> CitizenIdentity:
    row = remember_citizen(
        identity=identity,
        name=name,
        given_name=name.split(" ", maxsplit=1)[0],
        is_protected=is_protected or None,
    )
    return open_identity(row)


def _keep_contact(begun: Begun, who: CitizenIdentity) -> None:
    """Where she wants word. What she has given herself earlier stands where nothing is told."""
    email, phone = begun.email.strip() or who.email, begun.phone.strip() or who.phone
    if (email, phone) != (who.email, who.phone):
        set_contact(citizen_id=who.id, email=email, phone=phone)
