"""A whole rule as one sentence, such as: Visa ”Läkarintyg” när ”Skäl” är ”Annat”."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import sentences
from samtjanst.capabilities.formkit.editing.document import Document, Part

_EFFECTS: Mapping[str, str] = MappingProxyType(
    {
        "show": "Visa {target}",
        "require": "Kräv {target}",
        "limit": "Begränsa alternativen i {target}",
        "prefill": "Fyll i {target} i förväg",
        "compute": "Räkna ut {target}",
        "validate": "Säg till vid {target}",
        "stop": "Stoppa vid {target}",
        "go_to": "Gå till {target}",
    }
)


def said(document: Document, rule: Part) -> str:
    """The rule in words, without a full stop."""
    effect = _EFFECTS.get(str(rule.get("effect")), "{target}")
    lead = effect.format(target=_target(document, rule.get("target") or {}))
    when = sentences.sentence(document, rule.get("when"))
    return f"{lead} {when}" if when == "alltid" else f"{lead} när {when}"


def _target(document: Document, target: Mapping[str, Any]) -> str:
    if target.get("end"):
        return "slutet"
    if target.get("party"):
        return "underskrift av vårdnadshavarna"
    if page := target.get("page"):
        return f"sidan {_quoted(_known(editing.pages(document), page), 'title', page)}"
    if outcome := target.get("outcome"):
        listed = (document.get("handling") or {}).get("outcomes") or []
        return f"beslutet {_quoted(_known(listed, outcome), 'title', outcome)}"
    asked = str(target.get("question", ""))
    question = next((one for _, one in editing.questions(document) if one.get("id") == asked), {})
    if option := target.get("option"):
        chosen = _known(question.get("options") or [], option)
        name = _quoted(chosen, "label", option)
        return f"alternativet {name} i {_quoted(question, 'label', asked)}"
    return _quoted(question, "label", asked)


def _known(listed: Any, part_id: Any) -> Part:
    return next((one for one in listed if one.get("id") == part_id), {})


def _quoted(part: Part, field: str, otherwise: Any) -> str:
    return f"”{(part.get(field) or {}).get('sv') or otherwise}”"
