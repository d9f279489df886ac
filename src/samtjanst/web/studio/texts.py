"""What the studio's screens call the kinds of question and their settings."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

KINDS: Mapping[str, Words] = {
    "text": _("Kort text"),
    "long_text": _("Lång text"),
    "choice": _("Ett val"),
    "many_choices": _("Flera val"),
    "yes_no": _("Ja eller nej"),
    "date": _("Datum"),
    "integer": _("Heltal"),
    "person": _("Person"),
    "child": _("Barn med vårdnadshavare"),
    "address": _("Postadress"),
    "school": _("Val ur kommunens lista"),
    "file": _("Fil eller foto"),
    "information": _("Information"),
    "calculated": _("Beräknat värde"),
    "email": _("E-postadress"),
    "phone": _("Telefonnummer"),
    "number": _("Tal"),
    "money": _("Belopp"),
    "percentage": _("Procent"),
    "period": _("Period"),
    "time": _("Klockslag"),
    "list": _("Val ur en lista"),
    "personal_number": _("Personnummer"),
    "organisation_number": _("Organisationsnummer"),
    "company": _("Företag"),
    "property": _("Fastighet"),
    "map": _("Plats på karta"),
    "bank_account": _("Bankkonto"),
    "iban": _("IBAN"),
    "car": _("Registreringsnummer"),
    "consent": _("Samtycke"),
    "declaration": _("Försäkran"),
    "group": _("Upprepad grupp"),
    "table": _("Tabell"),
    "signatories": _("De som skriver under"),
    "employee": _("Anställd"),
    "formatted": _("Formaterad text"),
    "stop": _("Stopp"),
    "payment_line": _("Betalning"),
}
SETTINGS: Mapping[str, Words] = {
    "max_length": _("Högsta antal tecken"),
    "minimum": _("Lägsta värde"),
    "maximum": _("Högsta värde"),
    "earliest": _("Tidigast, antal dagar från i dag"),
    "latest": _("Senast, antal dagar från i dag"),
    "max_size": _("Största filstorlek i byte"),
    "max_files": _("Högsta antal filer"),
    "accept": _("Filtyper som tas emot"),
    "parameter": _("Kommunens lista"),
    "calculate": _("Så räknas värdet"),
    "shown_as": _("Så visas värdet, med {value} där talet ska stå"),
    "unit": _("Enhet, till exempel km"),
    "level": _("Hur den visas"),
    "prefill": _("Fylls i med"),
    "not_applicant": _("Får inte vara den sökande själv"),
    "can_be_self": _("Kan vara den sökande själv"),
    "look": _("Utseende"),
    "max_choices": _("Högsta antal val"),
    "min_choices": _("Minsta antal val"),
    "none_option": _("Alternativet som betyder inget av dem"),
    "camera": _("Öppnar kameran på mobilen"),
    "confirm": _("Skrivs två gånger"),
    "decimals": _("Antal decimaler"),
    "whole_kronor": _("Bara hela kronor"),
    "max_days": _("Högsta antal dagar"),
    "open_end": _("Får sakna slutdag"),
    "min_age": _("Lägsta ålder"),
    "max_age": _("Högsta ålder"),
    "needs_points": _("Minsta antal punkter"),
    "shape": _("Vad som ritas på kartan"),
    "registered": _("Kontrolleras mot folkbokföringen och ska ha fyllt 18 år"),
    "from_register": _("Kontrolleras mot Lantmäteriets register"),
    "lookup": _("Register eller uppslag"),
    "lookup_value": _("Uppgiften som hämtas"),
    "lookup_postal_code": _("Uppgiften som är postnummer"),
    "lookup_city": _("Uppgiften som är postort"),
    "lookup_care_of": _("Uppgiften som är c/o"),
    "lookup_key": _("Frågan som slås upp"),
    "lookup_use": _("Vad uppslaget används till"),
    "lookup_strict": _("Svaret måste finnas i uppslaget"),
    "ask_owner": _("Frågar registret om den sökande är ägare"),
    "personal_plates": _("Personliga skyltar går bra"),
    "statement": _("Det som intygas eller godkänns"),
    "min_rows": _("Minsta antal rader"),
    "max_rows": _("Högsta antal rader"),
    "row_name": _("Vad en rad heter, till exempel Barn"),
    "body": _("Text"),
    "instead": _("Vad man gör i stället"),
}
HELPS: Mapping[str, Words] = {
    "lookup_value": _("Välj gatuadressen om frågan är en adress."),
    "lookup_key": _(
        "Den ska stå på en tidigare sida eller i samma rad. Välj ingen om det gäller den sökande "
        "själv, om listan är en för alla eller om svaret självt slås upp."
    ),
    "lookup_use": _("Om du inte väljer något fylls svaret i."),
    "lookup_strict": _("Gäller bara när svaret kontrolleras mot uppslaget."),
}
CHOICES: Mapping[str, Words] = {
    "info": _("Som information"),
    "warning": _("Som varning"),
    "radios": _("Alla alternativ syns"),
    "select": _("Rullgardin"),
    "search": _("Sökbar lista"),
    "point": _("En plats"),
    "line": _("En sträcka"),
    "area": _("Ett område"),
    "choose": _("Den sökande väljer bland det som uppslaget ger"),
    "check": _("Svaret kontrolleras mot uppslaget"),
    "applicant_email": _("Den sökandes e-postadress"),
    "applicant_phone": _("Den sökandes telefonnummer"),
    "applicant_address": _("Den sökandes folkbokföringsadress"),
    "application/pdf": _("PDF"),
    "image/jpeg": _("Foto (JPEG)"),
    "image/png": _("Bild (PNG)"),
    "image/heic": _("Foto från iPhone (HEIC)"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _("Word (DOCX)"),
}

MARKS: Mapping[str, Words] = {
    "search": _("Går att söka på och välja som kolumn"),
    "column": _("Visas som kolumn från början"),
}


def kind(name: str) -> Words:
    """The name of a kind of question."""
    return KINDS.get(name, name.replace("_", " ").capitalize())


def setting(name: str) -> Words:
    """The label of a setting."""
    return SETTINGS.get(name, name.replace("_", " ").capitalize())


def choice(value: str) -> Words:
    """The name of an allowed value of a setting."""
    return CHOICES.get(value, value.replace("_", " ").capitalize())
