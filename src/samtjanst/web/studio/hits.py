"""What a search in all texts found: where each stands, and the screen on which it is changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtjanst.building.definitions.types import OpenDraft
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import wordings
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.wordings import Piece, Wording
from samtjanst.web.studio import texts
from samtjanst.web.studio.outline import label_of, page_url, question_url, rule_says, title_of, told
from samtjanst.web.studio.sections import SECTIONS
from samtjanst.web.studio.settings_form import Listed
from samtjanst.web.studio.texts import Words

FIELDS: Mapping[str, Words] = {
    "label": gettext_lazy("Frågan"),
    "help": gettext_lazy("Hjälptext"),
    "missing": gettext_lazy("När svaret saknas"),
    "title": gettext_lazy("Rubrik"),
    "intro": gettext_lazy("Inledning"),
    "text": gettext_lazy("Text"),
    "message": gettext_lazy("Meddelande"),
    "instead": gettext_lazy("Vad man gör i stället"),
    "options.label": gettext_lazy("Alternativ"),
    "options.help": gettext_lazy("Förklaring till ett alternativ"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One text: ``where`` it stands, as what (``field``), and the words told apart."""

    url: str
    where: str
    field: Words
    language: str
    pieces: list[Piece]


def hits(draft: OpenDraft, words: str) -> list[Hit]:
    """Every text of the draft that holds the words."""
    return [_hit(draft, one, words) for one in wordings.find(draft.document, words)]


def _hit(draft: OpenDraft, found: Wording, words: str) -> Hit:
    url, where = _place(draft, found)
    split = wordings.pieces(found.text, words)
    return Hit(url, where, _field(found), found.language, split)


def _place(draft: OpenDraft, found: Wording) -> tuple[str, str]:
    document, slug = draft.document, draft.slug
    if found.kind == "page":
        return page_url(slug, found.id), title_of(editing.page(document, found.id))
    if found.kind == "question":
        return question_url(slug, found.id), _label(document, found.id)
    if found.kind == "rule":
        rule = next(one for one in document["rules"] if one.get("id") == found.id)
        return reverse("studio:rule", args=[slug, found.id]), rule_says(told(draft), rule)
    if found.kind == "parameter":
        return reverse("studio:parameters", args=[slug]), _("Parametrar")
    return _section(slug, found)


def _label(document: Document, question_id: str) -> str:
    return label_of(editing.question(document, question_id)) or _("Fråga utan text")


def _section(slug: str, found: Wording) -> tuple[str, str]:
    """The settings screen with the text; the overview when no screen has it."""
    name = found.field.partition(".")[0]
    for one in SECTIONS:
        holds = {part.name.partition(".")[0] for part in one.parts}
        if (one.root == found.id and name in holds) or (not one.root and found.id in holds):
            return reverse("studio:section", args=[slug, one.key]), str(one.title)
    return reverse("studio:settings", args=[slug]), _("Inställningar")


def _field(found: Wording) -> Words:
    if found.field in FIELDS:
        return FIELDS[found.field]
    _rest, _dot, last = found.field.rpartition(".")
    if found.field.startswith("settings."):
        return texts.setting(last)
    for one in SECTIONS:
        for part in one.parts:
            if one.root == found.id and part.name == found.field:
                return part.title if isinstance(part, Listed) else part.label
    return FIELDS.get(last, "")
