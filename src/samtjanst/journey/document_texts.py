"""What a document about a case says of it: its facts, who has signed, what has been written."""

from collections.abc import Callable, Iterator
from typing import Any

from samtjanst.capabilities.documents.types import Row, Section
from samtjanst.capabilities.formkit.messages import say
from samtjanst.capabilities.formkit.parties import SIGNATORY
from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import RequestState, RoomState, RoomView
from samtjanst.journey import fee_of, place_maps
from samtjanst.journey.letters import Shown
from samtjanst.journey.supplemented import Told
from samtjanst.kernel import clock
from samtjanst.running.cases.types import (
    AppealView,
    AskedOf,
    CaseView,
    DecisionKind,
    DecisionView,
    SupplementState,
)

ROLES = {
    "applicant": "Sökande",
    "guardian": "Vårdnadshavare",
    "neighbour": "Granne",
    "signatory": "Undertecknare",
    "principal": "Fullmaktsgivare",
    "decider": "Beslutsfattare",
    "certifier": "Intygar enligt protokollet",
    "approver": "Har godkänt",
}
STATES = {
    "waiting_for_signature": "Väntar på underskrift",
    "received": "Komplett, väntar på handläggning",
    "in_progress": "Handläggs",
    "waiting_for_applicant": "Väntar på komplettering",
    "decided": "Beslutat",
    "lapsed": "Avslutat utan alla underskrifter",
    "withdrawn": "Återkallat av den sökande",
}

_moment: Callable[[Any], str] = clock.exact
_BESIDES = {
    "guardian": " Varje vårdnadshavare behöver också skriva under.",
    "neighbour": " Varje granne som har blivit ombedd behöver också skriva under.",
}
ENDED = {
    SupplementState.OPEN: "Inte än",
    SupplementState.WITHDRAWN: "Begäran togs tillbaka",
    SupplementState.CLOSED: "Inte innan ärendet avgjordes",
}
REASONS = {
    "incomplete": "saknas eller är ofullständigt",
    "wrong": "stämmer inte",
    "unclear": "är oklart",
    "outdated": "är inaktuellt",
}


def facts_of(case: CaseView) -> Iterator[tuple[str, str]]:
    """Number, days, handler and parties of a case that the caller has authorised."""
    yield "Kom in", _moment(case.arrived_at)
    if case.completed_at:
        yield "Komplett", _moment(case.completed_at)
    if case.due:
        yield "Bör vara beslutat senast", case.due.isoformat()
    if case.handler:
        yield "Handläggare", case.handler
    for party in case.parties:
        yield ROLES.get(party.role, party.role), party.name or "Skyddad identitet"
    yield from signatures(case)
    yield from fee_of.facts(case)


def signatures(case: CaseView) -> Iterator[tuple[str, str]]:
    """How many have to sign beside the applicant, and have; nothing where all do, at once."""
    if SIGNATORY not in {party.role for party in case.parties}:
        return
    room = signing.room_of(("filing", case.filing_id))
    if room is None or not (room.needed or room.in_turn):
        return
    found, turn = room.tally, " En i taget." if room.in_turn else ""
    besides = "".join(text for role, text in _BESIDES.items() if role in room.always)
    verb = "behövdes" if room.state is RoomState.COMPLETE else "behövs"
    count = f"{found.wanted} av {room.named} {verb} utöver den sökande."
    yield "Underskrifter", f"{count} {found.signed} har skrivit under.{turn}{besides}"


def unsigned(room: RoomView | None) -> Iterator[str]:
    """Who has not signed, and is waited for."""
    for request in room.missing if room else ():
        turn = ", väntar på sin tur" if request.state is RequestState.QUEUED else ""
        who = request.name or "Skyddad identitet"
        yield f"{ROLES.get(request.role, request.role)}: {who}{turn}"


def supplements(told: list[Told]) -> Iterator[Section]:
    """What was asked for and what came, each as a section."""
    for one in told:
        request = one.request
        asked = Row("Begärt", tuple(_asked(*item) for item in one.items), _moment(request.asked_at))
        whom = "Till den sökande" if request.of.is_applicant else f"Till {_whom(request.of)}"
        rows = [asked, Row(whom, (request.asked.text,)), Row("Kom in", _came(one))]
        if one.answered_by:
            rows.append(Row("Svarade", (one.answered_by,)))
        if request.asked.hidden:
            rows.append(Row("Visas inte för parterna", (request.asked.hidden,)))
        rows += [
            Row(
                change.label,
                change.after,
                "Tidigare svar: " + "; ".join(change.before or ("–",)),
                place_maps.place_of(change.drawn, change.shape),
            )
            for change in one.changes
        ]
        yield Section(f"Komplettering, begärd {clock.local(request.asked_at).date()}", tuple(rows))


def _whom(of: AskedOf) -> str:
    return of.name or "någon med skyddad identitet"


def _asked(label: str, reason: str) -> str:
    return f"{label} ({REASONS[reason]})" if reason else label


def letters(shown: list[Shown]) -> Iterator[Section]:
    """The messages between the municipality and the parties, as one section."""
    rows = []
    for one in shown:
        who = one.letter.who or "Skyddad identitet"
        to = "" if one.letter.is_from_citizen else f" till {one.letter.party}"
        to += f" ({say(f'channel_{one.letter.channel}', 'sv')})" if one.letter.channel else ""
        names = tuple(f"Bilaga: {info.name}" for info in one.files)
        rows.append(Row(f"{who}{to}", (one.letter.text, *names), _moment(one.letter.at)))
    if rows:
        yield Section("Meddelanden", tuple(rows))


def _came(one: Told) -> tuple[str, ...]:
    at = one.request.answered_at
    if at is None:
        return (ENDED[one.request.state],)
    late = ("Efter den begärda dagen",) if one.request.is_late else ()
    return (_moment(at), *late)


def appeals(found: list[AppealView]) -> Iterator[Section]:
    """The appeals, each as a section."""
    for one in found:
        rows = [
            Row("Kom in", (one.received_on.isoformat(),)),
            Row("Överklagandet", (one.text,)),
            Row("Parten fick del av beslutet", (str(one.learned_on or "Inte utrett"),)),
        ]
        for label, text in (
            ("Avvisat, skäl", one.rejection),
            ("Omprövat, ändrat" if one.is_changed else "Omprövat, står fast", one.reconsidered),
            ("Lämnat till", one.court),
        ):
            rows += [Row(label, (text,))] if text else []
        yield Section("Överklagande", tuple(rows))


def period(decision: DecisionView) -> Iterator[tuple[str, str]]:
    """From when and until when a decision holds, where it says so."""
    if decision.valid_from:
        yield "Gäller från", decision.valid_from.isoformat()
    if decision.valid_to:
        yield "Gäller till och med", decision.valid_to.isoformat()


def earlier(made: list[DecisionView]) -> Iterator[Section]:
    """The decisions beside the one in force, first to last: replaced, or that reject an appeal."""
    matters = [one for one in made if one.kind is DecisionKind.MATTER]
    for one in made:
        if one.kind is DecisionKind.MATTER and one is matters[-1]:
            continue
        is_matter = one.kind is DecisionKind.MATTER
        yield Section(
            "Tidigare beslut, gäller inte längre" if is_matter else "Beslut om överklagandet",
            decision_rows(one),
        )


def decision_rows(one: DecisionView) -> tuple[Row, ...]:
    """A decision as rows of a section."""
    return (
        Row("Beslut", (one.outcome_title,), f"{one.decided_by}, {_moment(one.decided_at)}"),
        Row("Skäl", (one.reasons,)),
        Row("Bestämmelser", one.legal_basis),
        *(Row(label, (text,)) for label, text in period(one)),
    )
