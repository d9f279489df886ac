"""The settings screens and what stands on each."""

from django.utils.translation import gettext_lazy

from samtjanst.capabilities.formkit.deciding import SecondReader
from samtjanst.capabilities.formkit.login import LoginLevel
from samtjanst.capabilities.formkit.model import (
    ActingPower,
    AppealRegime,
    Audience,
    Confirmation,
    SigningMode,
)
from samtjanst.web.studio.fee_section import FEE
from samtjanst.web.studio.message_section import MESSAGES
from samtjanst.web.studio.process_section import PROCESS
from samtjanst.web.studio.register_items import REGISTER
from samtjanst.web.studio.settings_form import Item, Listed, Section
from samtjanst.web.studio.signed_items import SIGNED_DECISIONS
from samtjanst.web.studio.signer_items import SIGNATORIES

_TITLE = Item("title", gettext_lazy("Rubrik"), required=True)
_TEXT = Item("text", gettext_lazy("Text"), "text")
_ACTING = (
    (ActingPower.NEVER.value, gettext_lazy("Nej")),
    (
        ActingPower.STATED.value,
        gettext_lazy("Ja, sökandens egen uppgift på heder och samvete räcker"),
    ),
    (ActingPower.PROVEN.value, gettext_lazy("Ja, men bara när ett register visar det")),
)
_AUDIENCES = (
    (Audience.EVERYBODY.value, gettext_lazy("Alla")),
    (Audience.STAFF.value, gettext_lazy("Bara kommunens anställda (intern e-tjänst)")),
)
_LEVELS = (
    (LoginLevel.BY_CLASS.value, gettext_lazy("Efter klassningen")),
    (LoginLevel.LOA2.value, gettext_lazy("Tillitsnivå 2")),
    (LoginLevel.LOA3.value, gettext_lazy("Tillitsnivå 3, till exempel BankID")),
    (LoginLevel.LOA4.value, gettext_lazy("Tillitsnivå 4, den högsta")),
)
_BLOCK = {"title": {"sv": ""}, "text": {"sv": ""}}
_DEFAULT_OUTCOME = {
    "title": {"sv": ""},
    "appealable": True,
    "standard_texts": [{"id": "standard", **_BLOCK}],
}
SECTIONS = (
    Section(
        "namn",
        gettext_lazy("Namn"),
        gettext_lazy("Det som e-tjänsten heter i portalen."),
        "",
        (Item("title", gettext_lazy("Namn"), required=True),),
    ),
    Section(
        "om",
        gettext_lazy("Om e-tjänsten"),
        gettext_lazy("Det som visas i portalen innan någon börjar."),
        "about",
        (
            Item("summary", gettext_lazy("Vad e-tjänsten är till för"), "text", required=True),
            Item(
                "decides_who",
                gettext_lazy("Vem som beslutar"),
                help=gettext_lazy("Och ungefär hur lång tid det tar."),
                required=True,
            ),
            Item(
                "audience",
                gettext_lazy("Vem den är till för"),
                "one_of",
                choices=_AUDIENCES,
                help=gettext_lazy(
                    "En intern e-tjänst syns bara för den som är inloggad och har ett konto som "
                    "anställd."
                ),
            ),
            Item("cost", gettext_lazy("Vad det kostar"), required=True),
            Item("minutes", gettext_lazy("Så många minuter tar det att fylla i"), "whole"),
            Item(
                "keywords",
                gettext_lazy("Sökord"),
                "strings",
                help=gettext_lazy("Ord som människor söker med, med komma emellan."),
            ),
            Item("otherwise", gettext_lazy("Så gör den som inte kan använda e-tjänsten"), "text"),
            Listed(
                "have_at_hand",
                gettext_lazy("Bra att ha till hands"),
                gettext_lazy("Lägg till en sak"),
                (_TITLE, _TEXT),
                {"title": {"sv": ""}},
            ),
        ),
    ),
    Section(
        "personuppgifter",
        gettext_lazy("Personuppgifter"),
        gettext_lazy("Det som berättas för den som lämnar uppgifter. Börja med ändamålet."),
        "about",
        (
            Listed(
                "privacy",
                gettext_lazy("Stycken"),
                gettext_lazy("Lägg till ett stycke"),
                (_TITLE, _TEXT),
                _BLOCK,
            ),
            Listed(
                "registers",
                gettext_lazy("Register som e-tjänsten frågar"),
                gettext_lazy("Lägg till ett register"),
                REGISTER,
                {"register": "person", "purpose": {"sv": ""}, "legal_basis": {"sv": ""}},
            ),
        ),
    ),
    Section(
        "underskrift",
        gettext_lazy("Inloggning och underskrift"),
        gettext_lazy(
            "Här väljer du hur säker inloggning som krävs, om den sökande skriver under och om "
            "fler ska göra det."
        ),
        "signing",
        (
            Item(
                "confirmation",
                gettext_lazy("Så lämnar den sökande in"),
                "one_of",
                help=gettext_lazy(
                    "Välj underskrift när lagen kräver den, när beslutet väger tungt eller när "
                    "någon annan också ska skriva under."
                ),
                choices=(
                    (Confirmation.SIGNATURE.value, gettext_lazy("Skriver under")),
                    (
                        Confirmation.LOGIN.value,
                        gettext_lazy("Lämnar in utan underskrift: inloggningen räcker"),
                    ),
                ),
            ),
            Item(
                "login.start",
                gettext_lazy("Så säker inloggning krävs för att fylla i"),
                "one_of",
                help=gettext_lazy(
                    "Efter klassningen: nivå 2 räcker när konfidentialiteten är 0 eller 1, annars "
                    "krävs nivå 3. BankID är nivå 3."
                ),
                choices=_LEVELS,
            ),
            Item(
                "login.hand_in",
                gettext_lazy("Så säker inloggning krävs för att lämna in"),
                "one_of",
                help=gettext_lazy(
                    "Aldrig lägre än för att fylla i. Den som är inloggad på en lägre nivå får "
                    "logga in igen, och allt hon har skrivit finns kvar."
                ),
                choices=_LEVELS,
            ),
            Item(
                "mode",
                gettext_lazy("När flera ska skriva under"),
                "one_of",
                choices=(
                    (
                        SigningMode.ARRIVES_AT_ONCE.value,
                        gettext_lazy("Kommer in när den första har skrivit under"),
                    ),
                    (
                        SigningMode.OWN_SPACE_UNTIL_SIGNED.value,
                        gettext_lazy("Stannar i eget utrymme tills alla har skrivit under"),
                    ),
                ),
            ),
            Item(
                "reminders_days",
                gettext_lazy("Påminn efter så här många arbetsdagar"),
                "wholes",
                help=gettext_lazy("Med komma emellan, till exempel 3, 7."),
            ),
            Item("expires_days", gettext_lazy("Tiden går ut efter så många dagar"), "whole"),
            *SIGNATORIES,
            Item(
                "represents.company",
                gettext_lazy("Ansökan för ett företag eller en förening"),
                "one_of",
                help=gettext_lazy(
                    "Bolagsverket visar bara att någon äger sin egen enskilda firma, inte vem "
                    "som tecknar andra. En fullmakt i Mina ombud visar det."
                ),
                choices=_ACTING,
            ),
            Item(
                "represents.person",
                gettext_lazy("Ansökan för en annan person, med fullmakt"),
                "one_of",
                help=gettext_lazy(
                    "Fullmakten hämtas från registret Mina ombud. Den som gav den blir part i "
                    "ärendet."
                ),
                choices=_ACTING,
            ),
            Item(
                "represents.power",
                gettext_lazy("Vad fullmakten ska gälla"),
                "name",
                help=gettext_lazy(
                    "Ett kort namn, till exempel arenden. Varje kommun har en kod för det i sina "
                    "mallar hos Mina ombud. Fullmakt räcker då också för företag."
                ),
            ),
        ),
    ),
    Section(
        "process",
        gettext_lazy("Handläggning"),
        gettext_lazy("Ärendenummer, tider, hur beslut skrivs under och gallring."),
        "handling",
        (
            Item(
                "reference_prefix",
                gettext_lazy("Ärendenummer börjar med"),
                "line",
                help=gettext_lazy("Två till sex versaler, till exempel SKJ."),
            ),
            Item("target_days", gettext_lazy("Beslut inom så många dagar"), "whole"),
            Item("working_days", gettext_lazy("Räkna tiden i arbetsdagar"), "flag"),
            Item(
                "restarts",
                gettext_lazy("Tiden börjar om när en komplettering har kommit in"),
                "flag",
                help=gettext_lazy("Annars står den still medan den sökande kompletterar."),
            ),
            Item(
                "supplement_days",
                gettext_lazy("Arbetsdagar som den sökande får för att komplettera"),
                "whole",
                help=gettext_lazy("Tio om inget står här. Handläggaren kan välja en annan dag."),
            ),
            Item(
                "hearing_days",
                gettext_lazy("Dagar som en part får för att yttra sig före beslut"),
                "whole",
                help=gettext_lazy("Fjorton om inget står här."),
            ),
            Item(
                "second_reader",
                gettext_lazy("Läses av någon mer före beslut"),
                "one_of",
                choices=(
                    (SecondReader.NEVER.value, gettext_lazy("Nej")),
                    (SecondReader.ADVERSE.value, gettext_lazy("När beslutet går parten emot")),
                    (SecondReader.ALWAYS.value, gettext_lazy("Alltid")),
                ),
            ),
            Item("amount", gettext_lazy("Beslutet anger ett belopp i kronor"), "flag"),
            *SIGNED_DECISIONS,
            Item(
                "retention",
                gettext_lazy("Hur länge ärenden sparas"),
                "text",
                help=gettext_lazy("Enligt dokumenthanteringsplanen."),
            ),
        ),
    ),
    FEE,
    PROCESS,
    MESSAGES,
    Section(
        "beslut",
        gettext_lazy("Beslut"),
        gettext_lazy("De beslut som går att fatta, med texter att utgå från."),
        "handling",
        (
            Listed(
                "outcomes",
                gettext_lazy("Beslut"),
                gettext_lazy("Lägg till ett beslut"),
                (
                    _TITLE,
                    Item("appealable", gettext_lazy("Går att överklaga"), "flag"),
                    Listed(
                        "standard_texts",
                        gettext_lazy("Standardtexter"),
                        gettext_lazy("Lägg till en standardtext"),
                        (_TITLE, _TEXT),
                        _BLOCK,
                    ),
                ),
                _DEFAULT_OUTCOME,
            ),
        ),
    ),
    Section(
        "lagstod",
        gettext_lazy("Lagstöd och överklagande"),
        gettext_lazy("Bestämmelserna som beslut vilar på, och hur beslut överklagas."),
        "handling",
        (
            Listed(
                "legal_basis",
                gettext_lazy("Bestämmelser"),
                gettext_lazy("Lägg till en bestämmelse"),
                (Item("text", gettext_lazy("Bestämmelse"), "text", required=True),),
                {"text": {"sv": ""}},
            ),
            Item(
                "appeal_regime",
                gettext_lazy("Så överklagas beslut"),
                "one_of",
                choices=(
                    (
                        AppealRegime.ADMINISTRATIVE_APPEAL.value,
                        gettext_lazy("Förvaltningsbesvär: hos förvaltningsrätten"),
                    ),
                    (
                        AppealRegime.LEGALITY_REVIEW.value,
                        gettext_lazy("Laglighetsprövning: av kommunens medlemmar"),
                    ),
                    (AppealRegime.NONE.value, gettext_lazy("Går inte att överklaga")),
                ),
            ),
            Item("appeal_text", gettext_lazy("Hur man överklagar"), "text"),
        ),
    ),
)
