"""What the pages of a form have in common: its name, its language, where its pages are."""

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.own_messages import Moment
from samtjanst.journey import own_words, represent
from samtjanst.journey.answer import Work
from samtjanst.running.filing.types import FilingState
from samtjanst.web.citizen.representing import represented

SIGNED = (FilingState.SIGNED, FilingState.HANDED_IN)
STOP = "stopp"  # where on a page it says why nobody gets further


def named(work: Work) -> dict[str, Any]:
    """What the e-service is called, the language of that, and for whom the filing is."""
    spoken = language_of(work.definition)
    return {
        "title": work.definition.title.filled(work.context.parameters, spoken),
        "spoken": spoken,
        **represented(represent.of_work(work)),
    }


def said(definition: Definition, context: Context, moment: Moment) -> str:
    """What the e-service itself says of an application that has not come in."""
    return own_words.beside(definition, context, moment, language_of(definition))


def language_of(definition: Definition) -> str:
    """The language of what the e-service itself says."""
    return definition.spoken(get_language() or "sv")


def page_url(filing_id: uuid.UUID, page_id: str) -> str:
    """The address of one page of a draft."""
    return reverse("citizen:page", args=[filing_id, page_id])
