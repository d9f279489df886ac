"""What the screens of login and signing need to know of an e-ID order."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samtjanst.foundation.people import orders
from samtjanst.foundation.people.models import BrowserSession, EidOrder
from samtjanst.ports.identity import OrderState

# Our own wording of the messages that BankID asks relying parties to show, by its numbers.
TEXTS = {
    "RFA1": _("Öppna BankID-appen."),
    "RFA3": _("Det avbröts. Försök igen."),
    "RFA4": _("Det finns redan en påbörjad legitimering eller underskrift. Försök igen."),
    "RFA5": _("BankID svarar inte just nu. Försök igen om en stund."),
    "RFA6": _("Du avbröt."),
    "RFA8": _(
        "Vi fick inget svar från BankID-appen. Kontrollera att den är igång och att du har "
        "internet. Saknar du ett giltigt BankID kan din bank ge dig ett."
    ),
    "RFA9": _("Skriv din säkerhetskod i BankID-appen och välj Legitimera eller Skriv under."),
    "RFA15": _(
        "Letar efter ditt BankID. Hittas inget inom några sekunder finns troligen inget BankID "
        "på den här enheten."
    ),
    "RFA16": _("Det BankID som användes går inte att använda här. Försök med ett annat."),
    "RFA17A": _("Appen hittades inte här. Installera den och skaffa BankID hos din bank."),
    "RFA17B": _("Koden skannades inte i tid. Försök igen."),
    "RFA21": _("Pågår."),
    "RFA22": _("Något gick fel. Försök igen."),
    "RFA23": _("Fotografera och läs av din id-handling med BankID-appen."),
    "DECLINED_CALL": _("Samtalet bekräftades inte i appen."),
    "UPDATE_APP": _("BankID-appen behöver uppdateras. Uppdatera den och försök igen."),
    "RISK": _("Det gick inte att genomföra. Kontakta oss så hjälper vi dig."),
    "UNVERIFIED": _("Svaret från BankID gick inte att bekräfta. Försök igen."),
    "STRANGER": _("Den som legitimerade sig har ingen behörighet här."),
    "DONE": _("Klart."),
}


@dataclass(frozen=True, slots=True)
class Browser:
    """What is told about the browser when an order is started."""

    ip: str
    user_agent: str
    host: str
    origin: str  # scheme, host and port, to come back to


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order for the screen; no secret is in it but the address that opens the app."""

    id: uuid.UUID
    state: str
    hint: str
    status_text: str
    show_qr: bool
    launch_url: str
    subject: str
    next_path: str


def view(order: EidOrder) -> OrderView:
    """The order as the screen shows it."""
    is_pending = order.state == OrderState.PENDING
    return OrderView(
        id=order.id,
        state=order.state,
        hint=order.hint,
        status_text=str(TEXTS.get(order.hint, TEXTS["RFA22"])),
        show_qr=is_pending and order.show_qr,
        launch_url=orders.launch_url(order) if is_pending else "",
        subject=order.subject,
        next_path=order.next_path,
    )


def find(*, session: BrowserSession | None, order_id: uuid.UUID) -> EidOrder:
    """The order, if this very browser started it.

    Raises:
        NotFoundError: absent, or another browser's.
    """
    return orders.order_of(session=session, order_id=order_id)


def latest(*, session: BrowserSession | None, subject: str = "") -> uuid.UUID | None:
    """The order that this browser started last (about ``subject``), or None."""
    return orders.latest_order(session=session, subject=subject)
