"""What the screens of login and signing need to know of an e-ID order."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtjanst.foundation.people import orders
from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.foundation.people.types import OrderPurpose
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import PortError
from samtjanst.ports.identity import OrderState
from samtjanst.ports.signing import Expected, StartSignature

_LOOKING_ON_COMPUTER = _(
    "Letar efter ditt BankID. Om inget hittas inom några sekunder finns det troligen inget "
    "BankID som går att använda på den här datorn. Har du en kortläsare sätter du i kortet."
)
_LOOKING_ON_DEVICE = _(
    "Letar efter ditt BankID. Om inget hittas inom några sekunder finns det troligen inget "
    "BankID som går att använda på den här enheten."
)
# Our own wording of the messages that BankID asks relying parties to show, by its numbers.
TEXTS = {
    "RFA1": _("Öppna BankID-appen."),
    "RFA2": _("BankID-appen saknas. Din bank hjälper dig att skaffa den."),
    "RFA3": _("Det avbröts. Försök igen."),
    "RFA4": _(
        "Det finns redan en påbörjad legitimering eller underskrift för personnumret. Försök igen."
    ),
    "RFA5": _("BankID svarar inte som det ska. Försök igen om en stund."),
    "RFA6": _("Du avbröt."),
    "RFA8": _(
        "Vi fick inget svar från BankID-appen. Kontrollera att den är igång och att du har "
        "internet. Saknar du ett giltigt BankID kan din bank ge dig ett."
    ),
    "RFA9": _("Ange din säkerhetskod i BankID-appen och välj Legitimera eller Skriv under."),
    "RFA13": _("Vi försöker öppna BankID-appen."),
    "RFA14A": _LOOKING_ON_COMPUTER,
    "RFA14B": _LOOKING_ON_DEVICE,
    "RFA15A": _LOOKING_ON_COMPUTER,
    "RFA15B": _LOOKING_ON_DEVICE,
    "RFA16": _(
        "Ditt BankID är spärrat eller för gammalt. Använd ett annat eller skaffa ett nytt hos "
        "din bank."
    ),
    "RFA17A": _(
        "BankID-appen hittades inte här. Installera den och skaffa ett BankID hos din bank."
    ),
    "RFA17B": _(
        "Koden gick inte att skanna. Öppna BankID-appen, uppdatera den om det behövs och "
        "skanna igen."
    ),
    "RFA18": _("Öppna BankID-appen."),
    "RFA19": _("Vill du använda BankID på den här datorn eller på en annan enhet?"),
    "RFA20": _("Vill du använda BankID på den här enheten eller på en annan?"),
    "RFA21": _("Det pågår."),
    "RFA22": _("Något gick fel. Försök igen."),
    "RFA23": _("Fotografera och läs av din id-handling med BankID-appen."),
    "CONFIRM_CALL": _("Bekräfta samtalet i BankID-appen."),
    "DECLINED_CALL": _("Samtalet bekräftades inte i BankID-appen, så inget har gjorts."),
    "UPDATE_APP": _("BankID-appen är för gammal. Uppdatera den och försök igen."),
    "RISK": _("BankID stoppade detta av säkerhetsskäl. Kontakta oss om du behöver hjälp."),
    "UNVERIFIED": _("Svaret från BankID gick inte att bekräfta. Försök igen."),
    "TOO_LONG": _("Texten är längre än vad BankID kan visa. Skriv under på ett annat sätt."),
    "NOT_HERS": _(
        "Det BankID:t hör till ett annat konto här, eller till någon annan än den som kontot är "
        "känt som. Inget är ändrat. Be den som sköter kontona om hjälp om det är ditt."
    ),
    "SILENT": _("BankID svarar inte just nu. Vi fortsätter att fråga – vänta kvar."),
    "NO_NUMBER": _(
        "Du är inloggad utan svenskt personnummer, och då går det inte att skriva under med "
        "BankID. Kontakta kommunen, som hjälper dig att skriva under på papper."
    ),
    "STRANGER": _("Den som legitimerade sig har ingen behörighet här."),
    "OTHER": _(
        "Det var någon annan som legitimerade sig. Du är kvar som du var inloggad. Försök igen "
        "själv, eller logga ut först."
    ),
    "ELSEWHERE": _(
        "Du kom tillbaka i en annan webbläsare än den du började i. För din säkerhet är "
        "inloggningen avbruten."
    ),
    "DONE": _("Klart."),
}


# Told to an official who signs a decision.
DECISION_TEXTS = {
    "OTHER": _(
        "Det var någon annan än du som skrev under i appen. Inget är underskrivet. Försök igen "
        "med ditt eget BankID."
    ),
}
# The same, told to the official who has the person on the telephone.
CALL_TEXTS = {
    "RFA1": _("Be personen öppna BankID-appen och bekräfta samtalet."),
    "RFA6": _("Personen avbröt i appen."),
    "RFA8": _("Personen svarade inte i tid. Försök igen."),
    "RFA9": _("Personen ska ange sin säkerhetskod i BankID-appen."),
    "RFA15B": _("Appen letar efter personens BankID."),
    "RFA16": _("Personens BankID är spärrat eller för gammalt."),
    "RFA17A": _("Personen öppnade inte BankID-appen. Försök igen."),
    "CONFIRM_CALL": _("Personen ska bekräfta samtalet i BankID-appen."),
    "DECLINED_CALL": _("Personen bekräftade inte samtalet, så inget har sparats."),
    "RISK": _("BankID stoppade detta av säkerhetsskäl."),
    "OTHER": _("Det var någon annan som legitimerade sig. Inget har sparats."),
}


_MORE_TEXTS: Mapping[str, Mapping[str, Promise]] = {
    OrderPurpose.CALL: CALL_TEXTS,
    OrderPurpose.DECISION: DECISION_TEXTS,
}


@dataclass(frozen=True, slots=True)
class Browser:
    """What is told about the browser when an order is started."""

    ip: str
    user_agent: str
    host: str
    origin: str  # scheme, host and port, to come back to
    device: str  # the same for every visit with the same browser; a hash of its own cookie

    def to_sign(
        self, expected: Expected, signatory: PersonalNumber | None, back: str
    ) -> StartSignature:
        """The question to an e-ID about a signature here, with the path to come back to."""
        return StartSignature(
            signatory=signatory,
            visible_text=expected.visible_text,
            hidden_data=expected.hidden_data,
            end_user_ip=self.ip,
            return_url=f"{self.origin}{back}",
            referring_domain=self.host,
            user_agent=self.user_agent,
            device_identifier=self.device,
        )


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order for the screen; no secret is in it but the address that opens the app.

    ``is_over`` says that what happened has not been shown, or not been acted on, yet.
    """

    id: uuid.UUID
    state: str
    hint: str
    status_text: str
    show_qr: bool
    launch_url: str
    subject: str
    next_path: str
    is_over: bool = False


def view(order: EidOrder, *, is_over: bool = False) -> OrderView:
    """The order as the screen shows it."""
    is_pending = order.state == OrderState.PENDING
    return OrderView(
        id=order.id,
        state=order.state,
        hint=order.hint,
        status_text=str(_texts(order).get(order.hint, TEXTS["RFA22"])),
        show_qr=is_pending and order.show_qr,
        launch_url=orders.launch_url(order) if is_pending else "",
        subject=order.subject,
        next_path=order.next_path,
        is_over=is_over or not is_pending,
    )


def _texts(order: EidOrder) -> Mapping[str, Promise]:
    return {**TEXTS, **_MORE_TEXTS.get(order.purpose, {})}


def told(failure: PortError) -> str:
    """What to tell somebody who could not even start."""
    return str(TEXTS.get(failure.hint, TEXTS["RFA5"]))


def find(*, session: BrowserSession | None, order_id: uuid.UUID, subject: str = "") -> EidOrder:
    """The order, if this very browser started it: a login, or the signature of ``subject``.

    Raises:
        NotFoundError: absent, another browser's, or about something else.
    """
    return orders.order_of(session=session, order_id=order_id, subject=subject)
