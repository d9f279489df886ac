"""Texts of questions about people and companies, in plain Swedish and English (``messages``)."""

from collections.abc import Mapping
from types import MappingProxyType

from samtjanst.capabilities.formkit.texts import Text

OF_PEOPLE: Mapping[str, Text] = MappingProxyType(
    {
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
        "taken_down": Text("Hur det kom in", "How it came in"),
        "taken_down_channel": Text("Kanal och dag", "Channel and day"),
        "taken_down_told_by": Text("Vem som lämnade uppgifterna", "Who told it"),
        "taken_down_herself": Text("Sökanden själv", "The applicant herself"),
        "taken_down_by": Text("Mottaget av", "Received by"),
        "taken_down_at": Text("{by}, ifyllt {at}", "{by}, filled in {at}"),
        "taken_down_identified": Text("Vem som ringde", "Who telephoned"),
        "taken_down_identified_told": Text(
            "Visade med BankID i telefon vem det är, {at}",
            "Showed with BankID on the telephone who it is, {at}",
        ),
        "taken_down_papers": Text("Inskannat papper", "Scanned paper"),
        "taken_down_papers_told": Text("Antal filer: {n}", "Number of files: {n}"),
        "channel_phone": Text("Telefon", "Telephone"),
        "channel_visit": Text("Besök", "Visit"),
        "channel_paper": Text("Papper", "Paper"),
        "channel_email": Text("E-post", "E-mail"),
        "channel_fax": Text("Fax", "Fax"),
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
    }
)
