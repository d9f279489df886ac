"""What is looked for in an evaluation."""

from typing import Any

from samtjanst.capabilities.formkit.analysis.witness import Check
from samtjanst.capabilities.formkit.evaluation import Evaluation


def visible(question_id: str) -> Check:
    """The question is shown."""
    return lambda evaluation: evaluation.visible(question_id)


def offers(question_id: str, option_id: str) -> Check:
    """The question is shown, with the option to choose."""

    def check(evaluation: Evaluation) -> bool:
        hidden = evaluation.hidden_options.get(question_id, frozenset())
        return evaluation.visible(question_id) and option_id not in hidden

    return check


def answers(question_id: str, value: Any) -> Check:
    """The question has the answer; any at all for None."""

    def check(evaluation: Evaluation) -> bool:
        given = evaluation.values.get(question_id)
        if value is None:
            return given is not None
        return value in given if isinstance(given, list) else given is value or given == value

    return check
