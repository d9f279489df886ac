"""The portal's page about an e-service."""

from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.present.types import AboutView
from samtjanst.capabilities.formkit.registers_asked import NAMES
from samtjanst.capabilities.formkit.texts import Text


def about(definition: Definition, parameters: Mapping[str, Any], language: str = "sv") -> AboutView:
    """What to know before starting, in the municipality's own values."""
    told = definition.about

    def fill(text: Text) -> str:
        return text.filled(parameters, language)

    return AboutView(
        title=fill(definition.title),
        summary=fill(told.summary),
        have_at_hand=tuple((fill(block.title), fill(block.text)) for block in told.have_at_hand),
        minutes=told.minutes,
        pages=tuple(fill(page.title) for page in definition.pages),
        is_joint=definition.signing.signatories.is_joint,
        is_signed=definition.signing.is_signed,
        has_guardians=bool(definition.signing.signatories.guardians_of),
        is_named=bool(definition.signing.signatories.naming),
        is_for_company=bool(definition.signing.signatories.alone_in),
        needed=definition.signing.signatories.needed,
        decides_who=fill(told.decides_who),
        cost=fill(told.cost),
        privacy=tuple((fill(block.title), fill(block.text)) for block in told.privacy),
        otherwise=fill(told.otherwise),
        registers=tuple(
            (NAMES[one.register].to(language), fill(one.purpose), fill(one.legal_basis))
            for one in told.registers
        ),
        language=language,
    )
