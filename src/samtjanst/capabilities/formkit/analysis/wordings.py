"""What the search for dead ends says, in plain Swedish and English."""

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.editing import rule_words
from samtjanst.capabilities.formkit.model import Rule
from samtjanst.capabilities.formkit.texts import Text, Told, Value

ANSWERED = Text("”{label}” är {lines}", "“{label}” is {lines}")
SHOWN_WHEN = Text("Den visas bara när {rules}.", "It is only shown when {rules}.")
NEVER_SO = Text(
    "Den visas bara när {rules}, och det kan aldrig bli så.",
    "It is only shown when {rules}, and that can never be so.",
)
PAGE_NEVER = Text("Sidan ”{title}” kan aldrig nås.", "The page “{title}” can never be reached.")
PAGE_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om sidan ”{title}” kan nås.",
    "It could not be decided within the limit of the search whether the "
    "page “{title}” can be reached.",
)
QUESTION_NEVER = Text(
    "Frågan {label} kan aldrig visas.", "The question {label} can never be shown."
)
QUESTION_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om frågan {label} kan visas.",
    "It could not be decided within the limit of the search whether the "
    "question {label} can be shown.",
)
OPTION_NEVER = Text(
    "Alternativet ”{option}” i {label} kan aldrig väljas.",
    "The option “{option}” in {label} can never be chosen.",
)
OPTION_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om alternativet "
    "”{option}” i {label} kan väljas.",
    "It could not be decided within the limit of the search whether the "
    "option “{option}” in {label} can be chosen.",
)
NEVER_TRUE = Text(
    "Villkoret ”{said}” kan aldrig bli sant.", "The condition “{said}” can never be true."
)
TRUE_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om villkoret ”{said}” kan bli sant.",
    "It could not be decided within the limit of the search whether the "
    "condition “{said}” can be true.",
)
ALWAYS_TRUE = Text("Villkoret ”{said}” är alltid sant.", "The condition “{said}” is always true.")
FALSE_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om villkoret ”{said}” kan bli falskt.",
    "It could not be decided within the limit of the search whether the "
    "condition “{said}” can be false.",
)
SIGNING_NEVER = Text(
    "{needed} av dem som anges i {label} ska skriva under, men frågan kan aldrig visas. "
    "Ingen mer än den sökande blir ombedd att skriva under.",
    "{needed} of those who are named in {label} have to sign, but the question can never be "
    "shown. Nobody but the applicant is asked to sign.",
)
BESIDE_NEVER = Text(
    "Grannarna till fastigheten i {label} ska skriva under, men frågan kan aldrig visas.",
    "The neighbours of the property in {label} have to sign, but the question can never be shown.",
)
BESIDE_NONE = Text(
    "Grannarna till fastigheten i {label} ska skriva under, men frågan behöver inte besvaras. "
    "Lämnas den tom blir ingen granne ombedd.",
    "The neighbours of the property in {label} have to sign, but the question need not be "
    "answered. If it is left empty no neighbour is asked.",
)
PARTY_NEVER = Text(
    "Ett villkor kräver underskrift av dem som anges i {label}, men frågan kan aldrig visas.",
    "A rule demands the signatures of those named in {label}, but the question can never be shown.",
)
STEP_NEVER = Text(
    "Steget ”{step}” kan aldrig tas: inga svar som går att lämna in uppfyller villkoren.",
    "The step “{step}” can never be taken: no answers that can be handed in fulfil its conditions.",
)
STEP_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om steget ”{step}” kan tas.",
    "It could not be decided within the limit of the search whether “{step}” can be taken.",
)
DEMAND_NOWHERE = Text(
    "Ärendet ska ha haft statusen ”{title}” före beslut, men inget steg leder dit.",
    "The case has to have had the status “{title}” before a decision, but no step leads there.",
)
DEMAND_CLOSED = Text(
    "Ärendet ska ha haft statusen ”{title}” före beslut, men med de här svaren är inget steg dit "
    "öppet. Då går det inte att besluta.",
    "The case has to have had the status “{title}” before a decision, but with these answers no "
    "step there is open. Then nothing can be decided.",
)
DEMAND_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om statusen ”{title}” alltid kan nås när den "
    "krävs före beslut.",
    "It could not be decided within the limit of the search whether the status “{title}” can "
    "always be reached when it is required before a decision.",
)
SUGGESTED_NEVER = Text(
    "Steget ”{step}” föreslås aldrig: det är stängt varje gång villkoret gäller.",
    "The step “{step}” is never suggested: it is closed whenever the condition holds.",
)
SIGNING_ALONE = Text(
    "{label} krävs inte. Den som inte anger någon skriver under ensam, fast {needed} andra ska "
    "göra det.",
    "{label} is not required. Somebody who names nobody signs alone, although {needed} others "
    "have to sign.",
)
PART_NEVER = Text(
    "Delen ”{part}” i villkoret kan aldrig bli sant och gör ingen skillnad.",
    "The part “{part}” of the condition can never be true and makes no difference.",
)
PART_ALWAYS = Text(
    "Delen ”{part}” i villkoret är alltid sant och gör ingen skillnad.",
    "The part “{part}” of the condition is always true and makes no difference.",
)
REQUIRED_HIDDEN = Text(
    "{label} krävs när {said}, men är alltid dold just då.",
    "{label} is required when {said}, but is always hidden just then.",
)
REQUIRED_MAYBE = Text(
    "{label} krävs när {said}, men kan vara dold då. Då krävs inget svar.",
    "{label} is required when {said}, but may be hidden then. Then no answer is required.",
)
ALWAYS_WRONG = Text(
    "Svaret på {label} är fel vad sökanden än svarar: ”{message}”",
    "The answer to {label} is wrong whatever the applicant answers: “{message}”",
)
RIGHT_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om {label} kan besvaras rätt.",
    "It could not be decided within the limit of the search whether {label} can be answered right.",
)
_RIVALS = Text(
    "Villkoren ({first}) och ({second}) ger {label} olika värden på samma gång. {winner}",
    "The rules ({first}) and ({second}) give {label} different values at the same time. {winner}",
)
_FIRST = Told("Då gäller det första av dem.", "Then the first of them holds.")
_SECOND = Told("Då gäller det andra av dem.", "Then the second of them holds.")
ANY_ANSWER = Text("{label} är besvarad", "{label} is answered")
ANSWER = Text("{label} är {value}", "{label} is {value}")
DEAD_END_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om en ansökan där {said} kan lämnas in.",
    "It could not be decided within the limit of the search whether an "
    "application where {said} can be handed in.",
)
STOPPED = Text(
    "När {said} blir sökanden alltid stoppad.", "When {said}, the applicant is always stopped."
)
DEAD_END = Text(
    "När {said} går ansökan aldrig att lämna in, vad sökanden än svarar i övrigt.",
    "When {said}, the application can never be handed in, whatever else the applicant answers.",
)
LEFT = Text("{told}. Kvar att rätta: {wrong}", "{told}. Left to correct: {wrong}")
UNANSWERED = Told("när inget är besvarat", "when nothing is answered")
COMPLETE_UNSURE = Told(
    "Det gick inte att avgöra inom sökningens gräns om någon ansökan kan lämnas in.",
    "It could not be decided within the limit of the search whether any "
    "application can be handed in.",
)
NO_COMPLETION = Told(
    "Ingen kan lämna in: vad sökanden än svarar saknas något, är något fel eller stoppar.",
    "Nobody can hand in: whatever the applicant answers, something is missing, wrong or stops.",
)


def rivals(definition: Definition, label: Value, first: Rule, second: Rule) -> Told:
    """Two rules that give one question different values, as sentences, and which of them holds.

    ``first`` stands before ``second`` among the rules.
    """
    # The evaluator lets the rule whose id comes first win, whatever the order of the rules.
    winner = _FIRST if first.id < second.id else _SECOND
    document = dict(definition.document)
    rules = {rule["id"]: dict(rule) for rule in document["rules"]}
    one, other = (rule_words.said(document, rules[rule.id]) for rule in (first, second))
    return _RIVALS.told(first=one, second=other, label=label, winner=winner)
