"""The signatures of a case, checked again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samtjanst.capabilities.signing.officials import OFFICIALS
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.journey.proof_texts import CHECKS, KEPT, UNSOUND, WHY_NOT
from samtjanst.journey.prove import CheckedSignature, check_again
from samtjanst.kernel import clock
from samtjanst.web.handler.request import actor_of
from samtjanst.web.handler.texts import ROLES
from samtjanst.web.ui.access import staff


@staff(Permission.CASE_READ)
@require_safe
def prove(request: ViewerRequest, reference: str) -> HttpResponse:
    """Check the signatures again and show, part by part, what held."""
    found = check_again(reference=reference, by=actor_of(request))
    context = {
        "case": found.case,
        "found": found,
        "signatures": [_shown(one) for one in found.signatures],
        "now": clock.now(),
    }
    return render(request, "handler/prove.html", context)


def _shown(one: CheckedSignature) -> dict[str, Any]:
    """A signature with what failed first, and what held."""
    texts = KEPT | CHECKS
    steps = [
        (texts.get(check.name, check.name), check.held, WHY_NOT.get(check.detail, UNSOUND))
        for check in one.checks
    ]
    return {
        "one": one,
        "role": ROLES.get(one.role, ""),
        "is_of_decision": one.role in OFFICIALS,
        "failed": [step for step in steps if not step[1]],
        "held": [step for step in steps if step[1]],
    }
