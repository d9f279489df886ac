"""The texts of notices. None says who, what or why: only that something waits after login."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Template:
    """Subject and first sentence of a notice; source texts for translation.

    ``is_posted``: so much depends on it that it goes by letter to whom nothing else reaches.
    """

    subject: Promise
    text: Promise
    is_posted: bool = False


TEMPLATES = {
    "sign_invitation": Template(
        _("Något väntar på din underskrift"),
        _("Du har fått en ansökan att läsa och skriva under."),
        is_posted=True,
    ),
    "sign_reminder": Template(
        _("Påminnelse: något väntar på din underskrift"),
        _("En ansökan väntar fortfarande på att du läser den och skriver under."),
        is_posted=True,
    ),
    "sign_declined": Template(
        _("Det har hänt något i ditt ärende"),
        _("Någon som skulle skriva under har svarat."),
    ),
    "sign_expired": Template(
        _("Det har hänt något i ditt ärende"),
        _("Tiden för att skriva under har gått ut."),
    ),
    "sign_withdrawn": Template(
        _("Du behöver inte skriva under nu"),
        _(
            "Sökanden har tagit tillbaka ansökan. Har du skrivit under gäller det inte längre."
            " Du får ett nytt meddelande om ansökan ska skrivas under igen."
        ),
    ),
    "sign_ended": Template(
        _("Din underskrift behövs inte längre"),
        _("Du behöver inte skriva under det som du blev ombedd att läsa."),
    ),
    "sign_enough": Template(
        _("Din underskrift behövs inte längre"),
        _("Tillräckligt många andra har skrivit under. Du behöver inte göra något."),
    ),
    "application_prepared": Template(
        _("En ansökan är ifylld åt dig"),
        _("Läs igenom den, ändra om något är fel och lämna in den. Den är inte inskickad än."),
        is_posted=True,
    ),
    "application_signed": Template(
        _("Din ansökan är inte inskickad än"),
        _(
            "Den väntar på fler underskrifter, och skickas in av sig själv när alla har skrivit"
            " under."
        ),
    ),
    "application_arrived": Template(
        _("Vi har fått din ansökan"),
        _("Din ansökan väntar på fler underskrifter."),
    ),
    "application_complete": Template(
        _("Ansökan är komplett"),
        _("Alla har skrivit under. Du hittar kvittensen när du loggar in."),
    ),
    "application_received": Template(
        _("Vi har fått din ansökan"),
        _("Den är komplett. Du hittar kvittensen när du loggar in."),
    ),
    "application_enough": Template(
        _("Ansökan är komplett"),
        _("De underskrifter som behövs finns. Du hittar kvittensen när du loggar in."),
    ),
    "fee_first": Template(
        _("Din ansökan är inte inskickad än"),
        _("Den skickas in av sig själv när avgiften är betald. Du betalar när du har loggat in."),
    ),
    "fee_due": Template(
        _("En avgift ska betalas"),
        _("Du ser vad det gäller och betalar när du har loggat in."),
        is_posted=True,
    ),
    "fee_reminder": Template(
        _("Påminnelse: en avgift väntar på att betalas"),
        _("Du ser vad det gäller och betalar när du har loggat in."),
        is_posted=True,
    ),
    "fee_paid": Template(
        _("Vi har fått din betalning"),
        _("Kvittot hittar du när du loggar in."),
    ),
    "fee_expired": Template(
        _("Det har hänt något i ditt ärende"),
        _("Tiden för att betala avgiften har gått ut."),
        is_posted=True,
    ),
    "fee_refunded": Template(
        _("Du får pengar tillbaka"),
        _("En avgift betalas tillbaka till dig. Du ser varför när du har loggat in."),
    ),
    "letter_sent": Template(
        _("Du har ett nytt meddelande"),
        _("Du läser det och svarar när du har loggat in."),
        is_posted=True,
    ),
    "hearing_reminder": Template(
        _("Påminnelse: du kan yttra dig"),
        _("Snart går tiden ut för att yttra dig i ditt ärende."),
        is_posted=True,
    ),
    "opinion_asked": Template(
        _("Du är ombedd att yttra dig"),
        _("Kommunen vill ha ditt yttrande. Du läser vad det gäller när du har loggat in."),
        is_posted=True,
    ),
    "opinion_reminder": Template(
        _("Påminnelse: du är ombedd att yttra dig"),
        _("Vi väntar fortfarande på ditt yttrande. Snart går tiden ut."),
        is_posted=True,
    ),
    "opinion_ended": Template(
        _("Du behöver inte yttra dig"),
        _("Vi behöver inte längre det yttrande som vi bad dig om."),
    ),
    "inquiry_asked": Template(
        _("Du är ombedd att lämna en uppgift"),
        _("Kommunen behöver något från dig i ett ärende. Du läser vad när du har loggat in."),
        is_posted=True,
    ),
    "inquiry_reminder": Template(
        _("Påminnelse: du är ombedd att lämna en uppgift"),
        _("Vi väntar fortfarande på det vi har bett om. Snart går tiden ut."),
        is_posted=True,
    ),
    "inquiry_extended": Template(
        _("Du har fått mer tid"),
        _("Du ser den nya tiden när du har loggat in."),
    ),
    "inquiry_withdrawn": Template(
        _("Du behöver inte lämna uppgiften"),
        _("Vi behöver inte längre det vi bad om."),
    ),
    "inquiry_passed": Template(
        _("Tiden att lämna uppgiften har gått ut"),
        _("Du kan fortfarande svara så länge ärendet inte är avgjort."),
    ),
    "inquiry_received": Template(
        _("Vi har fått ditt svar"),
        _("Det är en handling i ärendet nu. Tack."),
    ),
    "supplement_asked": Template(
        _("Ditt ärende behöver kompletteras"),
        _("Vi behöver något mer från dig för att kunna gå vidare."),
        is_posted=True,
    ),
    "supplement_reminder": Template(
        _("Påminnelse: ditt ärende behöver kompletteras"),
        _("Vi väntar fortfarande på det vi har bett om. Snart går tiden ut."),
        is_posted=True,
    ),
    "supplement_extended": Template(
        _("Du har fått mer tid"),
        _("Du ser den nya tiden när du har loggat in."),
    ),
    "supplement_withdrawn": Template(
        _("Du behöver inte komplettera ditt ärende"),
        _("Vi behöver inte längre det vi bad om."),
    ),
    "supplement_passed": Template(
        _("Tiden för att komplettera har gått ut"),
        _("Du kan fortfarande komplettera så länge ärendet inte är avgjort."),
    ),
    "supplement_received": Template(
        _("Vi har fått din komplettering"),
        _("Du ser den i ditt ärende när du har loggat in."),
    ),
    "case_news": Template(
        _("Det har hänt något i ditt ärende"),
        _("Handläggaren har gjort något i ärendet. Du ser vad när du har loggat in."),
    ),
    "wrong_way": Template(
        _("Vi har tagit emot det du skickade"),
        _("Det ligger i ditt ärende. Skicka hellre där nästa gång: e-post och fax är inte säkra."),
    ),
    "case_closed": Template(
        _("Ett ärende är avslutat"),
        _("Du läser varför när du har loggat in."),
        is_posted=True,
    ),
    "case_retracted": Template(
        _("En ansökan är återkallad"),
        _("Ärendet är avslutat utan beslut. Du läser mer när du har loggat in."),
        is_posted=True,
    ),
    "decision_made": Template(
        _("Det finns ett beslut i ditt ärende"),
        _("Du läser beslutet när du har loggat in."),
        is_posted=True,
    ),
}
SHORT = _("%(subject)s. Logga in på %(url)s. %(name)s")
POSTED = _(
    "Logga in på %(url)s med din e-legitimation. Har du ingen, eller behöver du hjälp? "
    "Ring %(phone)s, så berättar vi hur du kan göra.\n\n"
    "Av säkerhetsskäl står det inget om ärendet i det här brevet. Vi ber dig aldrig om koder "
    "eller lösenord.\n\n%(name)s\n"
)
CARRYING = _(
    "Beslutet följer med det här brevet.\n\n"
    "Du kan också läsa det på %(url)s när du har loggat in med din e-legitimation. Har du frågor, "
    "eller behöver du hjälp? Ring %(phone)s.\n\n"
    "Vi ber dig aldrig om koder eller lösenord.\n\n%(name)s\n"
)
ENDING = _(
    "Logga in här: %(url)s\n\n"
    "Av säkerhetsskäl står det inget om ärendet i det här meddelandet. Vi ber dig aldrig om "
    "koder eller lösenord. Det går inte att svara på det här meddelandet.\n\n%(name)s\n"
)
