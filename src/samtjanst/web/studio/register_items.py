"""What an e-service says of a register that it asks."""

from django.utils.translation import gettext_lazy

from samtjanst.capabilities.formkit.registers_asked import Register
from samtjanst.web.studio.settings_form import Item

REGISTER = (
    Item(
        "register",
        gettext_lazy("Register"),
        "one_of",
        choices=(
            (Register.PERSON.value, gettext_lazy("Folkbokföringen: personer och vårdnadshavare")),
            (Register.COMPANY.value, gettext_lazy("Företagsregistret")),
            (Register.MANDATE.value, gettext_lazy("Mina ombud: fullmakter")),
            (Register.PROPERTY.value, gettext_lazy("Adresser och fastigheter")),
            (Register.OWNER.value, gettext_lazy("Vem som äger en fastighet")),
        ),
    ),
    Item(
        "purpose",
        gettext_lazy("Varför registret frågas"),
        "text",
        help=gettext_lazy("Skriv till den som frågan gäller, med högst 300 tecken."),
        required=True,
    ),
    Item(
        "legal_basis",
        gettext_lazy("Med vilken rättslig grund"),
        "text",
        help=gettext_lazy(
            "Artikeln i dataskyddsförordningen och lagen som uppgiften följer av, med högst 300 "
            "tecken."
        ),
        required=True,
    ),
    Item(
        "told_to_others",
        gettext_lazy("Får läsas också av den som frågan gäller i någon annans ärende"),
        "flag",
        help=gettext_lazy(
            "Låt bli när texterna kan avslöja vad någon annan har ansökt om, till exempel "
            "ekonomiskt bistånd."
        ),
    ),
)
