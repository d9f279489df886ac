"""What the handler's screens call lists, events and notices."""

from django.utils.translation import gettext_lazy as _

from samtjanst.running.cases.types import View

VIEWS = {
    View.WAITING: _("Väntar på underskrift"),
    View.NEW: _("Nya"),
    View.MINE: _("Mina"),
    View.OPEN: _("Pågående"),
    View.DECIDED: _("Avslutade"),
}
EVENTS = {
    "arrived": _("Kom in"),
    "completed": _("Alla har skrivit under"),
    "declined": _("Någon vill inte skriva under"),
    "lapsed": _("Tiden för underskrift gick ut"),
    "taken": _("Togs av handläggare"),
    "decided": _("Beslutades"),
}
MESSAGES = {
    "sign_invitation": _("Inbjudan att skriva under"),
    "sign_reminder": _("Påminnelse om att skriva under"),
    "sign_declined": _("Besked om nekad underskrift"),
    "sign_expired": _("Besked om att tiden gått ut"),
    "application_arrived": _("Bekräftelse att ansökan kom in"),
    "application_complete": _("Kvittens"),
    "decision_made": _("Underrättelse om beslut"),
}
