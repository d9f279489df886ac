"""What is not as it was recorded, in sentences that say what broke."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit import following
from samtjanst.capabilities.formkit.recording import course
from samtjanst.capabilities.formkit.recording.outcome import Observed
from samtjanst.capabilities.formkit.texts import Text, Told, join

_PHASE = Text(
    "{moment} blir status ”{phase}”. Förut blev den ”{before}”.",
    "{moment} the status becomes “{phase}”. Before, it became “{before}”.",
)
_NOTICE_GONE = Text(
    "{moment} går det inte längre {notice} till {role}, {channel}.",
    "{moment}, {notice} no longer goes to {role}, {channel}.",
)
_NOTICE_NEW = Text(
    "{moment} går det {notice} till {role}, {channel}. Det gjorde det inte förut.",
    "{moment}, {notice} goes to {role}, {channel}. It did not before.",
)
_SAID = Text("{moment}: {phase}. {notices}.", "{moment}: {phase}. {notices}.")
_PART = Text("{notice} till {role}, {channel}{count}", "{notice} to {role}, {channel}{count}")
_NO_NOTICE = Told("Inget meddelande", "No message")
_AND, _NOBODY = Told(" och ", " and "), Told("ingen", "nobody")
_EMPTY = Told("tomt", "empty")
_SIGNING = Text("Skriver under: {roles}.", "Signs: {roles}.")
_OFFICIAL = Told(
    "En handläggare tar hand om samtycket.", "A case handler takes care of the consent."
)
_SIGNED = Text("{now} Förut: {before}", "{now} Before: {before}")
_PAGE_GONE = Text("Sidan ”{names}” visas inte längre.", "The page “{names}” is no longer shown.")
_PAGE_NEW = Text(
    "Sidan ”{names}” visas, och gjorde det inte förut.",
    "The page “{names}” is shown, and was not before.",
)
_FAULT_NEW = Text("Nytt fel vid ”{names}”: ”{text}”", "New fault at “{names}”: “{text}”")
_FAULT_GONE = Text(
    "Felet vid ”{names}” kommer inte längre: ”{text}”",
    "The fault at “{names}” no longer comes: “{text}”",
)
_NOT_SHOWN = Text(
    "Frågan ”{names}” visas inte längre.", "The question “{names}” is no longer shown."
)
_NOT_THERE = Text(
    "Frågan ”{names}” finns inte längre.", "The question “{names}” is no longer there."
)
_NOT_OFFERED = Text(
    "Alternativet ”{option}” i ”{question}” går inte längre att välja.",
    "The option “{option}” in “{question}” can no longer be chosen.",
)
_OFFERED = Text(
    "Alternativet ”{option}” i ”{question}” går att välja, och gjorde det inte förut.",
    "The option “{option}” in “{question}” can be chosen, and could not before.",
)


def differences(expected: Observed, now: Observed) -> list[Told]:
    """What is not as it was, in sentences; [] when everything is."""
    return list(dict.fromkeys(_differences(expected, now)))


def _differences(expected: Observed, now: Observed) -> Iterator[Told]:
    names = {**now["names"], **expected["names"]}
    pages, was = set(now["pages"]), set(expected["pages"])
    yield from (_PAGE_GONE.told(names=names[one]) for one in expected["pages"]
                if one not in pages)  # fmt: skip
    yield from (_PAGE_NEW.told(names=names[one]) for one in now["pages"]
                if one not in was)  # fmt: skip
    kept_pages = [one for one in expected["pages"] if one in pages]
    if kept_pages != [one for one in now["pages"] if one in was]:
        yield Told("Sidorna kommer i en annan ordning.", "The pages come in another order.")
    yield from _questions(expected, now, names)
    yield from _values(expected, now, names)
    yield from _faults(expected, now, names)
    yield from _end(expected, now)
    yield from _follows(expected, now)
    yield from course.differences(expected, now)


def _questions(expected: Observed, now: Observed, names: Mapping[str, str]) -> Iterator[Told]:
    before, after = expected["questions"], now["questions"]
    for one in before:
        if one not in after:
            is_there = one in now["names"]
            gone = _NOT_SHOWN if is_there else _NOT_THERE
            yield gone.told(names=names[one])
    for one in after:
        if one not in before:
            yield Text(
                "Frågan ”{names}” visas, och gjorde det inte förut.",
                "The question “{names}” is shown, and was not before.",
            ).told(names=names[one])
    for one in (one for one in before if one in after):
        must, had_to = one in now["required"], one in expected["required"]
        if must and not had_to:
            yield Text(
                "”{names}” måste besvaras. Förut fick den lämnas tom.",
                "“{names}” must be answered. Before, it could be left empty.",
            ).told(names=names[one])
        if had_to and not must:
            yield Text(
                "”{names}” får lämnas tom. Förut måste den besvaras.",
                "“{names}” can be left empty. Before, it had to be answered.",
            ).told(names=names[one])


def _values(expected: Observed, now: Observed, names: Mapping[str, str]) -> Iterator[Told]:
    for one, value in expected["values"].items():
        if one in now["values"] and now["values"][one] != value:
            found = _shown(now["values"][one])
            yield Text(
                "”{names}” blir {found}. Förut blev det {value}.",
                "“{names}” becomes {found}. Before, it became {value}.",
            ).told(names=names[one], found=found, value=_shown(value))
    for one in now["questions"]:
        if one in expected["questions"]:
            hidden = now["hidden_options"].get(one, [])
            was = expected["hidden_options"].get(one, [])
            for option in sorted({*hidden, *was}):
                yield from _option(names, one, option, is_in=(option in was, option in hidden))


def _option(
    names: Mapping[str, str], question: str, option: str, *, is_in: tuple[bool, bool]
) -> Iterator[Told]:
    values = {"option": names.get(f"{question}:{option}", option), "question": names[question]}
    if is_in == (False, True):
        yield _NOT_OFFERED.told(**values)
    if is_in == (True, False):
        yield _OFFERED.told(**values)


def _faults(expected: Observed, now: Observed, names: Mapping[str, str]) -> Iterator[Told]:
    for one in dict.fromkeys((*expected["errors"], *now["errors"])):
        before, after = expected["errors"].get(one, []), now["errors"].get(one, [])
        yield from (_FAULT_NEW.told(names=names[one], text=text) for text in after
                    if text not in before)  # fmt: skip
        if one in now["questions"]:
            yield from (_FAULT_GONE.told(names=names[one], text=text)
                        for text in before if text not in after)  # fmt: skip


def _end(expected: Observed, now: Observed) -> Iterator[Told]:
    for text in now["stops"]:
        if text not in expected["stops"]:
            yield Text("Det tar stopp: ”{text}”", "It comes to a stop: “{text}”").told(text=text)
    for text in expected["stops"]:
        if text not in now["stops"]:
            yield Text(
                "Det tar inte längre stopp: ”{text}”", "It no longer comes to a stop: “{text}”"
            ).told(text=text)
    if expected["signs"] != now["signs"]:
        yield _SIGNED.told(now=_signed(now["signs"]), before=_signed(expected["signs"]))
    if expected["complete"] and not now["complete"]:
        yield Told("Det går inte längre att lämna in.", "It can no longer be handed in.")
    if now["complete"] and not expected["complete"]:
        yield Told(
            "Det går att lämna in, och gjorde det inte förut.",
            "It can be handed in, and could not before.",
        )


def _follows(expected: Observed, now: Observed) -> Iterator[Told]:
    """Nothing when it cannot be handed in (that is told), or was recorded before this was."""
    if "follows" not in expected or not (expected["complete"] and now["complete"]):
        return
    was = {one["moment"]: one for one in expected["follows"]}
    new = {one["moment"]: one for one in now["follows"]}
    for moment, name in following.MOMENTS.items():
        yield from _step(name, was.get(moment), new.get(moment))


def said(seen: Mapping[str, Any]) -> list[Told]:
    """What follows, one sentence for each moment: the status and the messages; then the process.

    ``seen`` is what was observed, or recorded, perhaps before this was observed.
    """
    moments = [
        _SAID.told(
            moment=following.MOMENTS[step["moment"]],
            phase=following.PHASES[step["phase"]],
            notices=join(_parts(step["notices"]), "; ") or _NO_NOTICE,
        )
        for step in seen.get("follows", ())
    ]
    return moments + course.said(seen)


def _parts(notices: Iterable[Mapping[str, str]]) -> Iterator[Told]:
    for (template, role, channel), count in following.counted(notices).items():
        yield _PART.told(
            notice=following.NOTICES.get(template, template),
            role=following.TO.get(role, role),
            channel=following.CHANNELS[channel],
            count=f" ({count})" if count > 1 else "",
        )


def _step(
    moment: Text, was: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[Told]:
    if was and new and was["phase"] != new["phase"]:
        phase, before = following.PHASES[new["phase"]], following.PHASES[was["phase"]]
        yield _PHASE.told(moment=moment, phase=phase, before=before)
    before_all = following.counted(was["notices"] if was else ())
    now_all = following.counted(new["notices"] if new else ())
    yield from (_sent(_NOTICE_GONE, moment, one) for one in sorted(before_all - now_all))
    yield from (_sent(_NOTICE_NEW, moment, one) for one in sorted(now_all - before_all))


def _sent(text: Text, moment: Text, notice: tuple[str, str, str]) -> Told:
    template, role, channel = notice
    return text.told(
        moment=moment,
        notice=following.NOTICES.get(template, template),
        role=following.TO.get(role, role),
        channel=following.CHANNELS[channel],
    )


def _signed(signs: Mapping[str, Any]) -> Told:
    roles = join((following.TO.get(role, role) for role in signs["roles"]), _AND)
    who = _SIGNING.told(roles=roles or _NOBODY)
    return join((who, _OFFICIAL), " ") if signs["official"] else who


def _shown(value: Any) -> Told:
    return _EMPTY if value is None else Told(str(value).replace(".", ","), str(value))
