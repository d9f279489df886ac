"""The screen of messages: which notices go out when, and what the e-service itself says then."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.message_preview import Preview, preview
from samtjanst.capabilities.formkit.outgoing import Outgoing, lacks_reminder, outgoing
from samtjanst.capabilities.formkit.own_messages import MOMENTS, Moment, To
from samtjanst.capabilities.messages import queries as messages
from samtjanst.capabilities.messages.types import Way
from samtjanst.kernel import clock
from samtjanst.web.studio.settings_form import Item, Listed, Section
from samtjanst.web.ui.language import spoken

_MOMENTS = (
    (Moment.DRAFT.value, gettext_lazy("Är påbörjad och inte inlämnad: läses vid utkastet")),
    (Moment.OWN_SPACE.value, gettext_lazy("Väntar i eget utrymme, på underskrift eller betalning")),
    (Moment.WAITING.value, gettext_lazy("Har kommit in och väntar på fler underskrifter")),
    (Moment.RECEIVED.value, gettext_lazy("Har kommit in och är komplett")),
    (Moment.SUPPLEMENT.value, gettext_lazy("Komplettering begärs: handläggaren börjar härifrån")),
    (Moment.SUPPLEMENTED.value, gettext_lazy("Kompletteringen har kommit in")),
    (Moment.DECIDED.value, gettext_lazy("Beslutet är fattat")),
)
_TO = (
    (To.APPLICANT.value, gettext_lazy("Den sökande")),
    (To.PARTIES.value, gettext_lazy("Alla parter som det går att skriva till")),
)
WAYS = {
    Way.EMAIL: gettext_lazy("e-post"),
    Way.SMS: gettext_lazy("sms"),
    Way.MAILBOX: gettext_lazy("digital brevlåda"),
    Way.LETTER: gettext_lazy("brev"),
}
MESSAGES = Section(
    "meddelanden",
    gettext_lazy("Meddelanden"),
    gettext_lazy(
        "Aviseringen som går ut säger aldrig vad ärendet gäller, bara att något väntar. Här ser du "
        "vilka som går ut, och skriver det som läses i ärendet, eller vid ansökan så länge den "
        "inte är inlämnad, efter inloggning."
    ),
    "handling",
    (
        Listed(
            "messages",
            gettext_lazy("E-tjänstens egna ord"),
            gettext_lazy("Lägg till ett meddelande"),
            (
                Item("moment", gettext_lazy("När"), "one_of", choices=_MOMENTS),
                Item(
                    "to",
                    gettext_lazy("Till vem"),
                    "one_of",
                    choices=_TO,
                    help=gettext_lazy(
                        "Alla parter går att välja när ärendet är komplett och när det är "
                        "beslutat. Annars går det till den sökande."
                    ),
                ),
                Item(
                    "text",
                    gettext_lazy("Text"),
                    "text",
                    help=gettext_lazy(
                        "Det här byts ut mot ärendets uppgifter: {namn}, {ärendenummer}, "
                        "{e-tjänst}, {gäller}, {handläggare}, {klart senast}. Kommunens egna "
                        "parametrar fylls också i."
                    ),
                    required=True,
                ),
            ),
            {"moment": Moment.RECEIVED.value, "text": {"sv": ""}},
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A text of the e-service as it is read, with a heading that says when."""

    title: str
    preview: Preview
    english: Preview | None = None


def context(draft: OpenDraft) -> dict[str, Any]:
    """What the template shows beside the fields."""
    notices = [_notice(one) for one in outgoing(draft.document)]
    return {
        "notices": notices,
        "ways": [WAYS[one] for one in messages.ways_here()],
        "lacks_reminder": lacks_reminder(draft.document),
        "previews": [*_own(draft), *_of_process(draft)],
    }


def _notice(one: Outgoing) -> dict[str, Any]:
    said = messages.wording(one.template)
    return {
        "when": spoken(one.when),
        "to": spoken(one.to),
        "subject": said.subject,
        "text": said.text,
        "is_posted": said.is_posted,
        "words": one.words,
    }


def _own(draft: OpenDraft) -> list[Shown]:
    handling = draft.document.get("handling") or {}
    found = []
    for one in handling.get("messages") or ():
        moment, text = str(one.get("moment", "")), one.get("text") or {}
        title = spoken(MOMENTS[Moment(moment)]) if moment in set(Moment) else moment
        if text.get("sv"):
            english = _preview(draft, text["en"], moment) if text.get("en") else None
            found.append(Shown(title, _preview(draft, text["sv"], moment), english))
    return found


def _of_process(draft: OpenDraft) -> list[Shown]:
    known = (one for one in outgoing(draft.document) if one.words)
    return [Shown(spoken(one.when), _preview(draft, one.words)) for one in known]


def _preview(draft: OpenDraft, text: str, moment: str = "") -> Preview:
    return preview(draft.document, text, draft.parameters, clock.today(), moment)


def faults(draft: OpenDraft) -> int:
    """How many things are missing on the screen beside what keeps it from being a definition."""
    return int(lacks_reminder(draft.document))
