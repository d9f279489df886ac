"""Who signs for a company beside the applicant, asked for when she says she does not sign alone.

The open interface of Bolagsverket tells nothing of who signs for a company, so it is her own
statement, as that she may act for it is.
"""

from samtjanst.capabilities.formkit.conditions import Condition, State
from samtjanst.capabilities.formkit.model import ActingPower, Kind
from samtjanst.capabilities.formkit.program import Assembly
from samtjanst.capabilities.formkit.texts import Told

AT = "signing.signatories.alone_in"
NO_COMPANY = Told(
    "e-tjänsten tar inte emot ansökningar för företag på egen uppgift",
    "the e-service does not take applications for companies on the applicant's own statement",
)
NOBODY_NAMED = Told(
    "välj först frågan där den sökande anger vilka som skriver under",
    "first choose the question in which the applicant names those who sign",
)
NOT_YES_NO = Told("det är ingen fråga med ja eller nej", "it is not a question with yes or no")
TOO_LATE = Told(
    "frågan ska stå före frågan där den sökande anger vilka som skriver under",
    "the question must stand before the one in which the applicant names those who sign",
)
OWN_RULES = Told(
    "frågan, frågan där de anges och deras sidor får inte ha egna villkor för när de visas",
    "the question, the one in which they are named and their pages cannot have rules of their own "
    "for when they are shown",
)


def gate(work: Assembly) -> None:
    """Let the two questions be asked when they are needed, and then demand an answer."""
    who = work.parts.signing.signatories
    if not who.alone_in:
        return
    wrong = _wrong(work)
    if wrong:
        work.refuse(AT, wrong)
        return
    for name, holds in ((who.alone_in, _for_company), (who.named_in, _not_alone(who.alone_in))):
        work.steps[name].show = work.steps[name].require = (holds,)
    work.needs(who.named_in, [who.alone_in])
    work.used.add(who.alone_in)


def _wrong(work: Assembly) -> Told | None:
    who = work.parts.signing.signatories
    asked, named = work.questions.get(who.alone_in), work.questions.get(who.named_in)
    if work.parts.signing.represents.company is not ActingPower.STATED:
        return NO_COMPANY
    if named is None:
        return NOBODY_NAMED
    if asked is None or asked.kind is not Kind.YES_NO:
        return NOT_YES_NO
    places = list(work.questions)
    if places.index(asked.id) > places.index(named.id):
        return TOO_LATE
    return OWN_RULES if any(_has_rules(work, one) for one in (asked.id, named.id)) else None


def _has_rules(work: Assembly, question_id: str) -> bool:
    step = work.steps[question_id]
    stops = {(page, id(holds)) for page, holds, _ in work.stops}
    shown = work.gates[step.page_id]
    skips = any((page, id(holds)) not in stops for page, holds in shown.skips)
    return bool(step.show or shown.show or skips)


def _for_company(state: State) -> bool:
    found = state.context.represents
    return found is not None and found.is_own_word_for_company


def _not_alone(alone_in: str) -> Condition:
    return lambda state: _for_company(state) and state.seen.get(alone_in) is False
