"""First answers out of what is known about the applicant (FL 8 §: do not ask for what we have)."""

from typing import Any

from samtjanst.capabilities.formkit.context import ApplicantFacts, Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.addresses import registered


def suggest(definition: Definition, context: Context) -> dict[str, Any]:
    """Answers to start a draft with. The address of a protected person is never filled in."""
    if context.applicant is None:
        return {}
    known = _known(context.applicant)
    return {
        question.id: BEHAVIOURS[question.kind].canonical(question, known[question.settings.prefill])
        for question in definition.questions()
        if known.get(question.settings.prefill)
    }


def _known(applicant: ApplicantFacts) -> dict[str, Any]:
    known: dict[str, Any] = {
        "applicant_email": applicant.email,
        "applicant_phone": applicant.phone,
    }
    if applicant.address is not None and not applicant.protected:
        known["applicant_address"] = registered(applicant.address)
    return known
