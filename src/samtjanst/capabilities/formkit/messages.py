"""Texts that the engine itself says: errors, hints and summary words, in plain Swedish and English.

A question's own ``missing`` text goes before the generated one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.texts import NO_TEXT, Text
from samtjanst.capabilities.formkit.wording import OF_KINDS
from samtjanst.capabilities.formkit.wording_people import OF_PEOPLE

_MISSING = "missing_"
_ASKED = frozenset({"missing_text", "missing_choice"})


@dataclass(frozen=True, slots=True)
class Message:
    """A text by its code, with the values of its slots; ``part`` is the sub-field it is about.

    For a question inside a row, ``row`` says which row in words.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    part: str = ""
    about: Question | None = None  # the question inside a row
    row: str = ""

    def to(self, question: Question, language: str = "sv") -> str:
        """The text about ``question`` in ``language``."""
        if self.about is not None:
            inner = replace(self, about=None, row="").to(self.about, language)
            return f"{self.row}: {inner}"
        if self.code.startswith(_MISSING) and question.missing:
            return question.missing.to(language)
        label = question.label.to(language).rstrip("?:. ")
        mark = "?" if question.label.to(language).rstrip().endswith("?") else ""
        text = TEXTS["missing_answer" if mark and self.code in _ASKED else self.code]
        return text.filled({"label": label + mark, **self.values}, language)


@dataclass(frozen=True, slots=True)
class Said(Message):
    """A text of the definition's own, out of a rule."""

    code: str = "rule"
    text: Text = NO_TEXT

    def to(self, question: Question, language: str = "sv") -> str:
        """The rule's text."""
        del question
        said = self.text.to(language)
        return f"{self.row}: {said}" if self.row else said


def say(code: str, language: str = "sv", **values: str | int) -> str:
    """One of the engine's own texts in ``language``."""
    return TEXTS[code].filled(values, language)


TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        **OF_KINDS,
        **OF_PEOPLE,
        "missing_file": Text("Ladda upp ”{label}”.", "Upload “{label}”."),
        "missing_answer": Text("Svara på frågan ”{label}”", "Answer the question “{label}”"),
        "missing_choice": Text("Välj vad som gäller för ”{label}”.", "Choose “{label}”."),
        "missing_text": Text("Fyll i ”{label}”.", "Fill in “{label}”."),
        "unreadable": Text(
            "Svaret på ”{label}” gick inte att läsa. Svara igen.",
            "The answer to “{label}” could not be read. Answer again.",
        ),
        "too_long": Text(
            "”{label}” får ha högst {limit} tecken. Du har skrivit {count}. Korta texten.",
            "“{label}” can have at most {limit} characters. You have written {count}. Shorten it.",
        ),
        "control_characters": Text(
            "”{label}” innehåller tecken som inte går att läsa. Skriv texten på nytt.",
            "“{label}” holds characters that cannot be read. Write the text again.",
        ),
        "one_line": Text(
            "”{label}” ska stå på en enda rad.", "“{label}” must be written on a single line."
        ),
        "not_an_option": Text(
            "Det du valde under ”{label}” går inte längre att välja. Välj igen.",
            "What you chose for “{label}” can no longer be chosen. Choose again.",
        ),
        "not_a_number": Text(
            "Skriv ”{label}” som ett heltal med siffror, till exempel 4.",
            "Write “{label}” as a whole number in digits, for example 4.",
        ),
        "too_small": Text(
            "”{label}” ska vara minst {limit}.", "“{label}” must be at least {limit}."
        ),
        "too_large": Text("”{label}” får vara högst {limit}.", "“{label}” can be at most {limit}."),
        "not_a_date": Text(
            "Skriv ”{label}” som år-månad-dag, till exempel {example}.",
            "Write “{label}” as year-month-day, for example {example}.",
        ),
        "too_early": Text(
            "”{label}” får vara tidigast {limit}.", "“{label}” can be {limit} at the earliest."
        ),
        "too_late": Text(
            "”{label}” får vara senast {limit}.", "“{label}” can be {limit} at the latest."
        ),
        "not_an_email": Text(
            "Skriv en e-postadress med @, till exempel namn@exempel.se.",
            "Write an e-mail address with @, for example name@example.com.",
        ),
        "not_a_phone": Text(
            "Skriv ett telefonnummer med siffror, till exempel 070-123 45 67.",
            "Write a phone number in digits, for example 070-123 45 67.",
        ),
        "name_missing": Text("Skriv för- och efternamn.", "Write given name and surname."),
        "number_missing": Text(
            "Skriv personnumret med tolv siffror.", "Write the personal number in twelve digits."
        ),
        "number_wrong": Text(
            "Personnumret stämmer inte. Kontrollera siffrorna (ÅÅÅÅMMDD-XXXX).",
            "The personal number is not right. Check the digits (YYYYMMDD-XXXX).",
        ),
        "identity_wrong": Text(
            "Det stämmer inte. Skriv personnumret med tolv siffror, eller den utländska "
            "identiteten precis som den står på personens sida, till exempel NO:abc123.",
            "That is not right. Write the personal number in twelve digits, or the foreign "
            "identity exactly as it is on the person's own page, for example NO:abc123.",
        ),
        "number_is_applicants": Text(
            "Det här är ditt eget personnummer. Skriv den andra personens personnummer.",
            "This is your own personal number. Write the other person's personal number.",
        ),
        "child_not_in_list": Text(
            "Välj barnet i listan. Nu har vi uppgifterna från folkbokföringen.",
            "Choose the child in the list. The population register answers now.",
        ),
        "street_missing": Text("Skriv gatuadress.", "Write the street address."),
        "postal_code_missing": Text("Skriv postnummer.", "Write the postal code."),
        "postal_code_wrong": Text(
            "Skriv postnumret med fem siffror, till exempel 595 30.",
            "Write the postal code in five digits, for example 595 30.",
        ),
        "city_missing": Text("Skriv postort.", "Write the town."),
        "too_many_files": Text(
            "Du kan lämna högst {limit} filer under ”{label}”. Ta bort några.",
            "You can give at most {limit} files for “{label}”. Remove some.",
        ),
        "file_gone": Text(
            "En fil under ”{label}” finns inte kvar. Ladda upp den igen.",
            "A file for “{label}” is gone. Upload it again.",
        ),
        "file_type": Text(
            "En fil under ”{label}” är av en typ som inte går att ta emot. "
            "Det går bra med {types}.",
            "A file for “{label}” is of a kind that cannot be received. These work: {types}.",
        ),
        "file_too_large": Text(
            "En fil under ”{label}” är för stor. Varje fil får vara högst {limit}.",
            "A file for “{label}” is too large. Each file can be at most {limit}.",
        ),
        "file_infected": Text(
            "En fil under ”{label}” innehåller skadlig kod och togs inte emot. Ta bort den.",
            "A file for “{label}” holds malicious code and was not received. Remove it.",
        ),
        # Words of fields and summaries.
        "yes": Text("Ja", "Yes"),
        "no": Text("Nej", "No"),
        "unanswered": Text("Inte besvarad", "Not answered"),
        "choose": Text("Välj", "Choose"),
        "years": Text("{name}, {age} år", "{name}, {age} years"),
        "name": Text("För- och efternamn", "Given name and surname"),
        "personal_number": Text("Personnummer", "Personal number"),
        "personal_number_help": Text(
            "Tolv siffror: ÅÅÅÅMMDD-XXXX.", "Twelve digits: YYYYMMDD-XXXX."
        ),
        "identity_help": Text(
            "Tolv siffror: ÅÅÅÅMMDD-XXXX. Den som saknar svenskt personnummer hittar sin "
            "utländska identitet på sin sida här när hon eller han har loggat in.",
            "Twelve digits: YYYYMMDD-XXXX. Who has no Swedish personal number finds the foreign "
            "identity on the own page here after logging in.",
        ),
        "street": Text("Gatuadress", "Street address"),
        "care_of": Text("c/o (om det behövs)", "c/o (if needed)"),
        "care_of_line": Text("c/o {name}", "c/o {name}"),
        "postal_code": Text("Postnummer", "Postal code"),
        "city": Text("Postort", "Town"),
        "attached": Text("Bilaga", "Attachment"),
        "source_register": Text("Hämtat från folkbokföringen", "From the population register"),
        "source_eid": Text("Från den utländska e-legitimationen", "From the other country's e-ID"),
        "source_own": Text("Egen uppgift", "The applicant's own statement"),
        "protected": Text("Skyddade personuppgifter", "Protected personal data"),
        "protected_note": Text(
            "Skyddade personuppgifter: vi visar inga adresser, och en handläggare tar hand om "
            "underskrifterna så att inga uppgifter röjs.",
            "Protected personal data: no addresses are shown, and an official takes care of the "
            "signatures so that nothing is disclosed.",
        ),
        "register_down": Text(
            "Vi når inte folkbokföringen just nu. Skriv uppgifterna själv. De märks som din egen "
            "uppgift och kontrolleras senare.",
            "We cannot reach the population register right now. Write the details yourself. They "
            "are marked as your own statement and checked later.",
        ),
        "no_number_children": Text(
            "Du är inloggad utan svenskt personnummer, så vi kan inte hämta barn från "
            "folkbokföringen. Skriv uppgifterna själv. De märks som din egen uppgift och "
            "kontrolleras av en handläggare. Har barnet inget svenskt personnummer? Kontakta "
            "kommunen.",
            "You are logged in without a Swedish personal number, so we cannot fetch children "
            "from the population register. Write the details yourself. They are marked as your "
            "own statement and checked by an official. Does the child have no Swedish personal "
            "number? Contact the municipality.",
        ),
        "no_children": Text(
            "Enligt folkbokföringen är du inte vårdnadshavare för något barn. Stämmer det inte? "
            "Kontakta kommunen.",
            "According to the population register you are not the guardian of any child. Is that "
            "wrong? Contact the municipality.",
        ),
        "hint_date": Text("Skriv till exempel {example}.", "For example {example}."),
        "hint_files": Text(
            "Högst {count} filer, högst {limit} per fil: {types}.",
            "At most {count} files, at most {limit} each: {types}.",
        ),
        "not_calculated": Text("Visas när du har svarat.", "Shown when you have answered."),
        "role_applicant": Text("Sökande", "Applicant"),
        "role_guardian": Text("Vårdnadshavare", "Guardian"),
    }
)
