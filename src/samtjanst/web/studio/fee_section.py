"""The screen of the fee."""

from django.utils.translation import gettext_lazy

from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.fees import FeeWhen
from samtjanst.web.studio.settings_form import Item, Section

_WHEN = (
    (FeeWhen.AFTER.value, gettext_lazy("Efter att ansökan har kommit in")),
    (FeeWhen.BEFORE.value, gettext_lazy("Först: ansökan kommer in när avgiften är betald")),
)


def _tidy(document: Document) -> None:
    """Value-added tax and days that nobody has written are those of the format."""
    fee = document.get("fee") or {}
    for name in ("amount", "vat", "days"):
        if fee.get(name) in {None, ""}:
            fee.pop(name, None)


FEE = Section(
    "avgift",
    gettext_lazy("Avgift"),
    gettext_lazy(
        "Vad den sökande betalar, och när. Pengarna går till kommunens Swish-nummer, som "
        "administratören ansluter. Utan anslutning lämnas ansökan in ändå och väntar på betalning."
    ),
    "fee",
    (
        Item(
            "purpose",
            gettext_lazy("Vad avgiften avser"),
            help=gettext_lazy("Högst 50 tecken. Syns i Swish och på kvittot."),
            required=True,
        ),
        Item(
            "amount",
            gettext_lazy("Belopp i hela kronor"),
            "whole",
            help=gettext_lazy("Lämna tomt om beloppet är summan av formulärets betalrader."),
        ),
        Item(
            "when",
            gettext_lazy("När avgiften betalas"),
            "one_of",
            choices=_WHEN,
            help=gettext_lazy(
                "En ansökan som har kommit in måste ni ta emot, även om ingen betalar. Ska den "
                "sökande betala först har ansökan inte kommit in: den ligger kvar i eget utrymme "
                "tills avgiften är betald."
            ),
        ),
        Item("days", gettext_lazy("Antal dagar som den sökande har på sig att betala"), "whole"),
        Item(
            "vat",
            gettext_lazy("Moms i procent, som ingår i beloppet"),
            "whole",
            help=gettext_lazy("0, 6, 12 eller 25. Avgifter för myndighetsutövning har ingen moms."),
        ),
        Item(
            "decided",
            gettext_lazy("Beslut om avgiften"),
            help=gettext_lazy(
                "Vem som har beslutat om avgiften och när, eller taxan som den står i."
            ),
        ),
    ),
    begin=gettext_lazy("Lägg till en avgift"),
    end=gettext_lazy("Ta bort avgiften"),
    ended=gettext_lazy(
        "Nya ansökningar är då utan avgift. De som är inkomna följer sin egen version."
    ),
    start={"purpose": {"sv": ""}, "when": FeeWhen.AFTER.value, "days": 14, "vat": 0},
    tidy=_tidy,
)
