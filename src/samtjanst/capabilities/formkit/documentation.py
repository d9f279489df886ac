"""The documentation of an e-service, made from its definition: nothing here is written by hand.

What it cannot know (measured times, receiving systems) comes as ``Known``; same in, same out.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit import documented_process
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.documented import (
    Documentation,
    Known,
    Section,
    Stage,
    Table,
)
from samtjanst.capabilities.formkit.editing import flow, rule_words
from samtjanst.capabilities.formkit.fees import FeeRule
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.model import (
    AppealRegime,
    Audience,
    Effect,
    Kind,
    Question,
    Signatories,
    SigningMode,
    SigningOrder,
    SigningRule,
)
from samtjanst.capabilities.formkit.register_sources import SOURCES
from samtjanst.capabilities.formkit.registers_asked import NAMES, undeclared
from samtjanst.capabilities.formkit.settings import CHECK
from samtjanst.capabilities.formkit.texts import SLOT

_AUDIENCES = {Audience.EVERYBODY: "Alla", Audience.STAFF: "Kommunens anställda"}
_TURNS = {SigningOrder.TOGETHER: "", SigningOrder.IN_TURN: ", en i taget"}
_REGIMES: Mapping[AppealRegime, str] = MappingProxyType(
    {
        AppealRegime.ADMINISTRATIVE_APPEAL: "Förvaltningsbesvär, till förvaltningsrätten.",
        AppealRegime.LEGALITY_REVIEW: "Laglighetsprövning enligt kommunallagen.",
        AppealRegime.NONE: "Beslutet går inte att överklaga.",
    }
)
_SOURCES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PERSON: "Folkbokföringen",
        Kind.CHILD: "Folkbokföringen",
        Kind.ADDRESS: "Folkbokföringen",
        Kind.COMPANY: "Företagsregistret",
        Kind.EMPLOYEE: "Kommunens katalog",
    }
)
_FUNCTIONS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.FILE: "Filer kan bifogas och söks igenom efter skadlig kod",
        Kind.CALCULATED: "Värden räknas ut av svaren",
        Kind.MAP: "Platser pekas ut på karta eller skrivs",
        Kind.PAYMENT_LINE: "Avgift visas",
        Kind.GROUP: "Frågor som upprepas",
        Kind.TABLE: "Svar i tabell",
        Kind.STOP: "Den som inte kan söka får veta vad hon gör i stället",
    }
)


def documentation(definition: Definition, known: Known) -> Documentation:
    """Everything that others need to judge the e-service and to adopt it."""
    made = _made(definition, known)
    fill = _filler(definition, known)
    return Documentation(
        title=fill(made.title),
        sha256=made.sha256,
        process=definition.process,
        stages=tuple(
            Stage(*(fill(text) for text in (one.title, one.who, one.told, one.time)))
            for one in made.stages
        ),
        sections=tuple(
            Section(
                one.id,
                one.title,
                tuple(map(fill, one.paragraphs)),
                tuple(
                    Table(part.title, part.heads, tuple(tuple(map(fill, row)) for row in part.rows))
                    for part in one.tables
                ),
            )
            for one in made.sections
        ),
    )


def _filler(definition: Definition, known: Known) -> Callable[[str], str]:
    """Puts the municipality's value, or what it is called, where a text has a slot for it."""
    titles = {one.id: f"[{one.title.sv}]" for one in definition.parameters}
    held = {key: str(value) for key, value in known.parameters.items()
            if isinstance(value, str | int)}  # fmt: skip
    return lambda text: SLOT.sub(
        lambda slot: held.get(slot[1]) or titles.get(slot[1], slot[0]), text
    )


def _made(definition: Definition, known: Known) -> Documentation:
    stages = tuple(_stages(definition, known))
    return Documentation(
        title=definition.title.sv,
        sha256=definition.sha256,
        stages=stages,
        sections=(
            _about(definition, known),
            _process(stages, known),
            *documented_process.chapter(definition),
            _exchange(definition, known),
            _contents(definition),
            _functions(definition),
            _results(definition, known),
        ),
    )


def _about(definition: Definition, known: Known) -> Section:
    about = definition.about
    facts = (
        ("Kommun", known.municipality),
        ("Version", known.version),
        ("Ägare", known.owner),
        ("Till för", _AUDIENCES[about.audience]),
        ("Vem som beslutar", about.decides_who.sv),
        ("Kostnad", about.cost.sv),
        ("Tid att fylla i", f"ungefär {about.minutes} minuter"),
        ("Sökord", ", ".join(about.keywords)),
        ("Ha till hands", "; ".join(one.title.sv for one in about.have_at_hand)),
        ("På annat sätt", about.otherwise.sv),
        ("Kontrollsumma (SHA-256)", definition.sha256),
    )
    return Section("om", "Om e-tjänsten", (about.summary.sv,), (_facts("Uppgifter", facts),))


def _stages(definition: Definition, known: Known) -> Iterator[Stage]:
    signing, handling = definition.signing, definition.handling
    filled = (
        f"{len(definition.pages)} sidor, {sum(q.kind.is_asked for q in definition.questions())}"
    )
    yield Stage(
        "Fyller i", "Sökande", f"{filled} frågor", f"ungefär {definition.about.minutes} min"
    )
    how = "Skriver under och lämnar in" if signing.is_signed else "Lämnar in, inloggad"
    yield Stage(how, "Sökande", "E-legitimation; kvittens direkt", "")
    if signing.signatories.is_joint:
        days = ", ".join(str(day) for day in signing.reminders_days)
        yield Stage(
            "Skriver också under",
            _signatories(signing.signatories),
            f"Påminns efter {days} arbetsdagar" if days else "Blir ombedd",
            f"högst {signing.expires_days} dagar",
        )
    if definition.fee:
        yield Stage("Betalar avgiften", "Sökande", *_fee(definition.fee))
    yield Stage(
        "Handlägger",
        "Handläggare",
        f"Komplettering: vanligen {handling.supplement_days} arbetsdagar",
        f"mål {handling.target_days} dagar",
    )
    yield Stage("Beslutar", "Handläggare", _outcomes(definition), _measured(known))
    yield Stage("Får beslutet", "Sökande", _REGIMES[handling.appeal_regime], "")
    for receiver in known.receivers:
        yield Stage("Tar emot beslutet", receiver, "Överförs med kvittens eller kopieras", "")
    if handling.retention.sv:
        yield Stage("Gallras eller arkiveras", "Kommunen", handling.retention.sv, "")


def _fee(rule: FeeRule) -> tuple[str, str]:
    sum_of = f"{rule.amount} kronor" if rule.amount else "Summan av formulärets betalrader"
    tax = f", varav moms {rule.vat} procent" if rule.vat else ", ingen moms"
    then = "; kommer in när den är betald" if rule.is_before else ""
    decided = f". {rule.decided.sv}" if rule.decided.sv else ""
    return f"{rule.purpose.sv}: {sum_of}{tax}{then}{decided}", f"högst {rule.days} dagar"


def _signatories(who: Signatories) -> str:
    if not who.naming:
        return "Vårdnadshavare till"
    count = f"{who.needed} av dem" if who.needed else "De"
    guardians = "Vårdnadshavare, och " if who.guardians_of else ""
    told = f"{guardians}{count} som den sökande anger{_TURNS[who.order]}"
    return f"{told}, för ett företag hon inte tecknar ensam" if who.alone_in else told


def _outcomes(definition: Definition) -> str:
    return " eller ".join(one.title.sv for one in definition.handling.outcomes)


def _measured(known: Known) -> str:
    if not known.decided:
        return "inte mätt än"
    return f"hälften inom {known.days_half} dagar, nio av tio inom {known.days_most}"


def _process(stages: tuple[Stage, ...], known: Known) -> Section:
    rows = tuple((f"{n}. {s.title}", s.who, s.told, s.time) for n, s in enumerate(stages, start=1))
    told = (
        f"Tiderna till beslut är mätta på de senaste {known.decided} besluten."
        if known.decided
        else "Tiden till beslut är inte mätt än: det finns för få beslut den senaste tiden."
    )
    table = Table("Processens steg", ("Steg", "Vem", "Vad", "Tid"), rows)
    return Section("process", "Process", (told,), (table,))


def _exchange(definition: Definition, known: Known) -> Section:
    grounds = definition.handling.legal_basis
    basis = "1" if len(grounds) == 1 else f"1–{len(grounds)}"
    rows = [*_from_registers(definition, basis), *_from_people(definition, known, basis)]
    heads = ("Uppgifter", "Från", "Till", "Rättslig grund")
    numbered = tuple((str(n), one.text.sv) for n, one in enumerate(grounds, start=1))
    told = tuple((one.title.sv, one.text.sv) for one in definition.about.privacy)
    tables = (
        Table("Vad som går vart", heads, tuple(rows)),
        Table("Rättsliga grunder", ("Nummer", "Bestämmelse"), numbered),
        _grounds(definition),
        Table("Vad den som söker får veta om sina personuppgifter", ("Rubrik", "Text"), told),
    )
    return Section("utbyte", "Informationsutbyte", (definition.about.privacy[0].text.sv,), tables)


def _grounds(definition: Definition) -> Table:
    rows = [
        (
            NAMES[one.register],
            one.purpose.sv,
            one.legal_basis.sv,
            "ja" if one.told_to_others else "nej",
        )
        for one in definition.about.registers
    ]
    rows += [(NAMES[one], "Inte angivet", "Inte angiven", "") for one in undeclared(definition)]
    heads = ("Register", "Varför", "Rättslig grund", "Visas för andra som frågan gäller")
    return Table("Register som e-tjänsten frågar", heads, tuple(rows))


def _from_registers(definition: Definition, basis: str) -> Iterator[tuple[str, ...]]:
    yield "Namn och personnummer", "E-legitimationen", "E-tjänsten", basis
    found: dict[str, list[str]] = {}
    for one in _every(definition):
        if source := _source(one):
            found.setdefault(source, []).append(one.label.sv)
    for source, labels in found.items():
        yield ", ".join(dict.fromkeys(labels)), source, "E-tjänsten", basis


def _source(one: Question) -> str:
    """Where the first answer comes from; "" when the applicant gives it."""
    if one.settings.from_register or one.settings.registered:
        return "Lantmäteriets register" if one.settings.from_register else "Folkbokföringen"
    if one.settings.lookup and one.settings.lookup_use != CHECK:
        register = SOURCES.get(one.settings.lookup)
        return register.title if register else f"Kommunens uppslag ”{one.settings.lookup}”"
    if one.kind is Kind.ADDRESS and not one.settings.prefill:
        return ""
    return _SOURCES.get(one.kind, "Den sökandes kontaktuppgifter" if one.settings.prefill else "")


def _from_people(definition: Definition, known: Known, basis: str) -> Iterator[tuple[str, ...]]:
    for page in definition.pages:
        asked = [one.label.sv for one in page.questions if one.kind.is_asked]
        if asked:
            told = f"Svaren på sidan ”{page.title.sv}” ({len(asked)} frågor)"
            yield told, "Sökande", "Handläggare på mottagande enhet", basis
    who = "Den som ska skriva under" if definition.signing.signatories.is_joint else "Sökande"
    yield "Meddelanden om ärendet, utan känsliga uppgifter", "E-tjänsten", who, basis
    yield "Beslut med skäl", "Handläggare", "Sökande", basis
    for receiver in known.receivers:
        yield "Beslutet och uppgifterna som det bygger på", "E-tjänsten", receiver, basis


def _contents(definition: Definition) -> Section:
    steps = {step.id: step for step in flow.steps(dict(definition.document))}
    tables = []
    for number, page in enumerate(definition.pages, start=1):
        when = steps[page.id].when
        title = f"Sida {number}: {page.title.sv}" + (f" (visas när {when})" if when else "")
        rows = tuple(_question(one) for one in page.questions)
        tables.append(Table(title, ("Fråga", "Besvaras med", "Krävs", "Alternativ"), rows))
    rules = definition.document.get("rules") or []
    said = tuple((rule_words.said(dict(definition.document), one),) for one in rules)
    if said:
        tables.append(Table("Villkor", ("Villkor",), said))
    return Section("innehall", "Innehåll", (), tuple(tables))


def _question(one: Question) -> tuple[str, ...]:
    required = ("ja" if one.required else "nej") if one.kind.is_asked else "visas bara"
    inside = one.options or one.questions
    choices = "; ".join(part.label.sv for part in inside[:12])
    more = f" och {len(inside) - 12} till" if len(inside) > 12 else ""
    return one.label.sv, BEHAVIOURS[one.kind].title.sv, required, choices + more


def _functions(definition: Definition) -> Section:
    kinds = {one.kind for one in _every(definition)}
    found = [text for kind, text in _FUNCTIONS.items() if kind in kinds]
    found += [f"Uppgifter hämtas: {name}" for name in dict.fromkeys(
        _SOURCES[kind] for kind in _SOURCES if kind in kinds)]  # fmt: skip
    effects = {rule.effect for rule in definition.rules}
    if effects:
        found.append(f"{len(definition.rules)} villkor styr vad som visas, krävs och räknas ut")
    if Effect.GO_TO in effects:
        found.append("Sidor hoppas över när de inte behövs")
    if definition.signing.signatories.is_joint:
        found.append("Flera skriver under; påminnelser går ut av sig själva")
    found.append(_arrival(definition.signing))
    spoken = "svenska och engelska" if definition.spoken("en") == "en" else "svenska"
    found.append(f"Språk: {spoken}")
    parameters = tuple((one.title.sv, one.type) for one in definition.parameters)
    tables = [Table("Funktioner", ("Funktion",), tuple((text,) for text in found))]
    if parameters:
        heads = ("Värde som varje kommun sätter", "Typ")
        tables.append(Table("Parametrar", heads, parameters))
    return Section("funktioner", "Funktioner", (), tuple(tables))


def _arrival(rule: SigningRule) -> str:
    if not rule.is_signed:
        return "Ärendet har kommit in när den inloggade har lämnat in det, utan underskrift"
    if rule.mode is SigningMode.OWN_SPACE_UNTIL_SIGNED:
        return "Ärendet ligger i den sökandes eget utrymme tills alla har skrivit under"
    return "Ärendet har kommit in när den första har skrivit under"


def _results(definition: Definition, known: Known) -> Section:
    handling = definition.handling
    outcomes = tuple(
        (one.title.sv, "ja" if one.appealable else "nej", str(len(one.standard_texts)))
        for one in handling.outcomes
    )
    facts = (
        ("Överklagande", _REGIMES[handling.appeal_regime]),
        ("Lagstöd", "; ".join(one.text.sv for one in handling.legal_basis)),
        ("Gallring", handling.retention.sv),
        ("Mål för handläggningen", f"{handling.target_days} dagar"),
        ("Uppmätt tid till beslut", _measured(known)),
        ("Beslutet skickas vidare till", ", ".join(known.receivers)),
        ("Inspelade tester", _tests(known)),
    )
    table = Table("Beslut", ("Beslut", "Kan överklagas", "Standardtexter"), outcomes)
    return Section("resultat", "Resultat", (), (table, _facts("Uppgifter", facts)))


def _tests(known: Known) -> str:
    if not known.tests:
        return "inga"
    return f"{known.tests - known.tests_broken} av {known.tests} stämmer"


def _facts(title: str, facts: tuple[tuple[str, str], ...]) -> Table:
    return Table(title, ("Uppgift", "Innehåll"), tuple(pair for pair in facts if pair[1].strip()))


def _every(definition: Definition) -> Iterator[Question]:
    for one in definition.questions():
        yield one
        yield from one.questions


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
