"""The texts of notices. None says who, what or why: only that something waits after login."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Template:
    """Subject and first sentence of a notice; source texts for translation."""

    subject: str
    text: str


TEMPLATES = {
    "sign_invitation": Template(
        gettext_noop("Något väntar på din underskrift"),
        gettext_noop("Du har fått en ansökan att läsa och skriva under."),
    ),
    "sign_reminder": Template(
        gettext_noop("Påminnelse: något väntar på din underskrift"),
        gettext_noop("En ansökan väntar fortfarande på att du läser den och skriver under."),
    ),
    "sign_declined": Template(
        gettext_noop("Det har hänt något i ditt ärende"),
        gettext_noop("Någon som skulle skriva under har svarat."),
    ),
    "sign_expired": Template(
        gettext_noop("Det har hänt något i ditt ärende"),
        gettext_noop("Tiden för att skriva under har gått ut."),
    ),
    "application_arrived": Template(
        gettext_noop("Vi har fått din ansökan"),
        gettext_noop("Din ansökan väntar på fler underskrifter."),
    ),
    "application_complete": Template(
        gettext_noop("Ansökan är komplett"),
        gettext_noop("Alla har skrivit under. Du hittar kvittensen när du loggar in."),
    ),
    "decision_made": Template(
        gettext_noop("Det finns ett beslut i ditt ärende"),
        gettext_noop("Du läser beslutet när du har loggat in."),
    ),
}
ENDING = _(
    "Logga in här: %(url)s\n\n"
    "Av säkerhetsskäl står det inget om ärendet i det här meddelandet. Vi ber dig aldrig om "
    "koder eller lösenord. Det går inte att svara på det här meddelandet.\n\n%(name)s\n"
)
