"""A form as a file to look at: what the applicant meets, page after page."""

from collections.abc import Mapping
from typing import Any

from samtjanst.capabilities.formkit import Context, Definition, evaluate, present
from samtjanst.eservices import trial_people
from samtjanst.web.studio.trial import Memory, context_of
from samtjanst.web.ui.sheet import sheet

Answers = Mapping[str, Any]


def newcomer(parameters: Mapping[str, Any]) -> Context:
    """What is known of the invented person that a trial begins as."""
    return context_of(Memory(next(iter(trial_people.people()))), parameters)


def form(
    definition: Definition, answers: Answers, context: Context, *, language: str = "sv"
) -> str:
    """Every page that somebody with these answers meets, as HTML that stands alone."""
    spoken = definition.spoken(language)
    evaluation = evaluate(definition, answers, context)
    pages = [
        present.page(definition, page_id, evaluation, answers, show_errors=False, language=spoken)
        for page_id in evaluation.visible_pages
    ]
    words = {"title": definition.title.to(spoken), "pages": pages, "language": spoken}
    return sheet("studio/form_sheet.html", words)
