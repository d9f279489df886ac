"""What happens with the answers of a run."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from samtjanst.capabilities.formkit import following, parties
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation, evaluate
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.recording import course

Observed = dict[str, Any]


def observed(definition: Definition, answers: Mapping[str, Any], context: Context) -> Observed:
    """What happens with the answers: pages, questions, values, faults, signatures, what follows."""
    evaluation = evaluate(definition, answers, context)
    asked = definition.questions()
    shown = [one for one in asked if evaluation.visible(one.id)]
    calculated = (one for one in shown if one.kind is Kind.CALCULATED)
    hidden = evaluation.hidden_options
    return {
        "pages": list(evaluation.visible_pages),
        "questions": [one.id for one in shown],
        "required": [one.id for one in shown if evaluation.required(one.id)],
        "values": {one.id: evaluation.values.get(one.id) for one in calculated},
        "hidden_options": {one.id: sorted(hidden[one.id]) for one in shown if hidden.get(one.id)},
        "errors": evaluation.errors(),
        "stops": [stop.message.sv for stop in evaluation.stops],
        "signs": _signs(definition, evaluation, context),
        "complete": evaluation.complete,
        "follows": _follows(definition, evaluation, context),
        "course": course.observed(definition, evaluation) if evaluation.complete else {},
        "names": {
            **course.names(definition),
            **{page.id: page.title.sv for page in definition.pages},
            **{one.id: one.label.sv for one in asked},
            **{f"{one.id}:{o.id}": o.label.sv for one in asked for o in one.options},
        },
    }


def _signs(definition: Definition, evaluation: Evaluation, context: Context) -> dict[str, Any]:
    """Roles only: names are in the context already."""
    if context.applicant is None or not definition.signing.is_signed:
        return {"roles": [], "official": ""}
    plan = parties.due(definition, evaluation.values, context)
    return {"roles": [one.role for one in plan.to_sign], "official": plan.by_official}


def _follows(
    definition: Definition, evaluation: Evaluation, context: Context
) -> list[dict[str, Any]]:
    """Status and messages at hand-in and after; nothing where it cannot be handed in."""
    if context.applicant is None or not evaluation.complete:
        return []
    plan = parties.due(definition, evaluation.values, context)
    return [
        {
            "moment": step.moment.value,
            "phase": step.phase.value,
            "notices": [asdict(one) for one in step.notices],
        }
        for step in following.steps(definition, plan, evaluation.values, context)
    ]
