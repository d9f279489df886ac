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
        gettext_lazy("Så många kollegor som ska godkänna beslutet med sin underskrift"),
        "whole",
        help=gettext_lazy("Högst fem. Den som beslutar väljer vilka."),
    ),
    Item(
        "approvers_needed",
        gettext_lazy("Så många av dem som behöver skriva under"),
        "whole",
        help=gettext_lazy("Alla om inget står här."),
    ),
    Item("approvers_in_turn", gettext_lazy("De tillfrågas en i taget"), "flag"),
)
