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
        # People and companies.
        "who": Text("Vem gäller det?", "Who is it about?"),
        "myself": Text("Mig själv, {name}", "Myself, {name}"),
        "somebody_else": Text("Någon annan", "Somebody else"),
        "which_company": Text("Vilket företag?", "Which company?"),
        "another_company": Text("Ett annat företag", "Another company"),
        "company_name": Text("Företagets namn", "The company's name"),
        "company_name_missing": Text("Skriv företagets namn.", "Write the company's name."),
        "power": Text("Firmateckning: {power}", "Power to sign: {power}"),
        "company_inactive": Text(
            "Bedriver ingen verksamhet enligt registret.",
            "Carries on no business according to the register.",
        ),
        "company_reconstruction": Text(
            "Under företagsrekonstruktion enligt registret.",
            "In reconstruction according to the register.",
        ),
        "company_liquidation": Text(
            "I likvidation enligt registret.", "In liquidation according to the register."
        ),
        "company_bankrupt": Text(
            "I konkurs enligt registret: det är konkursförvaltaren som företräder företaget.",
            "Bankrupt according to the register: the receiver represents the company.",
        ),
        "company_deregistered": Text(
            "Avregistrerat enligt registret.", "Deregistered according to the register."
        ),
        "company_missing": Text(
            "Numret finns inte i Bolagsverkets register.",
            "The number is not in the companies register.",
        ),
        "represents": Text("Sökanden företräder någon annan", "The applicant acts for another"),
        "represents_child": Text("Barn", "Child"),
        "represents_company": Text("Företag eller förening", "Company or association"),
        "represents_person": Text("Person", "Person"),
        "represents_basis": Text("På vilken grund", "On what ground"),
        "represents_child_navet": Text(
            "Vårdnadshavare enligt folkbokföringen.", "Guardian by the population register."
        ),
        "represents_child_own_statement": Text(
            "Vårdnadshavare enligt egen uppgift. Inte kontrollerat.",
            "Guardian by own statement. Not checked.",
        ),
        "represents_company_bolagsverket": Text(
            "Egen enskild firma enligt Bolagsverket.",
            "The applicant's own firm, by the companies register.",
        ),
        "represents_company_own_statement": Text(
            "Egen uppgift på heder och samvete. Vem som får teckna firman är inte kontrollerat.",
            "Own statement on honour. Who may sign for the company has not been checked.",
        ),
        "represents_company_mina_ombud": Text(
            "Fullmakt enligt Mina ombud.", "Power of attorney, by the register Mina ombud."
        ),
        "represents_person_mina_ombud": Text(
            "Fullmakt enligt Mina ombud.", "Power of attorney, by the register Mina ombud."
        ),
        "represents_person_own_statement": Text(
            "Egen uppgift på heder och samvete om fullmakt. Fullmakten är inte kontrollerad.",
            "Own statement on honour of a power of attorney, which has not been checked.",
        ),
        "represents_mandate": Text("Fullmaktens id: {mandate}", "Id of the power: {mandate}"),
        "represents_checked_at": Text("Kontrollerat {at}", "Checked {at}"),
        "represents_stated_at": Text("Uppgett {at}", "Stated {at}"),
        "prepared": Text("Vem som har fyllt i", "Who has filled it in"),
        "prepared_by": Text("Ifylld åt sökanden", "Filled in for the applicant"),
        "prepared_told": Text(
            "Ifylld via API av {by} {at}. Sökanden läser och lämnar in själv.",
            "Filled in over the interface by {by} {at}. The applicant reads it and hands it in.",
        ),
        "confirmed": Text("Hur det lämnades in", "How it was handed in"),
        "confirmed_by": Text("Av sökanden", "By the applicant"),
        "confirmed_told": Text(
            "Inloggad med e-legitimation på tillitsnivå {level}, {at}, utan underskrift.",
            "Logged in with an e-ID at assurance level {level}, {at}, without a signature.",
        ),
        "not_asked": Text(
            "Frågan ”{label}” ställs inte med de här svaren.",
            "The question “{label}” is not asked with these answers.",
        ),
        "no_such_question": Text("Frågan finns inte.", "There is no such question."),
        "property_missing": Text(
            "Beteckningen finns inte i fastighetsregistret.",
            "The designation is not in the register of properties.",
        ),
        "property_renamed": Text(
            "Fastigheten har fått den här beteckningen; den som angavs gäller inte längre.",
            "The property has been given this designation.",
        ),
        "owner_applicant": Text(
            "Den sökande är ägare enligt fastighetsregistret (andel {share}).",
            "The applicant owns it according to the register (share {share}).",
        ),
        "owner_another": Text(
            "Den sökande står inte som ägare i fastighetsregistret.",
            "The applicant is not the owner according to the register.",
        ),
        "source_land": Text(
            "Hämtat från fastighetsregistret (Lantmäteriet)", "From the register of properties"
        ),
        "source_lookup": Text(
            "Hämtat med kommunens uppslag", "From a look-up that the municipality has chosen"
        ),
        "lookup_told": Text("Enligt {title} {day}", "According to {title} on {day}"),
        "lookup_found": Text(
            "Ifyllt från {title}. Ändra om det inte stämmer.",
            "Filled in from {title}. Change it if it is wrong.",
        ),
        "lookup_missing": Text(
            "{title} har ingen uppgift om det du skrev. Skriv själv.",
            "{title} knows nothing of what you wrote. Write it yourself.",
        ),
        "lookup_unavailable": Text(
            "Uppgiften kunde inte hämtas nu. Skriv själv. Det märks som din egen uppgift.",
            "It could not be fetched now. Write it yourself. It is marked as your own statement.",
        ),
        "lookup_choose_found": Text(
            "Hämtat från {title}. Välj, eller skriv själv.",
            "From {title}. Choose, or write it yourself.",
        ),
        "lookup_choose_missing": Text(
            "{title} har inget att välja bland. Skriv själv.",
            "{title} has nothing to choose among. Write it yourself.",
        ),
        "lookup_choose_unavailable": Text(
            "Listan kunde inte hämtas nu. Skriv själv. Det märks som din egen uppgift.",
            "The list could not be fetched now. Write it yourself. It is marked as your own "
            "statement.",
        ),
        "lookup_check_found": Text("Finns i {title}.", "Found in {title}."),
        "lookup_check_missing": Text(
            "Det du skrev finns inte i {title}. Kontrollera att det är rätt skrivet.",
            "What you wrote is not in {title}. Check that it is written right.",
        ),
        "lookup_check_unavailable": Text(
            "Uppgiften kunde inte kontrolleras nu. Den märks som din egen uppgift.",
            "It could not be checked now. It is marked as your own statement.",
        ),
        "lookup_refused": Text(
            "”{label}” finns inte i {title}. Kontrollera att det är rätt skrivet.",
            "“{label}” is not in {title}. Check that it is written right.",
        ),
        "lookup_checked": Text("Finns i {title} {day}", "Found in {title} on {day}"),
        "lookup_unknown": Text("Finns inte i {title} {day}", "Not found in {title} on {day}"),
        "lookup_which": Text("Välj ur {title}", "Choose from {title}"),
        "lookup_another": Text("Något annat, jag skriver själv", "Something else, as I write it"),
        "lookup_own": Text("Eller skriv själv", "Or write it yourself"),
        "source_lookup_checked": Text(
            "Kontrollerat med kommunens uppslag", "Checked by a look-up of the municipality"
        ),
        "lookup_changed": Text(
            "Ändrat av sökanden; {title} sa något annat {day}",
            "Changed by the applicant; {title} said something else on {day}",
        ),
        "source_lookup_changed": Text(
            "Egen uppgift, ändrad efter kommunens uppslag",
            "Own statement, changed after the municipality's look-up",
        ),
        "source_lookup_unknown": Text(
            "Egen uppgift, finns inte i kommunens uppslag",
            "Own statement, not known by the municipality's look-up",
        ),
        "which_address": Text("Vilken adress menar du?", "Which address do you mean?"),
        "another_address": Text(
            "Ingen av dem, jag skriver själv", "None of them, as I have written it"
        ),
        "source_addresses": Text(
            "Kontrollerad mot adressregistret (Lantmäteriet)", "Found in the register of addresses"
        ),
        "source_own_unknown": Text(
            "Egen uppgift, finns inte i adressregistret",
            "Own statement, not in the register of addresses",
        ),
        "source_companies": Text("Hämtat från Bolagsverket", "From the companies register"),
        "person_twice": Text(
            "Samma person står två gånger under ”{label}”. Ta bort den ena.",
            "The same person is named twice for “{label}”. Remove one.",
        ),
        "named_dead": Text(
            "Personen har avlidit enligt folkbokföringen och kan inte skriva under.",
            "According to the population register the person has died, and cannot sign.",
        ),
        "named_unknown": Text(
            "Personen finns inte i folkbokföringen. Kontrollera numret.",
            "Nobody in the population register has this number. Check it.",
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
