"""The portal's page about an e-service."""

from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.present.types import AboutView
from samtjanst.capabilities.formkit.texts import Text, TextBlock


def about(definition: Definition, parameters: Mapping[str, Any], language: str = "sv") -> AboutView:
    """What to know before starting, in the municipality's own values."""
    told = definition.about

    def fill(text: Text) -> str:
        return text.filled(parameters, language)

    return AboutView(
        title=fill(definition.title),
        summary=fill(told.summary),
        have_at_hand=tuple(_line(block, parameters, language) for block in told.have_at_hand),
        minutes=told.minutes,
        decides_who=fill(told.decides_who),
        cost=fill(told.cost),
        privacy=tuple((fill(block.title), fill(block.text)) for block in told.privacy),
        otherwise=fill(told.otherwise),
    )


def _line(block: TextBlock, parameters: Mapping[str, Any], language: str) -> str:
    title = block.title.filled(parameters, language)
    text = block.text.filled(parameters, language)
    return f"{title} – {text}" if text else title
