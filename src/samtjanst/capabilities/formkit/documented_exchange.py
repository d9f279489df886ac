"""The chapter of the documentation about what goes where, and by which right."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.documented import Known, Section, Table, both, yes_no
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.register_sources import SOURCES as REGISTER_SOURCES
from samtjanst.capabilities.formkit.registers_asked import NAMES, undeclared
from samtjanst.capabilities.formkit.settings import CHECK
from samtjanst.capabilities.formkit.texts import Text, Told, join

_PEOPLE = Told("Folkbokföringen", "The population register")
SOURCES: Mapping[Kind, Told] = MappingProxyType(
    {
        Kind.PERSON: _PEOPLE,
        Kind.CHILD: _PEOPLE,
        Kind.ADDRESS: _PEOPLE,
        Kind.COMPANY: Told("Företagsregistret", "The register of companies"),
        Kind.EMPLOYEE: Told("Kommunens katalog", "The municipality's directory"),
    }
)
_LAND = Told("Lantmäteriets register", "The land register")
_CONTACT = Told("Den sökandes kontaktuppgifter", "The applicant's contact details")
_LOOK_UP = Text("Kommunens uppslag ”{name}”", "The municipality's look-up “{name}”")
_ANSWERS = Text(
    "Svaren på sidan ”{title}” ({n} frågor)", "The answers on the page “{title}” ({n} questions)"
)
_SERVICE, _APPLICANT = Told("E-tjänsten", "The e-service"), Told("Sökande", "Applicant")
_OFFICIAL = Told("Handläggare", "Official")
_BASIS = Told("Rättslig grund", "Legal basis")
_NOT_TOLD = (Told("Inte angivet", "Not stated"), Told("Inte angiven", "Not stated"))


def chapter(definition: Definition, known: Known) -> Section:
    """What goes from whom to whom, the provisions, the registers, and what applicants are told."""
    grounds = definition.handling.legal_basis
    basis = "1" if len(grounds) == 1 else f"1–{len(grounds)}"
    rows = [*_from_registers(definition, basis), *_from_people(definition, known, basis)]
    what = Told("Uppgifter", "Information")
    heads = (what, Told("Från", "From"), Told("Till", "To"), _BASIS)
    numbered = tuple((str(n), both(one.text)) for n, one in enumerate(grounds, start=1))
    told = tuple((both(one.title), both(one.text)) for one in definition.about.privacy)
    provisions = (Told("Nummer", "Number"), Told("Bestämmelse", "Provision"))
    informed = Told(
        "Vad den som söker får veta om sina personuppgifter",
        "What applicants are told about their personal data",
    )
    tables = (
        Table(Told("Vad som går vart", "What goes where"), heads, tuple(rows)),
        Table(Told("Rättsliga grunder", "Legal bases"), provisions, numbered),
        _grounds(definition),
        Table(informed, (Told("Rubrik", "Heading"), Told("Text", "Text")), told),
    )
    title = Told("Informationsutbyte", "Exchange of information")
    return Section("utbyte", title, (both(definition.about.privacy[0].text),), tables)


def _grounds(definition: Definition) -> Table:
    rows: list[tuple[str, ...]] = [
        (
            NAMES[one.register],
            both(one.purpose),
            both(one.legal_basis),
            yes_no(holds=one.told_to_others),
        )
        for one in definition.about.registers
    ]
    rows += [(NAMES[one], *_NOT_TOLD, "") for one in undeclared(definition)]
    others = Told("Visas för andra som frågan gäller", "Shown to others whom it is about")
    heads = (Told("Register", "Register"), Told("Varför", "Why"), _BASIS, others)
    title = Told("Register som e-tjänsten frågar", "Registers that the e-service asks")
    return Table(title, heads, tuple(rows))


def _from_registers(definition: Definition, basis: str) -> Iterator[tuple[str, ...]]:
    who = Told("Namn och personnummer", "Name and personal number")
    yield who, Told("E-legitimationen", "The electronic identification"), _SERVICE, basis
    found: dict[str, tuple[str, list[Told]]] = {}
    for one in every(definition):
        if source := _source(one):
            found.setdefault(str(source), (source, []))[1].append(both(one.label))
    for source, labels in found.values():
        yield join(dict.fromkeys(labels), ", "), source, _SERVICE, basis


def _source(one: Question) -> str:
    """Where the first answer comes from; "" when the applicant gives it."""
    if one.settings.from_register or one.settings.registered:
        return _LAND if one.settings.from_register else _PEOPLE
    if one.settings.lookup and one.settings.lookup_use != CHECK:
        register = REGISTER_SOURCES.get(one.settings.lookup)
        return register.title if register else _LOOK_UP.told(name=one.settings.lookup)
    if one.kind is Kind.ADDRESS and not one.settings.prefill:
        return ""
    return SOURCES.get(one.kind, _CONTACT if one.settings.prefill else "")


def _from_people(definition: Definition, known: Known, basis: str) -> Iterator[tuple[str, ...]]:
    receiving = Told("Handläggare på mottagande enhet", "Officials of the receiving unit")
    for page in definition.pages:
        asked = sum(one.kind.is_asked for one in page.questions)
        if asked:
            told = _ANSWERS.told(title=both(page.title), n=asked)
            yield told, _APPLICANT, receiving, basis
    is_joint = definition.signing.signatories.is_joint
    who = Told("Den som ska skriva under", "Whoever is to sign") if is_joint else _APPLICANT
    notices = Told(
        "Meddelanden om ärendet, utan känsliga uppgifter",
        "Notices about the case, without sensitive information",
    )
    yield notices, _SERVICE, who, basis
    yield Told("Beslut med skäl", "Decision with reasons"), _OFFICIAL, _APPLICANT, basis
    for receiver in known.receivers:
        sent = Told(
            "Beslutet och uppgifterna som det bygger på",
            "The decision and the information that it builds on",
        )
        yield sent, _SERVICE, receiver, basis


def every(definition: Definition) -> Iterator[Question]:
    """Every question, those in rows after their own."""
    for one in definition.questions():
        yield one
        yield from one.questions
