"""Paper forms as municipalities make them: each drawn in its own way, with what is asked for.

Each form is a function that draws one whole layout; ``FORMS`` pairs it with the kind of each field,
told by a part of its label ("" for a field that the e-service makes unnecessary).
"""

# ruff: noqa: E501 - each form as it is drawn

import functools
from collections.abc import Callable
from dataclasses import dataclass

from tests.capabilities.paper.boxes_and_lines import (
    box_signs,
    combs,
    dotted,
    label_left,
    long_read,
    lying,
    numbered,
    rows,
    shaded,
    small_labels,
    squares,
    under_lines,
)
from tests.capabilities.paper.fillable_forms import above, buttons, names_only, tooltips
from tests.capabilities.paper.frames_and_rules import (
    circles,
    invoice,
    one_table,
    parts,
    school_leave,
)
from tests.capabilities.paper.word_forms import word_controls, word_dots, word_grid, word_table


@dataclass(frozen=True)
class Form:
    """One form: how it is made, and what a person would say that it asks for."""

    name: str
    make: Callable[[], bytes]
    expected: dict[str, str]


@functools.cache
def content(make: Callable[[], bytes]) -> bytes:
    """The file, made once."""
    return make()


FORMS = (
    Form("small labels", small_labels, {
        "Efternamn": "text", "Förnamn": "text", "Personnummer": "personal_number", "Utdelningsadress": "address",
        "Postnummer": "address", "Ort": "address", "Telefon bostad": "phone", "Mobiltelefon": "phone",
        "E-postadress": "email", "Fastighetsbeteckning": "property", "Byggår": "integer", "Bostadsyta": "number",
        "Fastighetsägare": "text", "Telefon fastighetsägare": "phone", "Beskriv de åtgärder": "long_text",
        "Beräknad kostnad": "money", "Datum": "", "Namnteckning": ""}),
    Form("dotted", dotted, {
        "Företagets namn": "company", "Organisationsnummer": "organisation_number", "Kontaktperson": "text",
        "Telefon": "phone", "E-post": "email", "Plats": "text", "Antal sittplatser": "integer",
        "Yta i kvadratmeter": "number", "Från och med": "date", "Till och med": "date",
        "Öppnar klockslag": "time", "Ort och datum": "", "Namnteckning": ""}),
    Form("under lines", under_lines, {
        "Namn": "text", "Personnummer": "personal_number", "Adress": "address", "Postnummer och ort": "address",
        "Telefon dagtid": "phone", "E-postadress": "email", "Registreringsnummer": "car",
        "Årsmodell": "integer", "Läkarens namn": "text", "Gångförmåga": "integer", "Datum": "",
        "Namnteckning": ""}),
    Form("label left", label_left, {
        "Ditt namn": "text", "Telefonnummer": "phone", "E-post": "email", "Vilken gata": "address",
        "Stolpens nummer": "text", "När upptäckte": "date", "Beskriv felet": "long_text"}),
    Form("squares", squares, {
        "Barnets namn": "text", "Barnets personnummer": "personal_number", "Skola och årskurs": "school",
        "särskilt stöd": "yes_no", "Vilka dagar": "many_choices", "sysselsättning": "choice",
        "Hushållets inkomst": "money", "Startdatum": "date", "försäkrar": "declaration"}),
    Form("box signs", box_signs, {
        "Namn": "text", "E-post": "email", "Önskad storlek": "number", "kolonilott tidigare": "yes_no",
        "Vilket område": "choice", "Antal personer": "integer", "samtycker": "consent"}),
    Form("rows", rows, {
        "För- och efternamn": "text", "Personnummer": "personal_number", "Telefonnummer": "phone",
        "Barn": "group", "Övriga upplysningar": "long_text"}),
    Form("lying", lying, {
        "Förening eller företag": "company", "Organisationsnummer": "organisation_number",
        "Kontaktperson": "text", "Mobiltelefon": "phone", "Mejladress": "email", "Önskad lokal": "text",
        "Datum": "date", "Starttid": "time", "Sluttid": "time", "Antal deltagare": "integer",
        "Bankgiro": "bank_account"}),
    Form("numbered", numbered, {
        "Vad gäller": "long_text", "vad som har hänt": "long_text", "Vilket datum": "date",
        "förslag på": "long_text", "e-postadress": "email"}),
    Form("combs", combs, {
        "Personnummer": "personal_number", "Namn": "text", "Telefonnummer": "phone",
        "Clearingnummer": "bank_account", "Kontonummer": "bank_account", "Belopp": "money",
        "Namnteckning": ""}),
    Form("shaded", shaded, {
        "Företag": "company", "Organisationsnummer": "organisation_number", "E-post": "email",
        "Telefon": "phone", "Serveringsställets adress": "address", "Antal gäster": "integer",
        "Beräknad omsättning": "money", "Serveringstid": "time", "Beskriv verksamheten": "long_text",
        "Diarienummer": "", "Handläggarens": ""}),
    Form("long read", long_read, {
        "Namn": "text", "Personnummer": "personal_number", "Bostadsadress": "address", "Postnummer": "address",
        "Ort": "address", "Telefon": "phone", "Hur många resor": "integer", "hjälpmedel": "text",
        "Avstånd": "number", "anhörigas namn": "text", "anhörigas telefon": "phone"}),
    Form("one table", one_table, {
        "Sökandens namn": "text", "Personnummer": "personal_number", "Adress": "address", "Telefon": "phone",
        "E-postadress": "email", "Fastighetsbeteckning": "property", "yta": "number", "höjd": "number",
        "Önskat startdatum": "date", "Motivering": "long_text"}),
    Form("circles", circles, {
        "Elevens namn": "text", "Elevens personnummer": "personal_number", "Vilken årskurs": "choice",
        "modersmålsundervisning": "yes_no", "Önskad skola": "school", "Skäl till": "long_text",
        "Läkarintyg": "file"}),
    Form("invoice", invoice, {
        "Föreningens namn": "text", "Organisationsnummer": "organisation_number", "Ordförandens": "text",
        "Telefon": "phone", "E-post": "email", "IBAN": "iban", "Belopp": "money", "Avser perioden": "period",
        "Antal aktiva": "integer", "Andel ungdomar": "percentage", "Ort och datum": "", "Namnteckning": ""}),
    Form("parts", parts, {
        "Namn": "text", "Adress": "address", "Postadress": "address", "Tfn arbete": "phone",
        "Mailadress": "email", "Hundens namn": "text", "Ras": "text", "Födelsedatum": "date",
        "Chipnummer": "text", "Vikt": "number", "Plats": "text", "Vad hände": "long_text"}),
    Form("school leave", school_leave, {
        "Elevens namn": "text", "Klass": "text", "Personnummer": "personal_number", "Ledig": "date",
        "t.o.m": "date", "Antal skoldagar": "integer", "Skäl för": "long_text", "Har eleven": "yes_no",
        "Om ja": "integer", "Rektors beslut": ""}),
    Form("tooltips", tooltips, {
        "Elevens namn": "text", "Elevens personnummer": "personal_number", "Skola": "school",
        "Årskurs": "integer", "Adress där": "address", "Postnummer": "address", "Postort": "address",
        "Avstånd": "number", "Skäl till": "long_text", "Datum": "date", "e-post": "email",
        "Växelvis": "yes_no", "Typ av resa": "choice"}),
    Form("names only", names_only, {
        "Namn": "text", "Personnummer": "personal_number", "Mobilnummer": "phone", "E-postadress": "email",
        "Fastighetsbeteckning": "property", "Antal tunnor": "integer", "Önskat datum": "date",
        "Meddelande": "long_text"}),
    Form("above", above, {
        "Sökandes namn": "text", "Organisationsnummer": "organisation_number", "Kontonummer": "bank_account",
        "Sökt belopp": "money", "startdatum": "date", "Beskriv projektet": "long_text"}),
    Form("buttons", buttons, {
        "Vilken sorts": "choice", "hjälp att bära": "yes_no", "Hämtningsadress": "address",
        "Telefon": "phone", "Hämtningsdatum": "date"}),
    Form("word dots", word_dots, {
        "Namn": "text", "Personnummer": "personal_number", "Telefon": "phone", "E-post": "email",
        "Månadshyra": "money", "anstånd till och med": "date", "Orsak": "long_text", "Datum": "",
        "Namnteckning": ""}),
    Form("word table", word_table, {
        "Elevens namn": "text", "Elevens personnummer": "personal_number", "Skola": "school",
        "Årskurs": "integer", "telefon": "phone", "e-post": "email", "Period": "period",
        "Antal dagar": "integer", "Vilka ämnen": "many_choices"}),
    Form("word grid", word_grid, {
        "Ansvarigs namn": "text", "Ansvarigs telefon": "phone", "E-post": "email", "Lokalens adress": "address",
        "Antal personer": "integer", "Datum": "date", "utrymningslarm": "yes_no", "Bemanning": "group",
        "försäkrar": "declaration"}),
    Form("word controls", word_controls, {
        "Parternas namn": "text", "Personnummer": "personal_number", "Önskat datum": "date",
        "Antal gäster": "integer", "Plats för vigseln": "choice", "E-postadress": "email"}),
)  # fmt: skip
