"""The chapters of the documentation about contents, functions and results."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.documented import Known, Section, Table, both, facts, yes_no
from samtjanst.capabilities.formkit.documented_exchange import SOURCES, every
from samtjanst.capabilities.formkit.editing import flow, rule_words
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.model import (
    AppealRegime,
    Effect,
    Kind,
    Question,
    SigningMode,
    SigningRule,
)
from samtjanst.capabilities.formkit.own_messages import MOMENTS
from samtjanst.capabilities.formkit.texts import Text, Told, join

REGIMES: Mapping[AppealRegime, Told] = MappingProxyType(
    {
        AppealRegime.ADMINISTRATIVE_APPEAL: Told(
            "Förvaltningsbesvär, till förvaltningsrätten.",
            "Administrative appeal, to the administrative court.",
        ),
        AppealRegime.LEGALITY_REVIEW: Told(
            "Laglighetsprövning enligt kommunallagen.",
            "Review of legality under the Local Government Act.",
        ),
        AppealRegime.NONE: Told(
            "Beslutet går inte att överklaga.", "The decision cannot be appealed."
        ),
    }
)
_FUNCTIONS: Mapping[Kind, Told] = MappingProxyType(
    {
        Kind.FILE: Told(
            "Filer kan bifogas och söks igenom efter skadlig kod",
            "Files can be attached and are scanned for malicious code",
        ),
        Kind.CALCULATED: Told("Värden räknas ut av svaren", "Values are worked out of the answers"),
        Kind.MAP: Told(
            "Platser pekas ut på karta eller skrivs", "Places are set out on a map or written"
        ),
        Kind.PAYMENT_LINE: Told("Avgift visas", "A fee is shown"),
        Kind.GROUP: Told("Frågor som upprepas", "Questions that are repeated"),
        Kind.TABLE: Told("Svar i tabell", "Answers in a table"),
        Kind.STOP: Told(
            "Den som inte kan söka får veta vad hon gör i stället",
            "Whoever cannot apply is told what to do instead",
        ),
    }
)
_PAGE = Text("Sida {n}: {title}", "Page {n}: {title}")
_PAGE_WHEN = Text("Sida {n}: {title} (visas när {when})", "Page {n}: {title} (shown when {when})")
_MORE = Text("{listed} och {n} till", "{listed} and {n} more")
_FETCHED = Text("Uppgifter hämtas: {source}", "Information is fetched: {source}")
_RULES = Text(
    "{n} villkor styr vad som visas, krävs och räknas ut",
    "{n} rules say what is shown, demanded and worked out",
)
_SPOKEN = Text("Språk: {languages}", "Languages: {languages}")
_NOT_MEASURED = Told("inte mätt än", "not measured yet")
_TOOK = Text(
    "hälften inom {half} dagar, nio av tio inom {most}",
    "half within {half} days, nine in ten within {most}",
)
_DAYS = Text("{n} dagar", "{n} days")
_HOLD = Text("{held} av {all} stämmer", "{held} of {all} hold")
_RULE = Told("Villkor", "Rules")
_FUNCTION, _DECISION = Told("Funktion", "Function"), Told("Beslut", "Decision")
MOST_LISTED = 12


def contents(definition: Definition) -> Section:
    """Each page with its questions, and the rules as sentences."""
    steps = {step.id: step for step in flow.steps(dict(definition.document))}
    heads = (
        Told("Fråga", "Question"),
        Told("Besvaras med", "Answered by"),
        Told("Krävs", "Required"),
        Told("Alternativ", "Options"),
    )
    tables = []
    for number, page in enumerate(definition.pages, start=1):
        when = steps[page.id].when
        title = (_PAGE_WHEN if when else _PAGE).told(n=number, title=both(page.title), when=when)
        tables.append(Table(title, heads, tuple(_question(one) for one in page.questions)))
    rules = definition.document.get("rules") or []
    said = tuple((rule_words.said(dict(definition.document), one),) for one in rules)
    if said:
        tables.append(Table(_RULE, (_RULE,), said))
    if own := tuple(_own(definition)):
        read = Told("Egna ord i ärendet", "Words of its own in the case")
        heads_of_own = (Told("När", "When"), Told("Text", "Text"))
        tables.append(Table(read, heads_of_own, own))
    return Section("innehall", Told("Innehåll", "Contents"), (), tuple(tables))


def _own(definition: Definition) -> Iterator[tuple[str, ...]]:
    for one in definition.handling.messages:
        yield both(MOMENTS[one.moment]), both(one.text)


def _question(one: Question) -> tuple[str, ...]:
    required = yes_no(holds=one.required) if one.kind.is_asked else Told("visas bara", "only shown")
    inside = [both(part.label) for part in one.options or one.questions]
    listed = join(inside[:MOST_LISTED], "; ")
    left = len(inside) - MOST_LISTED
    choices = _MORE.told(listed=listed, n=left) if left > 0 else listed
    return both(one.label), both(BEHAVIOURS[one.kind].title), required, choices


def functions(definition: Definition) -> Section:
    """What the e-service can do, and the values that each municipality sets."""
    rows = tuple((text,) for text in _functions(definition))
    tables = [Table(Told("Funktioner", "Functions"), (_FUNCTION,), rows)]
    parameters = tuple((both(one.title), one.type) for one in definition.parameters)
    if parameters:
        value = Told("Värde som varje kommun sätter", "Value that each municipality sets")
        heads = (value, Told("Typ", "Type"))
        tables.append(Table(Told("Parametrar", "Parameters"), heads, parameters))
    return Section("funktioner", Told("Funktioner", "Functions"), (), tuple(tables))


def _functions(definition: Definition) -> Iterator[Told]:
    kinds = {one.kind for one in every(definition)}
    yield from (text for kind, text in _FUNCTIONS.items() if kind in kinds)
    for source in dict.fromkeys(SOURCES[kind] for kind in SOURCES if kind in kinds):
        yield _FETCHED.told(source=source)
    effects = {rule.effect for rule in definition.rules}
    if effects:
        yield _RULES.told(n=len(definition.rules))
    if Effect.GO_TO in effects:
        yield Told("Sidor hoppas över när de inte behövs", "Pages are skipped when not needed")
    if definition.signing.signatories.is_joint:
        yield Told(
            "Flera skriver under; påminnelser går ut av sig själva",
            "Several sign; reminders go out by themselves",
        )
    yield _arrival(definition.signing)
    is_both = definition.spoken("en") == "en"
    spoken = Told("svenska och engelska", "Swedish and English") if is_both else None
    yield _SPOKEN.told(languages=spoken or Told("svenska", "Swedish"))


def _arrival(rule: SigningRule) -> Told:
    if not rule.is_signed:
        return Told(
            "Ärendet har kommit in när den inloggade har lämnat in det, utan underskrift",
            "The case has come in when whoever is logged in has handed it in, without a signature",
        )
    if rule.mode is SigningMode.OWN_SPACE_UNTIL_SIGNED:
        return Told(
            "Ärendet ligger i den sökandes eget utrymme tills alla har skrivit under",
            "The case lies in the applicant's own space until everybody has signed",
        )
    return Told(
        "Ärendet har kommit in när den första har skrivit under",
        "The case has come in when the first has signed",
    )


def results(definition: Definition, known: Known) -> Section:
    """The decisions that can be made, and what is known of how it goes."""
    handling = definition.handling
    outcomes = tuple(
        (both(one.title), yes_no(holds=one.appealable), str(len(one.standard_texts)))
        for one in handling.outcomes
    )
    told = (
        (Told("Överklagande", "Appeal"), REGIMES[handling.appeal_regime]),
        (Told("Lagstöd", "Provisions"), join((both(o.text) for o in handling.legal_basis), "; ")),
        (Told("Gallring", "Disposal"), both(handling.retention)),
        (Told("Mål för handläggningen", "Goal"), _DAYS.told(n=handling.target_days)),
        (Told("Uppmätt tid till beslut", "Measured time to a decision"), measured(known)),
        (Told("Beslutet skickas vidare till", "The decision is sent to"),
         ", ".join(known.receivers)),
        (Told("Inspelade tester", "Recorded tests"), _tests(known)),
    )  # fmt: skip
    appealable = Told("Kan överklagas", "Can be appealed")
    heads = (_DECISION, appealable, Told("Standardtexter", "Standard texts"))
    table = Table(_DECISION, heads, outcomes)
    return Section("resultat", Told("Resultat", "Results"), (), (table, facts(told)))


def measured(known: Known) -> Told:
    """How long decisions have taken, in words."""
    if not known.decided:
        return _NOT_MEASURED
    return _TOOK.told(half=known.days_half, most=known.days_most)


def _tests(known: Known) -> Told:
    if not known.tests:
        return Told("inga", "none")
    return _HOLD.told(held=known.tests - known.tests_broken, all=known.tests)
