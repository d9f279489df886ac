"""The documentation of an e-service, made from its definition: nothing here is written by hand.

What it cannot know (measured times, receiving systems) comes as ``Known``; same in, same out. In
Swedish, and in English where the e-service speaks it: what has no English is told in Swedish.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit import (
    documented_content,
    documented_exchange,
    documented_process,
    fill_time,
)
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.documented import (
    Documentation,
    Known,
    Section,
    Stage,
    Table,
    both,
    facts,
)
from samtjanst.capabilities.formkit.fees import FeeRule
from samtjanst.capabilities.formkit.model import Audience, Signatories, SigningOrder
from samtjanst.capabilities.formkit.texts import NO_WORDS, SLOT, Text, Told, in_language, join

_AUDIENCES = {
    Audience.EVERYBODY: Told("Alla", "Everybody"),
    Audience.STAFF: Told("Kommunens anställda", "The municipality's staff"),
}
_TURNS: Mapping[SigningOrder, Told] = MappingProxyType(
    {SigningOrder.TOGETHER: NO_WORDS, SigningOrder.IN_TURN: Told(", en i taget", ", one by one")}
)
APPLICANT, OFFICIAL = Told("Sökande", "Applicant"), Told("Handläggare", "Official")
_MUNICIPALITY = Told("Kommunen", "The municipality")
_MINUTES = Text("ungefär {n} minuter", "about {n} minutes")
_SHORT = Text("ungefär {n} min", "about {n} min")
_PAGES = Text("{pages} sidor, {questions} frågor", "{pages} pages, {questions} questions")
_REMINDED = Text("Påminns efter {days} arbetsdagar", "Reminded after {days} working days")
_SUPPLEMENT = Text(
    "Komplettering: vanligen {days} arbetsdagar", "Supplements: usually {days} working days"
)
_AT_MOST = Text("högst {days} dagar", "at most {days} days")
_GOAL = Text("mål {days} dagar", "goal {days} days")
_FEE = Text("{purpose}: {sum}{tax}{then}{decided}", "{purpose}: {sum}{tax}{then}{decided}")
_KRONOR = Text("{n} kronor", "{n} kronor")
_LINES = Told("Summan av formulärets betalrader", "The sum of the form's lines to pay")
_VAT = Text(", varav moms {n} procent", ", of which VAT {n} per cent")
_NO_VAT = Told(", ingen moms", ", no VAT")
_BEFORE = Told("; kommer in när den är betald", "; comes in when it is paid")
_SOME = Text("{needed} av dem", "{needed} of those")
_NAMED = Text(
    "{guardians}{count} som den sökande anger{turn}",
    "{guardians}{count} whom the applicant names{turn}",
)
_BESIDE = Told("Ägarna till fastigheterna intill", "The owners of the properties beside")
_WITHIN = Text(
    "Ägarna till fastigheterna inom {n} meter", "The owners of the properties within {n} metres"
)
_AND = Told("; ", "; ")
_FOR_COMPANY = Text(
    "{told}, för ett företag hon inte tecknar ensam",
    "{told}, for a company that she does not sign for alone",
)
_MEASURED = Text(
    "Tiderna till beslut är mätta på de senaste {n} besluten.",
    "The times to a decision are measured on the latest {n} decisions.",
)
_NOT_MEASURED = Told(
    "Tiden till beslut är inte mätt än: det finns för få beslut den senaste tiden.",
    "The time to a decision is not measured yet: there are too few decisions lately.",
)
_STEPS = Told("Processens steg", "The steps of the process")
_HEADS = (Told("Steg", "Step"), Told("Vem", "Who"), Told("Vad", "What"), Told("Tid", "Time"))


def documentation(definition: Definition, known: Known, language: str = "sv") -> Documentation:
    """Everything that others need to judge the e-service and to adopt it, in a language."""
    made = _made(definition, known)
    fill = _filler(definition, known, language)
    return Documentation(
        title=fill(made.title),
        sha256=made.sha256,
        process=definition.process,
        language=language,
        stages=tuple(
            Stage(*(fill(text) for text in (one.title, one.who, one.told, one.time)))
            for one in made.stages
        ),
        sections=tuple(
            Section(
                one.id,
                fill(one.title),
                tuple(map(fill, one.paragraphs)),
                tuple(
                    Table(
                        fill(part.title),
                        tuple(map(fill, part.heads)),
                        tuple(tuple(map(fill, row)) for row in part.rows),
                    )
                    for part in one.tables
                ),
            )
            for one in made.sections
        ),
    )


def _filler(definition: Definition, known: Known, language: str) -> Callable[[str], str]:
    """Puts the municipality's value, or what it is called, where a text has a slot for it."""
    titles = {one.id: f"[{one.title.to(language)}]" for one in definition.parameters}
    held = {key: str(value) for key, value in known.parameters.items()
            if isinstance(value, str | int)}  # fmt: skip
    return lambda text: SLOT.sub(
        lambda slot: held.get(slot[1]) or titles.get(slot[1], slot[0]), in_language(text, language)
    )


def _made(definition: Definition, known: Known) -> Documentation:
    stages = tuple(_stages(definition, known))
    return Documentation(
        title=both(definition.title),
        sha256=definition.sha256,
        stages=stages,
        sections=(
            _about(definition, known),
            _process(definition, stages, known),
            *documented_process.chapter(definition, known),
            documented_exchange.chapter(definition, known),
            documented_content.contents(definition),
            documented_content.functions(definition),
            documented_content.results(definition, known),
        ),
    )


def _about(definition: Definition, known: Known) -> Section:
    about = definition.about
    told = (
        (Told("Kommun", "Municipality"), known.municipality),
        (Told("Version", "Version"), known.version),
        (Told("Ägare", "Owner"), known.owner),
        (Told("Till för", "For"), _AUDIENCES[about.audience]),
        (Told("Vem som beslutar", "Who decides"), both(about.decides_who)),
        (Told("Kostnad", "Cost"), both(about.cost)),
        (Told("Tid att fylla i", "Time to fill in"), _MINUTES.told(n=about.minutes)),
        (Told("Sökord", "Keywords"), ", ".join(about.keywords)),
        (
            Told("Ha till hands", "Have at hand"),
            join((both(one.title) for one in about.have_at_hand), "; "),
        ),
        (Told("På annat sätt", "Otherwise"), both(about.otherwise)),
        (Told("Kontrollsumma (SHA-256)", "Checksum (SHA-256)"), definition.sha256),
    )
    title = Told("Om e-tjänsten", "About the e-service")
    return Section("om", title, (both(about.summary),), (facts(told),))


def _stages(definition: Definition, known: Known) -> Iterator[Stage]:
    signing, handling = definition.signing, definition.handling
    asked = sum(one.kind.is_asked for one in definition.questions())
    filled = _PAGES.told(pages=len(definition.pages), questions=asked)
    took = _SHORT.told(n=definition.about.minutes)
    yield Stage(Told("Fyller i", "Fills in"), APPLICANT, filled, took)
    how = (
        Told("Skriver under och lämnar in", "Signs and hands in")
        if signing.is_signed
        else Told("Lämnar in, inloggad", "Hands in, logged in")
    )
    told = Told("E-legitimation; kvittens direkt", "Electronic identification; receipt at once")
    yield Stage(how, APPLICANT, told, "")
    if signing.signatories.is_joint:
        days = ", ".join(str(day) for day in signing.reminders_days)
        yield Stage(
            Told("Skriver också under", "Signs as well"),
            _signatories(signing.signatories),
            _REMINDED.told(days=days) if days else Told("Blir ombedd", "Is asked"),
            _AT_MOST.told(days=signing.expires_days),
        )
    if definition.fee:
        yield Stage(Told("Betalar avgiften", "Pays the fee"), APPLICANT, *_fee(definition.fee))
    yield Stage(
        Told("Handlägger", "Handles"),
        OFFICIAL,
        _SUPPLEMENT.told(days=handling.supplement_days),
        _GOAL.told(days=handling.target_days),
    )
    measured = documented_content.measured(known)
    yield Stage(Told("Beslutar", "Decides"), OFFICIAL, _outcomes(definition), measured)
    regime = documented_content.REGIMES[handling.appeal_regime]
    yield Stage(Told("Får beslutet", "Gets the decision"), APPLICANT, regime, "")
    for receiver in known.receivers:
        sent = Told("Överförs med kvittens eller kopieras", "Sent with a receipt, or copied")
        yield Stage(Told("Tar emot beslutet", "Receives the decision"), receiver, sent, "")
    if handling.retention.sv:
        kept = Told("Gallras eller arkiveras", "Disposed of or archived")
        yield Stage(kept, _MUNICIPALITY, both(handling.retention), "")


def _fee(rule: FeeRule) -> tuple[Told, Told]:
    decided = join((". ", both(rule.decided))) if rule.decided.sv else NO_WORDS
    told = _FEE.told(
        purpose=both(rule.purpose),
        sum=_KRONOR.told(n=rule.amount) if rule.amount else _LINES,
        tax=_VAT.told(n=rule.vat) if rule.vat else _NO_VAT,
        then=_BEFORE if rule.is_before else NO_WORDS,
        decided=decided,
    )
    return told, _AT_MOST.told(days=rule.days)


def _signatories(who: Signatories) -> Told:
    own = [_beside(who.neighbours_within)] if who.neighbours_of else []
    if who.naming or who.guardians_of or not own:
        own.insert(0, _people(who))
    return join(own, _AND)


def _beside(metres: int | None) -> Told:
    return _WITHIN.told(n=metres) if metres else _BESIDE


def _people(who: Signatories) -> Told:
    if not who.naming:
        return Told("Vårdnadshavare till", "Another guardian")
    count = _SOME.told(needed=who.needed) if who.needed else Told("De", "Those")
    guardians = Told("Vårdnadshavare, och ", "Guardians, and ") if who.guardians_of else NO_WORDS
    told = _NAMED.told(guardians=guardians, count=count, turn=_TURNS[who.order])
    return _FOR_COMPANY.told(told=told) if who.alone_in else told


def _outcomes(definition: Definition) -> Told:
    titles = (both(one.title) for one in definition.handling.outcomes)
    return join(titles, Told(" eller ", " or "))


def _process(definition: Definition, stages: tuple[Stage, ...], known: Known) -> Section:
    rows = tuple(
        (join((f"{n}. ", s.title)), s.who, s.told, s.time) for n, s in enumerate(stages, start=1)
    )
    told = _MEASURED.told(n=known.decided) if known.decided else _NOT_MEASURED
    tables = (Table(_STEPS, _HEADS, rows), fill_time.table(definition, known))
    return Section("process", Told("Process", "Process"), (told,), tables)


def texts(found: Documentation) -> Iterator[str]:
    """Every text of the documentation, in order."""
    yield found.title
    for section in found.sections:
        yield section.title
        yield from section.paragraphs
        for table in section.tables:
            yield from (table.title, *table.heads)
            for row in table.rows:
                yield from row
