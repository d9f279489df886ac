"""Where a case stands and why a payment came to nothing, in the citizen's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtjanst.ports.payment import Trouble
from samtjanst.running.cases.types import CaseState

STATES = {
    CaseState.WAITING_FOR_SIGNATURE: _("Väntar på underskrift"),
    CaseState.RECEIVED: _("Komplett, väntar på handläggning"),
    CaseState.IN_PROGRESS: _("Handläggs"),
    CaseState.WAITING_FOR_APPLICANT: _("Väntar på komplettering"),
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

PAYMENT_DOWN: Promise = _(
    "Det går inte att nå Swish just nu. Inget har betalats. Försök igen om en stund; det du har "
    "lämnat in finns kvar."
)
TROUBLES: dict[str, Promise] = {
    Trouble.BUSY: _("Du har en annan betalning öppen i Swish. Avsluta den först."),
    Trouble.PHONE: _("Swish känner inte igen mobilnumret. Skriv det igen."),
    Trouble.NOT_ACTIVATED: _("Swish är inte aktiverat för det numret. Aktivera det i din bank."),
    Trouble.NOT_ENROLLED: _("Mobilnumret är inte kopplat till Swish. Välj ett annat sätt."),
    Trouble.REFUSED: _(
        "Banken sade nej. Kontrollera saldo och beloppsgräns i Swish, och försök igen."
    ),
    Trouble.BROKEN_OFF: _("Betalningen avbröts i BankID. Inget har betalats."),
    Trouble.LATE: _("Betalningen godkändes inte i tid. Inget har dragits. Försök igen."),
    Trouble.EID: _("BankID är upptaget eller gick inte att använda. Försök igen om en stund."),
    Trouble.AMOUNT: _("Swish tar inte emot beloppet. Kontakta kommunen för att betala."),
    Trouble.PERSON: _("Swish släppte inte igenom betalningen för den personen."),
    Trouble.UNCLEAR: _("Det är oklart hur betalningen gick."),
}
