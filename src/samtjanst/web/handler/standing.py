"""Where cases stand, in words: by the e-service's own process, else by the state."""

from django.utils.translation import get_language

from samtjanst.capabilities.formkit.process import Process
from samtjanst.journey.process import status_of
from samtjanst.running.cases.types import CaseView
from samtjanst.web.handler.texts import STATES


def state_of(case: CaseView) -> str:
    """What a case's place is called at the desk."""
    status = status_of(case)
    return status.title.to(get_language() or "sv") if status else str(STATES[case.state])


def statuses(process: Process | None) -> list[tuple[str, str]]:
    """What a list of an e-service can be narrowed to; nothing without a process of its own."""
    language = get_language() or "sv"
    return [(one.id, one.title.to(language)) for one in process.statuses()] if process else []
