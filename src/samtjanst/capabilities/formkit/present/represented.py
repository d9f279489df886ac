"""For whom the answers are given, and what filled them in: before them, wherever they are shown."""

from datetime import datetime

from samtjanst.capabilities.formkit import hygiene
from samtjanst.capabilities.formkit.context import Context, RepresentedFacts, TakenDownFacts
from samtjanst.capabilities.formkit.kinds.companies import STATUSES
from samtjanst.capabilities.formkit.messages import say
from samtjanst.capabilities.formkit.present.types import SummaryRow, SummarySection
from samtjanst.capabilities.formkit.texts import Text

SECTION = "represents"
PREPARED = "prepared"
CONFIRMED = "confirmed"
TAKEN_DOWN = "taken_down"
_WAYS_IN = ("phone", "visit", "paper", "email", "fax")
_ALONE = {
    True: Text(
        "Tecknar firman ensam, enligt egen uppgift.",
        "Signs for the company alone, by own statement.",
    ),
    False: Text(
        "Tecknar inte firman ensam, enligt egen uppgift. Vilka som tecknar den tillsammans är "
        "också egen uppgift.",
        "Does not sign for the company alone, by own statement. Who signs together is an own "
        "statement too.",
    ),
}


def represented_sections(context: Context, language: str) -> tuple[SummarySection, ...]:
    """One section, or none when the applicant acts for herself."""
    found = context.represents
    if found is None:
        return ()
    rows = (
        SummaryRow("", say(f"represents_{found.kind}", language), who(found)),
        SummaryRow("", say("represents_basis", language), tuple(_basis(found, language))),
    )
    return (SummarySection(SECTION, say("represents", language), rows, language, is_page=False),)


def prepared_sections(context: Context, language: str) -> tuple[SummarySection, ...]:
    """One section when a system filled the answers in for the applicant; else none."""
    found = context.prepared
    if found is None:
        return ()
    at = datetime.fromisoformat(found.at).strftime("%Y-%m-%d %H:%M")
    lines = (say("prepared_told", language, by=hygiene.shown(found.by), at=at),)
    rows = (SummaryRow("", say("prepared_by", language), lines),)
    return (SummarySection(PREPARED, say("prepared", language), rows, language, is_page=False),)


def confirmed_sections(context: Context, language: str) -> tuple[SummarySection, ...]:
    """One section when it was handed in without a signature; else none."""
    found = context.confirmed
    if found is None:
        return ()
    at = datetime.fromisoformat(found.at).strftime("%Y-%m-%d %H:%M")
    lines = (say("confirmed_told", language, level=found.level, at=at),)
    rows = (SummaryRow("", say("confirmed_by", language), lines),)
    return (SummarySection(CONFIRMED, say("confirmed", language), rows, language, is_page=False),)


def taken_down_sections(context: Context, language: str) -> tuple[SummarySection, ...]:
    """One section when staff took the answers down for the applicant; else none."""
    found = context.taken_down
    if found is None:
        return ()
    title = say(TAKEN_DOWN, language)
    return (SummarySection(TAKEN_DOWN, title, _taken(found, language), language, is_page=False),)


def _taken(found: TakenDownFacts, language: str) -> tuple[SummaryRow, ...]:
    at = datetime.fromisoformat(found.at).strftime("%Y-%m-%d %H:%M")
    told_by = hygiene.shown(found.told_by) or say("taken_down_herself", language)
    by = say("taken_down_at", language, by=hygiene.shown(found.by), at=at)
    rows = [
        SummaryRow("", say("taken_down_channel", language), (channel_in_words(found, language),)),
        SummaryRow("", say("taken_down_told_by", language), (told_by,)),
        SummaryRow("", say("taken_down_by", language), (by,)),
    ]
    if found.identified_at:
        when = datetime.fromisoformat(found.identified_at).strftime("%Y-%m-%d %H:%M")
        told = say("taken_down_identified_told", language, at=when)
        rows.append(SummaryRow("", say("taken_down_identified", language), (told,)))
    if found.papers:
        told = say("taken_down_papers_told", language, n=found.papers)
        rows.append(SummaryRow("", say("taken_down_papers", language), (told,)))
    return tuple(rows)


def channel_in_words(found: TakenDownFacts, language: str) -> str:
    """How it came and on which day."""
    way = say(f"channel_{found.channel}", language)
    return f"{way}, {found.arrived_on}" if found.arrived_on else way


def taken_down_in_short(found: TakenDownFacts) -> str:
    """As :func:`short_in_words` reads it: the channel's code, and the day if it came earlier."""
    return f"{found.channel}, {found.arrived_on}" if found.arrived_on else found.channel


def short_in_words(short: str, language: str) -> str:
    """What :func:`taken_down_in_short` has said, in words.

    What was kept in Swedish words, as it was once, is read too.
    """
    way, comma, day = short.partition(", ")
    codes = (code for code in _WAYS_IN if way in {code, say(f"channel_{code}", "sv")})
    code = next(codes, None)
    return say(f"channel_{code}", language) + comma + day if code else short


def who(found: RepresentedFacts) -> tuple[str, ...]:
    """Name and number; a child is named where it is asked for."""
    number = found.number
    shown = f"{number[:-4]}-{number[-4:]}" if number and found.kind != "child" else ""
    return tuple(filter(None, (hygiene.shown(found.name), shown))) or ("–",)


def _basis(found: RepresentedFacts, language: str) -> list[str]:
    at = datetime.fromisoformat(found.at).strftime("%Y-%m-%d %H:%M")
    lines = [say(f"represents_{found.kind}_{found.source}", language)]
    lines += [say(f"company_{found.status}", language)] if found.status in STATUSES else []
    lines += [say("represents_mandate", language, mandate=found.mandate)] if found.mandate else []
    lines += [] if found.alone is None else [_ALONE[found.alone].to(language)]
    told = "represents_stated_at" if found.source == "own_statement" else "represents_checked_at"
    return [*lines, say(told, language, at=at)]
