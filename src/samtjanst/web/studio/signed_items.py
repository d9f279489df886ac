"""What the studio asks of a decision that is signed."""

from django.utils.translation import gettext_lazy

from samtjanst.web.studio.settings_form import Item

SIGNED_DECISIONS = (
    Item(
        "decision_signed",
        gettext_lazy("Beslutet skrivs under elektroniskt av den som beslutar"),
        "flag",
        help=gettext_lazy("Med en ny inloggning eller en passkey, innan det skickas."),
    ),
    Item(
        "approvers",
        gettext_lazy("Antal kollegor som ska godkänna beslutet med sin underskrift"),
        "whole",
        help=gettext_lazy(
            "Högst fem, eller tomt om ingen ska godkänna. Den som beslutar väljer vilka."
        ),
    ),
    Item(
        "approvers_needed",
        gettext_lazy("Hur många av dem som måste skriva under"),
        "whole",
        help=gettext_lazy("Lämna tomt om alla måste."),
    ),
    Item("approvers_in_turn", gettext_lazy("Kollegorna tillfrågas en i taget"), "flag"),
)
