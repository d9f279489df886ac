"""Texts of single kinds of question, in plain Swedish and English (see ``messages``)."""

from collections.abc import Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit.texts import Text

OF_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        # Numbers and money.
        "not_a_decimal": Text(
            "Skriv ”{label}” som ett tal med siffror, till exempel 4 eller 4,5.",
            "Write “{label}” as a number in digits, for example 4 or 4.5.",
        ),
        "too_many_decimals": Text(
            "”{label}” får ha högst {count} decimaler. Avrunda talet.",
            "“{label}” can have at most {count} decimals. Round the number.",
        ),
        "not_money": Text(
            "Skriv ”{label}” som ett belopp i kronor, till exempel 1 250 eller 1 250,50.",
            "Write “{label}” as an amount in kronor, for example 1 250 or 1 250,50.",
        ),
        "whole_kronor": Text(
            "Skriv ”{label}” i hela kronor, utan ören.",
            "Write “{label}” in whole kronor.",
        ),
        # Days and times.
        "not_a_time": Text(
            "Skriv ”{label}” som timmar och minuter, till exempel 08.30.",
            "Write “{label}” as hours and minutes, for example 08:30.",
        ),
        "hint_time": Text("Skriv till exempel 08.30.", "For example 08:30."),
        "hint_dates": Text("Skriv till exempel 2026-08-17.", "For example 2026-08-17."),
        "hint_open_end": Text(
            "Lämna tomt om det gäller tills vidare.", "Leave empty if there is no last day."
        ),
        "period_from": Text("Från och med", "From"),
        "period_to": Text("Till och med", "To"),
        "from_day": Text("Från och med {day}, tills vidare", "From {day}, until further notice"),
        "from_missing": Text("Skriv första dagen.", "Write the first day."),
        "to_missing": Text("Skriv sista dagen.", "Write the last day."),
        "ends_before_it_starts": Text(
            "Sista dagen är före första dagen. Kontrollera datumen.",
            "The last day is before the first. Check the dates.",
        ),
        "too_many_days": Text(
            "”{label}” får vara högst {limit} dagar.", "“{label}” can be at most {limit} days."
        ),
        # Choices.
        "too_few_choices": Text(
            "Välj minst {limit} under ”{label}”.", "Choose at least {limit} for “{label}”."
        ),
        "too_many_choices": Text(
            "Välj högst {limit} under ”{label}”. Ta bort några.",
            "Choose at most {limit} for “{label}”. Remove some.",
        ),
        "none_and_others": Text(
            "Du har valt ”{none}” tillsammans med annat under ”{label}”. Välj det ena eller det "
            "andra.",
            "You chose “{none}” together with others for “{label}”. Choose one or the other.",
        ),
        "hint_choices_between": Text("Välj {low}–{high}.", "Choose {low}–{high}."),
        "hint_choices_exact": Text("Välj {low}.", "Choose {low}."),
        "hint_choices_most": Text("Välj högst {high}.", "Choose at most {high}."),
        "hint_choices_least": Text("Välj minst {low}.", "Choose at least {low}."),
        "not_in_list": Text(
            "”{typed}” finns inte i listan. Börja skriva och välj ett av förslagen.",
            "“{typed}” is not in the list. Start typing and choose a suggestion.",
        ),
        "hint_search": Text(
            "Börja skriva och välj ur listan.", "Start typing and choose from the list."
        ),
        "directory_down": Text(
            "Vi når inte katalogen just nu. Försök igen om en stund.",
            "We cannot reach the directory right now. Try again in a while.",
        ),
        # Contacts.
        "again": Text("Skriv en gång till", "Write it once more"),
        "not_the_same": Text(
            "Du har skrivit olika under ”{label}”. Kontrollera båda fälten.",
            "You have written two different things for “{label}”. Check both fields.",
        ),
        # Numbers that name somebody or something.
        "too_young": Text(
            "Personen ska ha fyllt {limit} år.", "The person must be at least {limit} years old."
        ),
        "too_old": Text(
            "Personen får vara högst {limit} år.", "The person can be at most {limit} years old."
        ),
        "not_staff": Text(
            "E-tjänsten är till för kommunens anställda, och personen har inget konto som "
            "anställd.",
            "The e-service is for the municipality's employees, and the person has no account as "
            "one.",
        ),
        "organisation_number": Text("Organisationsnummer", "Organisation number"),
        "organisation_number_wrong": Text(
            "Organisationsnumret stämmer inte. Kontrollera siffrorna (XXXXXX-XXXX).",
            "The organisation number is not right. Check the digits (XXXXXX-XXXX).",
        ),
        "hint_organisation_number": Text("Tio siffror: XXXXXX-XXXX.", "Ten digits: XXXXXX-XXXX."),
        "iban_wrong": Text(
            "IBAN-numret stämmer inte. Kontrollera att alla tecken är med. Ett svenskt har 24 "
            "tecken och börjar på SE.",
            "The IBAN is not right. Check that every character is there. A Swedish one has 24 "
            "characters and starts with SE.",
        ),
        "hint_iban": Text(
            "Börjar med två bokstäver, till exempel SE35 5000 0000 0549 1000 0003.",
            "Starts with two letters, for example SE35 5000 0000 0549 1000 0003.",
        ),
        "car_wrong": Text(
            "Skriv registreringsnumret med tre bokstäver och tre siffror, till exempel ABC 123 "
            "eller ABC 12D.",
            "Write three letters and three digits, for example ABC 123 or ABC 12D.",
        ),
        "hint_car": Text("Till exempel ABC 123.", "For example ABC 123."),
        "property_wrong": Text(
            "Skriv kommunen och fastighetens namn och nummer, till exempel Mjölby Fisken 4 eller "
            "Mjölby Hulterstad 1:2.",
            "Write the municipality and the property's name and number, for example Mjölby Fisken "
            "4 or Mjölby Hulterstad 1:2.",
        ),
        "hint_property": Text(
            "Kommun, namn och nummer, till exempel Mjölby Fisken 4. Du hittar beteckningen på "
            "lagfarten eller fakturan för sophämtning.",
            "Municipality, name and number, for example Mjölby Fisken 4.",
        ),
        # Bank accounts.
        "clearing": Text("Clearingnummer", "Clearing number"),
        "account": Text("Kontonummer", "Account number"),
        "hint_clearing": Text(
            "Fyra siffror. Fem om det börjar på 8.", "Four digits. Five if it starts with 8."
        ),
        "hint_account": Text("Utan clearingnummer.", "Without the clearing number."),
        "clearing_missing": Text("Skriv clearingnumret.", "Write the clearing number."),
        "account_missing": Text("Skriv kontonumret.", "Write the account number."),
        "clearing_wrong": Text(
            "Clearingnumret ska ha fyra siffror, eller fem om det börjar på 8.",
            "The clearing number has four digits, or five if it starts with 8.",
        ),
        "account_wrong": Text(
            "Kontonumret ska ha 5–10 siffror.", "The account number has 5–10 digits."
        ),
        "account_check": Text(
            "Kontonumret stämmer inte med clearingnumret. Kontrollera båda numren, och att "
            "clearingnumret inte står först i kontonumret.",
            "The account number does not fit the clearing number. Check both of them.",
        ),
        # Places.
        "place_words": Text("Plats eller adress", "Place or address"),
        "hint_place": Text(
            "Beskriv med egna ord, till exempel ”Storgatan 1, vid busshållplatsen”.",
            "In your own words, for example “Storgatan 1, at the bus stop”.",
        ),
        "points": Text("Koordinater", "Coordinates"),
        "point": Text("N {north}, E {east} (SWEREF 99 TM)", "N {north}, E {east} (SWEREF 99 TM)"),
        "hint_points_point": Text(
            "Om du vet dem, till exempel 58.3259, 15.1234.",
            "If you know them, for example 58.3259, 15.1234.",
        ),
        "hint_points_line": Text(
            "Om du vet dem: en punkt per rad, minst två, till exempel 58.3259, 15.1234.",
            "If you know them: one point on each line, at least two, as 58.3259, 15.1234.",
        ),
        "hint_points_area": Text(
            "Om du vet dem: ett hörn per rad, minst tre, till exempel 58.3259, 15.1234.",
            "If you know them: one corner on each line, at least three, as 58.3259, 15.1234.",
        ),
        "missing_place": Text(
            "Beskriv platsen under ”{label}”, eller skriv koordinater.",
            "Tell the place for “{label}”, or write coordinates.",
        ),
        "points_missing": Text("Skriv koordinaterna.", "Write the coordinates."),
        "points_wrong": Text(
            "Koordinaterna gick inte att läsa. Skriv två tal på varje rad, till exempel 58.3259, "
            "15.1234.",
            "The coordinates could not be read. Write two numbers on each line, for example "
            "58.3259, 15.1234.",
        ),
        "points_point": Text("Skriv en enda punkt.", "Write one point only."),
        "points_line": Text(
            "En linje behöver minst två punkter.", "A line needs at least two points."
        ),
        "points_area": Text(
            "En yta behöver minst tre hörn.", "An area needs at least three corners."
        ),
        "points_outside": Text(
            "Koordinaterna ligger utanför Sverige. Kontrollera siffrorna.",
            "The coordinates are outside Sweden. Check the digits.",
        ),
        # Rows.
        "row": Text("Rad", "Row"),
        "missing_rows": Text(
            "Fyll i minst en rad under ”{label}”.", "Fill in at least one row for “{label}”."
        ),
        "too_few_rows": Text(
            "Fyll i minst {limit} rader under ”{label}”. Nu finns {count}.",
            "Fill in at least {limit} rows for “{label}”. There are {count}.",
        ),
        "too_many_rows": Text(
            "”{label}” får ha högst {limit} rader. Ta bort några.",
            "“{label}” can have at most {limit} rows. Remove some.",
        ),
        # Agreements and stops.
        "missing_consent": Text(
            "Kryssa i rutan under ”{label}” för att gå vidare.",
            "Tick the box for “{label}” to go on.",
        ),
        "missing_declaration": Text(
            "Kryssa i rutan under ”{label}” för att gå vidare.",
            "Tick the box for “{label}” to go on.",
        ),
        "consent_given": Text("Samtycke lämnat", "Consent given"),
        "not_given": Text("Samtycke inte lämnat", "Consent not given"),
        "declared": Text("Försäkran lämnad", "Declaration made"),
        "not_declared": Text("Försäkran inte lämnad", "Declaration not made"),
        "stopped": Text("Du kan inte gå vidare: {label}", "You cannot go on: {label}"),
    }
)
