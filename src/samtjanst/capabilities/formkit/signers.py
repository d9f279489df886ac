"""Whether the questions that say who signs are there, and enough."""

from samtjanst.capabilities.formkit.model import Kind, SigningOrder
from samtjanst.capabilities.formkit.program import Assembly
from samtjanst.capabilities.formkit.texts import Text, Told

NOT_NAMES = Text(
    "”{name}” är ingen fråga där den sökande anger undertecknare",
    "“{name}” is not a question in which the applicant names signatories",
)
TOO_MANY = Text(
    "så många kan aldrig skriva under: frågan tar emot högst {most}",
    "so many can never sign: the question takes at most {most}",
)
TOO_FEW = Text(
    "så många behöver inte anges: frågan kräver minst {least}, och här står {needed}",
    "so many need not be named: the question demands at least {least}, and here stands {needed}",
)
NOBODY_NAMED = Told(
    "välj först frågan där den sökande anger vilka som skriver under",
    "first choose the question in which the applicant names those who sign",
)

NO_PROPERTY = Told(
    "välj först frågan om den fastighet som grannarna ligger intill",
    "first choose the question about the property that the neighbours lie beside",
)


def refuse_wrong(work: Assembly) -> None:
    """Note every fault in who signs."""
    who = work.parts.signing.signatories
    wanted = (
        (who.guardians_of, Kind.CHILD),
        (who.stated_in, Kind.PERSON),
        (who.neighbours_of, Kind.PROPERTY),
    )
    for name, kind in wanted:
        if name and not _is(work, name, kind):
            work.refuse(
                "signing.signatories",
                Text(
                    "”{name}” är ingen fråga av rätt typ",
                    "“{name}” is not a question of the right kind",
                ).told(name=name),
            )
    if who.neighbours_within and not who.neighbours_of:
        work.refuse("signing.signatories.neighbours_within", NO_PROPERTY)
    named = work.questions.get(who.named_in) if who.named_in else None
    at = "signing.signatories."
    if who.named_in and (named is None or named.kind is not Kind.SIGNATORIES):
        work.refuse(f"{at}named_in", NOT_NAMES.told(name=who.named_in))
    elif named and who.needed and who.needed > named.settings.max_rows:
        work.refuse(f"{at}needed", TOO_MANY.told(most=named.settings.max_rows))
    elif named and who.needed and who.needed > named.settings.min_rows:
        work.refuse(f"{at}needed", TOO_FEW.told(needed=who.needed, least=named.settings.min_rows))
    elif not named and who.needed:
        work.refuse(f"{at}needed", NOBODY_NAMED)
    elif not named and who.order is SigningOrder.IN_TURN:
        work.refuse(f"{at}order", NOBODY_NAMED)


def _is(work: Assembly, question_id: str, kind: Kind) -> bool:
    question = work.questions.get(question_id)
    return question is not None and question.kind is kind
