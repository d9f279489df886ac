"""Pages and questions as a list; where each is edited."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import formulas, rule_words
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.listed import with_items
from samtjanst.capabilities.formkit.editing.places import Place
from samtjanst.web.studio import texts
from samtjanst.web.ui.language import spoken


def page_url(slug: str, page_id: str) -> str:
    """The address of a page's screen."""
    return reverse("studio:page", args=[slug, page_id])


def question_url(slug: str, question_id: str) -> str:
    """The address of a question's screen."""
    return reverse("studio:question", args=[slug, question_id])


def outline(draft: OpenDraft, found: Iterable[Place]) -> list[dict[str, Any]]:
    """Pages with their questions, and how many problems each has."""
    faults = [(one.kind, one.id) for one in found]
    return [
        {
            "id": one["id"],
            "title": title_of(one) or _("Sida utan rubrik"),
            "url": page_url(draft.slug, one["id"]),
            "faults": faults.count(("page", one["id"])),
            "questions": [
                {
                    "id": question["id"],
                    "label": label_of(question) or _("Fråga utan text"),
                    "kind": texts.kind(question.get("kind", "")),
                    "required": question.get("required", False),
                    "url": question_url(draft.slug, question["id"]),
                    "faults": sum(
                        faults.count(("question", one["id"]))
                        for one in (question, *(question.get("questions") or []))
                    ),
                }
                for question in one.get("questions") or []
            ],
        }
        for one in editing.pages(draft.document)
    ]


def title_of(page: editing.Part) -> str:
    """The Swedish title of a page, or ""."""
    return str((page.get("title") or {}).get("sv") or "")


def label_of(question: editing.Part) -> str:
    """The Swedish label of a question, or ""."""
    return str((question.get("label") or {}).get("sv") or "")


def told(draft: OpenDraft) -> Document:
    """The draft's document with the items of the municipality's lists, to tell and point in."""
    return listed(draft.document, draft)


def listed(document: Document, draft: OpenDraft) -> Document:
    """As :func:`told`, of a document that the draft is about to become."""
    return with_items(document, draft.parameters)


def rule_says(document: Document, rule: Mapping[str, Any]) -> str:
    """A rule as one sentence."""
    return spoken(rule_words.said(document, dict(rule)))


def value_says(document: Document, held: Mapping[str, Any], group: str = "") -> str:
    """A calculation in words, such as: ”Barn” × 10; ``group`` for one in the rows of a group."""
    return spoken(formulas.value(document, held, group))
