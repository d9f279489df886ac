"""Pages and questions as a list; where each is edited."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import sentences
from samtjanst.capabilities.formkit.editing.document import Document
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


def target_name(document: Document, target: Mapping[str, Any]) -> str:
    """What a rule is about, in words."""
    if target.get("end"):
        return _("slutet")
    if target.get("party"):
        return _("alla vårdnadshavares underskrift")
    if target.get("outcome"):
        listed = (document.get("handling") or {}).get("outcomes") or []
        found: editing.Part = next((o for o in listed if o.get("id") == target["outcome"]), {})
        return _("beslutet ”%s”") % (title_of(found) or target["outcome"])
    names = {value: label for value, label, _kind in targets(document)}
    return names.get(target_key(target)) or " ".join(map(str, target.values())) or "?"


def targets(document: Document) -> list[tuple[str, str, str]]:
    """Everything that a rule can show or require: value, label, and its kind for grouping."""
    found = []
    for page in editing.pages(document):
        found.append((f"page:{page['id']}", _("Sidan ”%s”") % title_of(page), "page"))
        for question in page.get("questions") or []:
            label = label_of(question)
            found.append((f"question:{question['id']}", f"”{label}”", "question"))
            found += [
                (
                    f"option:{question['id']}:{option['id']}",
                    f"”{label}”: {(option.get('label') or {}).get('sv', '')}",
                    "option",
                )
                for option in question.get("options") or []
            ]
    return found


def target_key(target: Mapping[str, Any]) -> str:
    """A rule's target as the value of a control."""
    if target.get("option"):
        return f"option:{target.get('question')}:{target['option']}"
    kind = "page" if target.get("page") else "question"
    return f"{kind}:{target.get(kind)}"


def rule_says(document: Document, rule: Mapping[str, Any]) -> str:
    """A rule as one sentence."""
    effect = texts.EFFECTS.get(str(rule.get("effect")), "")
    said = spoken(sentences.sentence(document, rule.get("when")))
    return f"{effect} {target_name(document, rule.get('target') or {})} {_('när')} {said}"
