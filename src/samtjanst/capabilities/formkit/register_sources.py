"""The platform's own registers as sources of answers, chosen per question.

A question is filled in from, chosen among or checked against a register in the same way as a
look-up that a municipality has named. What can be asked about whom is decided here: the
population register tells of the applicant and of her own children only, since whoever could ask
it about any number would read other people's addresses in it (GDPR art. 5.1 c).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.registers_asked import PREFIX, Register
from samtjanst.capabilities.formkit.texts import Text, Told

_TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
_PLACES = _TEXTS | {Kind.ADDRESS}


@dataclass(frozen=True, slots=True)
class RegisterValue:
    """One value: the kinds of question that it can answer, and those whose answers it can check.

    ``is_many`` when a register can have several, to choose among.
    """

    title: Text
    takes: frozenset[Kind] = _TEXTS
    checks: frozenset[Kind] = frozenset()
    is_many: bool = False


@dataclass(frozen=True, slots=True)
class RegisterSource:
    """A register: ``keys`` are the kinds of question that it can be asked about.

    ``of_applicant``: without a question it is asked about the applicant, or the company that she
    acts for. ``title`` is what the applicant and the handler read (a name, the same in every
    language), ``label`` what whoever builds the e-service chooses.
    """

    register: Register
    title: str
    label: Text
    keys: frozenset[Kind]
    of_applicant: bool = False
    values: Mapping[str, RegisterValue] = field(default_factory=dict)


def _place(*, is_many: bool = False) -> dict[str, RegisterValue]:
    titles = {
        "street": Text("Gatuadress", "Street address"),
        "postal_code": Text("Postnummer", "Postal code"),
        "city": Text("Postort", "Town"),
    }
    return {name: RegisterValue(title, _PLACES, is_many=is_many) for name, title in titles.items()}


_CARE_OF = {"care_of": RegisterValue(Text("C/o", "C/o"), _PLACES)}
SOURCES: Mapping[str, RegisterSource] = MappingProxyType(
    {
        f"{PREFIX}{Register.PERSON}": RegisterSource(
            Register.PERSON,
            "Skatteverket",
            Text("Skatteverket: personer", "The population register"),
            frozenset({Kind.CHILD}),
            of_applicant=True,
            values={
                "name": RegisterValue(Text("Namn", "Name")),
                "given_name": RegisterValue(Text("Tilltalsnamn", "Given name")),
                "surname": RegisterValue(Text("Efternamn", "Surname")),
                **_CARE_OF,
                **_place(),
            },
        ),
        f"{PREFIX}{Register.COMPANY}": RegisterSource(
            Register.COMPANY,
            "Bolagsverket",
            Text("Bolagsverket: företag", "The register of companies"),
            frozenset({Kind.ORGANISATION_NUMBER, Kind.COMPANY}),
            of_applicant=True,
            values={
                "name": RegisterValue(Text("Namn", "Name"), is_many=True),
                "number": RegisterValue(
                    Text("Organisationsnummer", "Organisation number"),
                    _TEXTS | {Kind.ORGANISATION_NUMBER},
                    frozenset({Kind.ORGANISATION_NUMBER}),
                ),
                "form": RegisterValue(
                    Text("Företagsform, som kod", "Company form, as a code"),
                    _TEXTS | {Kind.CHOICE},
                ),
                **_CARE_OF,
                **_place(),
            },
        ),
        f"{PREFIX}{Register.PROPERTY}": RegisterSource(
            Register.PROPERTY,
            "Lantmäteriet",
            Text("Lantmäteriet: fastigheter", "The register of properties"),
            frozenset({Kind.PROPERTY, Kind.TEXT}),
            values={
                "designation": RegisterValue(
                    Text("Fastighetsbeteckning", "Property designation"),
                    _TEXTS | {Kind.PROPERTY},
                    frozenset({Kind.TEXT, Kind.PROPERTY}),
                ),
            },
        ),
        f"{PREFIX}address": RegisterSource(
            Register.PROPERTY,
            "Lantmäteriet",
            Text("Lantmäteriet: adresser", "The register of addresses"),
            frozenset({Kind.TEXT}),
            values={
                "whole": RegisterValue(
                    Text("Hela adressen på en rad", "The whole address in one line"),
                    _TEXTS,
                    frozenset({Kind.TEXT}),
                    is_many=True,
                ),
                **_place(is_many=True),
            },
        ),
    }
)
NO_SUCH = Told("det finns inget sådant register", "there is no such register")
NO_VALUE = Told(
    "registret har ingen sådan uppgift för en fråga av den här typen",
    "the register has no such value for a question of this kind",
)
ONE_ONLY = Told(
    "registret ger ett enda svar: det kan fyllas i, inte väljas",
    "the register gives a single answer: it can be filled in, not chosen",
)


def is_register(name: str) -> bool:
    """Whether a look-up by that name is one of the platform's own registers."""
    return name.startswith(PREFIX)


def suits(source: RegisterSource, kind: Kind) -> bool:
    """Whether a register has anything for a question of the kind."""
    return any(kind in one.takes | one.checks for one in source.values.values())
