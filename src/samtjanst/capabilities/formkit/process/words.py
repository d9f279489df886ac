"""What the parts of a process are called, and its steps told in a sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit.process.model import (
    Automatic,
    Base,
    Event,
    Process,
    Trigger,
    Who,
)
from samtjanst.capabilities.formkit.texts import Text, Told, join

BASES: Mapping[str, Text] = MappingProxyType(
    {
        Base.RECEIVED: Text("Ny", "New"),
        Base.IN_PROGRESS: Text("Handläggs", "Being handled"),
        Base.WAITING_FOR_APPLICANT: Text("Väntar på den sökande", "Waiting for the applicant"),
        Base.DECIDED: Text("Beslutat", "Decided"),
    }
)
WHO: Mapping[str, Text] = MappingProxyType(
    {
        Who.HANDLER: Text("Handläggare", "Handler"),
        Who.MANAGER: Text("Chef", "Manager"),
        Who.SYSTEM: Text("Anslutet system", "Connected system"),
    }
)
TRIGGERS: Mapping[str, Text] = MappingProxyType(
    {
        Trigger.AFTER: Text("Efter en tid i statusen", "After a time in the status"),
        Trigger.AT: Text("En dag som den sökande har svarat", "On a day that was answered"),
        Trigger.ON: Text("När något händer", "When something happens"),
    }
)
EVENTS: Mapping[str, Text] = MappingProxyType(
    {
        Event.ALL_SIGNED: Text(
            "ärendet har kommit in med alla underskrifter",
            "the case has come in with every signature",
        ),
        Event.SUPPLEMENT_ANSWERED: Text(
            "en komplettering har kommit in", "a supplement has come in"
        ),
        Event.SUPPLEMENT_PASSED: Text(
            "tiden för komplettering har gått ut", "the time to supplement has passed"
        ),
        Event.HEARING_ANSWERED: Text("en part har yttrat sig", "a party has commented"),
        Event.OPINION_ANSWERED: Text("ett yttrande har kommit in", "an opinion has come in"),
        Event.MESSAGE_RECEIVED: Text("en part har skrivit", "a party has written"),
        Event.DELIVERY_RECEIPT: Text(
            "mottagande system har kvitterat", "the receiving system has confirmed"
        ),
        Event.FEE_PAID: Text("avgiften är betald", "the fee has been paid"),
        Event.FEE_LAPSED: Text("tiden att betala har gått ut", "the time to pay has passed"),
    }
)
_AFTER = Text("efter {days} dagar", "after {days} days")
_AFTER_WORKING = Text("efter {days} arbetsdagar", "after {days} working days")
_AT = Text("på dagen i ”{question}”", "on the day in “{question}”")
_BEFORE = Text("{days} dagar före dagen i ”{question}”", "{days} days before “{question}”")
_PAST = Text("{days} dagar efter dagen i ”{question}”", "{days} days after “{question}”")
_ON = Text("när {event}", "when {event}")
_TO = Text("går till ”{title}”", "goes to “{title}”")
_TELLS = Told("skickar ett meddelande", "sends a message")
_MARKS = Text("märks ”{mark}”", "is marked “{mark}”")


def when(step: Automatic, labels: Mapping[str, str]) -> Told:
    """When an automatic step happens; ``labels`` are the questions' texts by id."""
    if step.trigger is Trigger.ON:
        return _ON.told(event=EVENTS[step.event])
    if step.trigger is Trigger.AFTER:
        return (_AFTER_WORKING if step.working_days else _AFTER).told(days=step.days)
    text = _BEFORE if step.days < 0 else _PAST if step.days else _AT
    return text.told(days=abs(step.days), question=labels.get(step.question, step.question))


def effects(step: Automatic, process: Process) -> Told:
    """What an automatic step does."""
    target = process.find(step.to) if step.to else None
    parts = [_TO.told(title=target.title)] if target else []
    parts += [_TELLS] if step.message else []
    parts += [_MARKS.told(mark=step.mark)] if step.mark else []
    return join(parts, ", ")
