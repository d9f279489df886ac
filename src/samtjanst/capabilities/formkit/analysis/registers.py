"""Registers that are asked without anybody having said why, and by what right."""

from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.registers_asked import NAMES, undeclared
from samtjanst.capabilities.formkit.texts import Text

_MISSING = Text(
    "E-tjänsten frågar {name}, men varför och med vilken rättslig grund är inte angivet. Den som "
    "frågan gäller kan då inte få veta det.",
    "The e-service asks {name}, but why and on what legal basis is not stated. Whoever is asked "
    "about can then not be told.",
)


def register_findings(definition: Definition) -> list[Finding]:
    """One for each register that is asked and not declared (GDPR art. 5.1 b and 6)."""
    return [
        Finding(
            Code.REGISTER_BASIS,
            Severity.WARNING,
            "about.registers",
            "definition",
            "",
            _MISSING.told(name=NAMES[register]),
        )
        for register in undeclared(definition)
    ]
