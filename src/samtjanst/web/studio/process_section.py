"""The screen on which an e-service gets a process of its own: phases, statuses, steps, timers."""

from typing import Any

from django.utils.translation import gettext_lazy

from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.process import Base, Event, Trigger, Who
from samtjanst.web.studio.settings_form import Item, Listed, Section

KEY = "gang"
_TITLE = Item("title", gettext_lazy("Namn"), required=True)
_WHEN = Item(
    "when",
    gettext_lazy("Bara när svaren säger"),
    "condition",
    help=gettext_lazy("Annars syns steget inte, eller händer inte."),
)
_BASES = (
    (Base.RECEIVED.value, gettext_lazy("Ny: ingen har tagit ärendet")),
    (Base.IN_PROGRESS.value, gettext_lazy("Handläggs")),
    (Base.WAITING_FOR_APPLICANT.value, gettext_lazy("Väntar på den sökande")),
    (Base.DECIDED.value, gettext_lazy("Beslutat")),
)
_WHO = (
    (Who.HANDLER.value, gettext_lazy("Handläggare")),
    (Who.MANAGER.value, gettext_lazy("Chef")),
    (Who.SYSTEM.value, gettext_lazy("Anslutet system")),
)
_TRIGGERS = (
    (Trigger.AFTER.value, gettext_lazy("Efter en tid i statusen")),
    (Trigger.AT.value, gettext_lazy("Vid en dag som den sökande har svarat")),
    (Trigger.ON.value, gettext_lazy("När något händer")),
)
_EVENTS = (
    (Event.ALL_SIGNED.value, gettext_lazy("Ärendet har kommit in med alla underskrifter")),
    (Event.SUPPLEMENT_ANSWERED.value, gettext_lazy("En komplettering har kommit in")),
    (Event.SUPPLEMENT_PASSED.value, gettext_lazy("Tiden för komplettering har gått ut")),
    (Event.HEARING_ANSWERED.value, gettext_lazy("En part har yttrat sig")),
    (Event.OPINION_ANSWERED.value, gettext_lazy("Ett yttrande har kommit in")),
    (Event.MESSAGE_RECEIVED.value, gettext_lazy("En part har skrivit")),
    (Event.DELIVERY_RECEIPT.value, gettext_lazy("Mottagande system har kvitterat")),
    (Event.FEE_PAID.value, gettext_lazy("Avgiften är betald")),
    (Event.FEE_LAPSED.value, gettext_lazy("Tiden att betala har gått ut")),
)
_STEPS = Listed(
    "steps",
    gettext_lazy("Steg som någon väljer"),
    gettext_lazy("Lägg till ett steg"),
    (
        Item(
            "title",
            gettext_lazy("Vad knappen heter"),
            help=gettext_lazy("Vad den som väljer steget gör, till exempel Klart för beslut."),
            required=True,
        ),
        Item("to", gettext_lazy("Leder till"), "status"),
        Item("who", gettext_lazy("Vem som får välja det"), "many_of", choices=_WHO),
        _WHEN,
    ),
    {"title": {"sv": ""}},
    folds=True,
)
_AUTOMATIC = Listed(
    "automatic",
    gettext_lazy("Sker av sig självt"),
    gettext_lazy("Lägg till något som sker av sig självt"),
    (
        _TITLE,
        Item("trigger", gettext_lazy("Sätts i gång"), "one_of", choices=_TRIGGERS),
        Item(
            "days",
            gettext_lazy("Antal dagar"),
            "whole",
            help=gettext_lazy(
                "I statusen, eller efter dagen i svaret. Med minus: så många dagar före den."
            ),
        ),
        Item("working_days", gettext_lazy("Räkna i arbetsdagar"), "flag"),
        Item(
            "question",
            gettext_lazy("Dagen står i svaret på"),
            "question",
            kinds=frozenset({"date"}),
        ),
        Item("event", gettext_lazy("Det som händer"), "maybe", choices=_EVENTS),
        Item("to", gettext_lazy("Ny status"), "status"),
        Item(
            "message",
            gettext_lazy("Meddelande till parterna"),
            "text",
            help=gettext_lazy("{namn} och {ärendenummer} fylls i."),
        ),
        Item("mark", gettext_lazy("Märk ärendet med"), "name"),
        _WHEN,
    ),
    {"title": {"sv": ""}, "trigger": Trigger.AFTER.value, "days": 10},
    folds=True,
)
_STATUSES = Listed(
    "statuses",
    gettext_lazy("Statusar"),
    gettext_lazy("Lägg till en status"),
    (
        _TITLE,
        Item(
            "shown",
            gettext_lazy("Vad den sökande läser"),
            help=gettext_lazy("Till exempel Vi går igenom din ansökan."),
        ),
        Item(
            "base",
            gettext_lazy("Ärendets läge"),
            "one_of",
            help=gettext_lazy("Tiden för beslut, listorna och statistiken går efter läget."),
            choices=_BASES,
        ),
        Item(
            "decides",
            gettext_lazy("Beslut fattas här"),
            "flag",
            help=gettext_lazy(
                "Väljs det inte för någon status går det att besluta i alla där ärendet handläggs."
            ),
        ),
        _STEPS,
        _AUTOMATIC,
    ),
    {"title": {"sv": ""}, "base": Base.IN_PROGRESS.value},
    folds=True,
)
_PHASES = Listed(
    "phases",
    gettext_lazy("Faser"),
    gettext_lazy("Lägg till en fas"),
    (
        _TITLE,
        Item(
            "guide",
            gettext_lazy("Vägledning till handläggaren"),
            "text",
            help=gettext_lazy("Vad som ska göras i fasen, och vad man ska tänka på."),
        ),
        Listed(
            "checklist",
            gettext_lazy("Checklista"),
            gettext_lazy("Lägg till en rad"),
            (Item("text", gettext_lazy("Att bocka av"), required=True),),
            {"text": {"sv": ""}},
        ),
        _STATUSES,
    ),
    {"title": {"sv": ""}},
)
# What most e-services look like: from here one changes, rather than begins with nothing.
_START: dict[str, Any] = {
    "phases": [
        {
            "id": "inkommet",
            "title": {"sv": "Inkommet"},
            "statuses": [
                {
                    "id": "ny",
                    "title": {"sv": "Ny"},
                    "shown": {"sv": "Vi har fått din ansökan"},
                    "base": Base.RECEIVED.value,
                }
            ],
        },
        {
            "id": "utredning",
            "title": {"sv": "Utredning"},
            "statuses": [
                {
                    "id": "granskas",
                    "title": {"sv": "Granskas"},
                    "shown": {"sv": "Vi går igenom din ansökan"},
                    "base": Base.IN_PROGRESS.value,
                    "steps": [
                        {
                            "id": "klart_for_beslut",
                            "title": {"sv": "Klart för beslut"},
                            "to": "beslut_skrivs",
                        }
                    ],
                },
                {
                    "id": "invantar_svar",
                    "title": {"sv": "Inväntar svar"},
                    "shown": {"sv": "Vi väntar på svar från dig"},
                    "base": Base.WAITING_FOR_APPLICANT.value,
                },
            ],
        },
        {
            "id": "beslut",
            "title": {"sv": "Beslut"},
            "statuses": [
                {
                    "id": "beslut_skrivs",
                    "title": {"sv": "Beslut skrivs"},
                    "shown": {"sv": "Vi skriver ditt beslut"},
                    "base": Base.IN_PROGRESS.value,
                    "decides": True,
                    "steps": [
                        {
                            "id": "utred_mer",
                            "title": {"sv": "Mer behöver utredas"},
                            "to": "granskas",
                        }
                    ],
                },
                {
                    "id": "beslutat",
                    "title": {"sv": "Beslutat"},
                    "shown": {"sv": "Du har fått ett beslut"},
                    "base": Base.DECIDED.value,
                },
            ],
        },
    ]
}


def _tidy(document: Document) -> None:
    """Drop what was posted and does not belong: what another trigger needs, flags that are off."""
    for phase in (document.get("process") or {}).get("phases") or []:
        for status in phase.get("statuses") or []:
            if not status.get("decides"):
                status.pop("decides", None)
            for step in status.get("steps") or []:
                if step.get("who") == [Who.HANDLER.value]:
                    step.pop("who")
            for one in status.get("automatic") or []:
                _tidy_automatic(one)


def _tidy_automatic(one: dict[str, Any]) -> None:
    trigger = one.get("trigger")
    foreign = {
        Trigger.AFTER.value: ("question", "event"),
        Trigger.AT.value: ("working_days", "event"),
        Trigger.ON.value: ("days", "working_days", "question"),
    }.get(str(trigger), ())
    for name in foreign:
        one.pop(name, None)
    if not one.get("working_days"):
        one.pop("working_days", None)


PROCESS = Section(
    KEY,
    gettext_lazy("Ärendets gång"),
    gettext_lazy(
        "Faser och statusar som är e-tjänstens egna, vem som får flytta ärendet, och vad som sker "
        "av sig självt. Utan det går ärendet den vanliga vägen: ny, handläggs, beslutat."
    ),
    "process",
    (_PHASES,),
    start=_START,
    begin=gettext_lazy("Börja med en vanlig process"),
    end=gettext_lazy("Ta bort processen"),
    ended=gettext_lazy(
        "Nya ärenden går då den vanliga vägen. De som är inkomna följer sin egen version."
    ),
    tidy=_tidy,
)
