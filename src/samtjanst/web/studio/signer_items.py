"""What the studio asks of who signs beside the applicant."""

from django.utils.translation import gettext_lazy

from samtjanst.capabilities.formkit.model import SigningOrder
from samtjanst.web.studio.settings_form import Item

SIGNATORIES = (
    Item(
        "signatories.guardians_of",
        gettext_lazy("Alla vårdnadshavare till barnet i frågan"),
        "question",
        help=gettext_lazy("Båda vårdnadshavarna skriver då under."),
        kinds=frozenset({"child"}),
    ),
    Item(
        "signatories.stated_in",
        gettext_lazy("Den andra vårdnadshavaren, när folkbokföringen inte svarar"),
        "question",
        kinds=frozenset({"person"}),
    ),
    Item(
        "signatories.neighbours_of",
        gettext_lazy("Ägarna till fastigheterna intill den i frågan"),
        "question",
        help=gettext_lazy(
            "Grannarna slås upp i fastighetsregistret när ansökan lämnas in. Personer blir ombedda "
            "att skriva under, var och en. Organisationer, dödsbon och andra som inte kan bli "
            "ombedda står i ärendet, så att en handläggare tar kontakt. Den sökande får inte veta "
            "vad någon heter."
        ),
        kinds=frozenset({"property"}),
    ),
    Item(
        "signatories.neighbours_within",
        gettext_lazy("Räkna fastigheter inom så många meter som grannar"),
        "whole",
        help=gettext_lazy("Bara de som gränsar till fastigheten om inget står här. Högst 500."),
    ),
    Item(
        "signatories.named_in",
        gettext_lazy("De som den sökande anger i frågan"),
        "question",
        help=gettext_lazy(
            "Var och en får ett meddelande och skriver under på egen hand. "
            "Vårdnadshavare som du väljer ovan skriver också under, alla."
        ),
        kinds=frozenset({"signatories"}),
    ),
    Item(
        "signatories.alone_in",
        gettext_lazy("De behövs bara för ett företag, efter svaret på frågan"),
        "question",
        help=gettext_lazy(
            "En fråga med ja eller nej: tecknar du företagets firma ensam? Den ställs till "
            "den som företräder ett företag på egen uppgift. Svarar hon nej måste hon ange "
            "dem som skriver under med henne, annars frågas inte efter någon."
        ),
        kinds=frozenset({"yes_no"}),
    ),
    Item(
        "signatories.needed",
        gettext_lazy("Så många av dem behöver skriva under"),
        "whole",
        help=gettext_lazy(
            "Alla om inget står här. Frågan måste kräva att minst så många anges. När så "
            "många har skrivit under får de andra veta att det är klart."
        ),
    ),
    Item(
        "signatories.order",
        gettext_lazy("I vilken ordning de blir ombedda"),
        "one_of",
        help=gettext_lazy(
            "En i taget: nästa blir ombedd när den före har skrivit under, i den ordning "
            "som den sökande anger dem. Tiden räknas från den första."
        ),
        choices=(
            (SigningOrder.TOGETHER.value, gettext_lazy("Alla på en gång")),
            (SigningOrder.IN_TURN.value, gettext_lazy("En i taget")),
        ),
    ),
)
