"""The time line of a case: what happened, who signed, what was sent, in one order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit.present.represented import TAKEN_DOWN, short_in_words
from samtjanst.capabilities.messages.types import MessageState, MessageView, Way
from samtjanst.capabilities.signing.types import RequestState, RequestView, RoomView
from samtjanst.running.cases.types import CaseView, EventView, News
from samtjanst.web.handler.notices import MESSAGES
from samtjanst.web.handler.texts import EVENTS, WAYS

_ABOUT_SIGNING = "sign_"  # names of notices about a signature
_TOLD = frozenset(
    {
        "assigned",
        "decision_stopped",
        "moved",
        "step",
        "step_by_itself",
        "happened_by_itself",
        "allotted",
        "vacated",
        "trashed",
        "delay_told",
        "decision_posted",
        "shared",
        "hearing_opened",
        "opinion_asked",
        "opinion_answered",
        "decision_requested",
        "decision_request_registered",
        "supplement_asked",
        "supplement_extended",
        "inquiry_asked",
        "inquiry_extended",
        "time_extended",
        "closed",
        "note_struck",
        "letter_struck",
        "retracted",
        "retraction_registered",
        "signatory_named",
        "signed_on_paper",
        "signed_by_phone",
        "signatures_enough",
        "guardian_dead",
        "signatory_dead",
        "signatory_lost",
        "neighbours_by_hand",
        "no_number",
    }
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: when, what, and by or to whom."""

    at: datetime
    what: Any
    who: str = ""
    more: Any = ""
    is_lost: bool = False  # a message that nobody got, and for which there is no other way


def story(
    case: CaseView,
    events: Iterable[EventView],
    room: RoomView | None,
    sent: Iterable[MessageView],
) -> list[Happening]:
    """Everything that has happened, latest first."""
    lines = [
        *(_of_event(event) for event in events),
        *(line for request in (room.requests if room else ()) for line in _of_request(request)),
        *(_of_message(case, message) for message in sent),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _of_event(event: EventView) -> Happening:
    what = EVENTS.get(event.what, event.what)
    return Happening(event.at, what, in_whose_place(event), _of_whom(event))


def in_whose_place(event: EventView | News) -> str:
    """Who it was, and for whom, when it was in the case of a colleague who is away."""
    if not event.instead_of:
        return event.who
    return _("%(who)s, för %(absent)s") % {"who": event.who, "absent": event.instead_of}


def latest_to_each(
    case: CaseView, room: RoomView | None, sent: Iterable[MessageView]
) -> list[tuple[RequestView, Happening | None]]:
    """Everybody who signs, with the latest notice about it to her: what, when and how it went."""
    last = {m.citizen_id: m for m in sent if m.template.startswith(_ABOUT_SIGNING)}
    requests = room.requests if room else ()
    found = [(request, last.get(request.citizen_id)) for request in requests]
    return [(request, _of_message(case, m) if m else None) for request, m in found]


def _of_whom(event: EventView) -> str:
    # The text of a note stands among the notes; of these it is a name, a day or a reason.
    if event.what == TAKEN_DOWN:
        return short_in_words(event.text, get_language() or "sv")
    return event.text if event.what in _TOLD else ""


def recipient(case: CaseView, message: MessageView) -> str:
    """To whom a message went, as the case's parties are called."""
    found = (party for party in case.parties if party.citizen_id == message.citizen_id)
    return next((party.name for party in found), "")


def _of_request(request: RequestView) -> Iterator[Happening]:
    who = request.name or _("Skyddad identitet")
    if request.opened_at:
        yield Happening(request.opened_at, _("Öppnade ansökan"), who)
    if request.state is RequestState.SIGNED and request.signed_at:
        yield Happening(request.signed_at, _("Skrev under"), who)
    if request.declined_at:
        yield Happening(request.declined_at, _("Ville inte skriva under"), who)


def _of_message(case: CaseView, message: MessageView) -> Happening:
    what = MESSAGES.get(message.template, message.template)
    states = {
        MessageState.QUEUED: _("På väg"),
        MessageState.SENT: _("Skickat"),
        MessageState.DELIVERED: _("Framme"),
        MessageState.FAILED: _("Kom inte fram, och det finns inget annat sätt"),
        MessageState.TO_PRINT: _("Väntar på att skrivas ut"),
        MessageState.UNREACHABLE: _("Det finns inget sätt att nå personen"),
    }
    told = str(states[message.state])
    is_tried = message.is_told or message.state is MessageState.FAILED
    if is_tried and message.way is not Way.EMAIL:
        told = f"{WAYS[message.way]}. {told}"
    at = message.sent_at or message.created_at
    is_lost = message.state in {MessageState.FAILED, MessageState.UNREACHABLE}
    return Happening(at, what, recipient(case, message), told, is_lost)
