"""Who of the neighbours signs, by the definition's rule and what registers say of the owners.

Each person who owns a share of what lies beside is asked to sign: co-owners dispose together (2 §
lagen 1904:48 s. 1 om samäganderätt). Everybody else an official reaches, and nothing waits for it.
"""

from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit.context import Context, NeighbourFacts
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation, evaluate
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.reading.rules import NEIGHBOURS

NEIGHBOUR = "neighbour"  # the role of one who signs
UNANSWERED = NeighbourFacts(status="unanswered")
HELD = "held"  # an official sees to all signatures but the applicant's


def designation(definition: Definition, evaluation: Evaluation) -> str:
    """The property whose neighbours sign, by a complete evaluation; "" where none do."""
    name = definition.signing.signatories.neighbours_of
    value = evaluation.values.get(name) if name else None
    if value is None or not evaluation.must_sign(NEIGHBOURS):
        return ""
    question = definition.question(name)
    behaviour = BEHAVIOURS[question.kind]
    return "" if behaviour.empty(value) else behaviour.plain(question, value)


def due(
    definition: Definition, values: Mapping[str, Any], context: Context, *, is_held: bool
) -> tuple[NeighbourFacts, ...]:
    """Every owner, those who can be asked to sign and those whom an official reaches.

    ``is_held`` is whether an official sees to all who are to sign beside the applicant.
    """
    if not definition.signing.signatories.neighbours_of:
        return ()
    if not designation(definition, evaluate(definition, values, context)):
        return ()
    if context.neighbours is None:
        return (UNANSWERED,)
    return tuple(_held(one) if is_held else one for one in context.neighbours)


def _held(one: NeighbourFacts) -> NeighbourFacts:
    return one if one.status else NeighbourFacts(one.estate, status=HELD)
