"""Where a case stands, in the citizen's words."""

from django.utils.translation import gettext_lazy as _

from samtjanst.running.cases.types import CaseState

STATES = {
    CaseState.WAITING_FOR_SIGNATURE: _("Väntar på underskrift"),
    CaseState.RECEIVED: _("Komplett, väntar på handläggning"),
    CaseState.IN_PROGRESS: _("Handläggs"),
    CaseState.WAITING_FOR_APPLICANT: _("Väntar på din komplettering"),
    CaseState.DECIDED: _("Beslut finns"),
    CaseState.LAPSED: _("Avslutat utan alla underskrifter"),
    CaseState.WITHDRAWN: _("Återkallat"),
}
LEVELS = {
    CaseState.WAITING_FOR_SIGNATURE: "warning",
    CaseState.RECEIVED: "info",
    CaseState.IN_PROGRESS: "info",
    CaseState.WAITING_FOR_APPLICANT: "warning",
    CaseState.DECIDED: "success",
    CaseState.LAPSED: "neutral",
    CaseState.WITHDRAWN: "neutral",
}
