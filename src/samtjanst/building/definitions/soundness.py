"""What the analysis of a draft tells: what keeps it from being published, and what is odd."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from samtjanst.building.definitions import levels
from samtjanst.capabilities.formkit import definition as formkit
from samtjanst.capabilities.formkit.analysis import (
    Code,
    Finding,
    Severity,
    analyse,
    read_lists,
)
from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.register_sources import is_register
from samtjanst.capabilities.formkit.settings import CHECK
from samtjanst.capabilities.formkit.texts import Told
from samtjanst.capabilities.registers.types import SourceOffer
from samtjanst.kernel import clock

# Nobody meets an e-service that she cannot get out of, nor one with a page that nobody meets, and
# no case is opened that cannot be finished; the rest is for the author to judge.
BLOCKING = frozenset(
    {
        Code.DEAD_END,
        Code.NO_COMPLETION,
        Code.PAGE_UNREACHABLE,
        Code.LOOKUP_MISSING,
        Code.FOR_STAFF,
        Code.CONTRADICTION,  # an answer that is wrong whatever it is
        Code.SIGNING_NEVER,
        Code.LOGIN_LEVEL,
        Code.STATUS_NO_WAY_OUT,
        Code.TIMERS_LOOP,
    }
)
LookUps = Mapping[str, SourceOffer]  # the municipality's own, by name
_ORDER = list(Severity)


def findings(
    document: Mapping[str, Any],
    confidentiality: int | None = None,
    look_ups: Callable[[], LookUps] | None = None,
    reached: Callable[[], int] | None = None,
    values: Mapping[str, Any] | None = None,
) -> tuple[Finding, ...]:
    """The findings about the document, the worst first; () for one that is no definition yet.

    They hold for any values of the municipality's parameters; of ``values``, ours, the languages
    are told. ``look_ups`` are asked for only
    when a question names one; ``reached`` tells the highest level of the municipality's e-IDs.
    """
    try:
        definition = formkit.load(document)
    except formkit.DefinitionError:
        return ()
    told = analyse(definition, today=clock.today(), confidentiality=confidentiality).findings
    found = [*told, *_never_asked(definition, told), *read_lists(definition, values or {})]
    found += _of_look_ups(definition, look_ups) if look_ups else []
    if reached:
        found += _of_levels(definition, confidentiality, reached())
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.severity)))


def _of_levels(
    definition: formkit.Definition, confidentiality: int | None, reached: int
) -> Iterator[Finding]:
    level = levels.demanded(definition, confidentiality)[1]
    by_class = levels.of_class(confidentiality)
    if level > reached:
        # Without any e-ID at all nothing can be handed in anywhere: that is told of the
        # municipality, and no fault of this e-service.
        yield _of_level(
            Told(
                f"Tillitsnivå {level} krävs, men ingen e-legitimation som kommunen har ansluten "
                "når dit. Ingen kan lämna in.",
                f"Assurance level {level} is demanded, but no e-ID that the municipality has "
                "connected reaches it. Nobody can hand in.",
            ),
            Severity.ERROR if reached else Severity.WARNING,
        )
    if confidentiality is not None and level < by_class:
        yield _of_level(
            Told(
                f"Tillitsnivå {level} räcker för att lämna in, men klassningen är "
                f"konfidentialitet {confidentiality}. Den motsvarar nivå {by_class}.",
                f"Assurance level {level} is enough to hand in, but the classification is "
                f"confidentiality {confidentiality}. That answers to level {by_class}.",
            )
        )


def _of_level(reason: Told, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(Code.LOGIN_LEVEL, severity, "signing.login", "definition", "", reason)


def _of_look_ups(
    definition: formkit.Definition, look_ups: Callable[[], LookUps]
) -> Iterator[Finding]:
    every = [(place, one) for place, one in _every(definition) if one.settings.lookup]
    asking = [(place, one) for place, one in every if not is_register(one.settings.lookup)]
    known = look_ups() if asking else {}
    for place, question in asking:
        yield from _of_one(place, question, known.get(question.settings.lookup))


def _every(definition: formkit.Definition) -> Iterator[tuple[str, Question]]:
    """Each question with its place, those in rows too."""
    for number, page in enumerate(definition.pages):
        for place, question in enumerate(page.questions):
            at = f"pages[{number}].questions[{place}]"
            yield at, question
            inner = enumerate(question.questions)
            yield from ((f"{at}.questions[{row}]", one) for row, one in inner)


def _never_asked(definition: formkit.Definition, told: Collection[Finding]) -> Iterator[Finding]:
    """Look-ups about a question that nobody ever gets to see."""
    hidden = {one.id for one in told if one.code is Code.NEVER_SHOWN}
    for place, question in _every(definition):
        if question.settings.lookup_key in hidden:
            reason = Told(
                f"Frågan {question.settings.lookup_key} visas aldrig, så uppslaget görs aldrig.",
                f"The question {question.settings.lookup_key} is never shown, so nothing is "
                "looked up.",
            )
            yield Finding(
                Code.LOOKUP_MISSING, Severity.WARNING, place, "question", question.id, reason
            )


def _of_one(place: str, question: Question, offer: SourceOffer | None) -> Iterator[Finding]:
    told = question.settings
    if offer is None:
        reason = Told(
            f"Kommunen har inget uppslag {told.lookup} som är på. Den sökande får skriva själv.",
            f"The municipality has no look-up {told.lookup} in use. The applicant writes herself.",
        )
        yield _missing(place, question, reason, Severity.WARNING)
        return
    # What must be known, and never is, nobody gets past.
    worst = Severity.ERROR if told.lookup_strict else Severity.WARNING
    parts = (told.lookup_postal_code, told.lookup_city, told.lookup_care_of)
    for name in filter(None, (told.lookup_value, *parts)):
        if name not in offer.values:
            reason = Told(
                f"Uppslaget {told.lookup} har ingen uppgift {name}.",
                f"The look-up {told.lookup} has no value {name}.",
            )
            yield _missing(place, question, reason, worst)
    yield from _of_key(place, question, offer, worst)


def _of_key(
    place: str, question: Question, offer: SourceOffer, worst: Severity
) -> Iterator[Finding]:
    told = question.settings
    is_about = bool(told.lookup_key) or told.lookup_use == CHECK
    if is_about == offer.needs_value:
        return
    reason = Told(
        f"Uppslaget {told.lookup} behöver en fråga att slå upp.",
        f"The look-up {told.lookup} needs a question to ask about.",
    )
    if is_about:
        reason = Told(
            f"Uppslaget {told.lookup} har en lista för alla och slår inte upp något svar.",
            f"The look-up {told.lookup} has one list for all and asks about no answer.",
        )
    yield _missing(place, question, reason, worst)


def _missing(place: str, question: Question, reason: Told, severity: Severity) -> Finding:
    return Finding(Code.LOOKUP_MISSING, severity, place, "question", question.id, reason)


def blocks(finding: Finding) -> bool:
    """Whether nothing is published while it stands."""
    return finding.severity is Severity.ERROR and finding.code in BLOCKING
