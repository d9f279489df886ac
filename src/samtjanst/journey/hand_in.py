"""What follows when somebody has signed: arrival, waiting, completion, or an end without it.

All run inside the transaction of the signature that causes them, or of the hand-in where no
signature is asked for.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from samtjanst.building.definitions.queries import definition_of, unit_of
from samtjanst.capabilities.formkit import following
from samtjanst.capabilities.formkit.following import INVITATION, NOT_NEEDED, Arrival, Phase
from samtjanst.capabilities.formkit.own_messages import Moment
from samtjanst.capabilities.formkit.parties import SIGNATORY
from samtjanst.capabilities.formkit.present.represented import taken_down_in_short
from samtjanst.capabilities.messages.services import notify_all
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.capabilities.signing.types import APPLICANT, Moved, RoomState, Signed
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.foundation.tenancy.transactions import together
from samtjanst.journey import fee_due, neighbours_told, own_words
from samtjanst.journey.matter import Matter, matter_of
from samtjanst.journey.whom import concerns, is_of_age, principal
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services as case_services
from samtjanst.running.cases.types import NewCase, PartyInput
from samtjanst.running.filing import services as filing_services


@together
def signed(*, signed: Signed, by: Actor) -> None:
    """What follows from a signature that has just been recorded.

    The applicant's: it has arrived now (FL 22 §), unless it waits in own space. The last one:
    the case can be handled.
    """
    matter, now = matter_of(signed.subject[1]), clock.now()
    if signed.released:
        matter = _without(matter, signed, by)
    # What staff has taken down has arrived before she signs, as any other who is asked.
    is_first = signed.role == APPLICANT and cases.case_of_filing(matter.filing_id) is None
    if is_first:
        _first(matter, _arrival(matter, waits=not signed.room_complete), now, by)
    elif signed.room_complete:
        _complete(matter, now, by)
        # Somebody can have been named instead of one who was named in the filing.
        matter = replace(matter, parties=tuple(cases.parties_of_filing(matter.filing_id)))
    if signed.asked:
        _ask_next(matter, signed.asked, by)
    if signed.room_complete and not is_first:
        _tell(matter, matter.complete, by)


def _arrival(matter: Matter, *, waits: bool) -> Arrival:
    # Where a guardian is lost to the register a person decides, with a reason, how to go on.
    return following.arrival(
        definition_of(matter.version_id).signing,
        waits=waits,
        is_held=matter.is_lost,
        is_taken_down=matter.taken_down is not None,
        some_are_enough=bool(matter.signatories.get("needed")),
    )


def _first(
    matter: Matter, first: Arrival, now: datetime, by: Actor, *, asks_her: bool = False
) -> None:
    """What follows from the applicant's own act: she has signed, or handed in what nobody signs.

    ``asks_her`` is when staff has done it for her, and she is to sign as well.
    """
    if fee_due.is_first(matter.snapshot) and matter.taken_down is None:
        first = following.paid_first(first)
    if first.phase is Phase.OWN_SPACE:
        days = definition_of(matter.version_id).signing.expires_days
        waits = timedelta(days=fee_due.days(matter.snapshot) or days)
        filing_services.sign(filing_id=matter.filing_id, waits=waits, by=by)
    else:
        filing_services.hand_in(filing_id=matter.filing_id, at=now, by=by)
        at_first, at = replace(matter, parties=matter.at_first), matter.arrived_at(now)
        is_complete = first.phase is Phase.RECEIVED
        _open_case(at_first, at, by, completed_at=at if is_complete else None)
        moment = Moment.RECEIVED if is_complete else Moment.WAITING
        own_words.say(matter.filing_id, matter.version_id, moment)
    fee_due.ask(matter.snapshot, tells=first.template != following.TO_PAY, by=by)
    if first.invites:
        _invite(matter, first.template, by, asks_her=asks_her)
    else:
        _tell(matter, first.template, by)


@together
def paid(*, filing_id: uuid.UUID, amount: str, by: Actor) -> None:
    """The fee is paid: the case is told, or what waited for it in own space has come in now."""
    matter = matter_of(filing_id)
    if cases.case_of_filing(filing_id) is None:
        rule = definition_of(matter.version_id).signing
        _complete(matter, clock.now(), by)
        _tell(matter, matter.complete if rule.is_signed else following.RECEIVED, by)
    case_services.note_about_parties(filing_id=filing_id, what="fee_paid", text=amount, by=by)


@together
def unpaid(*, filing_id: uuid.UUID, by: Actor) -> None:
    """The time to pay has passed: the handler sees it, and the applicant is told."""
    if cases.case_of_filing(filing_id) is not None:
        case_services.note_about_parties(filing_id=filing_id, what="fee_lapsed", text="", by=by)
    _tell(matter_of(filing_id), "fee_expired", by)


def _without(matter: Matter, signed: Signed, by: Actor) -> Matter:
    """Enough have signed: those who were not needed are told, and have no part in the case."""
    told = [(who, NOT_NEEDED) for _, who in matter.parties if who.id in signed.told]
    # One whom a handler has named is not in the filing.
    known = {who.id for who, _ in told}
    told += [(identity_of(key), NOT_NEEDED) for key in signed.told if key not in known]
    subject = ("filing", str(matter.filing_id))
    notify_all(notices=told, subject=subject, path="/mina-arenden/", by=by)
    if cases.case_of_filing(matter.filing_id) is not None:
        case_services.part_with(
            filing_id=matter.filing_id, citizens=signed.released, text=matter.enough, by=by
        )
    kept = tuple(party for party in matter.parties if party[1].id not in signed.released)
    return replace(matter, parties=kept)


def _ask_next(matter: Matter, asked: Sequence[uuid.UUID], by: Actor) -> None:
    """It is their turn to sign: they are told, and are parties from now on."""
    subject = ("filing", str(matter.filing_id))
    has_case = cases.case_of_filing(matter.filing_id) is not None
    for citizen_id in asked:
        who = identity_of(citizen_id)
        if has_case:
            party = PartyInput(SIGNATORY, who.id, who.is_protected)
            case_services.let_in(filing_id=matter.filing_id, party=party, by=by)
        notices = [(who, INVITATION)]
        notify_all(notices=notices, subject=subject, path="/mina-arenden/", by=by)


@together
def confirmed(*, filing_id: uuid.UUID, by: Actor) -> None:
    """What follows when the applicant has handed in what nobody signs: it is complete at once."""
    matter = matter_of(filing_id)
    _first(matter, _arrival(matter, waits=False), clock.now(), by)


@together
def taken_down(*, filing_id: uuid.UUID, by: Actor) -> None:
    """What follows when staff has handed in what the applicant told, and she has yet to sign.

    It has arrived (FL 22 §), and she is asked to sign together with the others.
    """
    matter = matter_of(filing_id)
    _first(matter, _arrival(matter, waits=True), clock.now(), by, asks_her=True)


def _invite(matter: Matter, template: str, by: Actor, *, asks_her: bool) -> None:
    subject = ("filing", matter.filing_id)
    asked = signing_services.invite(subject=subject, asks_applicant=asks_her, by=by)
    people = {who.id: who for _, who in matter.parties}
    invited = [(people[citizen_id], INVITATION) for citizen_id in asked]
    _tell(matter, template, by, invited)


@transaction.atomic
def died(*, who: CitizenIdentity, moved: Moved, by: Actor) -> None:
    """Somebody who was asked to sign has died; when nobody else is missing it is complete.

    When too few are left it has ended as if somebody had declined; in turn, the next is asked.
    """
    filing_id = moved.subject[1]
    matter, now = matter_of(filing_id), clock.now()
    if moved.state is RoomState.COMPLETE:
        _complete(matter, now, by)
        _tell(matter, matter.complete, by, without=who)
    elif moved.state is RoomState.DECLINED:
        declined(moved=moved, by=by)
    if moved.asked:
        _ask_next(matter, moved.asked, by)
    if cases.case_of_filing(filing_id) is not None:
        at = clock.local(now).strftime("%Y-%m-%d %H:%M")
        is_named = who.id in {one.id for party, one in matter.parties if party.role == SIGNATORY}
        what = "signatory_dead" if is_named else "guardian_dead"
        case_services.note_about_parties(
            filing_id=filing_id, what=what, text=f"{who.name}, {at}", by=by
        )


@transaction.atomic
def lost(*, filing_id: uuid.UUID, who: CitizenIdentity, by: Actor) -> None:
    """Somebody who was asked to sign has emigrated without an address, or is unknown: noted once.

    She can sign all the same; the handler can name another, or handle the case without it.
    """
    case = cases.case_of_filing(filing_id)
    if case is None:
        return
    noted = {(event.what, event.text) for event in cases.timeline(case.id)}
    if ("signatory_lost", who.name) not in noted:
        case_services.note_about_parties(
            filing_id=filing_id, what="signatory_lost", text=who.name, by=by
        )


def _complete(matter: Matter, now: datetime, by: Actor) -> None:
    if cases.case_of_filing(matter.filing_id) is None:
        filing_services.hand_in(filing_id=matter.filing_id, at=now, by=by)
        _open_case(matter, now, by, completed_at=now)
    else:
        case_services.complete_case(filing_id=matter.filing_id, at=now, by=by)
        if is_of_age(definition_of(matter.version_id), matter.snapshot):
            case_services.note_about_parties(
                filing_id=matter.filing_id, what="child_of_age", text="", by=by
            )
    own_words.say(matter.filing_id, matter.version_id, Moment.RECEIVED)


@transaction.atomic
def declined(*, moved: Moved, by: Actor) -> None:
    """Somebody will not sign: the handler sees it, and the applicant is told.

    While enough others can sign it goes on; in turn, the next is asked.
    """
    filing_id = moved.subject[1]
    has_case = cases.case_of_filing(filing_id) is not None
    if has_case and moved.state is RoomState.OPEN:
        what = "declined_not_last"
        case_services.note_about_parties(filing_id=filing_id, what=what, text="", by=by)
    elif has_case:
        case_services.note_declined(filing_id=filing_id, by=by)
    matter = matter_of(filing_id)
    _tell(matter, "sign_declined", by)
    if moved.asked:
        _ask_next(matter, moved.asked, by)


@transaction.atomic
def came_of_age(*, filing_id: uuid.UUID, by: Actor) -> bool:
    """Note that guardians no longer sign for the child; whether that is so.

    The handler decides how to go on; nobody is reminded any more.
    """
    matter = matter_of(filing_id)
    if not is_of_age(definition_of(matter.version_id), matter.snapshot):
        return False
    case = cases.case_of_filing(filing_id)
    if case and "child_of_age" not in {event.what for event in cases.timeline(case.id)}:
        case_services.note_about_parties(filing_id=filing_id, what="child_of_age", text="", by=by)
    return True


@transaction.atomic
def expired(*, filing_id: uuid.UUID, by: Actor) -> None:
    """Time ran out before everybody had signed."""
    if cases.case_of_filing(filing_id) is not None:
        case_services.lapse(filing_id=filing_id, by=by)
    _tell(matter_of(filing_id), "sign_expired", by)


def _open_case(
    matter: Matter, arrived_at: datetime, by: Actor, *, completed_at: datetime | None
) -> None:
    definition = definition_of(matter.version_id)
    case_services.open_case(
        new=NewCase(
            filing_id=matter.filing_id,
            snapshot_id=matter.snapshot.id,
            version_id=matter.version_id,
            e_service_title=definition.title.to("sv"),
            unit_id=unit_of(matter.snapshot.content["e_service"]),
            reference_prefix=definition.handling.reference_prefix,
            arrived_at=arrived_at,
            completed_at=completed_at,
            target_days=definition.handling.target_days,
            in_working_days=definition.handling.working_days,
            restarts=definition.handling.restarts,
            concerns=concerns(definition, matter.snapshot),
            parties=(*(party for party, _ in matter.parties), *principal(matter.snapshot)),
            # Also of somebody whose turn to sign has not come.
            is_protected=any(one["protected"] for one in matter.snapshot.content["parties"]),
        ),
        by=by,
    )
    for dead in matter.snapshot.content.get("dead", ()):
        at = clock.local(datetime.fromisoformat(dead["at"])).strftime("%Y-%m-%d %H:%M")
        case_services.note_about_parties(
            filing_id=matter.filing_id, what="guardian_dead", text=f"{dead['name']}, {at}", by=by
        )
    abroad = ", ".join(who.name for _, who in matter.parties if who.foreign)
    told, beside = matter.taken_down, neighbours_told.by_hand(matter.snapshot)
    notes = {
        "taken_down": (taken_down_in_short(told) if told else "", told is not None),
        "child_of_age": ("", is_of_age(definition, matter.snapshot)),
        "no_number": (abroad, bool(abroad)),
        "neighbours_by_hand": (neighbours_told.in_words(beside), bool(beside)),
    }
    for what, (text, holds) in notes.items():
        if holds:
            case_services.note_about_parties(
                filing_id=matter.filing_id, what=what, text=text, by=by
            )


def _tell(
    matter: Matter,
    template: str,
    by: Actor,
    more: Sequence[tuple[CitizenIdentity, str]] = (),
    without: CitizenIdentity | None = None,
) -> None:
    notices = list(more)
    for party, who in matter.parties:
        is_told = following.is_told(template, party.role, protected=party.is_protected)
        if is_told and who != without:
            notices.append((who, template))
    subject = ("filing", str(matter.filing_id))
    notify_all(notices=notices, subject=subject, path="/mina-arenden/", by=by)
