"""Why registers are asked, and by what right: as the e-service declares it, or the platform."""

from dataclasses import replace

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.registers_asked import Register
from samtjanst.capabilities.registers.types import NO_GROUND, Ground

# What the platform itself asks about, the same for every e-service.
OF_A_LETTER = Ground(
    "Vi behövde en adress för att skicka ett brev i ett ärende.",
    "Uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen); 6 § förvaltningslagen "
    "(2017:900)",
    told_to_others=True,
)
OF_AN_OPINION = Ground(
    "Någon ville fråga dig om ett yttrande i ett ärende, och vi såg till att frågan gick rätt.",
    "Uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen); 26 § förvaltningslagen "
    "(2017:900)",
    told_to_others=True,
)
OF_A_SUPPLEMENT = Ground(
    "Någon ville be dig om en uppgift till ett ärende, och vi såg till att frågan gick rätt.",
    "Uppgift av allmänt intresse (artikel 6.1 e i dataskyddsförordningen); 23 § förvaltningslagen "
    "(2017:900)",
    told_to_others=True,
)


def ground(definition: Definition, register: Register) -> Ground:
    """What the e-service declares of the register; nothing when it does not."""
    used = next((one for one in definition.about.registers if one.register is register), None)
    if used is None:
        return NO_GROUND
    return Ground(str(used.purpose), str(used.legal_basis), used.told_to_others)


def of_person(definition: Definition) -> Ground:
    """Of the population register."""
    return ground(definition, Register.PERSON)


def of_party(definition: Definition) -> Ground:
    """Of the population register, about somebody who reads what the matter is about anyway."""
    return replace(of_person(definition), told_to_others=True)


def of_company(definition: Definition) -> Ground:
    """Of the register of companies."""
    return ground(definition, Register.COMPANY)


def of_property(definition: Definition) -> Ground:
    """Of the registers of addresses and properties."""
    return ground(definition, Register.PROPERTY)


def of_owner(definition: Definition) -> Ground:
    """Of the register of who owns a property."""
    return ground(definition, Register.OWNER)


def of_mandate(definition: Definition) -> Ground:
    """Of the register of powers of attorney."""
    return ground(definition, Register.MANDATE)
