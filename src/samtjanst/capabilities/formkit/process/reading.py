"""The process as it stands in the document, read strictly; and what it points at, checked."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit.conditions import Compiler, Node
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.problems import Problem
from samtjanst.capabilities.formkit.process.model import (
    NEEDED,
    Automatic,
    Base,
    Event,
    Line,
    Phase,
    Process,
    Status,
    Step,
    Trigger,
    Who,
)
from samtjanst.capabilities.formkit.process.words import BASES
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.texts import Text, Told

LONGEST_MARK = 40
MOST_DAYS = 3650
_TAKEN = Text(
    "”{id}” används redan; varje id ska vara unikt i processen",
    "“{id}” is used already; each id must be one in the process",
)
_NO_STATUS = Text("statusen ”{to}” finns inte", "the status “{to}” does not exist")
_NO_EFFECT = Told(
    "ange vad som händer: en ny status, ett meddelande eller en märkning",
    "say what happens: another status, a message or a label",
)
_NO_DATE = Text("”{id}” är ingen fråga med ett datum", "“{id}” is not a question with a date")
_NEEDED = Text(
    "processen måste ha minst en status för läget ”{base}”",
    "the process must have at least one status in the state “{base}”",
)
_OTHER_STATE = Text(
    "steget leder till läget ”{base}”. Dit kommer ett ärende bara när det händer på riktigt: när "
    "någon tar det, frågar den sökande, får svar eller beslutar",
    "the step leads to the state “{base}”. A case only gets there when it happens: when somebody "
    "takes it, asks the applicant, gets an answer or decides",
)
_DECIDES = Told(
    "beslut fattas bara medan ärendet handläggs",
    "decisions are made only while the case is being handled",
)


def read(item: Fields) -> Process:
    """Read the process; faults are noted in ``item.problems``."""
    process = Process(tuple(map(_phase, item.each("phases", least=1, most=20))))
    item.close()
    return process


def _phase(item: Fields) -> Phase:
    phase = Phase(
        id=item.id(),
        title=item.words("title"),
        guide=item.words("guide", required=False),
        checklist=tuple(map(_line, item.each("checklist", most=50))),
        statuses=tuple(map(_status, item.each("statuses", least=1, most=30))),
    )
    item.close()
    return phase


def _line(item: Fields) -> Line:
    line = Line(item.id(), item.words("text"))
    item.close()
    return line


def _status(item: Fields) -> Status:
    status = Status(
        id=item.id(),
        title=item.words("title"),
        base=Base(item.one_of("base", set(Base))),
        shown=item.words("shown", required=False),
        decides=item.flag("decides"),
        steps=tuple(map(_step, item.each("steps", most=20))),
        automatic=tuple(map(_automatic, item.each("automatic", most=20))),
    )
    if status.decides and status.base is not Base.IN_PROGRESS:
        item.refuse("decides", _DECIDES)
    item.close()
    return status


def _step(item: Fields) -> Step:
    who = item.strings("who", least=1) if item.has("who") else (Who.HANDLER.value,)
    for place, one in enumerate(who):
        if one not in set(Who):
            reason = Text("”{one}” är ingen som kan ta ett steg", "“{one}” cannot take a step")
            item.refuse(f"who[{place}]", reason.told(one=one[:60]))
    step = Step(
        id=item.id(),
        title=item.words("title"),
        to=item.id("to"),
        who=tuple(Who(one) for one in who if one in set(Who)),
        when=item.raw("when") or {},
    )
    item.close()
    return step


def _automatic(item: Fields) -> Automatic:
    trigger = Trigger(item.one_of("trigger", set(Trigger)))
    least = 1 if trigger is Trigger.AFTER else -MOST_DAYS
    found = Automatic(
        id=item.id(),
        title=item.words("title"),
        trigger=trigger,
        days=_days(item, trigger, least),
        working_days=item.flag("working_days") if trigger is Trigger.AFTER else False,
        question=item.id("question") if trigger is Trigger.AT else "",
        event=item.one_of("event", set(Event)) if trigger is Trigger.ON else "",
        to=item.id("to") if item.has("to") else "",
        message=item.words("message", required=False),
        mark=_mark(item),
        when=item.raw("when") or {},
    )
    if not (found.to or found.message or found.mark):
        item.refuse("", _NO_EFFECT)
    item.close()
    return found


def _days(item: Fields, trigger: Trigger, least: int) -> int:
    if trigger is Trigger.ON:
        return 0
    return item.whole("days", least, MOST_DAYS, default=None if trigger is Trigger.AFTER else 0)


def _mark(item: Fields) -> str:
    mark = " ".join(item.text("mark", required=False).split())
    if len(mark) > LONGEST_MARK:
        reason = Text("högst {most} tecken", "at most {most} characters")
        item.refuse("mark", reason.told(most=LONGEST_MARK))
    return mark


def check(
    process: Process,
    questions: Mapping[str, Question],
    compiler: Callable[[], Compiler],
    problems: list[Problem],
) -> dict[str, Node]:
    """Note what points at nothing; the conditions by the id of the step that has them."""
    _refuse_doubles(process, problems)
    missing = (base for base in NEEDED if process.entry(base) is None)
    problems += (Problem("process.phases", 0, _NEEDED.told(base=BASES[one])) for one in missing)
    found: dict[str, Node] = {}
    for path, status in with_paths(process):
        for kind, step in _outward(status):
            at = f"{path}.{kind}[{getattr(status, kind).index(step)}]"
            if reason := _wrong(process, status, step, questions):
                problems.append(Problem(at + reason[0], 0, reason[1]))
            if step.when:
                item = Fields(step.when, f"{at}.when", problems)
                found[step.id] = compiler().condition(item)
    return found


def with_paths(process: Process) -> Iterator[tuple[str, Status]]:
    """Every status with its path in the document."""
    for number, phase in enumerate(process.phases):
        for place, status in enumerate(phase.statuses):
            yield f"process.phases[{number}].statuses[{place}]", status


def _outward(status: Status) -> Iterator[tuple[str, Step | Automatic]]:
    yield from (("steps", one) for one in status.steps)
    yield from (("automatic", one) for one in status.automatic)


def _refuse_doubles(process: Process, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for path, part in _parts(process):
        if part.id and part.id in seen:
            problems.append(Problem(f"{path}.id", 0, _TAKEN.told(id=part.id)))
        seen.add(part.id)


def _parts(process: Process) -> Iterator[tuple[str, Any]]:
    for number, phase in enumerate(process.phases):
        at = f"process.phases[{number}]"
        yield at, phase
        yield from ((f"{at}.checklist[{n}]", one) for n, one in enumerate(phase.checklist))
        for place, status in enumerate(phase.statuses):
            here = f"{at}.statuses[{place}]"
            yield here, status
            yield from ((f"{here}.steps[{n}]", one) for n, one in enumerate(status.steps))
            yield from ((f"{here}.automatic[{n}]", one) for n, one in enumerate(status.automatic))


def _wrong(
    process: Process, status: Status, step: Step | Automatic, questions: Mapping[str, Question]
) -> tuple[str, Told] | None:
    if isinstance(step, Automatic) and step.trigger is Trigger.AT:
        asked = questions.get(step.question)
        if step.question and (asked is None or asked.kind is not Kind.DATE):
            return ".question", _NO_DATE.told(id=step.question)
    if not step.to:
        return None
    target = process.find(step.to)
    if target is None:
        return ".to", _NO_STATUS.told(to=step.to)
    if isinstance(step, Automatic) and step.trigger is Trigger.ON:
        return _wrong_event(status, step, target)
    if target.base is status.base or _takes(status, step, target):
        return None
    return ".to", _OTHER_STATE.told(base=BASES[target.base])


def _takes(status: Status, step: Step | Automatic, target: Status) -> bool:
    """Whether somebody takes a new case by the step."""
    by_person = isinstance(step, Step) and Who.SYSTEM not in step.who
    return by_person and (status.base, target.base) == (Base.RECEIVED, Base.IN_PROGRESS)


def _wrong_event(status: Status, step: Automatic, target: Status) -> tuple[str, Told] | None:
    """An answered supplement ends the waiting; nothing else that happens changes the state."""
    ends = step.event in {Event.SUPPLEMENT_ANSWERED, Event.SUPPLEMENT_PASSED}
    if status.base is Base.WAITING_FOR_APPLICANT and ends:
        fits = target.base is Base.IN_PROGRESS
    else:
        fits = target.base is status.base
    return None if fits else (".to", _OTHER_STATE.told(base=BASES[target.base]))
