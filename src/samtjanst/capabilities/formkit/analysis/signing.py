"""Whether as many can be named as have to sign."""

from collections.abc import Collection, Iterator

from samtjanst.capabilities.formkit.analysis import wordings
from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.conditions.words import Words
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Effect
from samtjanst.capabilities.formkit.texts import Value

PLACE = "signing.signatories.needed"
BESIDE = "signing.signatories.neighbours_of"


def signatures(definition: Definition, dead: Collection[str], words: Words) -> Iterator[Finding]:
    """A number of signatures that can never be reached, or that an empty answer goes around.

    ``dead`` are the questions that can never be shown.
    """
    who = definition.signing.signatories
    for place, rule in enumerate(definition.rules):
        if rule.target == "party" and rule.target_id in who.naming and rule.target_id in dead:
            reason = wordings.PARTY_NEVER.told(label=words.label(rule.target_id))
            at = f"rules[{place}].target"
            yield Finding(Code.SIGNING_NEVER, Severity.ERROR, at, "rule", rule.id, reason)
    yield from _neighbours(definition, dead, words)
    if not (who.named_in and who.needed):
        return
    question, code = definition.question(who.named_in), Code.SIGNING_NEVER
    said: dict[str, Value] = {"label": words.label(question.id), "needed": who.needed}
    about = (PLACE, "definition", definition.id)
    if question.id in dead:
        yield Finding(code, Severity.ERROR, *about, wordings.SIGNING_NEVER.told(**said))
    elif not (question.required or question.id in _required(definition)):
        yield Finding(code, Severity.WARNING, *about, wordings.SIGNING_ALONE.told(**said))


def _neighbours(definition: Definition, dead: Collection[str], words: Words) -> Iterator[Finding]:
    """No property to lie beside: never, or when it is left out."""
    name, at = definition.signing.signatories.neighbours_of, (BESIDE, "definition", definition.id)
    if not name:
        return
    told = {"label": words.label(name)}
    if name in dead:
        reason = wordings.BESIDE_NEVER.told(**told)
        yield Finding(Code.SIGNING_NEVER, Severity.ERROR, *at, reason)
    elif not (definition.question(name).required or name in _required(definition)):
        reason = wordings.BESIDE_NONE.told(**told)
        yield Finding(Code.SIGNING_NEVER, Severity.WARNING, *at, reason)


def _required(definition: Definition) -> set[str]:
    """Questions that a rule, or what is said of a company, can demand an answer to."""
    who = definition.signing.signatories
    by_rule = {
        rule.target_id
        for rule in definition.rules
        if (rule.effect, rule.target) == (Effect.REQUIRE, "question")
    }
    return by_rule | ({who.named_in} if who.alone_in else set())
